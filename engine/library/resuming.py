"""Going on where an earlier session stopped: what the tracker has to be told again, and what is kept for that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.library.store import Store
from engine.media.source import VideoSource
from engine.project.edits import SetPrompts
from engine.project.model import ObjectSpec, PolicyName
from engine.tracking.tracker import Tracker
from engine.types import FrameIndex, ObjectId


@dataclass(slots=True)
class Resuming:
    """Between a store, which outlives the session, and a tracker, which does not."""

    tracker: Tracker
    store: Store
    source: VideoSource
    is_told: bool
    """The tracker knows all prompts of the store."""

    def tell_prompts(self) -> None:
        """Tell the tracker what was said in earlier sessions; once."""
        if self.is_told:
            return
        self.is_told = True
        for spec in self.store.project.objects:
            self._tell(spec)

    def tell_passes(self) -> None:
        """Give the tracker what the last runs remembered at their ends, of the objects it knows no run of itself."""
        unknown = [i for i in self.tracker.objects if self.tracker.pass_record(i) is None]
        found = {i: self.store.pass_end(i, self.tracker.fingerprint) for i in unknown}
        self.tracker.restore_pass({i: record for i, record in found.items() if record is not None})

    def keep_answer(self, edit: SetPrompts, frame: FrameIndex) -> None:
        """Keep what the tracker remembers of a prompted frame."""
        record = self.tracker.answer_record(edit.object, frame)
        if record is not None:
            self.store.put_answer(edit.object, edit.pts, self.tracker.fingerprint, edit.prompts, record)

    def keep_passes(self, objects: Iterable[ObjectId]) -> None:
        """Keep what a run of these remembers at its end."""
        present = {spec.id for spec in self.store.project.objects}
        for object_id in objects:
            record = self.tracker.pass_record(object_id)
            if record is not None and object_id in present:
                self.store.put_pass_end(object_id, self.tracker.fingerprint, record)

    def _tell(self, spec: ObjectSpec) -> None:
        records = self.store.answers(spec.id, self.tracker.fingerprint)
        is_published = self.store.project.settings.policy is PolicyName.PUBLISHED
        for pts, prompts in spec.prompts.items():
            frame, record = self.source.index_of(pts), records.get(pts)
            if record is None or is_published:
                self.tracker.prompt(spec.id, frame, prompts)
            else:
                self.tracker.restore_answer(spec.id, frame, prompts, record)
