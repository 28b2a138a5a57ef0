"""Which takes there are, which of them answers for a frame, and which came back from a kill."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from engine.errors import ProjectError, UsageError
from engine.project import mask_rows, takes
from engine.project.clock import utc_now
from engine.project.edits import AssignSpans
from engine.project.model import ObjectSpec, Project, TakeId, TakeSpan
from engine.project.parts import prompts_digest
from engine.project.reader import Reader
from engine.project.take_spans import PtsSpan, covered, overlaid, take_at
from engine.project.takes import TakeInfo, TakeMeta, TakeState, TakeWriter
from engine.project.writer import Writer
from engine.types import ObjectId, Pts


class TakeShelf:
    """The takes of one file.

    A take that is being recorded, or finished and not adopted yet, shows wherever nothing newer does: takes are
    numbered in the order they began, and of two that hold a frame the later one counts.
    """

    def __init__(self, known: Mapping[TakeId, TakeInfo], reader: Reader, writer: Writer) -> None:
        self._known = dict(known)
        self._reader = reader
        self._writer = writer
        self._recording: list[TakeWriter] = []
        """Replaced, never changed: readers need no lock."""
        self._lock = threading.Lock()

    def begin(self, spec: ObjectSpec, meta: TakeMeta, project: Callable[[], Project]) -> TakeWriter:
        """A new take of `spec`, on disk when this returns. `project` gives the project as it is when asked."""
        said = meta.prompts or {pts: prompts_digest(prompts) for pts, prompts in spec.prompts.items()}
        meta = replace(meta, prompts=said, started_at=meta.started_at or utc_now())
        with self._lock:
            info = TakeInfo(TakeId(max(self._known, default=0) + 1), spec.id, TakeState.RECORDING, 0, meta)
            self._known[info.id] = info
        try:
            self._writer.submit(takes.insert(info)).result()
        except ProjectError:
            del self._known[info.id]
            raise
        recorder = TakeWriter(info, self._writer, lambda thing, pts: self._covered(project(), thing, pts))
        with self._lock:
            self._recording = [*(r for r in self._recording if self._waits(r) or r.abandoned), recorder]
        return recorder

    def info(self, take: TakeId) -> TakeInfo:
        """What is known about a take. Raises UsageError."""
        if take not in self._known:
            raise UsageError(f"There is no take {take}.")
        return self._known[take]

    def check(self, project: Project, named: Iterable[TakeId]) -> None:
        """Every take named is there, and every object shows its own. Raises UsageError."""
        for take in named:
            self.info(take)
        for object_id, spans in project.takes.items():
            if any(self.info(span.take).object != object_id for span in spans):
                raise UsageError("A result belongs to another object.")

    def adopt(self, shown: Iterable[TakeId]) -> list[TakeInfo]:
        """Take note that a step shows these; returns the ones for which that is new, for the disk."""
        new = [info for take in sorted(shown) if (info := self._known[take]).state is not TakeState.ADOPTED]
        self._known.update({info.id: replace(info, state=TakeState.ADOPTED) for info in new})
        return new

    def reload(self, on_disk: Mapping[TakeId, TakeInfo]) -> None:
        """A write failed: what was noted since may not be on disk."""
        self._known.update(on_disk)

    def take_for(self, project: Project, object_id: ObjectId, pts: Pts) -> TakeId | None:
        """The take that shows this frame."""
        shown = take_at(project.takes.get(object_id, ()), pts)
        if any(start <= pts < stop for start, stop in project.settings.locked_spans.get(object_id, ())):
            return shown
        for recorder in reversed(self._waiting(object_id)):
            if recorder.holds(pts) and self._counts(project, recorder.info, pts):
                return recorder.info.id
        return shown

    def shown_spans(self, project: Project, object_id: ObjectId) -> tuple[TakeSpan, ...]:
        """The object's spans, with what is being recorded laid over."""
        spans = project.takes.get(object_id, ())
        locked = project.settings.locked_spans.get(object_id, ())
        for recorder in self._waiting(object_id):
            pts = self._counting(project, recorder.info, recorder.flushed_pts)
            spans = overlaid(spans, recorder.info.id, self._covered(project, object_id, pts), locked)
        return spans

    def lost(self, project: Project) -> tuple[AssignSpans, ...]:
        """The edits that show what was recorded and never adopted, when a file is opened. Empty takes are given up."""
        edits: list[AssignSpans] = []
        present = {spec.id for spec in project.objects}
        for info in [info for info in tuple(self._known.values()) if _unadopted(info)]:
            found = self._pts_of([info.id]) if info.object in present else []
            if pts := self._counting(project, info, found):
                edits.append(AssignSpans(info.object, info.id, self._covered(project, info.object, pts)))
            else:
                self._known[info.id] = replace(info, state=TakeState.ABANDONED)
        return tuple(edits)

    def unadopted(self) -> set[TakeId]:
        """Takes that no step knows and that nobody threw away."""
        thrown_away = {recorder.info.id for recorder in self._recording if recorder.abandoned}
        return {info.id for info in tuple(self._known.values()) if _unadopted(info)} - thrown_away

    def _waiting(self, object_id: ObjectId) -> list[TakeWriter]:
        return [other for other in self._recording if other.info.object == object_id and self._waits(other)]

    def _waits(self, recorder: TakeWriter) -> bool:
        return not recorder.abandoned and _unadopted(self._known[recorder.info.id])

    def _counting(self, project: Project, info: TakeInfo, pts: Iterable[Pts]) -> list[Pts]:
        return sorted(at for at in pts if self._counts(project, info, at))

    def _counts(self, project: Project, info: TakeInfo, pts: Pts) -> bool:
        """False where a newer take shows, or where this is the answer to prompts that have been changed since."""
        shown = take_at(project.takes.get(info.object, ()), pts)
        if shown is not None and shown > info.id:
            return False
        answered = info.meta.prompts.get(pts)
        if answered is None:
            return True
        spec = next((spec for spec in project.objects if spec.id == info.object), None)
        said = spec.prompts.get(pts) if spec else None
        return said is not None and prompts_digest(said) == answered

    def _covered(self, project: Project, object_id: ObjectId, pts: Sequence[Pts]) -> tuple[PtsSpan, ...]:
        """The spans these frames stand for, leaving room for frames only older takes have."""
        spans = project.takes.get(object_id, ())
        older = {span.take: self._pts_of([span.take]) for span in spans}
        return covered(pts, [at for span in spans for at in older[span.take] if span.start <= at < span.stop])

    def _pts_of(self, some: Sequence[TakeId]) -> list[Pts]:
        def query(connection: sqlite3.Connection) -> list[Pts]:
            return [pts for take in some for pts in mask_rows.pts_of(connection, take)]

        return self._reader.read(query)


def _unadopted(info: TakeInfo) -> bool:
    return info.state in (TakeState.RECORDING, TakeState.FINISHED)
