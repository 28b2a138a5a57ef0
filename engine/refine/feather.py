"""Feather: a wide, smooth fall-off on top of the edge's own softness."""

from __future__ import annotations

import cv2
import numpy as np

from engine.types import Alpha


def feather(alpha: Alpha, width_px: float) -> Alpha:
    """Blur alpha so that a hard edge becomes about `width_px` source pixels wide (Gaussian, sigma = width / 4)."""
    if width_px <= 0:
        return alpha
    # Replicated at the border: an object cut off by the frame stays solid there.
    soft = cv2.GaussianBlur(alpha, (0, 0), max(width_px / 4.0, 0.05), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(soft, np.float32)
