"""All refine operations in their order: logits and the picture in, alpha out."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.project.model import RefineSettings
from engine.refine.band import Strip, near_tiles, solid_alpha, strips
from engine.refine.border_fix import border_fix
from engine.refine.choke import choke
from engine.refine.edge_guided import GuidedCoefficients, guided_coefficients
from engine.refine.feather import feather
from engine.refine.grow import grow
from engine.refine.holes_and_specks import drop_specks, fill_holes
from engine.refine.signed_distance import DistanceField, distance_field, sample_blocks
from engine.refine.smooth_outline import smooth_outline
from engine.refine.soft_edge import soft_edge
from engine.types import Alpha, Logits, Rgb8

OFF = RefineSettings(
    soft_edge_px=1.0, fill_holes_px2=0, drop_specks_px2=0, edge="none", border_fix_px=0, decontaminate=False
)
"""Nothing but an anti-aliased edge."""

GUIDE_STEP_FROM_WIDTH_PX = 640
"""From this width on the guide is looked at on every second pixel, from twice this on every fourth."""


def refine(logits: Logits, rgb8: Rgb8, settings: RefineSettings) -> Alpha:
    """Alpha (height, width) float32 0..1 at the size of `rgb8` (height, width, 3) for `logits` on any grid.

    Work is done near the edge only, so the cost follows the outline's length, not the frame's area.
    """
    source_hw = (rgb8.shape[0], rgb8.shape[1])
    field = shaped_field(logits, source_hw, settings)
    alpha = edge_alpha(field, rgb8, settings)
    return feather(choke(alpha, settings.choke), settings.feather_px)


def shaped_field(logits: Logits, source_hw: tuple[int, int], settings: RefineSettings) -> DistanceField:
    """What depends on the outline alone: border, holes, specks, smoothing and growth, as a signed distance."""
    cell_area_px2 = source_hw[0] * source_hw[1] / logits.size
    grid = border_fix(np.asarray(logits, np.float32), settings.border_fix_px, source_hw)
    grid = fill_holes(grid, settings.fill_holes_px2, cell_area_px2)
    grid = drop_specks(grid, settings.drop_specks_px2, cell_area_px2)
    field = distance_field(grid, source_hw)
    return grow(smooth_outline(field, settings.smooth_px), settings.grow_px)


def edge_alpha(field: DistanceField, rgb8: Rgb8, settings: RefineSettings) -> Alpha:
    """The soft edge, snapped to the picture where the settings ask for it."""
    guided = settings.edge != "none" and settings.edge_band_px > 0
    reach_px = max(settings.soft_edge_px / 2, settings.edge_band_px if guided else 0.0)
    alpha = solid_alpha(field)
    near = near_tiles(field, reach_px)
    if not near.any():
        return alpha
    coefficients = _coefficients(field, rgb8, settings) if guided else None
    for strip in strips(field, near):
        area = strip.source(field)
        distance = strip.upsample(field.distance_px, field)
        soft = soft_edge(distance, settings.soft_edge_px)
        if coefficients is not None:
            soft = _snapped(soft, distance, rgb8[area], coefficients, strip, field, settings.edge_band_px)
        alpha[area] = soft
    return alpha


def _guide_step(field: DistanceField) -> int:
    """How many source pixels one sample of the guide covers; a multiple of the field's step."""
    step = 4 if field.width >= 2 * GUIDE_STEP_FROM_WIDTH_PX else 2 if field.width >= GUIDE_STEP_FROM_WIDTH_PX else 1
    return max(step, field.step)


def _coefficients(field: DistanceField, rgb8: Rgb8, settings: RefineSettings) -> GuidedCoefficients:
    """Guided-filter coefficients on the coarse guide, resampled to the field's sampling."""
    step = _guide_step(field)
    coarse_hw = (-(-field.height // step), -(-field.width // step))
    small = cv2.resize(rgb8, (coarse_hw[1], coarse_hw[0]), interpolation=cv2.INTER_AREA)
    distance = cv2.resize(field.distance_px, (coarse_hw[1], coarse_hw[0]), interpolation=cv2.INTER_AREA)
    radius = max(1, round(settings.edge_band_px / step))
    coarse_alpha = soft_edge(np.asarray(distance, np.float32), max(settings.soft_edge_px, 2.0 * step))
    found = guided_coefficients(small.astype(np.float32) / 255.0, coarse_alpha, radius)
    if step == field.step:
        return found
    return GuidedCoefficients(sample_blocks(found.planes, (field.height, field.width), field.step, cubic=False))


def _snapped(
    soft: Alpha,
    distance_px: NDArray[np.float32],
    rgb8: Rgb8,
    coefficients: GuidedCoefficients,
    strip: Strip,
    field: DistanceField,
    band_px: float,
) -> Alpha:
    """Mix the guided alpha into the soft one: fully near the edge, not at all from `band_px` away on."""
    planes = strip.upsample(coefficients.planes, field)
    guided = np.clip(coefficients.apply(rgb8.astype(np.float32) / 255.0, planes), 0.0, 1.0)
    weight = np.clip(2.0 - np.abs(distance_px) * (2.0 / band_px), 0.0, 1.0)
    return np.asarray(soft + weight * (guided - soft), np.float32)
