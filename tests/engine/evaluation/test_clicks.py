"""Simulated clicks land where the papers put them."""

from __future__ import annotations

import numpy as np

from engine.evaluation.clicks import bounding_box, next_click
from engine.project.model import Box


def test_first_click_is_the_middle_of_the_thing() -> None:
    truth = np.zeros((40, 60), bool)
    truth[10:21, 20:31] = True
    click = next_click(truth, None)
    assert (click.x, click.y, click.positive) == (25.5, 15.5, True)


def test_the_edge_of_the_picture_is_a_border_too() -> None:
    """A thing cut off by the frame was clicked on the frame's last row, where a person never clicks."""
    truth = np.zeros((40, 60), bool)
    truth[29:, 20:31] = True
    assert next_click(truth, None).y == 34.5


def test_next_click_goes_to_the_larger_error_and_says_which_kind() -> None:
    truth = np.zeros((40, 60), bool)
    truth[5:25, 5:25] = True
    leaked = truth.copy()
    leaked[10:19, 40:49] = True
    wrong = next_click(truth, leaked)
    assert (wrong.x, wrong.y, wrong.positive) == (44.5, 14.5, False)
    missed = leaked & (np.arange(60) < 10)[None]
    assert next_click(truth, missed | leaked & (np.arange(60) > 39)[None]).positive


def test_box_is_tight_in_pixel_edges() -> None:
    truth = np.zeros((40, 60), bool)
    truth[10:21, 20:31] = True
    assert bounding_box(truth) == Box(20, 10, 31, 21)
