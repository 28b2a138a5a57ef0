"""Exports as jobs: planning for the dialog's estimate, and the export itself with its proof."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from engine.child import Child
from engine.media.source import VideoSource
from engine.project.model import Project
from engine.project.project_file import ProjectFile
from engine.project.reading import read_options
from engine.project.shown_masks import MaskReader
from engine.render.looks import Look
from engine.types import FrameRange, ObjectId

if TYPE_CHECKING:
    from engine.export.export_room import Exported, Exporting, ExportOrder
    from engine.export.forecast import Forecast
    from engine.export.options import ExportOptions

BEHIND_ALL = 15
"""Niceness of an export's process: the window, its pictures and the model come first."""


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What to export from where. The project is the one of the moment the wish was made."""

    project: Project
    file: ProjectFile
    make_source: Callable[[], VideoSource]
    preset: str
    target: Path
    objects: tuple[ObjectId, ...]
    frames: FrameRange
    per_object: bool = False
    premultiplied: bool | None = None
    beside: tuple[str, ...] = ()
    crop_margin_px: int | None = None
    scale: Fraction = Fraction(1)
    tracked_only: bool = False
    inverted: bool = False
    look: Look | None = None
    """In place of the preset's own."""
    expected_bytes: int | None = None
    """Where it was measured."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What it will cost, and what a person should know before."""

    low_bytes: int
    high_bytes: int
    seconds: float
    notes: tuple[str, ...]
    targets: tuple[Path, ...]
    is_measured: bool = False
    """Else from a table: what it comes to at most, as a rule."""


class Forecaster:
    """Looks ahead in a process of its own, which serves one estimate after another until it is closed."""

    def __init__(self) -> None:
        self._room: Child | None = None

    def estimate(self, wish: ExportWish) -> Generator[Estimate | None, None, Estimate]:
        """First from a table, then measured, surer each time. Raises ExportError, UsageError for what cannot be done,
        MediaError, ProjectError, ChildLost."""
        from engine.export.export_room import ExportRoom

        yield None
        latest = _planned(wish)
        yield latest
        room = self._room = self._room or Child(ExportRoom, "clickmatte-forecast", BEHIND_ALL)
        begun = room.generation
        try:
            room.call("begin_forecast", _order(wish))
            while not (look := room.call("look_ahead")).is_over:
                if look.forecast is not None:
                    latest = _measured(latest, look.forecast)
                yield latest
        finally:
            if room.generation == begun and not room.has_died:  # else there is nothing left to close
                room.call("close")
        return latest

    @property
    def has_begun(self) -> bool:
        """There is a process to end."""
        return self._room is not None

    def end(self) -> Generator[None]:
        """Let the process go; work for a job, since it takes a moment. Not while an estimate is being made."""
        room, self._room = self._room, None
        if room is not None:
            room.close()
        yield None


def _planned(wish: ExportWish) -> Estimate:
    from engine.export.plan import plan_export

    options = replace(_options(wish), check_space=False)  # the table says more than is needed, as a rule
    with closing(wish.make_source()) as source, MaskReader(wish.file.shown_masks()) as masks:
        plan = plan_export(wish.project, source, masks, options)
    targets = tuple(output.target for output in plan.outputs)
    return Estimate(0, plan.estimated_bytes, plan.estimated_seconds, plan.notes, targets)


def _measured(planned: Estimate, seen: Forecast) -> Estimate:
    return replace(
        planned, low_bytes=seen.low_bytes, high_bytes=seen.high_bytes, seconds=seen.seconds, is_measured=True
    )


def export(wish: ExportWish) -> Generator[Exporting, None, Exported]:
    """In a process of its own. Closing it leaves nothing half-written.

    Raises ExportError, MediaError, ProjectError, ChildLost.
    """
    from engine.export.export_room import Exported, ExportRoom

    order = _order(wish)
    room = Child(ExportRoom, "clickmatte-export", BEHIND_ALL)
    try:
        room.call("begin", order)
        while not isinstance(step := room.call("step"), Exported):
            yield step
        return step
    finally:
        room.close()


def _order(wish: ExportWish) -> ExportOrder:
    from engine.export.export_room import ExportOrder

    project = wish.project
    reading = read_options(project.settings)
    return ExportOrder(project, wish.file.shown_masks(), project.source.path, reading, _options(wish))


def _options(wish: ExportWish) -> ExportOptions:
    from engine.export.options import ExportOptions

    return ExportOptions(
        target=wish.target,
        preset=wish.preset,
        objects=wish.objects,
        frames=wish.frames,
        premultiplied=bool(wish.premultiplied),
        per_object=wish.per_object,
        look=wish.look,
        tracked_only=wish.tracked_only,
        beside=wish.beside,
        crop_margin_px=wish.crop_margin_px,
        scale=wish.scale,
        inverted=wish.inverted,
        expected_bytes=wish.expected_bytes,
    )
