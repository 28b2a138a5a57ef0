"""Specks that following the picture has made: bits of alpha that hang together with nothing of the mask."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.refine.band import TILE
from engine.refine.signed_distance import DistanceField
from engine.types import Alpha

VISIBLE = 0.02
"""Alpha below shows on no screen; it neither makes a speck nor a bridge."""

BLOCK = 2
"""Bits are told apart in blocks of so many pixels each way, which is four times as fast; nearer ones count as one."""


def drop_loose_specks(alpha: Alpha, field: DistanceField, near: NDArray[np.bool_], max_area_px2: float) -> Alpha:
    """`alpha` without bits of at most `max_area_px2` that hold no sample inside `field`. Written in place.

    `near`: the tiles in which the edge was worked on; nothing is loose elsewhere.
    """
    if max_area_px2 < 1:
        return alpha
    step = field.step
    block = min(step, BLOCK)
    rows, columns = _samples(near, 1, field.distance_px.shape[0]), _samples(near, 0, field.distance_px.shape[1])
    part = alpha[rows.start * step : rows.stop * step, columns.start * step : columns.stop * step]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(_seen(part, block), connectivity=8)
    # A bit of so many pixels lies in at most as many blocks.
    loose = stats[:, cv2.CC_STAT_AREA] <= max_area_px2
    loose[0] = False
    if not loose.any():
        return alpha
    each, middle = step // block, step // block // 2
    at_samples = labels[middle::each, middle::each]
    inside = field.distance_px[rows, columns][: at_samples.shape[0], : at_samples.shape[1]] > 0
    loose[np.unique(at_samples[inside])] = False
    for number in np.flatnonzero(loose):
        x, y, width, height = (int(value) for value in stats[number, : cv2.CC_STAT_AREA])
        bit = np.kron(labels[y : y + height, x : x + width] == number, np.ones((block, block), np.bool_))
        around = part[y * block : (y + height) * block, x * block : (x + width) * block]
        bit = bit[: around.shape[0], : around.shape[1]]
        if np.count_nonzero(around[bit] > VISIBLE) <= max_area_px2:
            around[bit] = 0
    return alpha


def _samples(near: NDArray[np.bool_], axis: int, count: int) -> slice:
    """Rows (axis 1) or columns (axis 0) of the field that hold all near tiles."""
    tiles = np.flatnonzero(near.any(axis=axis))
    return slice(int(tiles[0]) * TILE, min((int(tiles[-1]) + 1) * TILE, count))


def _seen(part: Alpha, block: int) -> NDArray[np.uint8]:
    """(ceil(h / block), ceil(w / block)): 1 where any pixel of a block × block square shows."""
    seen = (part > VISIBLE).view(np.uint8)
    if block == 1:
        return np.ascontiguousarray(seen)
    padded = np.pad(seen, ((0, -seen.shape[0] % block), (0, -seen.shape[1] % block)))
    lines = padded[::block] | padded[1::block]
    return np.ascontiguousarray(lines[:, ::block] | lines[:, 1::block])
