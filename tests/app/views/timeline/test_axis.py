from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.views.timeline.axis import TimeAxis

axes = st.builds(
    TimeAxis, st.integers(1, 200_000), st.just(132.0), st.floats(100, 3000), st.floats(0, 1000), st.floats(0.001, 80)
).map(TimeAxis.settled)


@given(axes, st.floats(0, 1))
def test_a_frame_is_found_where_it_is_drawn(axis: TimeAxis, share: float) -> None:
    frame = min(int(share * axis.frame_count), axis.frame_count - 1)
    assert axis.frame_at(axis.x_of(frame + 0.5)) == frame


@given(axes, st.floats(0.2, 5), st.floats(0, 1))
def test_zooming_keeps_the_frame_under_the_pointer(axis: TimeAxis, factor: float, share: float) -> None:
    x = axis.left + share * axis.width
    zoomed = axis.zoomed(factor, x)
    if zoomed.first > 0 and zoomed.last < zoomed.frame_count:
        before = (x - axis.left) / axis.pixels + axis.first
        assert (x - zoomed.left) / zoomed.pixels + zoomed.first == pytest.approx(before, rel=1e-6, abs=1e-6)


@given(axes)
def test_there_is_never_room_beside_the_clip(axis: TimeAxis) -> None:
    assert axis.first >= 0
    assert axis.x_of(axis.frame_count) >= axis.left + axis.width - 0.01


def test_a_fitted_axis_stays_fitted_when_the_window_grows() -> None:
    axis = TimeAxis(240, 100.0, 480.0).fitted().resized(100.0, 960.0)
    assert axis.pixels == pytest.approx(4)


def test_labels_have_room() -> None:
    axis = TimeAxis(100_000, 0.0, 1000.0).fitted()
    for zoom in (1, 3, 10, 100, 1000):
        placed = axis.zoomed(zoom, 0)
        assert placed.tick_step(Fraction(24), 100) * placed.pixels >= 100
