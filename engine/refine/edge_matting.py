"""Hair and fur: alpha matting in the unknown band around the edge.

Closed-form matting (Levin, Lischinski, Weiss, TPAMI 2008) with the large-kernel Laplacian of He, Sun, Tang ("Fast
Matting Using Large Kernel Matting Laplacian Matrices", CVPR 2010), whose product with an alpha needs no matrix. Solved
by conjugate gradients, coarse to fine, on tiles along the band only: memory does not depend on the picture's size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.refine.matting_laplacian import MattingLaplacian
from engine.types import Alpha, BoolMask, Rgb8

Planes = NDArray[np.float32]
Area = tuple[slice, slice]

Solve = Callable[[Planes, Area, Planes, BoolMask], Planes]
"""rgb 0..1 of a tile, where it lies, alpha to begin with, where that is known: the tile's alpha."""

TILE_PX = 384
"""Side of a tile: its planes fit into a processor's cache, and a strand seldom crosses more than two."""

OVERLAP_PX = 48
"""Neighbouring tiles share this much and are blended over it."""

EPSILON = 1e-5
"""Regularisation of the colour model, for colours in 0..1; smaller follows finer strands and more noise."""

HOLD = 10.0
"""How strongly known pixels are held, against 1 for the smoothness of the rest."""

PRIOR = 0.005
"""How strongly the rest is held to the alpha it came with: colours that tell nothing must not make it drift."""

TOLERANCE = 1e-3
"""Conjugate gradients stop when the residual has shrunk to this share."""


@dataclass(frozen=True, slots=True)
class Level:
    """One step from coarse to fine."""

    scale: int
    """Pixels of the picture a sample covers."""
    radius: int
    """Of the windows, in samples."""
    iterations: int


LEVELS = (Level(4, 4, 40), Level(2, 3, 24), Level(1, 2, 16))
"""Large windows on a coarse picture carry colours along strands, small ones at full size find their sides."""


def matting(rgb8: Rgb8, alpha: Alpha, known: BoolMask, weight: Planes | None = None) -> Alpha:
    """Alpha (h, w) 0..1 that keeps `alpha` where `known` and follows the colours of `rgb8` elsewhere.

    `weight` (h, w): how strongly `alpha` is believed there, at least `PRIOR`, against 1 for smoothness; None: `PRIOR`.
    """

    def solve(rgb: Planes, area: Area, start: Planes, sure: BoolMask) -> Planes:
        believed = np.full(start.shape, PRIOR, np.float32) if weight is None else np.maximum(weight[area], PRIOR)
        return _coarse_to_fine(rgb, start, sure, believed)

    return solved_in_tiles(rgb8, alpha, known, solve)


def solved_in_tiles(rgb8: Rgb8, alpha: Alpha, known: BoolMask, solve: Solve, side_px: int = TILE_PX) -> Alpha:
    """`solve` along the unknown band, tile by tile, blended where tiles overlap; `alpha` stays where `known`."""
    out = alpha.copy()
    total = np.zeros(alpha.shape, np.float32)
    mixed = np.zeros(alpha.shape, np.float32)
    for area in _tiles(~known, side_px):
        solved = solve(rgb8[area].astype(np.float32) / 255.0, area, alpha[area], known[area])
        share = _fading(solved.shape)
        mixed[area] += solved * share
        total[area] += share
    there = (total > 0) & ~known
    out[there] = mixed[there] / total[there]
    return out


def _tiles(unknown: BoolMask, side_px: int) -> Iterator[Area]:
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


def _coarse_to_fine(rgb: Planes, alpha: Planes, known: BoolMask, weight: Planes) -> Planes:
    guess = alpha
    height, width = alpha.shape
    for level in LEVELS:
        if min(height, width) < 4 * level.scale * level.radius:
            continue
        size = (-(-width // level.scale), -(-height // level.scale))
        small = [
            np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)
            for plane in (rgb, guess, alpha, weight)
        ]
        # Known only where all pixels of the sample are.
        sure = cv2.resize(known.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.999
        hold = np.where(sure, np.float32(HOLD), small[3])
        solved = _solve(small[0], small[1], small[2], hold, level)
        guess = np.asarray(cv2.resize(solved, (width, height)), np.float32)
        guess[known] = alpha[known]
    return np.asarray(np.clip(guess, 0.0, 1.0), np.float32)


def _solve(rgb: Planes, guess: Planes, alpha: Planes, hold: Planes, level: Level) -> Planes:
    """(L + hold) a = hold · alpha, starting from `guess`."""
    laplacian = MattingLaplacian(rgb, level.radius, EPSILON)

    def product(a: Planes) -> Planes:
        return np.asarray(laplacian.product(a) + hold * a, np.float32)

    return conjugate_gradients(
        product, hold * alpha, guess, np.float32(1.0) / (np.float32(1.0) + hold), level.iterations
    )


def conjugate_gradients(
    product: Callable[[Planes], Planes], right: Planes, start: Planes, inverse_diagonal: Planes, iterations: int
) -> Planes:
    """x with product(x) = right, for a symmetric positive operator on planes; at most `iterations` steps."""
    x = start.copy()
    residual = right - product(x)
    scaled = inverse_diagonal * residual
    direction = scaled.copy()
    energy = float(np.vdot(residual, scaled))
    enough = energy * TOLERANCE**2
    for _ in range(iterations):
        if energy <= max(enough, 1e-12):
            break
        image = product(direction)
        curvature = float(np.vdot(direction, image))
        if not curvature > 0:
            break  # rounding has eaten what was left to gain
        length = energy / curvature
        x += np.float32(length) * direction
        residual -= np.float32(length) * image
        scaled = inverse_diagonal * residual
        following = float(np.vdot(residual, scaled))
        direction = scaled + np.float32(following / energy) * direction
        energy = following
    return x
