"""What tracking gives, frame by frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.tracking.steps import FrameTracked
from engine.types import FrameIndex, Logits, ObjectId, Pts


class SourceSizeLogits(Mapping[ObjectId, Logits]):
    """Logits by object, each brought to source size when it is first asked for."""

    def __init__(self, grids: Mapping[ObjectId, Logits], enlarge: Callable[[Logits], Logits]) -> None:
        self._grids, self._enlarge = grids, enlarge
        self._made: dict[ObjectId, Logits] = {}

    def __getitem__(self, object_id: ObjectId) -> Logits:
        if object_id not in self._made:
            self._made[object_id] = self._enlarge(self._grids[object_id])
        return self._made[object_id]

    def __iter__(self) -> Iterator[ObjectId]:
        return iter(self._grids)

    def __len__(self) -> int:
        return len(self._grids)


@dataclass(frozen=True, slots=True, eq=False)
class TrackStep:
    """One tracked frame, all objects."""

    frame: FrameIndex
    pts: Pts
    logits: Mapping[ObjectId, Logits]
    """float32 (height, width) at source size; > 0 is inside."""
    presence: Mapping[ObjectId, float]
    """0..1: how likely the object can be seen; below 0.5 its logits are all negative."""
    quality: Mapping[ObjectId, float]
    """0..1: the model's guess of the mask's IoU."""
    grids: Mapping[ObjectId, Logits] = field(default_factory=dict)
    """The same logits as the model made them and the project file keeps them: (grid height, grid width)."""
    new_shot: bool = False

    @classmethod
    def of(cls, event: FrameTracked, enlarge: Callable[[Logits], Logits]) -> TrackStep:
        """What the tracker said; `enlarge` brings a grid to source size."""
        grids = {object_id: mask.logits for object_id, mask in event.masks.items()}
        return cls(
            event.frame,
            event.pts,
            SourceSizeLogits(grids, enlarge),
            {object_id: mask.presence for object_id, mask in event.masks.items()},
            {object_id: mask.quality for object_id, mask in event.masks.items()},
            grids,
            event.new_shot,
        )
