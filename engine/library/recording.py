"""A run's masks on their way into the store."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.library.store import Recorder, Store
from engine.project.takes import TakeMeta
from engine.tracking.steps import FrameTracked
from engine.types import ObjectId


@dataclass(slots=True)
class Recording:
    """One take an object, begun with its first mask; objects that were removed meanwhile are left out."""

    store: Store
    meta: TakeMeta
    _recorders: dict[ObjectId, Recorder] = field(default_factory=dict)
    _reverse: bool = False

    @property
    def objects(self) -> tuple[ObjectId, ...]:
        """Whose masks were recorded."""
        return tuple(self._recorders)

    def put(self, event: FrameTracked) -> None:
        """Keep a frame's masks. Raises ProjectError where the disk refuses."""
        if event.reverse != self._reverse:
            self._reverse = event.reverse
            for recorder in self._recorders.values():
                recorder.new_pass()
        present = {spec.id for spec in self.store.project.objects}
        for object_id, mask in event.masks.items():
            if object_id in present:
                self._recorder(object_id).put(event.pts, mask.logits, mask.presence, mask.quality)

    def adopt(self, name: str) -> None:
        """Show what was recorded, as one step of this name."""
        self.store.adopt(name, list(self._recorders.values()))

    def _recorder(self, object_id: ObjectId) -> Recorder:
        if object_id not in self._recorders:
            self._recorders[object_id] = self.store.begin(object_id, self.meta)
        return self._recorders[object_id]
