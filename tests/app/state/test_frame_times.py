from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from app.state.frame_times import FrameTimes

TIME_BASE = Fraction(1, 1000)


def variable() -> FrameTimes:
    """Frames at 5.0, 5.04, 5.1 and 6 seconds."""
    return FrameTimes(np.array([5000, 5040, 5100, 6000]), TIME_BASE, Fraction(25), complete=True)


def test_a_frame_is_shown_until_the_next_one_begins() -> None:
    times = variable()
    assert [times.frame_of(p) for p in (0, 5000, 5039, 5040, 5999, 6000, 9000)] == [0, 0, 0, 1, 2, 3, 3]
    assert [times.first_at_or_after(p) for p in (0, 5000, 5001, 6000, 6001)] == [0, 0, 1, 3, 4]


@pytest.mark.parametrize("frame", range(4))
def test_index_and_pts_are_each_others_inverse(frame: int) -> None:
    times = variable()
    assert times.frame_of(times.pts_of(frame)) == frame


def test_seconds_count_from_the_first_frame() -> None:
    times = variable()
    assert times.seconds_of(3) == pytest.approx(1.0)
    assert [times.frame_at_seconds(s) for s in (-1.0, 0.0, 0.05, 0.5, 1.0, 7.0)] == [0, 0, 1, 2, 3, 3]


def test_until_the_index_is_complete_constant_rate_is_assumed() -> None:
    times = FrameTimes(np.array([5000]), TIME_BASE, Fraction(25), guessed_count=100)
    assert times.count == 100
    assert times.pts_of(10) == 5400
    assert times.frame_of(5400) == 10
    assert times.frame_of(5419) == 10
    assert times.frame_of(999_999) == 99
    assert times.first_at_or_after(5401) == 11
