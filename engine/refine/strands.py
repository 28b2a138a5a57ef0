"""Find hair: where, farther from the outline than the unknown band, single strands belong to the object or gaps do not.

Two witnesses, both after the colour sampling of Wang and Cohen ("Optimized Color Sampling for Robust Matting", CVPR
2007): a pixel's colour lies on the line from a background colour to one of the object's. The first takes the colours
far outside for the background and is believed where those hardly vary; the second takes the median around the pixel,
which thin strands do not move, and speaks for strands only. What they find counts where it hangs together with the
outline and where much of it lies beyond the band, so a smooth object keeps its narrow band.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.types import BoolMask, Rgb8

Plane = NDArray[np.float32]

LARGEST_REACH = 160
"""In samples: strands that reach farther are looked for on a smaller picture, where they are as thick as usual."""

DEPTH = 0.375
"""How far inside the outline, as a share of the reach, gaps between strands may lie; deeper all is the object's."""

THICKEST = 9
"""In samples: what is wider is neither a strand nor a gap between two."""

TRIES = 10
"""Colours of the object that are tried for each pixel."""

CLEAR = 0.35
"""Evidence from which a pixel is taken for a strand or a gap."""

CLEARANCE = 10.0
"""How many times the background's variance the object's colour must be away from it (squared) to be half believed."""

DENSITY = (0.03, 0.08)
"""Share of such pixels beyond the band at which an outline begins to count as hairy, and at which it does fully."""

TRUST = 1.0
"""How strongly sure evidence holds alpha, against 1 for the smoothness of matting."""


@dataclass(frozen=True, slots=True)
class Strands:
    """What was found, at the picture's size."""

    unknown: BoolMask
    """Where the narrow band is wrong to be sure."""
    alpha: Plane
    """The alpha the colours speak for, 0..1."""
    weight: Plane
    """How much that counts, 0..TRUST; 0 where nothing looks like hair."""


@dataclass(frozen=True, slots=True)
class _Witness:
    alpha: Plane
    sure: Plane
    """0..1."""


def find_strands(rgb8: Rgb8, distance_px: Plane, unsure: BoolMask, band_px: float, reach_px: float) -> Strands | None:
    """Strands up to `reach_px` from the outline, whose exact signed distance (h, w) is `distance_px`; None: none.

    `unsure` (h, w): where the model itself leaves room for doubt. Its certainty outweighs colours: a picture is full of
    things in the object's colours that touch it."""
    zone = (distance_px > -reach_px) & (distance_px < _depth(distance_px, reach_px))
    box = _box_of(zone, margin=round(reach_px / 2))
    if box is None or not (distance_px > 0).any() or reach_px <= band_px:
        return None
    height, width = distance_px.shape
    part = distance_px[box]
    step = max(1, -(-round(reach_px) // LARGEST_REACH))
    size = (max(1, part.shape[1] // step), max(1, part.shape[0] // step))
    small = cv2.resize(rgb8[box], size, interpolation=cv2.INTER_AREA)
    distance = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA) / np.float32(step), np.float32)
    open_ = cv2.resize(unsure[box].astype(np.uint8), size, interpolation=cv2.INTER_AREA) > 0
    found = _find(np.asarray(small), distance, open_, band_px / step, reach_px / step)
    if found is None:
        return None
    whole = [np.zeros((height, width), np.float32) for _ in range(3)]
    planes = (found.unknown.astype(np.float32), found.alpha, found.weight)
    for plane, piece in zip(whole, planes, strict=True):
        plane[box] = cv2.resize(piece, (part.shape[1], part.shape[0]))
    return Strands(whole[0] > 0.25, whole[1], whole[2])


def _find(rgb8: Rgb8, distance: Plane, unsure: BoolMask, band: float, reach: float) -> Strands | None:
    witness = _testimony(rgb8, distance, band, reach)
    strand, gap = witness.alpha * witness.sure, (1.0 - witness.alpha) * witness.sure
    outside = _attached(_grown(_thin((strand > CLEAR) & unsure & (distance < 0)), 1), distance > -0.6 * band) & (
        distance < 0
    )
    within = _attached(_grown(_thin((gap > CLEAR) & unsure & (distance > 0)), 1), distance < 0.6 * band) & (
        distance > 0
    )
    unknown = (_grown(outside, 2) & (distance < -0.7 * band)) | (_grown(within, 2) & (distance > 0.7 * band))
    beyond = (unknown & (np.abs(distance) > 1.5 * band)).astype(np.float32)
    hairy = np.clip((_blurred(beyond, reach / 2) - DENSITY[0]) / (DENSITY[1] - DENSITY[0]), 0.0, 1.0)
    unknown &= hairy > 0
    if not unknown.any():
        return None
    active = np.clip(4.0 * _blurred(unknown.astype(np.float32), reach / 10), 0.0, 1.0) * hairy
    return Strands(unknown, witness.alpha, np.asarray(TRUST * witness.sure * active, np.float32))


def _testimony(rgb8: Rgb8, distance: Plane, band: float, reach: float) -> _Witness:
    """Both witnesses on every sample nearer than `reach`."""
    rgb = rgb8.astype(np.float32) / 255.0
    depth = _depth(distance, reach)
    rows, columns = np.nonzero((distance > -reach) & (distance < depth))
    beyond = (distance < -0.9 * reach) + np.float32(1e-3) * (distance < -0.7 * band)
    far = _local_mean(rgb, beyond, reach)
    spread = np.maximum(_local_mean(rgb * rgb, beyond, reach) - far * far, 1e-4).sum(axis=2)[rows, columns]
    colours = np.ascontiguousarray(rgb[rows, columns].T)
    backs = tuple(
        np.ascontiguousarray(back[rows, columns].T) for back in (far, _median_around(rgb, distance, band, reach))
    )
    answers = _nearest_lines(colours, backs, _object_colours(rgb, distance, depth, reach, rows, columns))
    (alpha_far, off_far, length_far), (alpha_near, off_near, length_near) = answers
    ratio = length_far / (spread + 1e-3)
    sure_far = ratio**4 / (ratio**4 + CLEARANCE**4) * np.exp(-np.maximum(0.0, off_far - spread) / 0.02)
    sure_near = np.exp(-off_near / 0.004) * length_near / (length_near + 0.03) * alpha_near
    sure_near *= distance[rows, columns] < -0.3 * band
    alpha, sure = np.zeros(distance.shape, np.float32), np.zeros(distance.shape, np.float32)
    alpha[rows, columns] = (sure_far * alpha_far + sure_near * alpha_near) / (sure_far + sure_near + 1e-6)
    sure[rows, columns] = np.maximum(sure_far, sure_near)
    return _Witness(alpha, sure)


def _object_colours(
    rgb: Plane, distance: Plane, depth: float, reach: float, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> list[Plane]:
    """`TRIES` times (3, n): colours from the solid part of the object, scattered around the place nearest to each of
    the n samples asked for."""
    solid = distance >= depth
    _, labels = cv2.distanceTransformWithLabels(
        (~solid).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    place = np.zeros((int(labels.max()) + 1, 2), np.int32)
    place[labels[solid]] = np.argwhere(solid)
    nearest_y, nearest_x = place[labels[rows, columns]].T
    # The same scatter for every frame: a matte must not shimmer because of chance.
    chance = np.random.default_rng(1)
    (height, width), is_solid, colours = distance.shape, solid.reshape(-1), rgb.reshape(-1, 3)
    nearest = nearest_y * width + nearest_x
    found = []
    for turn in range(TRIES):
        spread = np.float32(reach * (0.05 + 0.0375 * turn))
        y, x = (
            np.clip(middle + np.rint(spread * chance.standard_normal(len(rows), np.float32)).astype(np.int32), 0, top)
            for middle, top in ((nearest_y, height - 1), (nearest_x, width - 1))
        )
        tried = y * width + x
        found.append(np.ascontiguousarray(colours[np.where(is_solid[tried], tried, nearest)].T))
    return found


def _nearest_lines(colours: Plane, backs: tuple[Plane, ...], fronts: list[Plane]) -> list[tuple[Plane, Plane, Plane]]:
    """For each background: alpha on the line that passes nearest, its squared distance and its squared length, (n,).

    All colours are (3, n): sums over channels then run along memory."""
    answers = []
    for back in backs:
        best = np.full(colours.shape[1], np.inf, np.float32)
        alpha, length = np.zeros_like(best), np.zeros_like(best)
        offset = colours - back
        off_squared = _dot(offset, offset)
        for front in fronts:
            line = front - back
            squared = _dot(line, line) + np.float32(1e-4)
            along = _dot(offset, line)
            share = np.clip(along / squared, 0.0, 1.0)
            # |offset − share · line|²; below 0 by rounding only.
            off = np.maximum(off_squared + share * (share * squared - 2 * along), 0.0)
            better = off < best
            best, alpha, length = (
                np.where(better, new, old) for new, old in ((off, best), (share, alpha), (squared, length))
            )
        answers.append((alpha, best, length))
    return answers


def _dot(one: Plane, other: Plane) -> Plane:
    """(n,) of two (3, n)."""
    return np.asarray(one[0] * other[0] + one[1] * other[1] + one[2] * other[2], np.float32)


def _median_around(rgb: Plane, distance: Plane, band: float, reach: float) -> Plane:
    """The picture without strands; in place of the object, the colours around it."""
    outside = (distance < -0.7 * band).astype(np.float32)
    filled = np.where((distance > -1)[..., None], _local_mean(rgb, outside, reach / 2), rgb)
    side = 2 * max(1, round(reach / 11)) + 1
    whole = np.clip(np.rint(filled * 255.0), 0, 255).astype(np.uint8)
    return np.asarray(cv2.medianBlur(whole, side), np.float32) / np.float32(255.0)


def _local_mean(planes: Plane, weight: NDArray[np.float32], radius: float) -> Plane:
    """Weighted means (h, w, c) within `radius`, found on every fourth sample."""
    height, width = weight.shape
    size = (max(1, width // 4), max(1, height // 4))
    side = 2 * max(1, round(radius / 4)) + 1
    weighted = cv2.blur(cv2.resize(planes * weight[..., None], size, interpolation=cv2.INTER_AREA), (side, side))
    total = cv2.blur(cv2.resize(weight, size, interpolation=cv2.INTER_AREA), (side, side))
    mean = weighted / np.maximum(total, 1e-6)[..., None]
    return np.asarray(cv2.resize(mean, (width, height)), np.float32)


def _thin(mask: BoolMask) -> BoolMask:
    """`mask` without what is wider than a strand."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (THICKEST, THICKEST))
    wide = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    return np.asarray(mask & ~_grown(wide > 0, 1), np.bool_)


def _attached(mask: BoolMask, base: BoolMask) -> BoolMask:
    """The parts of `mask` that touch `base`, diagonally too."""
    _, labels = cv2.connectedComponents((mask | base).astype(np.uint8), connectivity=8)
    keep = np.zeros(int(labels.max()) + 1, np.bool_)
    keep[labels[base]] = True
    keep[0] = False
    return np.asarray(keep[labels], np.bool_)


def _grown(mask: BoolMask, by: int) -> BoolMask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((2 * by + 1, 2 * by + 1), np.uint8)) > 0, np.bool_)


def _blurred(plane: Plane, sigma: float) -> Plane:
    """Wide blurs are made on a smaller plane, where they look the same and cost a fraction."""
    height, width = plane.shape
    step = max(1, int(sigma / 4))
    size = (max(1, width // step), max(1, height // step))
    small = plane if step == 1 else cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(sigma / step, 0.5))
    return np.asarray(soft if step == 1 else cv2.resize(soft, (width, height)), np.float32)


def _depth(distance: Plane, reach: float) -> float:
    """How deep strands may begin: in small objects half of the way to the middle."""
    return min(DEPTH * reach, 0.5 * float(distance.max(initial=0.0)))


def _box_of(zone: BoolMask, margin: int) -> tuple[slice, slice] | None:
    rows, columns = np.flatnonzero(zone.any(axis=1)), np.flatnonzero(zone.any(axis=0))
    if rows.size == 0:
        return None
    return (
        slice(max(0, int(rows[0]) - margin), int(rows[-1]) + 1 + margin),
        slice(max(0, int(columns[0]) - margin), int(columns[-1]) + 1 + margin),
    )
