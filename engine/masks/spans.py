"""What stands on each frame of an object's lane, and the lane as spans.

Four things a frame can be, told apart everywhere:

    NO_MASK         nothing was ever made for it: not tracked, not painted. Nothing is shown; an export says so.
    HIDDEN          tracked, and the object is not in the picture (or its mask came out empty). The matte is empty,
                    and that is a result. The ghost of the last outline may be shown.
    EMPTY_BY_HAND   a person said that there is nothing here. The matte is empty; tracking does not change it.
    VISIBLE         there is a mask, tracked or painted.

Two things it can be besides: locked (results stay whatever is tracked) and stale (made from prompts that have since
changed near it).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from engine.masks.scores import ScoreTable, visible
from engine.types import Direction, Pts

FIRST_PTS, LAST_PTS = Pts(-(1 << 62)), Pts(1 << 62)
"""Before and after every frame of any clip."""


class FrameState(IntEnum):
    """See the module's text."""

    NO_MASK = 0
    HIDDEN = 1
    EMPTY_BY_HAND = 2
    VISIBLE = 3


@dataclass(frozen=True, slots=True)
class Span:
    """Frames with start <= pts < stop that are alike."""

    start: Pts
    stop: Pts
    state: FrameState
    locked: bool = False
    stale: bool = False


States = NDArray[np.uint8]
"""(n,) FrameState values, one a frame."""
Flags = NDArray[np.bool_]
"""(n,) one a frame."""


def frame_states(pts: NDArray[np.int64], scores: ScoreTable, by_hand: Mapping[Pts, bool] | None = None) -> States:
    """(n,) the state of every frame in `pts` (sorted).

    `by_hand`: the frames a person had the last word on, and whether that was "nothing here"."""
    states = np.full(len(pts), FrameState.NO_MASK, np.uint8)
    rows, frames = _matched(scores.pts, pts)
    states[frames] = np.where(visible(scores)[rows], FrameState.VISIBLE, FrameState.HIDDEN)
    for said, empty in (by_hand or {}).items():
        frame = int(np.searchsorted(pts, said))
        if frame < len(pts) and pts[frame] == said:
            states[frame] = FrameState.EMPTY_BY_HAND if empty else FrameState.VISIBLE
    return states


def within(pts: NDArray[np.int64], spans: Iterable[tuple[Pts, Pts]]) -> Flags:
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


def spans_of(
    pts: NDArray[np.int64], stop: Pts, states: States, locked: Flags | None = None, stale: Flags | None = None
) -> tuple[Span, ...]:
    """The frames at `pts` (sorted) as spans of like ones; each frame lasts to the next, the last one to `stop`.

    A stale frame without a mask is just a frame without a mask.
    """
    if not len(pts):
        return ()
    nothing = np.zeros(len(pts), np.bool_)
    locked = nothing if locked is None else locked
    stale = nothing if stale is None else stale & (states != FrameState.NO_MASK)
    kinds = states.astype(np.int64) * 4 + locked * 2 + stale
    firsts = np.concatenate([[0], np.flatnonzero(np.diff(kinds)) + 1])
    edges = [*(Pts(int(p)) for p in pts[firsts]), stop]
    return tuple(
        Span(start, end, FrameState(int(states[i])), bool(locked[i]), bool(stale[i]))
        for i, start, end in zip(firsts, edges, edges[1:], strict=False)
    )


def next_span(spans: Sequence[Span], pts: Pts, state: FrameState) -> Span | None:
    """The first span of this state that begins after `pts`."""
    return next((span for span in spans if span.start > pts and span.state is state), None)


def _matched(of_rows: NDArray[np.int64], of_frames: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and frames with the same pts."""
    _, rows, frames = np.intersect1d(of_rows, of_frames, assume_unique=True, return_indices=True)
    return rows, frames
