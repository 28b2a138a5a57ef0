"""A second copy of an open project."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from engine.project.project_file import ProjectFile


def save_copy(file: ProjectFile, target: Path) -> Generator[object, None, Path]:
    """Everything acknowledged, in a second file, whole or not at all. Raises ProjectError where there is one already.

    The dialog has asked about an existing file, so it is out of the way first.
    """
    yield None
    if target.absolute() != file.path:
        target.unlink(missing_ok=True)
    file.copy_to(target)
    return target
