"""Exports as jobs: planning for the dialog's estimate, and the export itself with its proof."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from app.workers.priority import give_way
from engine.media.source import VideoSource
from engine.project.model import Project
from engine.project.project_file import ProjectFile
from engine.render.looks import Look
from engine.types import FrameRange, ObjectId

if TYPE_CHECKING:
    from engine.export.masks import ProjectMasks
    from engine.export.options import ExportOptions


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


@dataclass(frozen=True, slots=True)
class Exporting:
    """How far it is; `is_checking`: written, and being opened and compared."""

    done: int
    total: int
    is_checking: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """The files, in place, and what looking at them again has found."""

    files: tuple[Path, ...]
    passed: bool
    sentence: str


def estimate(wish: ExportWish) -> Generator[object, None, Estimate]:
    """Raises ExportError, UsageError for what cannot be done."""
    from engine.export.plan import plan_export

    yield None
    source = wish.make_source()
    try:
        plan = plan_export(wish.project, source, _masks(wish), _options(wish))
        targets = tuple(output.target for output in plan.outputs)
        return Estimate(plan.estimated_bytes, plan.estimated_seconds, plan.notes, targets)
    finally:
        source.close()


def export(wish: ExportWish) -> Generator[object, None, Exported]:
    """Yields Exporting. Closing it leaves nothing half-written. Raises ExportError, MediaError."""
    from engine.export.plan import plan_export
    from engine.export.proof import prove
    from engine.export.run import run_export

    give_way()
    source = wish.make_source()
    files: tuple[Path, ...] = ()
    try:
        plan = plan_export(wish.project, source, _masks(wish), _options(wish))
        steps = run_export(plan)
        try:
            for step in steps:
                files = step.files
                yield Exporting(step.done, step.total)
        finally:
            close = getattr(steps, "close", None)
            if close is not None:
                close()
        yield Exporting(len(plan.frames), len(plan.frames), True)
        report = prove(plan)
        return Exported(files, report.passed, report.sentence())
    finally:
        source.close()


def _masks(wish: ExportWish) -> ProjectMasks:
    from engine.export.masks import ProjectMasks

    return ProjectMasks(wish.file)


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
