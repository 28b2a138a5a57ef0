"""Folders with truth, in DAVIS layout: `JPEGImages[/480p]/NAME/00000.jpg`, `Annotations[/480p]/NAME/00000.png`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from engine.errors import MediaError, UsageError

VOID = 255
"""In indexed annotations this value is "do not count" (DAVIS 2017); in two-valued ones the object (DAVIS 2016)."""


def _read_ids(path: Path) -> NDArray[np.uint8]:
    """Object numbers of one annotation: (h, w) uint8, 0 is background."""
    try:
        with Image.open(path) as image:
            indexed = image.mode == "P"
            ids = np.array(image if indexed else image.convert("L"), np.uint8)
    except (OSError, UnidentifiedImageError) as error:
        raise MediaError(f"The annotation {path.name} cannot be read.", "Check the data set.") from error
    if indexed:
        return np.where(ids == VOID, 0, ids).astype(np.uint8)
    return (ids > 127).astype(np.uint8)


@dataclass(frozen=True)
class TruthSequence:
    """One clip with a true mask per frame. Object numbers are those of the first annotation."""

    name: str
    frames_folder: Path
    annotations: tuple[Path, ...]

    @cached_property
    def object_numbers(self) -> tuple[int, ...]:
        """Numbers of the objects marked on the first frame."""
        return tuple(int(i) for i in np.unique(self.truth(0)) if i)

    def truth(self, frame: int) -> NDArray[np.uint8]:
        """(h, w) uint8 object numbers of a frame."""
        return _read_ids(self.annotations[frame])

    def __len__(self) -> int:
        return len(self.annotations)


def _level(folder: Path) -> Path:
    """DAVIS has a resolution level between the kind and the names: step over it where it is there."""
    for name in ("480p", "Full-Resolution", "1080p"):
        if (folder / name).is_dir():
            return folder / name
    return folder


def open_dataset(folder: Path, names: Sequence[str] | None = None) -> Iterator[TruthSequence]:
    """The sequences of a DAVIS-style folder in alphabetical order, or those named. Raises UsageError, MediaError."""
    images, annotations = _level(folder / "JPEGImages"), _level(folder / "Annotations")
    if not images.is_dir() or not annotations.is_dir():
        raise UsageError(
            f"{folder} is no DAVIS-style data set.", "It needs the folders JPEGImages/NAME and Annotations/NAME."
        )
    available = sorted(p.name for p in annotations.iterdir() if p.is_dir())
    unknown = sorted(set(names or ()) - set(available))
    if unknown:
        raise UsageError(
            f"There is no sequence {', '.join(unknown)} in {folder}.", f"There are {', '.join(available)}."
        )
    for name in available:
        if names and name not in names:
            continue
        pictures = sorted(p for p in (images / name).glob("*") if p.suffix.lower() in (".jpg", ".jpeg", ".png"))
        truths = tuple(sorted((annotations / name).glob("*.png")))
        if len(pictures) != len(truths) or not truths:
            raise MediaError(
                f"Sequence {name} has {len(pictures)} pictures and {len(truths)} annotations.", "Check the data set."
            )
        yield TruthSequence(name, images / name, truths)
