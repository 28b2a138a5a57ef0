"""From logits on the model's grid to a signed distance in source pixels.

Dividing a smooth function by the length of its gradient gives, to first order, the distance to its zero crossing
(Osher & Fedkiw, "Level Set Methods", section 1.4). A 256-cell grid stretched over 4K therefore still yields an edge
whose width is chosen in source pixels, not one as wide as a grid cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.refine.resample import catmull_rom
from engine.types import Logits

MAX_DISTANCE_PX = 256.0
"""Distances are clipped here: farther away, nothing depends on them."""

MIN_OVERSAMPLING = 1.4
"""A field has at least this many samples for each grid cell, so that bicubic interpolation is not lost again."""


@dataclass(frozen=True, slots=True)
class DistanceField:
    """A signed distance sampled on every `step`-th source pixel, each sample at the middle of its step × step block."""

    distance_px: NDArray[np.float32]
    """(ceil(height / step), ceil(width / step)); > 0 inside; in source pixels."""
    step: int
    height: int
    width: int

    def with_distance(self, distance_px: NDArray[np.float32]) -> DistanceField:
        """The same sampling with other distances."""
        return DistanceField(distance_px, self.step, self.height, self.width)


def choose_step(grid_hw: tuple[int, int], source_hw: tuple[int, int]) -> int:
    """How coarse a field may be: 4, 2 or 1 source pixels a sample, never coarser than the grid itself."""
    for step in (4, 2):
        if all(source / step >= MIN_OVERSAMPLING * grid for source, grid in zip(source_hw, grid_hw, strict=True)):
            return step
    return 1


def sample_blocks(
    plane: NDArray[np.float32], source_hw: tuple[int, int], step: int, cubic: bool = True
) -> NDArray[np.float32]:
    """Sample `plane`, which covers a source of `source_hw`, at the middles of its step × step blocks.

    `cubic`: Catmull-Rom for single planes; else bilinear, also for planes with channels (h, w, c)."""
    height, width = source_hw
    out_h, out_w = -(-height // step), -(-width // step)
    if plane.shape[:2] == (out_h, out_w) and (height, width) == (out_h * step, out_w * step):
        return plane
    scale_y, scale_x = plane.shape[0] / height, plane.shape[1] / width
    if cubic:
        # Middle of block q is source coordinate (q + 0.5) * step from the outer edge; samples sit at half-integers.
        rows = (np.arange(out_h) + 0.5) * step * scale_y - 0.5
        columns = (np.arange(out_w) + 0.5) * step * scale_x - 0.5
        return catmull_rom(plane, rows, columns)
    if height % step == 0 and width % step == 0:
        return np.asarray(cv2.resize(plane, (out_w, out_h)), np.float32)
    matrix = np.array(
        [[step * scale_x, 0, step * scale_x / 2 - 0.5], [0, step * scale_y, step * scale_y / 2 - 0.5]], np.float32
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(plane, matrix, (out_w, out_h), flags=flags, borderMode=cv2.BORDER_REPLICATE))


def first_order_distance(field: NDArray[np.float32], step: int) -> NDArray[np.float32]:
    """logit / |∇logit| in source pixels, (h, w) float32, clipped to ±MAX_DISTANCE_PX. Exact near the edge only."""
    # Scharr's 3 × 3 kernel: its gradient length is the most isotropic of that size; 1/32 makes it a unit slope.
    scale = 1.0 / (32.0 * step)
    dx = cv2.Scharr(field, cv2.CV_32F, 1, 0, scale=scale, borderType=cv2.BORDER_REPLICATE)
    dy = cv2.Scharr(field, cv2.CV_32F, 0, 1, scale=scale, borderType=cv2.BORDER_REPLICATE)
    slope = cv2.magnitude(dx, dy)
    cv2.max(slope, 1e-4, slope)
    distance = cv2.divide(field, slope)
    return np.asarray(np.clip(distance, -MAX_DISTANCE_PX, MAX_DISTANCE_PX), np.float32)


def distance_field(logits: Logits, source_hw: tuple[int, int]) -> DistanceField:
    """The signed distance of `logits` (grid_h, grid_w) for a source of `source_hw` (height, width)."""
    grid_hw = (logits.shape[0], logits.shape[1])
    step = choose_step(grid_hw, source_hw)
    field = sample_blocks(np.ascontiguousarray(logits, np.float32), source_hw, step)
    return DistanceField(first_order_distance(field, step), step, *source_hw)


def exact_far_away(field: DistanceField) -> DistanceField:
    """The same edge with Euclidean distances everywhere, so that it can be moved by more than a pixel or two.

    Each sample takes the distance to the nearest sample on the other side and adds that one's own sub-pixel depth.
    """
    near = field.distance_px
    inside = near > 0
    if not inside.any() or inside.all():
        return field
    out = np.empty_like(near)
    for side, sign in ((inside, 1.0), (~inside, -1.0)):
        spread, labels = cv2.distanceTransformWithLabels(
            side.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
        )
        depth_of_label = np.zeros(int(labels.max()) + 1, np.float32)
        depth_of_label[labels[~side]] = np.minimum(np.abs(near[~side]), field.step)
        distance = sign * (spread * field.step - depth_of_label[labels])
        out[side] = distance[side]
    # The first-order value is better than chamfer distances within one sample of the edge.
    close = np.abs(near) <= field.step
    out[close] = near[close]
    return field.with_distance(out)
