"""Soft alpha: a ramp of chosen width across the zero crossing of the signed distance."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.types import Alpha

MIN_WIDTH_PX = 0.05
"""Narrower than this a ramp is a step; keeps the division finite."""


def soft_edge(distance_px: NDArray[np.float32], width_px: float) -> Alpha:
    """Alpha (float32, 0..1) of a signed distance in pixels: 0 at -width/2, 0.5 on the edge, 1 at +width/2."""
    width = max(width_px, MIN_WIDTH_PX)
    alpha = cv2.addWeighted(distance_px, 1.0 / width, distance_px, 0.0, 0.5)
    return np.asarray(np.clip(alpha, 0.0, 1.0, out=alpha), np.float32)
