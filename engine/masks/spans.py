"""Which of an object's frames have results that no longer stand for what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from engine.types import Direction, Pts

FIRST_PTS, LAST_PTS = Pts(-(1 << 62)), Pts(1 << 62)
"""Before and after every frame of any clip."""


def within(pts: NDArray[np.int64], spans: Iterable[tuple[Pts, Pts]]) -> NDArray[np.bool_]:
    """(n,) whether each pts lies in one of the half-open spans."""
    inside = np.zeros(len(pts), np.bool_)
    for start, stop in spans:
        inside |= (pts >= start) & (pts < stop)
    return inside


def stale_spans(
    made_from: Mapping[Pts, str], now: Mapping[Pts, str], direction: Direction = Direction.BOTH
) -> tuple[tuple[Pts, Pts], ...]:
    """Where results made from the prompts `made_from` no longer stand for the prompts `now` (pts → digest).

    A changed prompt reaches, in the directions the run went, as far as the next prompted frame that is the same in
    both: that frame pins the object down again. A prompt reaches its own frame always.
    """
    same = sorted(pts for pts in made_from if now.get(pts) == made_from[pts])
    changed = sorted(pts for pts in {*made_from, *now} if now.get(pts) != made_from.get(pts))
    spans: list[tuple[Pts, Pts]] = []
    for at in changed:
        before = max((pts for pts in same if pts < at), default=Pts(FIRST_PTS - 1))
        after = min((pts for pts in same if pts > at), default=LAST_PTS)
        start = at if direction is Direction.FORWARD else Pts(before + 1)
        stop = Pts(at + 1) if direction is Direction.BACKWARD else after
        spans.append((start, stop))
    return tuple(spans)
