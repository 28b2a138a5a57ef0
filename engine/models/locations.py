"""Where weights live: beside the program (shipped) or in the person's own data folder (downloaded)."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from engine.errors import CheckpointError
from engine.models.registry import ModelSpec
from engine.paths import resources_dir

MODELS_VARIABLE = "CLICKMATTE_MODELS"
"""Environment variable that names another folder for downloaded weights."""


def models_dir() -> Path:
    """The folder for downloaded weights; it need not exist yet."""
    chosen = os.environ.get(MODELS_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    return Path(platformdirs.user_data_dir("ClickMatte", appauthor=False)) / "models"


def weights_path(spec: ModelSpec) -> Path:
    """Where the file of `spec` is, or would be."""
    folder = resources_dir() / "models" if spec.shipped else models_dir()
    return folder / spec.file_name


def find_weights(spec: ModelSpec) -> Path | None:
    """The file of `spec` where it is present."""
    path = weights_path(spec)
    return path if path.is_file() else None


def require_weights(spec: ModelSpec) -> Path:
    """The file of `spec`. Raises CheckpointError where it is missing, saying how to get it."""
    path = find_weights(spec)
    if path is not None:
        return path
    if spec.shipped:
        raise CheckpointError(
            f"The weights that come with ClickMatte are missing: {weights_path(spec)}.",
            "Install ClickMatte again, or name a weights file with --checkpoint.",
        )
    raise CheckpointError(
        f"The weights of {spec.name} are not on this machine.",
        f"Fetch them with 'models get {spec.name}' or name a file with --checkpoint.",
    )
