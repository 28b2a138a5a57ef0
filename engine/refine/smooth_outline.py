"""A calmer outline: the distance field is blurred, so corners and wobbles below a size go, and the rest stays put."""

from __future__ import annotations

import cv2
import numpy as np

from engine.refine.signed_distance import DistanceField, exact_far_away


def smooth_outline(field: DistanceField, radius_px: float) -> DistanceField:
    """Smooth wobbles smaller than about `radius_px` source pixels (Gaussian of sigma = radius / 2 on the distance)."""
    if radius_px <= 0:
        return field
    exact = exact_far_away(field)
    sigma = radius_px / (2.0 * field.step)
    # Clipped first: a far corner of the frame must not bend the edge.
    clipped = np.clip(exact.distance_px, -3 * radius_px, 3 * radius_px)
    smooth = cv2.GaussianBlur(clipped, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    return exact.with_distance(np.asarray(smooth, np.float32))
