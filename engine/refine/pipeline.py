"""All refine operations in their order: logits and the picture in, alpha out."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.masks.islands import NOTHING, Said
from engine.project.model import RefineSettings
from engine.refine.band import TILE, Strip, near_tiles, solid_alpha, strips
from engine.refine.border_fix import border_fix
from engine.refine.choke import choke
from engine.refine.edge_guided import Guide, GuidedCoefficients
from engine.refine.feather import feather
from engine.refine.grow import grow
from engine.refine.holes_and_specks import drop_islands, drop_specks, fill_holes
from engine.refine.loose_specks import drop_loose_specks
from engine.refine.matting_methods import OWN, MattingMethod
from engine.refine.signed_distance import DistanceField, distance_field, exact_far_away
from engine.refine.smooth_outline import smooth_outline
from engine.refine.soft_edge import soft_edge
from engine.refine.strands import TRUST, Strands, find_strands
from engine.types import Alpha, BoolMask, Logits, Rgb8

OFF = RefineSettings(
    soft_edge_px=1.0,
    fill_holes_px2=0,
    drop_specks_px2=0,
    drop_islands=0,
    edge="none",
    border_fix_px=0,
    decontaminate=False,
)
"""Nothing but an anti-aliased edge."""

TAIL = 0.05
"""The guided filter leaves a veil of this much on both sides of an edge; it is cut off and the rest stretched."""

MATTING_TAIL = 0.03
"""The same for matting."""

SURE_LOGIT = 6.0
"""From here on (0.25 % of doubt) a model is not contradicted by colours."""

EXPLAINED = (0.05, 0.2)
"""Share of the edge that the picture must account for to be followed a little, and fully. Where it shows nothing, the
guided filter is a blur that eats thin and small things."""

GUIDE_STEP_FROM_WIDTH_PX = 640
"""From this width on the guide is looked at on every second pixel, from twice this on every fourth."""


@dataclass(frozen=True, slots=True)
class _Followed:
    """How the picture is followed, sampled as the field is."""

    planes: NDArray[np.float32]
    """(h, w, 4), as in `GuidedCoefficients`."""
    trust: NDArray[np.float32]
    """(h, w) 0..1: how far the picture shows the edge at all."""


def refine(
    logits: Logits, rgb8: Rgb8, settings: RefineSettings, method: MattingMethod = OWN, said: Said = NOTHING
) -> Alpha:
    """Alpha (height, width) float32 0..1 at the size of `rgb8` (height, width, 3) for `logits` on any grid.

    Work is done near the edge only, so the cost follows the outline's length, not the frame's area. `method` solves
    hair and fur where the settings ask for matting. `said`: pieces a person pointed at, which stay.
    """
    source_hw = (rgb8.shape[0], rgb8.shape[1])
    field = shaped_field(logits, source_hw, settings, said)
    alpha = edge_alpha(field, rgb8, settings, method, np.asarray(logits, np.float32))
    return feather(choke(alpha, settings.choke), settings.feather_px)


def tidied(logits: Logits, source_hw: tuple[int, int], settings: RefineSettings, said: Said = NOTHING) -> Logits:
    """`logits` (gh, gw) with border, holes, specks and islands seen to: the mask that is the object's, still coarse."""
    cell_area_px2 = source_hw[0] * source_hw[1] / logits.size
    grid = border_fix(np.asarray(logits, np.float32), settings.border_fix_px, source_hw)
    grid = fill_holes(grid, settings.fill_holes_px2, cell_area_px2)
    grid = drop_specks(grid, settings.drop_specks_px2, cell_area_px2, said)
    return drop_islands(grid, settings.drop_islands, source_hw, said)


def shaped_field(
    logits: Logits, source_hw: tuple[int, int], settings: RefineSettings, said: Said = NOTHING
) -> DistanceField:
    """What depends on the outline alone: `tidied`, smoothing and growth, as a signed distance."""
    field = distance_field(tidied(logits, source_hw, settings, said), source_hw)
    return grow(smooth_outline(field, settings.smooth_px), settings.grow_px)


def edge_alpha(
    field: DistanceField,
    rgb8: Rgb8,
    settings: RefineSettings,
    method: MattingMethod = OWN,
    logits: Logits | None = None,
) -> Alpha:
    """The soft edge, snapped to the picture where the settings ask for it. `logits`: where the model has doubts."""
    guided = settings.edge != "none" and settings.edge_band_px > 0
    reach_px = max(settings.soft_edge_px / 2, settings.edge_band_px if guided else 0.0)
    alpha = solid_alpha(field)
    near = near_tiles(field, reach_px)
    if not near.any():
        return alpha
    coefficients = _coefficients(field, near, rgb8, settings) if guided else None
    for strip in strips(field, near):
        area = strip.source(field)
        distance = strip.upsample(field.distance_px, field)
        soft = soft_edge(distance, settings.soft_edge_px)
        if coefficients is not None:
            soft = _snapped(soft, distance, rgb8[area], coefficients, strip, field, settings.edge_band_px)
        alpha[area] = soft
    if coefficients is not None:
        alpha = drop_loose_specks(alpha, field, near, settings.drop_specks_px2)
    if settings.edge != "matting" or settings.edge_band_px <= 0:
        return alpha
    alpha = _matted(alpha, field, rgb8, settings, method, logits)
    # Strands that are looked for come in bits.
    strands_wanted = settings.hair_px > settings.edge_band_px
    return alpha if strands_wanted else drop_loose_specks(alpha, field, near, settings.drop_specks_px2)


def _matted(
    alpha: Alpha,
    field: DistanceField,
    rgb8: Rgb8,
    settings: RefineSettings,
    method: MattingMethod,
    logits: Logits | None,
) -> Alpha:
    """Matting where the edge may be: within the band, and where strands leave it. Farther away alpha is 0 or 1."""
    known, trimap = _narrow_band(alpha, field, settings.edge_band_px)
    strands_found = _strands(field, rgb8, settings, logits)
    if strands_found is None:
        return _without_tail(method.alpha(rgb8, trimap, known, None), MATTING_TAIL)
    loose = known & strands_found.unknown
    trimap[loose] = alpha[loose]
    known &= ~loose
    share = np.where(known, np.float32(0.0), strands_found.weight / np.float32(TRUST))
    trimap += share * (strands_found.alpha - trimap)
    return _without_tail(method.alpha(rgb8, trimap, known, strands_found.weight), MATTING_TAIL)


def _narrow_band(alpha: Alpha, field: DistanceField, band_px: float) -> tuple[BoolMask, Alpha]:
    """Which pixels are surely inside or outside, and the alpha with those set."""
    # The first-order distance on purpose: where logits are flat it stays small far from the edge, so the unknown band
    # grows where the model itself was unsure. With true distances the error on drawn truth is larger.
    known = np.ones(alpha.shape, np.bool_)
    trimap = alpha.copy()
    for strip in strips(field, near_tiles(field, band_px)):
        area = strip.source(field)
        distance = strip.upsample(field.distance_px, field)
        known[area] = np.abs(distance) >= band_px
        trimap[area] = np.where(known[area], distance > 0, trimap[area])
    return known, trimap


def _strands(field: DistanceField, rgb8: Rgb8, settings: RefineSettings, logits: Logits | None) -> Strands | None:
    """Hair beyond the band; there the true distance counts."""
    if logits is None or settings.hair_px <= settings.edge_band_px:
        return None
    exact = exact_far_away(field).distance_px
    if field.step > 1:
        exact = cv2.resize(exact, (exact.shape[1] * field.step, exact.shape[0] * field.step))
    distance_px = np.ascontiguousarray(exact[: field.height, : field.width], np.float32)
    unsure = cv2.resize((np.abs(logits) < SURE_LOGIT).astype(np.uint8), (field.width, field.height)) > 0
    return find_strands(rgb8, distance_px, unsure, settings.edge_band_px, settings.hair_px)


def _without_tail(alpha: NDArray[np.float32], tail: float) -> Alpha:
    """Cut `tail` off at both ends and stretch the rest to 0..1."""
    return np.asarray(np.clip((alpha - tail) * (1.0 / (1.0 - 2.0 * tail)), 0.0, 1.0), np.float32)


def _guide_step(field: DistanceField) -> int:
    """How many source pixels one sample of the guide covers; a multiple of the field's step."""
    step = 4 if field.width >= 2 * GUIDE_STEP_FROM_WIDTH_PX else 2 if field.width >= GUIDE_STEP_FROM_WIDTH_PX else 1
    return max(step, field.step)


def _coefficients(field: DistanceField, near: NDArray[np.bool_], rgb8: Rgb8, settings: RefineSettings) -> _Followed:
    """Guided-filter coefficients around the near tiles, at the field's sampling; 0 elsewhere."""
    step = _guide_step(field)
    radius = max(1, round(settings.edge_band_px / step))
    rows, columns = _guide_box(field, near, step, 3 * radius)
    top, bottom, left, right = rows.start * step, rows.stop * step, columns.start * step, columns.stop * step
    size = (columns.stop - columns.start, rows.stop - rows.start)
    small = cv2.resize(rgb8[top:bottom, left:right], size, interpolation=cv2.INTER_AREA)
    part = field.distance_px[top // field.step : bottom // field.step, left // field.step : right // field.step]
    distance = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.float32)
    coarse_alpha = soft_edge(distance, max(settings.soft_edge_px, 2.0 * step))
    guide = Guide(small.astype(np.float32) / 255.0, radius)
    low, high = EXPLAINED
    trust = np.clip((guide.explained(coarse_alpha) - low) * (1.0 / (high - low)), 0.0, 1.0)
    place = slice(top // field.step, None), slice(left // field.step, None)
    return _Followed(
        _placed(guide.sharpened(coarse_alpha).planes, field, place, part.shape),
        _placed(np.asarray(trust, np.float32), field, place, part.shape),
    )


def _placed(
    found: NDArray[np.float32], field: DistanceField, place: tuple[slice, slice], shape: tuple[int, ...]
) -> NDArray[np.float32]:
    """`found` scaled to `shape` in a plane of the field's size; 0 around it."""
    whole = np.zeros((*field.distance_px.shape, *found.shape[2:]), np.float32)
    scaled = found if found.shape[:2] == shape[:2] else cv2.resize(found, (shape[1], shape[0]))
    whole[place][: shape[0], : shape[1]] = scaled
    return whole


def _guide_box(field: DistanceField, near: NDArray[np.bool_], step: int, margin: int) -> tuple[slice, slice]:
    """Rows and columns of the guide (samples of `step` pixels) that hold all near tiles and a margin."""
    boxes = []
    for axis, pixels in ((1, field.height), (0, field.width)):
        tiles = np.flatnonzero(near.any(axis=axis))
        first = int(tiles[0]) * TILE * field.step // step - margin
        last = -(-(int(tiles[-1]) + 1) * TILE * field.step // step) + margin
        boxes.append(slice(max(0, first), max(1, min(-(-pixels // step), last))))
    return boxes[0], boxes[1]


def _snapped(
    soft: Alpha,
    distance_px: NDArray[np.float32],
    rgb8: Rgb8,
    followed: _Followed,
    strip: Strip,
    field: DistanceField,
    band_px: float,
) -> Alpha:
    """Mix the guided alpha into the soft one: fully near the edge, not at all from `band_px` away on."""
    planes = GuidedCoefficients(strip.upsample(followed.planes, field))
    found = planes.apply(rgb8.astype(np.float32) / 255.0)
    guided = _without_tail(found, TAIL)
    weight = np.clip(2.0 - np.abs(distance_px) * (2.0 / band_px), 0.0, 1.0) * strip.upsample(followed.trust, field)
    return np.asarray(soft + weight * (guided - soft), np.float32)
