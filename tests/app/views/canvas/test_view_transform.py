from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.views.canvas.view_transform import MARGIN, ViewTransform
from app.views.models import Fit, ZoomState


def transform(zoom: ZoomState, aspect: float = 1.0, ratio: float = 1.0) -> ViewTransform:
    return ViewTransform(720, 576, aspect, 1000, 700, ratio, zoom)


zooms = st.one_of(
    st.just(ZoomState()),
    st.builds(ZoomState, st.just(Fit.ACTUAL), st.just(1.0), st.tuples(st.floats(0, 720), st.floats(0, 576))),
    st.builds(ZoomState, st.just(Fit.FREE), st.floats(0.05, 60), st.tuples(st.floats(0, 720), st.floats(0, 576))),
)


@given(zooms, st.floats(0.5, 2.2), st.sampled_from([1.0, 1.5, 2.0]), st.floats(-50, 800), st.floats(-50, 700))
def test_a_frame_point_comes_back_from_the_screen(
    zoom: ZoomState, aspect: float, ratio: float, x: float, y: float
) -> None:
    placed = transform(zoom, aspect, ratio)
    assert placed.to_frame(*placed.to_view(x, y)) == pytest.approx((x, y), abs=1e-6)


@given(zooms, st.floats(0.3, 3), st.floats(150, 850), st.floats(150, 550))
def test_zooming_keeps_what_is_under_the_pointer(zoom: ZoomState, factor: float, x: float, y: float) -> None:
    placed = transform(zoom, 1.4)
    before = placed.to_frame(x, y)
    if not placed.holds(*before):
        return
    zoomed = placed.zoomed(factor, x, y)
    after = transform(zoomed, 1.4)
    if zoomed.centre is not None and 0 < zoomed.centre[0] < 720 and 0 < zoomed.centre[1] < 576:
        assert after.to_frame(x, y) == pytest.approx(before, abs=1e-6)


def test_a_fitted_picture_lies_in_the_view_with_its_pixel_aspect() -> None:
    placed = transform(ZoomState(), 1.4222)
    (left, top), (right, bottom) = placed.to_view(0, 0), placed.to_view(720, 576)
    assert left == pytest.approx(MARGIN)
    assert right == pytest.approx(1000 - MARGIN)
    assert (right - left) / (bottom - top) == pytest.approx(720 * 1.4222 / 576)


def test_at_100_percent_a_frame_pixel_is_a_screen_pixel_on_any_screen() -> None:
    assert transform(ZoomState(Fit.ACTUAL), ratio=2.0).scale == 0.5
    assert transform(ZoomState(Fit.ACTUAL), ratio=1.0).scale == 1.0


def test_panning_at_100_percent_stays_at_100_percent() -> None:
    moved = transform(ZoomState(Fit.ACTUAL, 1.0, (300.0, 300.0))).panned(10, -20)
    assert moved == ZoomState(Fit.ACTUAL, 1.0, (290.0, 320.0))


def test_the_picture_cannot_be_lost_by_panning() -> None:
    moved = transform(ZoomState(Fit.FREE, 1.0, (300.0, 300.0))).panned(100_000, 0)
    assert moved.centre == (0.0, 300.0)
