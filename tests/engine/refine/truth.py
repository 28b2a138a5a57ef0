"""Shapes whose signed distance and alpha are known exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]


def pixel_centres(height: int, width: int) -> tuple[Plane, Plane]:
    """y and x of every pixel's middle, from the outer corner of the picture."""
    y, x = np.mgrid[:height, :width].astype(np.float32) + 0.5
    return y, x


def disc_distance(height: int, width: int, cy: float, cx: float, radius: float) -> Plane:
    """Signed distance of a disc at every pixel's middle, > 0 inside."""
    y, x = pixel_centres(height, width)
    return (radius - np.hypot(x - cx, y - cy)).astype(np.float32)


def disc_logits(
    height: int, width: int, cy: float, cx: float, radius: float, grid: int = 128, slope: float = 0.5
) -> Plane:
    """What a model would give: logits of the disc on a square grid, `slope` a source pixel, clamped as when stored."""
    y, x = pixel_centres(grid, grid)
    distance = radius - np.hypot(x * width / grid - cx, y * height / grid - cy)
    return np.clip(distance * slope, -8, 7.9375).astype(np.float32)


def flat(height: int, width: int, value: int = 128) -> NDArray[np.uint8]:
    """A picture without any edge."""
    return np.full((height, width, 3), value, np.uint8)
