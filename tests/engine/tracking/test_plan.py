"""Which frames a run visits, and in which order."""

from __future__ import annotations

import pytest

from engine.errors import UsageError
from engine.tracking.plan import Pass, TrackRun, passes, total_frames
from engine.types import Direction, FrameIndex, FrameRange


def run(start: int, stop: int, direction: str, at: int | None = None) -> TrackRun:
    wanted = FrameRange(FrameIndex(start), FrameIndex(stop))
    return TrackRun(wanted, Direction(direction), None if at is None else FrameIndex(at))


def visited(wish: TrackRun) -> list[list[int]]:
    return [list(p) for p in passes(wish)]


@pytest.mark.parametrize(
    ("wish", "frames"),
    [
        (run(0, 4, "forward"), [[0, 1, 2, 3]]),
        (run(2, 5, "forward", 3), [[3, 4]]),
        (run(0, 4, "backward"), [[3, 2, 1, 0]]),
        (run(1, 5, "backward", 2), [[2, 1]]),
        (run(0, 5, "both", 2), [[2, 3, 4], [1, 0]]),
        (run(0, 3, "both", 0), [[0, 1, 2]]),
        (run(0, 3, "both", 2), [[2], [1, 0]]),
        (run(7, 8, "both"), [[7]]),
    ],
)
def test_passes(wish: TrackRun, frames: list[list[int]]) -> None:
    assert visited(wish) == frames
    assert total_frames(wish) == sum(map(len, frames))


def test_both_ways_visit_every_frame_once() -> None:
    frames = [f for p in passes(run(3, 40, "both", 17)) for f in p]
    assert sorted(frames) == list(range(3, 40))


@pytest.mark.parametrize("at", [1, 6])
def test_a_start_outside_the_range_is_refused(at: int) -> None:
    with pytest.raises(UsageError):
        passes(run(2, 6, "forward", at))


def test_passes_compare_as_values() -> None:
    assert passes(run(0, 2, "forward")) == (Pass(FrameIndex(0), 2, False),)
