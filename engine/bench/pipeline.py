"""The real pipeline, from file to stored mask, as the bench runs it."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.bench.rows import Clock
from engine.media.source import VideoSource
from engine.models.loader import LoadedModel
from engine.project.edits import AddObject
from engine.project.model import Box, FramePrompts, Project, SourceReference
from engine.project.project_file import ProjectFile
from engine.tracking.plan import TrackRun
from engine.tracking.steps import FrameTracked
from engine.tracking.tracker import Tracker
from engine.types import Direction, FrameIndex, FrameRange, ObjectId

START = FrameIndex(0)


@dataclass(frozen=True, slots=True)
class Stored:
    """What a run did."""

    frames: int
    seconds: float
    """Decode to stored mask, the prompted frame apart."""
    frame_seconds: tuple[float, ...]
    """Of each frame after the prompted one."""

    @property
    def fps(self) -> float:
        """Frames a second."""
        return self.frames / self.seconds

    @property
    def median_seconds(self) -> float:
        """Of one frame."""
        return self.median_from(0)

    def median_from(self, start: int, stop: int | None = None) -> float:
        """Of one frame of a stretch; 0 is the first tracked frame."""
        return float(np.median(self.frame_seconds[start:stop]))


def project_with(source: VideoSource, objects: int) -> Project:
    """A project with so many objects that nobody has prompted yet."""
    info = source.info
    project = Project(SourceReference(info.path, "", info.width, info.height, info.time_base, info.rate))
    for _ in range(objects):
        project, _ = AddObject().apply(project)
    return project


def boxes(source: VideoSource, count: int) -> list[Box]:
    """`count` boxes side by side in the picture's middle."""
    width, height = source.info.width, source.info.height
    side = width / (count + 1)
    return [Box(side * (i + 0.6), height * 0.3, side * (i + 1.4), height * 0.7) for i in range(count)]


def track_and_store(
    source: VideoSource,
    model: LoadedModel,
    frames: int,
    folder: Path,
    objects: int = 1,
    clock: Clock = time.perf_counter,
    first: FrameIndex = START,
) -> Stored:
    """Box the objects on frame `first`, track `frames` frames forward from it, store every mask in a project file in
    `folder`, which is made where it is missing."""
    with storing(source, model, frames, folder, objects, first) as counts:
        stamps = [clock() for _ in counts]
        return Stored(len(stamps) - 1, clock() - stamps[0], tuple(np.diff(stamps).tolist()))


@contextmanager
def storing(
    source: VideoSource, model: LoadedModel, frames: int, folder: Path, objects: int = 1, first: FrameIndex = START
) -> Iterator[Iterator[int]]:
    """What `track_and_store` does, frame by frame: gives how many are stored. At the end all masks are in use."""
    folder.mkdir(exist_ok=True)
    project = project_with(source, objects)
    ids = [spec.id for spec in project.objects]
    with ProjectFile.create(folder / "run.clickmatte", project) as file, Tracker(model, source) as tracker:
        for thing, box in zip(ids, boxes(source, objects), strict=True):
            tracker.prompt(thing, first, FramePrompts(box=box))
        run = TrackRun(FrameRange(first, FrameIndex(first + frames)), Direction.FORWARD, first)
        with closing(_stored(file, tracker, ids, run)) as counts:
            yield counts


def _stored(file: ProjectFile, tracker: Tracker, ids: Sequence[ObjectId], run: TrackRun) -> Generator[int, None, None]:
    takes = {thing: file.begin_take(thing) for thing in ids}
    count = 0
    for event in tracker.track(run):
        if isinstance(event, FrameTracked):
            for thing, mask in event.masks.items():
                takes[thing].put(event.pts, mask.logits, mask.presence, mask.quality)
            count += 1
            yield count
    file.adopt("Track", list(takes.values()))
