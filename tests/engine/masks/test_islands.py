"""Which pieces of a mask belong: by size, distance, doubt between them, and by what a person pointed at."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.masks.islands import NOTHING, IslandRule, Said, said_pieces, smallest_said, strays, without
from engine.types import Logits

RULE = IslandRule(near=0.03, growth=0.15, far=0.3)
GRID = (96, 168)
FRAME = (720, 1260)


def blank() -> Logits:
    return np.full(GRID, -7.0, np.float32)


def with_square(logits: Logits, top: int, left: int, height: int, width: int, value: float = 5.0) -> Logits:
    logits[top : top + height, left : left + width] = value
    return logits


def body() -> Logits:
    """A main piece of 40 × 20 cells."""
    return with_square(blank(), 30, 20, 40, 20)


def gone(logits: Logits, said: Said = NOTHING, rule: IslandRule = RULE) -> bool:
    """Whether anything is a stray; the main piece never is."""
    away = strays(logits, rule, FRAME, said)
    assert not away[30:70, 20:40].any()
    return bool(away.any())


@pytest.mark.parametrize(
    ("gap", "side", "stray"),
    [(3, 4, True), (3, 6, False), (40, 6, True), (40, 13, True), (40, 15, False), (90, 16, False)],
)
def test_a_piece_has_to_be_larger_the_farther_it_lies(gap: int, side: int, stray: bool) -> None:
    logits = with_square(body(), 40, 40 + gap, side, side)
    assert gone(logits) is stray
    if stray:
        assert strays(logits, RULE, FRAME)[40 : 40 + side, 40 + gap : 40 + gap + side].all()


def test_what_a_pole_cuts_off_stays() -> None:
    """An eighth of the object beyond a pole of three cells: background that the model is sure of lies between."""
    assert not gone(with_square(body(), 35, 43, 25, 4))


def test_doubt_between_two_pieces_joins_them() -> None:
    logits = with_square(body(), 40, 50, 6, 6)
    assert gone(logits)
    assert not gone(with_square(logits, 42, 40, 1, 10, -1.0))


def test_what_is_small_as_a_whole_stays() -> None:
    alone = with_square(blank(), 50, 80, 1, 1)
    assert not strays(alone, RULE, FRAME).any()
    assert not strays(blank(), RULE, FRAME).any()


def test_a_click_keeps_its_piece_and_no_other() -> None:
    logits = with_square(with_square(body(), 5, 150, 2, 2), 80, 150, 2, 2)
    said = Said(points=((151 / GRID[1], 6 / GRID[0]),))
    away = strays(logits, RULE, FRAME, Said(points=((25 / GRID[1], 40 / GRID[0]), *said.points)))
    assert not away[5:7, 150:152].any()
    assert away[80:82, 150:152].all()
    assert said_pieces(logits, said).sum() == 4


def test_what_was_clicked_is_the_object_however_large_a_stray_is() -> None:
    logits = with_square(with_square(body(), 5, 120, 10, 10), 18, 128, 3, 4)
    small = Said(points=((125 / GRID[1], 10 / GRID[0]),))
    away = strays(logits, RULE, FRAME, small)
    assert not away[5:15, 120:130].any()
    # Twelve cells are much beside a hundred, and nothing beside eight hundred.
    assert not away[18:21, 128:132].any()
    assert strays(logits, RULE, FRAME)[18:21, 128:132].all()


def test_pieces_that_were_pointed_at_on_another_frame_stay() -> None:
    """Two things clicked on one by one; later the small one is smaller still, and far away."""
    there = with_square(body(), 5, 150, 6, 6)
    said = Said(points=((25 / GRID[1], 40 / GRID[0]), (152 / GRID[1], 7 / GRID[0])))
    smallest = smallest_said(there, said)
    assert smallest == pytest.approx(36 / 800)
    now = with_square(with_square(body(), 80, 150, 5, 4), 5, 100, 2, 2)
    away = strays(now, RULE, FRAME, Said(smallest=smallest))
    assert not away[80:85, 150:154].any()
    assert away[5:7, 100:102].all()


def test_one_piece_says_nothing_of_others() -> None:
    assert smallest_said(body(), Said(points=((25 / GRID[1], 40 / GRID[0]),))) == math.inf
    assert smallest_said(with_square(body(), 2, 2, 1, 2), Said(everything=True)) == math.inf
    assert smallest_said(blank(), Said(everything=True)) == math.inf


def test_a_mask_that_was_given_stays_whole() -> None:
    logits = with_square(body(), 2, 160, 1, 1)
    assert gone(logits)
    assert not gone(logits, Said(everything=True))


def test_a_box_says_which_piece_is_the_object() -> None:
    logits = with_square(with_square(body(), 5, 120, 10, 10), 18, 128, 3, 4)
    assert not strays(logits, RULE, FRAME, Said(box=(0.7, 0.0, 0.8, 0.25)))[18:21, 128:132].any()
    # A box with nothing in it says nothing.
    assert strays(logits, RULE, FRAME, Said(box=(0.0, 0.9, 0.1, 1.0)))[18:21, 128:132].all()


@pytest.mark.parametrize("frame", [(720, 1260), (1260, 720), (500, 2000)])
def test_distances_are_those_of_the_frame(frame: tuple[int, int]) -> None:
    """On a square grid over a wide frame a gap across counts for more than one down."""
    logits = np.full((128, 128), -7.0, np.float32)
    across, down = logits.copy(), logits.copy()
    for one in (across, down):
        one[20:50, 20:50] = 5
    across[30:36, 80:86] = 5
    down[80:86, 30:36] = 5
    rule = IslandRule(near=0.0, growth=0.04, far=1.0)
    # 36 of 900 cells: what a distance of one needs; both gaps are 30 cells and the body 30 wide.
    wide = frame[1] > frame[0]
    assert strays(across, rule, frame).any() == wide
    assert strays(down, rule, frame).any() != wide


def test_what_goes_takes_its_slope_along() -> None:
    logits = with_square(with_square(body(), 4, 99, 4, 4, -0.5), 5, 100, 2, 2, 0.5)
    clean = without(logits, logits == 0.5)
    assert clean[4:8, 99:103].max() <= -4
    assert np.array_equal(clean[30:], logits[30:])
