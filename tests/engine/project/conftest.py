"""A project on one generated clip's numbers, and masks that move."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.project.model import Project, SourceReference
from engine.project.project_file import ProjectFile
from engine.types import Logits


def blob(frame: int, side: int = 64, radius: float = 12.0) -> Logits:
    """float32 (side, side): a disc on its way from left to right, its border a few cells soft."""
    yy, xx = np.mgrid[:side, :side].astype(np.float32)
    x = side * (0.2 + 0.6 * ((frame % 100) / 100))
    return (0.8 * (radius - np.hypot(xx - x, yy - side / 2))).astype(np.float32)


@pytest.fixture
def masks() -> Callable[..., Logits]:
    return blob


@pytest.fixture
def project() -> Project:
    source = SourceReference(Path("/clips/dog.mp4"), "f" * 64, 640, 360, Fraction(1, 1000), Fraction(30), 600)
    return Project(source)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dog.clickmatte"


@pytest.fixture
def file(path: Path, project: Project) -> Iterator[ProjectFile]:
    with ProjectFile.create(path, project) as opened:
        yield opened


@pytest.fixture
def grey_png() -> Callable[[int], bytes]:
    """An 8-bit grey PNG of the project's size, all of one value."""

    def made(value: int) -> bytes:
        file = io.BytesIO()
        Image.new("L", (640, 360), value).save(file, "PNG")
        return file.getvalue()

    return made
