"""Where the files that come with the program are, wherever it was started from."""

from __future__ import annotations

from pathlib import Path


def home_dir() -> Path:
    """The folder that holds engine/, configs/ and resources/."""
    return Path(__file__).resolve().parent.parent


def resources_dir() -> Path:
    """Shipped weights, sample clip, icons."""
    return home_dir() / "resources"


def configs_dir() -> Path:
    """Model sizes, sets of keys."""
    return home_dir() / "configs"
