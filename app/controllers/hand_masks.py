"""Masks made by hand: brush strokes over what is there, and "not here", as the PNG that a MaskHint holds."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.errors import UsageError
from engine.types import Logits

SUBPIXEL_BITS = 4
"""OpenCV draws with coordinates in sixteenths of a pixel."""


def empty_mask(width: int, height: int) -> bytes:
    """Nothing is inside."""
    return _png(np.zeros((height, width), np.uint8))


def painted_over(
    png: bytes | None,
    logits: Logits | None,
    size: tuple[int, int],
    points: list[tuple[float, float]],
    radius: float,
    erase: bool,
) -> bytes:
    """A stroke over the frame's mask; `size` is (width, height), points and radius in frame pixels.

    The mask is `png` where there is one, else what `logits` show, else empty. Raises UsageError for a damaged PNG.
    """
    if png is not None:
        mask = _unpng(png)
    elif logits is not None:
        mask = np.where(cv2.resize(logits, size, interpolation=cv2.INTER_LINEAR) > 0, 255, 0).astype(np.uint8)
    else:
        mask = np.zeros((size[1], size[0]), np.uint8)
    _draw(mask, points, radius, 0 if erase else 255)
    return _png(mask)


def _draw(mask: NDArray[np.uint8], points: list[tuple[float, float]], radius: float, value: int) -> None:
    unit = 1 << SUBPIXEL_BITS
    # Frame coordinates have (0, 0) at the pixel's corner, OpenCV at its centre.
    fixed = [(round((x - 0.5) * unit), round((y - 0.5) * unit)) for x, y in points]
    for point in fixed:
        cv2.circle(mask, point, max(1, round(radius * unit)), value, -1, cv2.LINE_8, SUBPIXEL_BITS)
    width = max(1, round(2 * radius))
    for start, end in pairwise(fixed):
        cv2.line(mask, start, end, value, width, cv2.LINE_8, SUBPIXEL_BITS)


def _png(mask: NDArray[np.uint8]) -> bytes:
    done, data = cv2.imencode(".png", mask, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    assert done
    return bytes(data)


def _unpng(png: bytes) -> NDArray[np.uint8]:
    mask = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    if mask is None:
        raise UsageError("The mask of this frame cannot be read.", "Delete the prompts here and paint it again.")
    return np.asarray(mask, np.uint8)
