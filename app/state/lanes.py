"""Lanes as the timeline shows them: cut into stretches of one kind."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.project.lanes import HIDDEN, NOTHING, STALE, VISIBLE, Lane

__all__ = ["HIDDEN", "NOTHING", "STALE", "VISIBLE", "Lane", "run_around", "runs"]


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
