"""Pixel arithmetic that keeps the depth it is given: uint8 or uint16, full range."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.types import Alpha

Picture = NDArray[Any]
"""(height, width, 3) or (height, width, 4), uint8 0..255 or uint16 0..65535."""

Plane = NDArray[Any]
"""(height, width), uint8 or uint16."""


def full_scale(picture: Picture) -> int:
    """255 or 65535, whatever the picture's depth is."""
    return int(np.iinfo(picture.dtype).max)


def colour_like(picture: Picture, rgb: tuple[int, int, int]) -> NDArray[Any]:
    """A colour of 0..255 in the picture's depth, (3,)."""
    return (np.asarray(rgb, np.uint32) * (full_scale(picture) // 255)).astype(picture.dtype)


def filled_like(picture: Picture, rgb: tuple[int, int, int]) -> Picture:
    """A picture of one colour, of the same size and depth."""
    out = np.empty((*picture.shape[:2], 3), picture.dtype)
    out[:] = colour_like(picture, rgb)
    return out


def alpha_plane(alpha: Alpha, dtype: np.dtype[Any]) -> Plane:
    """Alpha 0..1 as integers of full range, rounded to nearest."""
    top = float(np.iinfo(dtype).max)
    scaled = cv2.addWeighted(alpha, top, alpha, 0.0, 0.5)
    return np.clip(scaled, 0.0, top, out=scaled).astype(dtype)


def blend(front: Picture, back: Picture, alpha: Alpha) -> Picture:
    """front · alpha + back · (1 - alpha), rounded; pictures (h, w, 3) of one depth, alpha (h, w) 0..1.

    Rows and columns where alpha is 0 everywhere cost a copy only."""
    out = back.copy()
    box = bounding_box(alpha)
    if box is None:
        return out
    share = alpha[box]
    if front.dtype == np.uint8:
        out[box] = cv2.blendLinear(
            np.ascontiguousarray(front[box]), np.ascontiguousarray(back[box]), share, 1.0 - share
        )
        return out
    base = back[box].astype(np.float32)
    base += (front[box].astype(np.float32) - base) * share[..., None]
    base += 0.5
    out[box] = base.astype(out.dtype)
    return out


def tinted(back: Picture, colour: tuple[int, int, int], alpha: Alpha, opacity: float = 1.0) -> Picture:
    """`back` (h, w, 3) with one colour laid over it at `opacity` · alpha; see `blend`."""
    box = bounding_box(alpha)
    if box is None:
        return back.copy()
    out = back.copy()
    part = back[box]
    out[box] = blend(filled_like(part, colour), part, alpha[box] * np.float32(opacity))
    return out


def with_alpha(rgb: Picture, alpha: Plane | None) -> Picture:
    """(h, w, 4): `rgb` with a plane of the same depth, or opaque."""
    if alpha is None:
        alpha = np.full(rgb.shape[:2], full_scale(rgb), rgb.dtype)
    return np.asarray(cv2.merge([*cv2.split(rgb), alpha]))


def bounding_box(alpha: Alpha) -> tuple[slice, slice] | None:
    """The smallest box that holds everything above 0, or None for an empty matte."""
    if alpha.size == 0:
        return None
    # NumPy's reductions, not OpenCV's: along rows those are thirty times slower.
    rows = np.flatnonzero(alpha.max(axis=1) > 0)
    if rows.size == 0:
        return None
    columns = np.flatnonzero(alpha[rows[0] : rows[-1] + 1].max(axis=0) > 0)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
