"""Where a patient person would click, as the SAM papers simulate it (Segment Anything, section 4; SAM 2, appendix)."""

from __future__ import annotations

import cv2
import numpy as np

from engine.project.model import Box, Click
from engine.types import BoolMask


def _depth(region: BoolMask) -> np.ndarray:
    """Distance of each pixel to the region's border, the picture's edge being border too. (h, w) float32."""
    padded = np.pad(region.astype(np.uint8), 1)
    return cv2.distanceTransform(padded, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]


def next_click(truth: BoolMask, predicted: BoolMask | None) -> Click:
    """The click farthest from the border of the larger error region; with no prediction, of the true mask.

    Positive where the mask is missed, negative where it is wrongly there. Coordinates are pixel centres. Shapes (h, w).
    """
    missed = truth if predicted is None else truth & ~predicted
    wrong = np.zeros_like(truth) if predicted is None else predicted & ~truth
    depth_missed, depth_wrong = _depth(missed), _depth(wrong)
    positive = bool(depth_missed.max() >= depth_wrong.max())
    y, x = np.unravel_index(int(np.argmax(depth_missed if positive else depth_wrong)), truth.shape)
    return Click(float(x) + 0.5, float(y) + 0.5, positive)


def bounding_box(mask: BoolMask) -> Box:
    """The tight box around a mask that is not empty, in pixel edges."""
    ys, xs = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return Box(float(xs[0]), float(ys[0]), float(xs[-1] + 1), float(ys[-1] + 1))
