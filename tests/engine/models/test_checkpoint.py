"""Weights files: what is read, and what is refused without being run."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from pathlib import Path

import pytest
import safetensors.torch
import torch

from engine.errors import CheckpointError
from engine.models.checkpoint import file_sha256, fingerprint, read_state_dict

STATE = {"a.weight": torch.arange(600, dtype=torch.float32).reshape(20, 30), "b": torch.ones(3, dtype=torch.float16)}


class Bomb:
    """Writes a file when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, ...]:
        return (os.mkdir, (str(self.trace),))


def saved(path: Path, content: object) -> Path:
    torch.save(content, path)
    return path


@pytest.mark.parametrize("nest", [lambda s: s, lambda s: {"model": s}, lambda s: {"state_dict": s}])
def test_torch_files_are_read(tmp_path: Path, nest: object) -> None:
    state = read_state_dict(saved(tmp_path / "w.pt", nest(STATE)))  # type: ignore[operator]
    assert state.keys() == STATE.keys()
    assert torch.equal(state["a.weight"], STATE["a.weight"])


def test_safetensors_files_are_read(tmp_path: Path) -> None:
    safetensors.torch.save_file(STATE, tmp_path / "w.safetensors")
    state = read_state_dict(tmp_path / "w.safetensors")
    assert torch.equal(state["b"], STATE["b"])


@pytest.mark.parametrize("name", ["w.pt", "w.safetensors"])
@pytest.mark.parametrize("kept", [0.0, 0.3, 0.9, 0.999])
def test_truncated_files_are_refused(tmp_path: Path, name: str, kept: float) -> None:
    path = tmp_path / name
    if name.endswith("pt"):
        saved(path, {"model": STATE})
    else:
        safetensors.torch.save_file(STATE, path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(CheckpointError):
        read_state_dict(path)


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "w.pt", STATE)
    buffer = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(buffer) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if "/data/" not in name}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    with pytest.raises(CheckpointError, match="damaged"):
        read_state_dict(path)


@pytest.mark.parametrize("as_zip", [True, False])
def test_code_in_a_file_is_never_run(tmp_path: Path, as_zip: bool) -> None:
    trace, path = tmp_path / "trace", tmp_path / "w.pt"
    content = {"model": STATE, "extra": Bomb(trace)}
    if as_zip:
        saved(path, content)
    else:
        path.write_bytes(pickle.dumps(content))
    with pytest.raises(CheckpointError, match="could run code"):
        read_state_dict(path)
    assert not trace.exists()


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"PK\x03\x04 no zip", b"<html>not found</html>"])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "w.pt").write_bytes(content)
    with pytest.raises(CheckpointError):
        read_state_dict(tmp_path / "w.pt")


@pytest.mark.parametrize("content", [[1, 2], {}, {"model": {"a": 3}}, {3: torch.ones(1)}, torch.ones(2)])
def test_files_without_named_tensors_are_refused(tmp_path: Path, content: object) -> None:
    with pytest.raises(CheckpointError):
        read_state_dict(saved(tmp_path / "w.pt", content))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="cannot be read"):
        read_state_dict(tmp_path / "none.pt")
    with pytest.raises(CheckpointError, match="cannot be read"):
        file_sha256(tmp_path / "none.pt")


def test_fingerprints_tell_files_apart(tmp_path: Path) -> None:
    content = bytearray(os.urandom(3_000_000))
    path = tmp_path / "w.pt"
    path.write_bytes(content)
    first = fingerprint(path)
    assert fingerprint(path) == first
    content[-1] ^= 1
    path.write_bytes(content)
    assert fingerprint(path) != first
    path.write_bytes(content + b"x")
    assert fingerprint(path) != first
