"""One export from start to proof, step by step; what a process of its own holds. Orders and steps can be pickled."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from engine.export.checks import check_space
from engine.export.forecast import Forecast, forecast
from engine.export.options import ExportOptions
from engine.export.plan import plan_export
from engine.export.proof import prove
from engine.export.run import run_export
from engine.media import ReadOptions, open_source
from engine.project.model import Project
from engine.project.shown_masks import MaskReader, ShownMasks


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What to export from where, as it stood when it was ordered."""

    project: Project
    masks: ShownMasks
    clip: Path
    reading: ReadOptions
    options: ExportOptions


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


@dataclass(frozen=True, slots=True)
class Looked:
    """A look ahead: a new forecast or none, and whether it was the last look."""

    forecast: Forecast | None
    is_over: bool = False


class ExportRoom:
    """See the module's text. One export at a time."""

    def __init__(self) -> None:
        self._work: Generator[Exporting, None, Exported] | None = None
        self._forecast: Generator[Forecast | None] | None = None

    def begin(self, order: ExportOrder) -> None:
        """Nothing is written before the first step."""
        self.close()
        self._work = export(order)

    def step(self) -> Exporting | Exported:
        """Exported once, at the end. Raises ExportError, MediaError, ProjectError."""
        assert self._work is not None, "no export has begun"
        try:
            return next(self._work)
        except StopIteration as end:
            exported: Exported = end.value
            return exported

    def begin_forecast(self, order: ExportOrder) -> None:
        """Of what it will come to; nothing is made before the first look."""
        self.close()
        self._forecast = foreseen(order)

    def look_ahead(self) -> Looked:
        """A frame further. Raises ExportError, MediaError, ProjectError."""
        assert self._forecast is not None, "no forecast has begun"
        try:
            return Looked(next(self._forecast))
        except StopIteration:
            return Looked(None, is_over=True)

    def close(self) -> None:
        """Leave it where it stands: nothing half-written remains."""
        work, ahead, self._work, self._forecast = self._work, self._forecast, None, None
        for begun in (work, ahead):
            if begun is not None:
                begun.close()


def export(order: ExportOrder) -> Generator[Exporting, None, Exported]:
    """The whole of it. Closing it leaves nothing half-written. Raises ExportError, MediaError, ProjectError."""
    files: tuple[Path, ...] = ()
    with closing(open_source(order.clip, order.reading)) as source, MaskReader(order.masks) as masks:
        plan = plan_export(order.project, source, masks, order.options)
        with closing(run_export(plan)) as steps:
            for step in steps:
                files = step.files
                yield Exporting(step.done, step.total)
        yield Exporting(len(plan.frames), len(plan.frames), True)
        report = prove(plan)
        return Exported(files, report.passed, report.sentence())


def foreseen(order: ExportOrder) -> Generator[Forecast | None]:
    """As `forecast`, and whether the disk has room for it. Raises ExportError, MediaError, ProjectError."""
    options = replace(order.options, check_space=False)
    with closing(open_source(order.clip, order.reading)) as source, MaskReader(order.masks) as masks:
        plan = plan_export(order.project, source, masks, options)
        last: Forecast | None = None
        with closing(forecast(plan)) as steps:
            for step in steps:
                last = step or last
                yield step
    if last is not None:
        for output in plan.outputs:
            check_space(output.target, last.low_bytes)
