"""Frames painted by hand fade into the tracked ones beside them, so that a correction does not pop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.refine.signed_distance import distance_field, exact_far_away
from engine.types import Logits, Pts

Plane = NDArray[np.float32]

LOGITS_PER_CELL = 2.0
"""Slope of the blended surface; the edge's place does not depend on it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a painted frame changed, and how much of it is left on another frame."""

    painted: Logits
    """Any size; > 0 is inside."""
    tracked: Logits
    """What tracking says of the same frame."""
    share: float
    """1 on the painted frame itself, 0 where it no longer counts."""


def nearby(painted: Iterable[Pts], pts: Pts, frame_pts: float, frames: int) -> Iterator[tuple[Pts, float]]:
    """The nearest painted frame before and after `pts` within `frames`, and the share each has left.

    `frame_pts`: how far one frame is from the next, in pts."""
    times = sorted(painted)
    before = [time for time in times if time < pts][-1:]
    after = [time for time in times if time > pts][:1]
    for time in (*before, *after):
        share = 1.0 - abs(pts - time) / frame_pts / (frames + 1)
        if share > 0:
            yield time, share


def blend_painted(logits: Logits, corrections: Iterable[Correction], source_hw: tuple[int, int]) -> Logits:
    """`logits` (gh, gw) with its edge moved as `corrections` moved theirs, each by its share.

    What the person changed travels with the object: it is shifted by as much as the tracked mask's centre has moved.
    """
    now = _distance(logits, logits, source_hw)
    moved = np.zeros_like(now)
    for correction in corrections:
        there = _distance(correction.tracked, logits, source_hw)
        change = _distance(correction.painted, logits, source_hw) - there
        moved += np.float32(correction.share) * _shifted(change, _centre(now) - _centre(there))
    cell_px = source_hw[1] / logits.shape[1]
    surface = np.clip((now + moved) * (LOGITS_PER_CELL / cell_px), -8.0, 8.0)
    # Where nothing changes the logits stay as they are, with the softness they carry.
    change_counts = np.clip(np.abs(moved) / (0.25 * cell_px), 0.0, 1.0)
    kept = cv2.resize(logits, (now.shape[1], now.shape[0]))
    return np.asarray(kept + change_counts * (surface - kept), np.float32)


def _distance(logits: Logits, like: Logits, source_hw: tuple[int, int]) -> Plane:
    """Signed distance in source pixels, sampled as the grid of `like` is."""
    if logits.shape != like.shape:
        shrinks = logits.shape[1] > like.shape[1]
        flag = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        logits = np.asarray(cv2.resize(logits, (like.shape[1], like.shape[0]), interpolation=flag), np.float32)
    return exact_far_away(distance_field(logits, source_hw)).distance_px


def _centre(distance: Plane) -> NDArray[np.float64]:
    """The middle (x, y) of what is inside, in samples; the picture's middle where nothing is."""
    rows, columns = np.nonzero(distance > 0)
    if rows.size == 0:
        return np.array([distance.shape[1] / 2, distance.shape[0] / 2])
    return np.array([columns.mean(), rows.mean()])


def _shifted(plane: Plane, by: NDArray[np.float64]) -> Plane:
    matrix = np.array([[1, 0, by[0]], [0, 1, by[1]]], np.float32)
    size = (plane.shape[1], plane.shape[0])
    return np.asarray(cv2.warpAffine(plane, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.float32)
