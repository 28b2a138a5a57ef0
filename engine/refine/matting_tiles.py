"""Matting tile by tile along the unknown band, for solvers whose memory grows with the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from engine.types import Alpha, BoolMask, Rgb8

Planes = NDArray[np.float32]

Solve = Callable[[Planes, Planes, BoolMask], Planes]
"""rgb (h, w, 3) 0..1 of a tile, alpha (h, w) to begin with, where that is known: the tile's alpha."""

OVERLAP_PX = 48
"""Neighbouring tiles share this much and are blended over it."""


def solved_in_tiles(rgb8: Rgb8, alpha: Alpha, known: BoolMask, solve: Solve, side_px: int) -> Alpha:
    """`solve` along the unknown band of `rgb8` (h, w, 3), blended where tiles of `side_px` overlap.

    `alpha` (h, w) stays where `known`."""
    out = alpha.copy()
    total = np.zeros(alpha.shape, np.float32)
    mixed = np.zeros(alpha.shape, np.float32)
    for area in _tiles(~known, side_px):
        solved = solve(rgb8[area].astype(np.float32) / 255.0, alpha[area], known[area])
        share = _fading(solved.shape)
        mixed[area] += solved * share
        total[area] += share
    there = (total > 0) & ~known
    out[there] = mixed[there] / total[there]
    return out


def _tiles(unknown: BoolMask, side_px: int) -> Iterator[tuple[slice, slice]]:
    """Overlapping tiles that together cover every unknown pixel."""
    height, width = unknown.shape
    stride = side_px - OVERLAP_PX
    for top in range(0, max(1, height - OVERLAP_PX), stride):
        for left in range(0, max(1, width - OVERLAP_PX), stride):
            area = (slice(top, min(top + side_px, height)), slice(left, min(left + side_px, width)))
            if unknown[area].any():
                yield area


def _fading(shape: tuple[int, ...]) -> Planes:
    """Weights that fall towards a tile's sides, never to 0."""
    ramps = []
    for side in shape:
        middle = np.minimum(np.arange(side), np.arange(side)[::-1]).astype(np.float32)
        ramps.append(np.clip((middle + 1) / OVERLAP_PX, 0.02, 1.0))
    return np.asarray(ramps[0][:, None] * ramps[1][None], np.float32)
