"""Trained weights as the file that ships: float16 safetensors, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from engine.errors import CheckpointError
from engine.sam2.model import Sam2


def export_weights(state: Mapping[str, Tensor], path: Path, notes: Mapping[str, str]) -> int:
    """Write `state` as float16 with `notes` in the header; returns the file's size in bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = {k: v.detach().to("cpu", torch.float16).contiguous() for k, v in state.items()}
    beside = path.with_suffix(".part")
    save_file(half, beside, dict(notes))
    os.replace(beside, path)
    return path.stat().st_size


def read_weights(path: Path) -> dict[str, Tensor]:
    """Float32 weights of an exported file, or the running mean in a run's checkpoint. Raises CheckpointError."""
    try:
        if path.suffix == ".safetensors":
            state = load_file(path)
        else:
            state = torch.load(path, map_location="cpu", weights_only=True)["mean"]
        return {k: v.float() for k, v in state.items()}
    except (OSError, KeyError, RuntimeError, ValueError) as error:
        raise CheckpointError(f"{path} holds no weights to start from ({error}).") from error


def blended(state: Mapping[str, Tensor], other: Mapping[str, Tensor], share: float = 0.5) -> dict[str, Tensor]:
    """The mean of a run's weights and those it started from, which keeps what each is better at; parts that `other`
    lacks stay as they are. After Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"."""
    return {
        k: torch.lerp(v.float(), other[k].to(v.device).float(), share) if k in other else v for k, v in state.items()
    }


def start_from(model: Sam2, path: Path) -> set[str]:
    """Begin with exported weights, or with the running mean in a run's checkpoint.

    Parts they lack stay as they are; returns their names. Raises CheckpointError.
    """
    state, own = read_weights(path), model.state_dict()
    try:
        model.load_state_dict({k: state.get(k, own[k]) for k in own})
    except RuntimeError as error:
        raise CheckpointError(f"{path} holds no weights to start from ({error}).") from error
    return set(own) - set(state)
