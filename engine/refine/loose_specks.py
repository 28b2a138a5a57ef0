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


def drop_loose_specks(alpha: Alpha, field: DistanceField, near: NDArray[np.bool_], max_area_px2: float) -> Alpha:
    """`alpha` without bits of at most `max_area_px2` that hold no sample inside `field`. Written in place.

    `near`: the tiles in which the edge was worked on; nothing is loose elsewhere. Looked for at the field's sampling:
    a quarter or a sixteenth of the pixels.
    """
    if max_area_px2 < 1:
        return alpha
    step = field.step
    rows, columns = _samples(near, 1, field.distance_px.shape[0]), _samples(near, 0, field.distance_px.shape[1])
    part = alpha[rows.start * step : rows.stop * step, columns.start * step : columns.stop * step]
    seen = _seen(part, step)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(seen, connectivity=8)
    loose = stats[:, cv2.CC_STAT_AREA] <= max_area_px2 / (step * step)
    loose[0] = False
    if not loose.any():
        return alpha
    loose[np.unique(labels[field.distance_px[rows, columns] > 0])] = False
    for number in np.flatnonzero(loose):
        x, y, width, height = (int(value) for value in stats[number, : cv2.CC_STAT_AREA])
        bit = np.kron(labels[y : y + height, x : x + width] == number, np.ones((step, step), np.bool_))
        around = part[y * step : (y + height) * step, x * step : (x + width) * step]
        around[bit[: around.shape[0], : around.shape[1]]] = 0
    return alpha


def _samples(near: NDArray[np.bool_], axis: int, count: int) -> slice:
    """Rows (axis 1) or columns (axis 0) of the field that hold all near tiles."""
    tiles = np.flatnonzero(near.any(axis=axis))
    return slice(int(tiles[0]) * TILE, min((int(tiles[-1]) + 1) * TILE, count))


def _seen(part: Alpha, step: int) -> NDArray[np.uint8]:
    """(ceil(h / step), ceil(w / step)): 1 where any pixel of a step × step block shows."""
    seen = (part > VISIBLE).view(np.uint8)
    if step == 1:
        return np.ascontiguousarray(seen)
    seen = np.pad(seen, ((0, -seen.shape[0] % step), (0, -seen.shape[1] % step)))
    most = seen[::step].copy()
    for row in range(1, step):
        most |= seen[row::step]
    out = most[:, ::step].copy()
    for column in range(1, step):
        out |= most[:, column::step]
    return out
