"""Reading weights files without running anything in them.

Two formats: PyTorch's zip (`torch.load` with `weights_only=True`: only tensors and plain containers are rebuilt) and
safetensors. Everything else, and everything damaged, is refused with a sentence.
"""

from __future__ import annotations

import hashlib
import pickle
import zipfile
from collections.abc import Mapping
from pathlib import Path

import safetensors
import safetensors.torch
import torch

from engine.errors import CheckpointError

StateDict = dict[str, torch.Tensor]

_NESTED_UNDER = ("model", "state_dict")
"""Official SAM 2 files hold {"model": state_dict}; trainers often write "state_dict"."""

_SAMPLE_BYTES = 1 << 16
_SAMPLES = 16


def read_state_dict(path: Path) -> StateDict:
    """All tensors of a weights file, on the CPU, by key. Raises CheckpointError."""
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise CheckpointError(f"The weights file {path} cannot be read ({error.strerror}).") from error
    if path.suffix == ".safetensors":
        return _read_safetensors(path)
    if magic[:2] == b"PK":
        return _read_torch_zip(path)
    if magic[:1] == b"\x80":
        raise CheckpointError(
            f"{path.name} is a bare pickle, which could run code when it is opened, so it was not opened.",
            "Use the official .pt file or a .safetensors file.",
        )
    raise CheckpointError(
        f"{path.name} is not a weights file.", "ClickMatte reads PyTorch .pt files and .safetensors files."
    )


def _read_safetensors(path: Path) -> StateDict:
    try:
        return safetensors.torch.load_file(path, device="cpu")
    except (safetensors.SafetensorError, OSError, ValueError) as error:
        raise _damaged(path) from error


def _read_torch_zip(path: Path) -> StateDict:
    if not zipfile.is_zipfile(path):  # the directory stands at a zip's end: gone when the file was cut off
        raise _damaged(path)
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise CheckpointError(
            f"{path.name} holds more than numbers and could run code when it is opened, so it was not opened.",
            "Use the official .pt file or a .safetensors file.",
        ) from error
    except (RuntimeError, EOFError, OSError, KeyError, zipfile.BadZipFile) as error:
        raise _damaged(path) from error
    return _tensors_of(content, path)


def _tensors_of(content: object, path: Path) -> StateDict:
    for key in _NESTED_UNDER:
        if isinstance(content, Mapping) and isinstance(content.get(key), Mapping):
            content = content[key]
    if not isinstance(content, Mapping) or not content:
        raise CheckpointError(f"{path.name} holds no named tensors.", "It was not made for SAM 2.")
    state: StateDict = {}
    for key, value in content.items():
        if not isinstance(key, str) or not isinstance(value, torch.Tensor):
            raise CheckpointError(f"{path.name}: '{key}' is not a tensor.", "It was not made for SAM 2.")
        state[key] = value
    return state


def _damaged(path: Path) -> CheckpointError:
    return CheckpointError(f"{path.name} is damaged or incomplete.", "Fetch it again.")


def file_sha256(path: Path) -> str:
    """SHA-256 of the whole file, lower-case hex. Raises CheckpointError."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CheckpointError(f"The weights file {path} cannot be read ({error.strerror}).") from error


def fingerprint(path: Path) -> str:
    """A quick identity of a weights file: SHA-256 over its size and evenly spread samples of its bytes."""
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    last = max(0, size - _SAMPLE_BYTES)
    with path.open("rb") as file:
        for sample in range(_SAMPLES):
            file.seek(last * sample // (_SAMPLES - 1))
            digest.update(file.read(_SAMPLE_BYTES))
    return digest.hexdigest()
