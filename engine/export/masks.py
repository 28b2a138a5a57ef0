"""Where an export takes its masks from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.project.project_file import ProjectFile
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


@dataclass(frozen=True, slots=True)
class ProjectMasks:
    """Masks of an open project file: what tracking gave, as the objects' spans show it now."""

    file: ProjectFile

    def alpha_logits(self, object_id: ObjectId, pts: Pts) -> Logits | None:
        record = self.file.mask(object_id, pts)
        return None if record is None else record.logits()

    def mask_pts(self, object_id: ObjectId) -> Sequence[Pts]:
        return [Pts(int(pts)) for pts in self.file.frames_with_masks(object_id)]
