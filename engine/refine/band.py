"""Work only where the edge is: a picture is mostly surely inside or surely outside, and those parts cost nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.refine.signed_distance import DistanceField

TILE = 32
"""Side of a tile in field samples: small enough to follow an edge, large enough that calls do not dominate."""

HALO = 2
"""Field samples around a tile that linear interpolation may reach for."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A run of neighbouring tiles in one row, in field samples."""

    y0: int
    y1: int
    x0: int
    x1: int

    def source(self, field: DistanceField) -> tuple[slice, slice]:
        """The same area in source pixels, cut at the frame."""
        step = field.step
        return (
            slice(self.y0 * step, min(self.y1 * step, field.height)),
            slice(self.x0 * step, min(self.x1 * step, field.width)),
        )

    def upsample(self, planes: NDArray[np.float32], field: DistanceField) -> NDArray[np.float32]:
        """Field-sized `planes` (h, w) or (h, w, c) of this strip at source resolution, by linear interpolation."""
        rows, columns = self.source(field)
        height, width = rows.stop - rows.start, columns.stop - columns.start
        if field.step == 1:
            return planes[self.y0 : self.y0 + height, self.x0 : self.x0 + width]
        top, left = max(0, self.y0 - HALO), max(0, self.x0 - HALO)
        part = planes[top : self.y1 + HALO, left : self.x1 + HALO]
        big = cv2.resize(part, (part.shape[1] * field.step, part.shape[0] * field.step))
        y, x = (self.y0 - top) * field.step, (self.x0 - left) * field.step
        return np.asarray(big[y : y + height, x : x + width], np.float32)


def near_tiles(field: DistanceField, reach_px: float) -> NDArray[np.bool_]:
    """(tiles_y, tiles_x), True where a tile holds a sample nearer than `reach_px` to the edge or a change of side."""
    distance = field.distance_px
    pad_y, pad_x = -distance.shape[0] % TILE, -distance.shape[1] % TILE
    padded = np.pad(distance, ((0, pad_y), (0, pad_x)), mode="edge")
    # Rows first: whole lines are compared at once, which is many times faster than tile by tile.
    rows = padded.reshape(padded.shape[0] // TILE, TILE, padded.shape[1])
    low = rows.min(axis=1).reshape(len(rows), -1, TILE).min(axis=2)
    high = rows.max(axis=1).reshape(len(rows), -1, TILE).max(axis=2)
    # One more sample: an edge that runs exactly between two tiles belongs to both.
    reach = reach_px + 2 * field.step
    return np.asarray((low < reach) & (high > -reach), np.bool_)


def strips(field: DistanceField, near: NDArray[np.bool_]) -> Iterator[Strip]:
    """Runs of near tiles, row by row."""
    height, width = field.distance_px.shape
    for row, flags in enumerate(near):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            yield Strip(row * TILE, min((row + 1) * TILE, height), int(start) * TILE, min(int(stop) * TILE, width))


def solid_alpha(field: DistanceField) -> NDArray[np.float32]:
    """Source-sized alpha that is 1 where the field is inside and 0 elsewhere: what lies outside the strips."""
    inside = (field.distance_px > 0).astype(np.float32)
    if field.step > 1:
        inside = cv2.resize(
            inside, (inside.shape[1] * field.step, inside.shape[0] * field.step), interpolation=cv2.INTER_NEAREST
        )
    return np.ascontiguousarray(inside[: field.height, : field.width], np.float32)
