"""One export from start to proof, step by step; what a process of its own holds. Orders and steps can be pickled."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

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


class ExportRoom:
    """See the module's text. One export at a time."""

    def __init__(self) -> None:
        self._work: Generator[Exporting, None, Exported] | None = None

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

    def close(self) -> None:
        """Leave it where it stands: nothing half-written remains."""
        if self._work is not None:
            self._work.close()
            self._work = None


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
