import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.masks.codec import quantise
from engine.masks.scores import (
    ScoreTable,
    doubt,
    doubtful_frames,
    frames_of_return,
    measure,
    surprise,
    visible,
)

unit = st.floats(0, 1, width=32)


def table(presence, quality=None, area=None, change=None):
    n = len(presence)
    full = lambda values, default: np.array(np.full(n, default) if values is None else values, np.float32)  # noqa: E731
    return ScoreTable(
        pts=np.arange(n, dtype=np.int64) * 10,
        presence=np.array(presence, np.float32),
        quality=full(quality, 1.0),
        area=full(area, 0.1),
        centre_x=full(None, 0.5),
        centre_y=full(None, 0.5),
        change=full(change, 0.05),
        take=np.ones(n, np.int64),
    )


@st.composite
def tables(draw):
    n = draw(st.integers(0, 40))
    draw_curve = lambda: draw(hnp.arrays(np.float32, n, elements=unit))  # noqa: E731
    return table(draw_curve(), draw_curve(), draw_curve(), draw_curve())


def square(left, top, size, side=20):
    cells = np.full((side, side), -100, np.int8)
    cells[top : top + size, left : left + size] = 50
    return cells


def test_a_square_is_measured():
    numbers = measure(square(5, 0, 10), None)
    assert numbers.area == 0.25
    assert (numbers.centre_x, numbers.centre_y) == (0.5, 0.25)
    assert numbers.change is None


def test_the_change_is_one_minus_the_overlap():
    assert measure(square(5, 0, 10), square(5, 0, 10)).change == 0
    assert measure(square(0, 0, 5), square(10, 10, 5)).change == 1
    assert measure(square(0, 0, 10), square(5, 0, 10)).change == pytest.approx(1 - 50 / 150)


def test_an_empty_mask_has_no_centre():
    empty = square(0, 0, 0)
    assert dataclasses.astuple(measure(empty, empty)) == (0.0, None, None, 0.0)


def test_a_mask_of_another_grid_is_no_neighbour():
    assert measure(square(0, 0, 5), square(0, 0, 5, side=30)).change is None


@given(hnp.arrays(np.float32, (9, 13), elements=st.floats(-8, 8, width=32)))
def test_measures_are_shares(logits):
    numbers = measure(quantise(logits), None)
    assert 0 <= numbers.area <= 1
    assert numbers.area == pytest.approx((logits > 0).mean())
    if numbers.centre_x is not None:
        assert 0 < numbers.centre_x < 1
        assert 0 < numbers.centre_y < 1


@given(tables())
def test_every_curve_has_one_value_a_frame(scores):
    for curve in (doubt, surprise):
        values = curve(scores)
        assert values.shape == (len(scores),)
        assert ((values >= 0) & (values <= 1)).all()


@given(tables())
def test_doubtful_frames_are_ranked_apart_and_over_the_bar(scores):
    found = doubtful_frames(scores, limit=5, at_least=0.4, apart=3)
    doubts = dict(zip(scores.pts.tolist(), doubt(scores), strict=True))
    assert len(found) <= 5
    assert all(doubts[pts] >= 0.4 for pts in found)
    assert [doubts[pts] for pts in found] == sorted((doubts[pts] for pts in found), reverse=True)
    assert all(abs(a - b) >= 30 for i, a in enumerate(found) for b in found[:i])


@given(tables())
def test_returns_are_where_the_mask_comes_back(scores):
    seen = visible(scores)
    expected = [
        int(scores.pts[i]) for i in range(1, len(scores)) if seen[i] and not seen[i - 1] and seen[: i - 1].any()
    ]
    assert frames_of_return(scores) == expected


def test_a_sure_and_steady_track_is_not_doubtful():
    assert doubtful_frames(table([1.0] * 50)) == []


def test_a_jump_of_the_mask_is_the_most_doubtful_frame():
    change = np.full(50, 0.05)
    change[30] = 0.9
    assert doubtful_frames(table([1.0] * 50, change=change)) == [300]


def test_a_steadily_fast_object_is_not_surprising():
    assert surprise(table([1.0] * 50, change=[0.6] * 50)).max() == 0


def test_poor_quality_counts_only_where_something_is_shown():
    assert doubt(table([1.0, 0.0], quality=[0.2, 0.2])).tolist() == pytest.approx([0.8, 0.0])


def test_presence_near_one_half_is_doubtful():
    assert doubt(table([0.5, 0.75, 1.0])).tolist() == pytest.approx([1.0, 0.5, 0.0])
