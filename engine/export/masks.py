"""Where an export takes its masks from: a project, through `engine.project.shown_masks.MaskReader`, or memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.types import Logits, ObjectId, Pts


class MaskProvider(Protocol):
    """Logits by object and time. Used from the thread that runs the export only."""

    def alpha_logits(self, object_id: ObjectId, pts: Pts) -> Logits | None:
        """float32 on the model's grid, > 0 inside; None where this frame was never tracked."""
        ...

    def mask_pts(self, object_id: ObjectId) -> Sequence[Pts]:
        """The frames that have a mask, in order."""
        ...


@dataclass(frozen=True, slots=True)
class MemoryMasks:
    """Masks that are simply there: for the library, for tests, for stills."""

    logits: Mapping[ObjectId, Mapping[Pts, Logits]]

    def alpha_logits(self, object_id: ObjectId, pts: Pts) -> Logits | None:
        return self.logits.get(object_id, {}).get(pts)

    def mask_pts(self, object_id: ObjectId) -> Sequence[Pts]:
        return sorted(self.logits.get(object_id, {}))
