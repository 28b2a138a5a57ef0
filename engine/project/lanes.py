"""One object's lane on the timeline: what stands on each frame, from takes, prompts and locks.

Four things a frame can be:

    NOTHING   nothing was ever made for it: not tracked, not said. Nothing is shown; an export says so.
    HIDDEN    tracked, and the object is not in the picture, or said not to be here. The matte is empty, and that is a
              result. The ghost of the last outline may be shown.
    VISIBLE   there is a mask.
    STALE     there is a mask, made from prompts that have since changed near it. What is locked is never stale.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.masks.scores import VISIBLE_FROM, doubtful_frames, frames_of_return, visible
from engine.masks.spans import stale_spans, within
from engine.project.model import ObjectSpec, Project
from engine.project.parts import prompts_digest
from engine.project.project_file import ProjectFile
from engine.project.take_spans import PtsSpan, united, without
from engine.types import ObjectId, Pts

NOTHING, VISIBLE, HIDDEN, STALE = 0, 1, 2, 3
"""Values of `Lane.kinds`; see the module's text."""


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """One object. All arrays (frames,); replaced, never changed in place once another thread may hold them."""

    object_id: ObjectId
    kinds: NDArray[np.uint8]
    presence: NDArray[np.float32]
    """0..1; NaN where nothing is known."""
    quality: NDArray[np.float32]
    change: NDArray[np.float32]
    prompted: tuple[int, ...] = ()
    locked: tuple[tuple[int, int], ...] = ()
    """(first, stop)."""
    returns: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()

    @classmethod
    def empty(cls, object_id: ObjectId, count: int) -> Lane:
        nan = np.full(count, np.nan, np.float32)
        return cls(object_id, np.zeros(count, np.uint8), nan, nan.copy(), nan.copy())

    def note(self, frame: int, presence: float, quality: float) -> None:
        """A frame that was just tracked. Only for a lane that no other thread holds."""
        if 0 <= frame < len(self.kinds):
            self.kinds[frame] = VISIBLE if presence >= VISIBLE_FROM else HIDDEN
            self.presence[frame] = presence
            self.quality[frame] = quality

    def kind_at(self, frame: int) -> int:
        return int(self.kinds[frame]) if 0 <= frame < len(self.kinds) else NOTHING


def read_lane(file: ProjectFile, project: Project, spec: ObjectSpec, frame_pts: NDArray[np.int64]) -> Lane:
    """The lane over the frames at `frame_pts` (frames,), ascending; its prompts and locks are those of `project`.

    Raises ProjectError where rows are damaged.
    """
    count = len(frame_pts)
    lane = Lane.empty(spec.id, count)
    returns: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()
    known = any(other.id == spec.id for other in file.project.objects)
    scores = file.scores(spec.id) if known else None
    if scores is not None and len(scores):
        at = np.searchsorted(frame_pts, scores.pts).clip(0, count - 1)
        kinds = np.where(visible(scores), VISIBLE, HIDDEN)
        kinds[within(scores.pts, stale_in(file, spec.id)) & (kinds == VISIBLE)] = STALE
        lane.kinds[at] = kinds
        lane.presence[at], lane.quality[at], lane.change[at] = scores.presence, scores.quality, scores.change
        returns = _frames(frame_pts, frames_of_return(scores))
        doubtful = tuple(sorted(_frames(frame_pts, doubtful_frames(scores))))
    locked = tuple(
        (int(np.searchsorted(frame_pts, start)), int(np.searchsorted(frame_pts, stop)))
        for start, stop in project.settings.locked_spans.get(spec.id, ())
    )
    prompted = _frames(frame_pts, spec.prompts)
    return Lane(spec.id, lane.kinds, lane.presence, lane.quality, lane.change, prompted, locked, returns, doubtful)


def stale_in(file: ProjectFile, object_id: ObjectId) -> tuple[PtsSpan, ...]:
    """Where the object's results were made from prompts that have changed since. Locked frames are never stale."""
    spec = file.project.object(object_id)
    now = {pts: prompts_digest(said) for pts, said in spec.prompts.items()}
    found: list[PtsSpan] = []
    for span in file.project.takes.get(object_id, ()):
        meta = file.take(span.take).meta
        for start, stop in stale_spans(meta.prompts, now, meta.direction):
            clipped = (max(start, span.start), min(stop, span.stop))
            found.extend([clipped] if clipped[0] < clipped[1] else [])
    return without(united(found), file.project.settings.locked_spans.get(object_id, ()))


def _frames(frame_pts: NDArray[np.int64], stamps: Iterable[Pts]) -> tuple[int, ...]:
    found = np.searchsorted(frame_pts, np.asarray(list(stamps), np.int64))
    return tuple(int(i) for i in found if i < len(frame_pts))
