"""Exports as jobs: planning for the dialog's estimate, and the export itself with its proof."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
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
    from engine.export.export_room import Exported, Exporting
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


@dataclass(frozen=True, slots=True)
class Estimate:
    """What it will cost, and what a person should know before."""

    size_bytes: int
    seconds: float
    notes: tuple[str, ...]
    targets: tuple[Path, ...]


def estimate(wish: ExportWish) -> Generator[object, None, Estimate]:
    """Raises ExportError, UsageError for what cannot be done."""
    from engine.export.plan import plan_export

    yield None
    with closing(wish.make_source()) as source, MaskReader(wish.file.shown_masks()) as masks:
        plan = plan_export(wish.project, source, masks, _options(wish))
    targets = tuple(output.target for output in plan.outputs)
    return Estimate(plan.estimated_bytes, plan.estimated_seconds, plan.notes, targets)


def export(wish: ExportWish) -> Generator[Exporting, None, Exported]:
    """In a process of its own. Closing it leaves nothing half-written.

    Raises ExportError, MediaError, ProjectError, ChildLost.
    """
    from engine.export.export_room import Exported, ExportOrder, ExportRoom

    project = wish.project
    reading = read_options(project.settings)
    order = ExportOrder(project, wish.file.shown_masks(), project.source.path, reading, _options(wish))
    room = Child(ExportRoom, "clickmatte-export", BEHIND_ALL)
    try:
        room.call("begin", order)
        while not isinstance(step := room.call("step"), Exported):
            yield step
        return step
    finally:
        room.close()


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
    )
