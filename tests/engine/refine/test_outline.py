"""Outline operations against shapes with known distances."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.refine.border_fix import border_fix
from engine.refine.choke import choke
from engine.refine.feather import feather
from engine.refine.grow import grow
from engine.refine.holes_and_specks import drop_specks, fill_holes
from engine.refine.resample import catmull_rom
from engine.refine.signed_distance import choose_step, distance_field, exact_far_away
from engine.refine.smooth_outline import smooth_outline
from engine.refine.soft_edge import soft_edge
from tests.engine.refine.truth import disc_distance, disc_logits

H, W = 360, 640


@pytest.mark.parametrize("size", [(360, 640), (359, 641), (540, 960), (1080, 1920), (200, 120)])
@pytest.mark.parametrize("per_cell", [1.0, 3.0, 5.0])
def test_distance_near_the_edge_is_in_source_pixels(size: tuple[int, int], per_cell: float) -> None:
    """Whatever the grid, the size and the steepness of the logits: the edge is right to a twentieth of a cell."""
    height, width = size
    cell_px = np.sqrt(height * width) / 128
    centre = height / 2 - 1.7, width / 2 + 3.3
    logits = disc_logits(height, width, *centre, height * 0.3, slope=per_cell / cell_px)
    field = distance_field(logits, size)
    rows, columns = field.distance_px.shape
    y, x = (np.mgrid[:rows, :columns] + 0.5) * field.step
    truth = height * 0.3 - np.hypot(y - centre[0], x - centre[1])
    wrong = np.abs(field.distance_px - truth)[np.abs(truth) < 0.5 * cell_px]
    assert wrong.mean() < 0.05 * cell_px
    assert wrong.max() < 0.3 * cell_px


def test_opencv_would_be_worse() -> None:
    """The reason for an own interpolation: a straight ramp stays straight."""
    ramp = np.repeat(np.arange(16, dtype=np.float32)[None], 16, axis=0)
    at = np.linspace(2, 12, 41)
    own = catmull_rom(ramp, at, at)
    assert np.abs(own - at).max() < 1e-5
    theirs = cv2.resize(ramp, (160, 160), interpolation=cv2.INTER_CUBIC)[80, 30:130]
    assert np.abs(theirs - ((np.arange(30, 130) + 0.5) / 10 - 0.5)).max() > 0.03


def test_steps_never_undersample_the_grid() -> None:
    assert choose_step((256, 256), (2160, 3840)) == 4
    assert choose_step((256, 256), (1080, 1920)) == 2
    assert choose_step((256, 256), (480, 640)) == 1
    assert choose_step((1080, 1920), (1080, 1920)) == 1


def test_soft_edge_is_a_ramp_of_its_width() -> None:
    distance = np.linspace(-4, 4, 801, dtype=np.float32)[None]
    alpha = soft_edge(distance, 3.0)[0]
    assert alpha[0] == 0
    assert alpha[-1] == 1
    assert abs(alpha[400] - 0.5) < 1e-6
    ramp = distance[0][(alpha > 0) & (alpha < 1)]
    assert abs(float(ramp[-1] - ramp[0]) - 3.0) < 0.05


@settings(max_examples=12, deadline=None)
@given(st.floats(-30, 30).filter(lambda v: abs(v) > 0.01))
def test_growing_moves_the_edge_by_that_much(amount_px: float) -> None:
    field = distance_field(disc_logits(H, W, 180, 320, 80), (H, W))
    moved = soft_edge(grow(field, amount_px).distance_px, 1.0)
    area = float(moved.sum()) * field.step**2
    assert abs(np.sqrt(area / np.pi) - (80 + amount_px)) < 0.35 + 0.02 * abs(amount_px)


def test_distances_far_away_are_euclidean() -> None:
    field = exact_far_away(distance_field(disc_logits(H, W, 180, 320, 80), (H, W)))
    truth = disc_distance(H, W, 180, 320, 80)[:: field.step, :: field.step]
    assert np.abs(field.distance_px - truth)[np.abs(truth) < 60].max() < 2.5


def test_an_outline_that_is_everywhere_or_nowhere_survives() -> None:
    for value in (8.0, -8.0):
        field = distance_field(np.full((64, 64), value, np.float32), (H, W))
        grown = grow(field, 5.0)
        assert np.isfinite(grown.distance_px).all()
        assert (np.sign(grown.distance_px) == np.sign(value)).all()


def holed() -> np.ndarray:  # type: ignore[type-arg]
    """A disc with a hole of 3 × 3 cells, one of 9 × 9, and an island of 2 × 2 cells."""
    logits = disc_logits(128, 128, 64, 64, 50, grid=128)
    logits[60:63, 50:53] = -3
    logits[60:69, 70:79] = -3
    logits[2:4, 2:4] = 3
    return logits


def test_holes_by_area() -> None:
    logits = holed()
    filled = fill_holes(logits, max_area_px2=4 * 9, cell_area_px2=4.0)
    assert (filled[60:63, 50:53] > 0).all()
    assert (filled[60:69, 70:79] < 0).all()
    assert np.array_equal(fill_holes(logits, 4 * 8, 4.0), logits)
    both = fill_holes(logits, 4 * 81, 4.0)
    assert (both[60:69, 70:79] > 0).all()


def test_a_filled_hole_leaves_no_dent_in_alpha() -> None:
    filled = fill_holes(holed(), 81, 1.0)
    alpha = soft_edge(distance_field(filled, (128, 128)).distance_px, 2.0)
    assert alpha[55:75, 45:85].min() == 1.0


def test_specks_by_area_and_the_largest_stays() -> None:
    logits = holed()
    clean = drop_specks(logits, 4.0, 1.0)
    assert (clean[:6, :6] < 0).all()
    assert (clean > 0).sum() == (logits > 0).sum() - 4
    alone = np.full((32, 32), -5, np.float32)
    alone[4:6, 4:6] = 5
    assert np.array_equal(drop_specks(alone, 1000, 1.0), alone)


def test_a_bay_open_to_the_border_is_no_hole() -> None:
    logits = np.full((32, 32), 4, np.float32)
    logits[0:3, 10:12] = -4
    assert np.array_equal(fill_holes(logits, 100, 1.0), logits)


def test_border_fix_repeats_what_is_inside() -> None:
    logits = np.full((64, 64), 5, np.float32)
    logits[:, :1] = -2
    logits[-1:] = -2
    fixed = border_fix(logits, 2.0, (128, 128))
    assert (fixed == 5).all()
    assert np.array_equal(border_fix(logits, 0, (128, 128)), logits)


def test_smoothing_flattens_wobbles_and_keeps_the_size() -> None:
    height, width = 256, 256
    y, x = np.mgrid[:height, :width].astype(np.float32) + 0.5
    angle = np.arctan2(y - 128, x - 128)
    wobbly = (70 + 2.5 * np.sin(24 * angle) - np.hypot(x - 128, y - 128)).astype(np.float32)
    smooth = smooth_outline(distance_field(wobbly, (height, width)), 12.0)
    alpha = soft_edge(smooth.distance_px, 1.0)
    assert abs(np.sqrt(float(alpha.sum()) / np.pi) - 70) < 1.0
    ring = np.abs(np.hypot(x - 128, y - 128) - 70) < 6
    before, after = (np.std(_edge_radius(a, angle, ring, x, y)) for a in (soft_edge(wobbly, 1.0), alpha))
    assert after < before / 2


def _edge_radius(alpha, angle, ring, x, y):  # type: ignore[no-untyped-def]
    """Mean radius of the soft edge in 90 sectors."""
    sector = ((angle + np.pi) / (2 * np.pi) * 90).astype(int).clip(0, 89)
    inside = np.array([alpha[ring & (sector == s)].mean() for s in range(90)])
    return inside * 12


def test_feather_widens_without_moving() -> None:
    alpha = soft_edge(disc_distance(200, 200, 100, 100, 60), 1.0)
    soft = feather(alpha, 12.0)
    assert abs(float(soft.sum()) - float(alpha.sum())) < 0.01 * float(alpha.sum())
    row = soft[100]
    assert 8 < ((row > 0.02) & (row < 0.98)).sum() / 2 < 20
    assert np.array_equal(feather(alpha, 0.0), alpha)


def test_feather_keeps_what_the_frame_cuts_off_solid() -> None:
    alpha = np.zeros((50, 50), np.float32)
    alpha[:, :25] = 1
    assert feather(alpha, 10)[:, 0].min() > 0.99


def test_choke_bends_the_ramp_only() -> None:
    ramp = np.linspace(0, 1, 101, dtype=np.float32)[None]
    inward, outward = choke(ramp, -0.5), choke(ramp, 0.5)
    assert (inward <= ramp + 1e-6).all()
    assert (outward >= ramp - 1e-6).all()
    for bent in (inward, outward):
        assert bent[0, 0] == 0
        assert bent[0, -1] == 1
    assert np.array_equal(choke(ramp, 0.0), ramp)
