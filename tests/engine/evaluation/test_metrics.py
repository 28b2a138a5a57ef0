"""J and F on cases whose answer can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine.evaluation.metrics import area_under_roc, boundary_map, contour_accuracy, region_similarity


def square(y: int, x: int, side: int, size: int = 100) -> np.ndarray:
    mask = np.zeros((size, size), bool)
    mask[y : y + side, x : x + side] = True
    return mask


def test_region_similarity_is_intersection_over_union() -> None:
    assert region_similarity(square(10, 10, 20), square(10, 10, 20)) == 1.0
    assert region_similarity(square(10, 10, 20), square(10, 20, 20)) == pytest.approx(200 / 600)
    assert region_similarity(square(10, 10, 20), square(60, 60, 20)) == 0.0


def test_two_empty_masks_agree_and_one_empty_mask_does_not() -> None:
    empty, some = np.zeros((100, 100), bool), square(10, 10, 20)
    assert region_similarity(empty, empty) == contour_accuracy(empty, empty) == 1.0
    assert region_similarity(empty, some) == contour_accuracy(empty, some) == contour_accuracy(some, empty) == 0.0


def test_boundary_is_one_pixel_wide_towards_upper_left() -> None:
    mask = np.zeros((4, 4), bool)
    mask[2, 2] = True
    assert np.argwhere(boundary_map(mask)).tolist() == [[1, 1], [1, 2], [2, 1], [2, 2]]


def test_contour_forgives_up_to_the_tolerance_and_not_beyond() -> None:
    # Diagonal 141.4 px x 0.008 rounds up to 2 px.
    truth = square(40, 40, 20)
    assert contour_accuracy(square(42, 40, 20), truth) == 1.0
    assert contour_accuracy(square(43, 40, 20), truth) < 1.0


def test_contour_accuracy_is_the_harmonic_mean_of_precision_and_recall() -> None:
    truth, both = square(10, 10, 20), square(10, 10, 20) | square(60, 60, 20)
    assert contour_accuracy(both, truth) == pytest.approx(2 * 0.5 / 1.5)
    assert contour_accuracy(truth, both) == pytest.approx(2 * 0.5 / 1.5)


def test_area_under_roc_counts_ties_half() -> None:
    scores, positive = np.array([0.9, 0.8, 0.3, 0.3]), np.array([True, False, True, False])
    # Pairs: .9>.8, .9>.3, .3<.8, .3=.3 → 2.5 of 4.
    assert area_under_roc(scores, positive) == pytest.approx(2.5 / 4)
    assert np.isnan(area_under_roc(scores, np.ones(4, bool)))
