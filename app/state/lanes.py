"""What is known about one object on every frame of the clip: one value a frame, so that lanes are cut from arrays."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.types import ObjectId

NOTHING, VISIBLE, HIDDEN, STALE = 0, 1, 2, 3
"""Values of `Lane.kinds`."""

PRESENT_FROM = 0.5


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
    doubtful: tuple[int, ...] = field(default=())

    @classmethod
    def empty(cls, object_id: ObjectId, count: int) -> Lane:
        nan = np.full(count, np.nan, np.float32)
        return cls(object_id, np.zeros(count, np.uint8), nan, nan.copy(), nan.copy())

    def note(self, frame: int, presence: float, quality: float) -> None:
        """A frame that was just tracked. Only for a lane that no other thread holds."""
        if 0 <= frame < len(self.kinds):
            self.kinds[frame] = VISIBLE if presence >= PRESENT_FROM else HIDDEN
            self.presence[frame] = presence
            self.quality[frame] = quality

    def kind_at(self, frame: int) -> int:
        return int(self.kinds[frame]) if 0 <= frame < len(self.kinds) else NOTHING


def runs(kinds: NDArray[np.uint8]) -> list[tuple[int, int, int]]:
    """(first, stop, kind) of every stretch of one kind, NOTHING left out."""
    if not len(kinds):
        return []
    edges = np.flatnonzero(np.diff(kinds)) + 1
    starts = np.concatenate([[0], edges])
    stops = np.concatenate([edges, [len(kinds)]])
    return [(int(a), int(b), int(kinds[a])) for a, b in zip(starts, stops, strict=True) if kinds[a] != NOTHING]


def run_around(kinds: NDArray[np.uint8], frame: int) -> tuple[int, int]:
    """(first, stop) of the stretch of one kind that `frame` lies in."""
    here = kinds[frame]
    before = np.flatnonzero(kinds[:frame] != here)
    after = np.flatnonzero(kinds[frame:] != here)
    return (int(before[-1]) + 1 if len(before) else 0, frame + int(after[0]) if len(after) else len(kinds))
