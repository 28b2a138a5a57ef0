"""What a tracking run brings, on its way to the project file and to the window."""

from __future__ import annotations

import time
from dataclasses import replace

from app.workers.masks import FileMasks
from app.workers.model_requests import Recorded, Run, Said, Tracked
from engine.project.model import Project
from engine.project.project_file import ProjectFile
from engine.project.takes import TakeMeta, TakeWriter
from engine.tracking import plan
from engine.tracking.steps import FrameTracked, Notice
from engine.types import ObjectId


class RunRecorder:
    """Writes a run's masks into takes, one an object; a new take where a correction changed what it is made from."""

    def __init__(self, file: ProjectFile, masks: FileMasks, run: Run, model_fingerprint: str) -> None:
        self._file, self._masks = file, masks
        self._run = run
        self._model_fingerprint = model_fingerprint
        self._open: dict[ObjectId, TakeWriter] = {}
        self._finished: list[TakeWriter] = []
        self._reverse = False
        self.corrected: set[ObjectId] = set()
        """Objects whose prompts changed while the run went on."""
        self._done = 0
        self._total = total_frames(run)
        self._rate = _Rate()

    def take_in(self, step: object) -> object:
        """What to tell the window about one step of the tracker; None: nothing, only give way."""
        match step:
            case FrameTracked():
                return self._record(step)
            case Notice(sentence=sentence):
                return Said(sentence)
            case _:
                return None

    def prompts_changed(self, object_id: ObjectId) -> None:
        """A correction was taken in: what follows is made from other prompts."""
        self.corrected.add(object_id)
        writer = self._open.pop(object_id, None)
        if writer is not None:
            self._finished.append(writer)

    def finish(self) -> Recorded:
        """Everything on disk, and the edits that show it; takes of objects that are gone are thrown away."""
        edits = []
        present = {spec.id for spec in self._file.project.objects}
        for writer in [*self._finished, *self._open.values()]:
            if writer.info.object in present and writer_holds_anything(writer):
                edits.append(writer.finish())
            else:
                writer.abandon()
        return Recorded(tuple(edit for edit in edits if edit.spans), self._done)

    def _record(self, step: object) -> Tracked:
        assert isinstance(step, FrameTracked)
        if step.reverse != self._reverse:
            self._reverse = step.reverse
            for writer in self._open.values():
                writer.new_pass()
        scores = []
        present = {spec.id for spec in self._file.project.objects}
        for object_id, result in step.masks.items():
            if object_id not in present:
                continue
            self._writer(object_id).put(step.pts, result.logits, result.presence, result.quality)
            self._masks.put(object_id, step.pts, result.logits)
            scores.append((object_id, result.presence, result.quality))
        self._done += 1
        speed = self._rate.after_one_more()
        return Tracked(step.frame, step.pts, tuple(scores), self._done, self._total, speed, step.new_shot, step.reverse)

    def _writer(self, object_id: ObjectId) -> TakeWriter:
        if object_id not in self._open:
            meta = replace(take_meta(self._file.project, self._model_fingerprint), direction=self._run.direction)
            self._open[object_id] = self._file.begin_take(object_id, meta)
        return self._open[object_id]


class _Rate:
    """Frames a second over the last few frames."""

    def __init__(self) -> None:
        self._times: list[float] = [time.monotonic()]

    def after_one_more(self) -> float:
        self._times = [*self._times[-20:], time.monotonic()]
        return (len(self._times) - 1) / max(self._times[-1] - self._times[0], 1e-6)


def writer_holds_anything(writer: TakeWriter) -> bool:
    """Whether a frame was given to it that is, or will be, on disk."""
    return not writer.ended


def total_frames(run: Run) -> int:
    """How many frames it visits."""
    return plan.total_frames(plan.TrackRun(run.frames, run.direction, run.start, run.objects, run.resume))


def take_meta(project: Project, model_fingerprint: str) -> TakeMeta:
    """What a take is made with, as the project stands."""
    settings = project.settings
    return TakeMeta(model=settings.model, model_fingerprint=model_fingerprint, policy=settings.policy.value)
