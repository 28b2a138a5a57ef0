"""Simulated clicks, boxes and hints on masks whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

from engine.sam2.prompt_encoder import BOX_FIRST, BOX_SECOND, NEGATIVE, POSITIVE
from engine.training import prompts
from engine.training.prompts import CELL_PX


def square(top: int, left: int, side: int, size: tuple[int, int] = (40, 60)) -> np.ndarray:
    mask = np.zeros(size, bool)
    mask[top : top + side, left : left + side] = True
    return mask


def cell_of(point: prompts.Point) -> tuple[int, int]:
    return int((point.y + 0.5) // CELL_PX), int((point.x + 0.5) // CELL_PX)


@pytest.mark.parametrize("seed", range(20))
def test_a_first_click_lies_inside(seed: int) -> None:
    truth = square(10, 20, 9)
    click = prompts.first_click(np.random.default_rng(seed), truth)
    assert click.label == POSITIVE
    assert truth[cell_of(click)]


def test_depth_is_measured_to_the_border_of_mask_and_picture() -> None:
    depth = prompts.depth_inside(square(0, 20, 9))
    assert depth.max() == pytest.approx(5, abs=0.1)
    assert np.unravel_index(depth.argmax(), depth.shape) == (4, 24)
    assert depth[20, 5] == 0


@pytest.mark.parametrize("seed", range(20))
def test_a_correction_goes_to_the_larger_error(seed: int) -> None:
    rng, truth = np.random.default_rng(seed), square(5, 5, 20)
    missed_much = prompts.correction_click(rng, truth, square(5, 5, 20) & square(5, 5, 8) | square(30, 50, 4))
    assert missed_much is not None
    assert missed_much.label == POSITIVE
    wrong_much = prompts.correction_click(rng, truth, truth | square(25, 40, 14))
    assert wrong_much is not None
    assert wrong_much.label == NEGATIVE
    assert not truth[cell_of(wrong_much)]


def test_there_is_nothing_to_correct_where_masks_agree() -> None:
    assert prompts.correction_click(np.random.default_rng(0), square(5, 5, 9), square(5, 5, 9)) is None


@pytest.mark.parametrize("seed", range(20))
def test_a_loose_box_is_near_the_tight_one(seed: int) -> None:
    first, second = prompts.loose_box(np.random.default_rng(seed), square(10, 20, 10))
    assert (first.label, second.label) == (BOX_FIRST, BOX_SECOND)
    assert first.x == pytest.approx(20 * CELL_PX, abs=0.1 * 10 * CELL_PX + 1)
    assert second.y == pytest.approx(20 * CELL_PX, abs=0.1 * 10 * CELL_PX + 1)


def test_a_box_stays_on_the_picture() -> None:
    for seed in range(20):
        first, second = prompts.loose_box(np.random.default_rng(seed), square(0, 0, 40), looseness=2.0)
        assert first.x >= -0.5
        assert first.y >= -0.5
        assert second.x <= 60 * CELL_PX
        assert second.y <= 40 * CELL_PX


def test_hints_are_wrong_but_related() -> None:
    truth = square(10, 20, 14)
    others = square(10, 40, 10).astype(np.float32)
    overlaps = []
    for seed in range(40):
        hint = prompts.imperfect_hint(np.random.default_rng(seed), truth.astype(np.float32), others)
        assert hint.shape == truth.shape
        assert np.abs(hint).max() <= prompts.HINT_LIMIT
        inside = hint > 0
        overlaps.append((inside & truth).sum() / (inside | truth).sum())
    assert 0.5 < np.mean(overlaps) < 0.95
    assert np.std(overlaps) > 0.03


def test_leftovers_are_mostly_below_the_threshold() -> None:
    others = square(10, 40, 10).astype(np.float32)
    for seed in range(10):
        assert (prompts.leftover_hint(np.random.default_rng(seed), others) > 0).mean() < 0.02
