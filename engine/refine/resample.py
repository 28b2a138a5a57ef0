"""Catmull-Rom interpolation (Keys, "Cubic Convolution Interpolation", 1981, a = -1/2) at arbitrary positions.

OpenCV's own bicubic uses a = -3/4, which does not even keep a straight ramp straight: on logits it moves edges by a
tenth of a grid cell, in a pattern. With a = -1/2 quadratics are exact.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]


def catmull_rom(plane: Plane, rows: NDArray[np.float64], columns: NDArray[np.float64]) -> Plane:
    """`plane` (h, w) at all `rows` × `columns`, positions in samples (0 is the first sample's middle); edges repeat."""
    upright = _along_rows(np.ascontiguousarray(plane, np.float32), rows)
    lying = _along_rows(np.asarray(cv2.transpose(upright), np.float32), columns)
    return np.asarray(cv2.transpose(lying), np.float32)


def _along_rows(plane: Plane, positions: NDArray[np.float64]) -> Plane:
    first = np.floor(positions).astype(np.intp)
    weights = _weights((positions - first).astype(np.float32))
    last = plane.shape[0] - 1
    out = plane[np.clip(first - 1, 0, last)] * weights[0][:, None]
    for tap in (1, 2, 3):
        out += plane[np.clip(first - 1 + tap, 0, last)] * weights[tap][:, None]
    return np.asarray(out, np.float32)


def _weights(t: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
    """Of the four samples around, for a position `t` (0..1) past the second."""
    return (
        ((-0.5 * t + 1.0) * t - 0.5) * t,
        (1.5 * t - 2.5) * t * t + 1.0,
        ((-1.5 * t + 2.0) * t + 0.5) * t,
        (0.5 * t - 0.5) * t * t,
    )
