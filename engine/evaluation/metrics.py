"""How good a mask is: region similarity J and contour accuracy F.

Definitions: Perazzi et al., "A Benchmark Dataset and Evaluation Methodology for Video Object Segmentation" (CVPR
2016), section 5; the tolerance and the treatment of empty masks are those of the DAVIS 2017 evaluation.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from engine.types import BoolMask

BOUNDARY_TOLERANCE = 0.008
"""Share of the picture's diagonal within which two contour pixels match (DAVIS)."""


def region_similarity(predicted: BoolMask, truth: BoolMask) -> float:
    """Intersection over union J, 0..1; 1 where both are empty. Shapes (h, w)."""
    union = np.count_nonzero(predicted | truth)
    return 1.0 if union == 0 else np.count_nonzero(predicted & truth) / union


def boundary_map(mask: BoolMask) -> BoolMask:
    """Pixels whose right, lower or lower right neighbour differs: the contour, one pixel wide. (h, w) bool."""
    boundary = np.zeros_like(mask)
    boundary[:, :-1] |= mask[:, :-1] ^ mask[:, 1:]
    boundary[:-1, :] |= mask[:-1, :] ^ mask[1:, :]
    boundary[:-1, :-1] |= mask[:-1, :-1] ^ mask[1:, 1:]
    return boundary


def _disk(radius: int) -> np.ndarray:
    yy, xx = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    return (xx**2 + yy**2 <= radius**2).astype(np.uint8)


def contour_accuracy(predicted: BoolMask, truth: BoolMask, tolerance: float = BOUNDARY_TOLERANCE) -> float:
    """F-measure of contour precision and recall, 0..1. Shapes (h, w).

    A contour pixel is right where the other contour passes within `tolerance` of the diagonal.
    """
    kernel = _disk(math.ceil(tolerance * math.hypot(*truth.shape)))
    ours, theirs = boundary_map(predicted), boundary_map(truth)
    count_ours, count_theirs = np.count_nonzero(ours), np.count_nonzero(theirs)
    if count_ours == 0 or count_theirs == 0:
        # An empty contour is fully precise, and an empty truth fully recalled: both empty is 1, one empty is 0.
        return 1.0 if count_ours == count_theirs else 0.0
    near_theirs = cv2.dilate(theirs.view(np.uint8), kernel).astype(bool)
    near_ours = cv2.dilate(ours.view(np.uint8), kernel).astype(bool)
    precision = np.count_nonzero(ours & near_theirs) / count_ours
    recall = np.count_nonzero(theirs & near_ours) / count_theirs
    return 0.0 if precision + recall == 0 else 2 * precision * recall / (precision + recall)


def area_under_roc(scores: np.ndarray, positive: BoolMask) -> float:
    """Chance that a positive outscores a negative (ties count half). Both (n,); NaN where one kind lacks."""
    n_positive = int(np.count_nonzero(positive))
    n_negative = len(positive) - n_positive
    if not n_positive or not n_negative:
        return math.nan
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    mean_rank = np.cumsum(counts) - (counts - 1) / 2
    rank_sum = float(mean_rank[inverse][positive].sum())
    return (rank_sum - n_positive * (n_positive + 1) / 2) / (n_positive * n_negative)
