"""Masks as datasets: DAVIS and YouTube-VOS folders, COCO and SA-V files, each as its owners document it.

Adding one: append to `DATASETS`. Each is a small frozen class that writes and reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.errors import ExportError, UsageError
from engine.export.atomic import make_folder, move_into, partial_path, remove_quietly, write_failure
from engine.export.interchange.coco import Coco
from engine.export.interchange.dataset_masks import DatasetJob, FrameMasks
from engine.export.interchange.davis import Davis
from engine.export.interchange.sav import SaV
from engine.export.names import safe_name
from engine.media.source import ClipInfo, VideoSource


class Dataset(Protocol):
    """One format."""

    @property
    def name(self) -> str: ...

    def write(self, folder: Path, job: DatasetJob, frames: Iterable[FrameMasks], old: Path | None = None) -> Path:
        """Write into `folder`, in one pass over `frames`; the file or folder that holds the masks. `old`: where other
        sequences of the same dataset may be. Raises ExportError, UsageError."""
        ...

    def read(self, path: Path) -> list[FrameMasks]:
        """Raises ExportError."""
        ...


DATASETS: tuple[Dataset, ...] = (Davis(), Davis("youtube-vos", meta=True), Coco(), SaV())


def dataset_named(name: str) -> Dataset:
    """The format called `name`. Raises UsageError that names them all."""
    for dataset in DATASETS:
        if dataset.name == name:
            return dataset
    known = ", ".join(dataset.name for dataset in DATASETS)
    raise UsageError(f"There is no dataset format '{name}'.", f"There are: {known}.")


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it."""

    path: Path
    """The file or folder that holds the masks."""
    frames: int
    """How many have masks."""


def write_dataset(
    form: str,
    folder: Path,
    info: ClipInfo,
    frames: Iterable[FrameMasks],
    names: Sequence[str],
    pictures: VideoSource | None = None,
) -> Written:
    """Write 'davis', 'youtube-vos', 'coco' or 'sav' into `folder`, named after the clip. `pictures`: the clip's frames
    as JPEG beside. All of it or nothing. Raises ExportError, UsageError, MediaError."""
    dataset = dataset_named(form)
    job = DatasetJob(safe_name(info.path.stem), tuple(names), float(info.rate), pictures)
    make_folder(folder)
    staged = partial_path(folder / job.sequence)
    counted = _Counted(frames)
    try:
        staged.mkdir()
        path = dataset.write(staged, job, counted, folder)
        if not counted.filled:
            raise ExportError("No frame of this range has a mask.", "Track the objects first.")
        move_into(staged, folder)
        return Written(folder / path.relative_to(staged), counted.filled)
    except OSError as error:
        raise write_failure(folder, error) from error
    finally:
        remove_quietly(staged)


class _Counted:
    """Frames as they come, and how many of them had masks."""

    def __init__(self, frames: Iterable[FrameMasks]) -> None:
        self._frames = frames
        self.filled = 0

    def __iter__(self) -> Iterator[FrameMasks]:
        for one in self._frames:
            self.filled += bool(one.masks)
            yield one
