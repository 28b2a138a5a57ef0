"""The object's own colours: what the background mixed into the edge is taken out again.

Forte, "Approximate Fast Foreground Colour Estimation" (ICIP 2021): local means of foreground and background, weighted
by alpha, then one correction so that compositing the two gives the picture back; once wide, once narrow.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.types import Alpha

WIDE_RADIUS_PX = 90
NARROW_RADIUS_PX = 6
"""The two radii of the paper's blur-fusion × 2."""

WIDE_STEP = 8
"""The wide means are found on every eighth pixel: nothing finer than their radius is in them."""

MARGIN_PX = 16
"""How far past the matte colours are continued, so that scaling and chroma subsampling find no background there."""

TINY = 1e-5

Planes = NDArray[np.float32]


def foreground_colours(picture: NDArray[Any], alpha: Alpha) -> NDArray[Any]:
    """Foreground colours (h, w, 3) of `picture` (h, w, 3) uint8 or uint16 under `alpha` (h, w) 0..1, same depth.

    Where alpha is 1 the picture stays as it is; past the edge the object's colours are continued for `MARGIN_PX`.
    """
    box = _edge_box(alpha)
    if box is None:
        return picture
    out = picture.copy()
    part, share = picture[box].astype(np.float32), alpha[box]
    wide_front, wide_back = _wide_means(part, share)
    front = _corrected(part, share, wide_front, wide_back)
    size = (2 * NARROW_RADIUS_PX + 1,) * 2
    narrow_front = _ratio(_blur(front * share[..., None], size), _blur(share, size), front)
    rest = 1.0 - share
    narrow_back = _ratio(_blur(wide_back * rest[..., None], size), _blur(rest, size), wide_back)
    front = _corrected(part, share, narrow_front, narrow_back)
    top = float(np.iinfo(picture.dtype).max)
    near = _near(share)
    out[box] = np.where(near[..., None], np.clip(front + 0.5, 0, top), out[box]).astype(picture.dtype)
    return out


def _edge_box(alpha: Alpha) -> tuple[slice, slice] | None:
    """The box around everything that is neither 0 nor 1, with the margin; None where there is no soft edge."""
    soft = (alpha > 0) & (alpha < 1)
    rows, columns = np.flatnonzero(soft.any(axis=1)), np.flatnonzero(soft.any(axis=0))
    if rows.size == 0:
        return None
    return (
        slice(max(0, int(rows[0]) - MARGIN_PX), int(rows[-1]) + 1 + MARGIN_PX),
        slice(max(0, int(columns[0]) - MARGIN_PX), int(columns[-1]) + 1 + MARGIN_PX),
    )


def _near(alpha: Alpha) -> NDArray[np.bool_]:
    """Where new colours are wanted: the edge and the margin past it."""
    some = (alpha > 0).astype(np.uint8)
    wide = cv2.dilate(some, np.ones((2 * MARGIN_PX + 1, 2 * MARGIN_PX + 1), np.uint8))
    return np.asarray((wide > 0) & (alpha < 1), np.bool_)


def _wide_means(picture: Planes, alpha: Alpha) -> tuple[Planes, Planes]:
    """Alpha-weighted mean colours of foreground and background within the wide radius, at full size."""
    height, width = alpha.shape
    small = (max(1, width // WIDE_STEP), max(1, height // WIDE_STEP))
    share = cv2.resize(alpha, small, interpolation=cv2.INTER_AREA)
    mixed = cv2.resize(picture * alpha[..., None], small, interpolation=cv2.INTER_AREA)
    whole = cv2.resize(picture, small, interpolation=cv2.INTER_AREA)
    side = 2 * max(1, WIDE_RADIUS_PX // WIDE_STEP) + 1
    front = _ratio(_blur(mixed, (side, side)), _blur(share, (side, side)), whole)
    back = _ratio(_blur(whole - mixed, (side, side)), _blur(1.0 - share, (side, side)), whole)
    return (
        np.asarray(cv2.resize(front, (width, height)), np.float32),
        np.asarray(cv2.resize(back, (width, height)), np.float32),
    )


def _corrected(picture: Planes, alpha: Alpha, front: Planes, back: Planes) -> Planes:
    """Equation 5: add what the mix of the two means lacks."""
    share = alpha[..., None]
    return front + share * (picture - share * front - (1.0 - share) * back)


def _blur(planes: Planes, size: tuple[int, int]) -> Planes:
    return np.asarray(cv2.blur(planes, size, borderType=cv2.BORDER_REFLECT), np.float32)


def _ratio(weighted: Planes, weight: Planes, otherwise: Planes) -> Planes:
    """weighted / weight, and `otherwise` where there is no weight."""
    there = weight[..., None] > TINY
    return np.where(there, weighted / np.maximum(weight, TINY)[..., None], otherwise).astype(np.float32)
