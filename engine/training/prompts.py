"""What a person, or propagation, might say about an object: clicks, loose boxes and imperfect mask hints.

Everything here works on the decoder's grid, a quarter of the picture. Clicks follow the SAM papers (Kirillov et al.
2023, section 4 and appendix A; SAM 2, appendix D.2): the first inside, the next ones from the larger error region.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.sam2.prompt_encoder import BOX_FIRST, BOX_SECOND, NEGATIVE, POSITIVE

Rng = np.random.Generator
FloatPlane = NDArray[np.float32]
CELL_PX = 4
"""Network input pixels per cell of the decoder's grid."""
HINT_LIMIT = 8.0
"""Hints are logits within ± this, as masks are stored."""


@dataclass(frozen=True, slots=True)
class Point:
    """One click or box corner in pixels of the network input."""

    x: float
    y: float
    label: int


def depth_inside(region: NDArray[np.bool_]) -> FloatPlane:
    """Distance to the region's border in cells, 0 outside; the picture's edge is border too. (h, w)."""
    padded = np.pad(region.astype(np.uint8), 1)
    return np.asarray(cv2.distanceTransform(padded, cv2.DIST_L2, 5)[1:-1, 1:-1], np.float32)


def _pick(rng: Rng, depth: FloatPlane, centred: bool) -> tuple[float, float]:
    """The deepest cell, or a random one, deep ones more often; a random place within it. Pixels (x, y)."""
    flat = depth.ravel()
    if centred:
        index = int(flat.argmax())
    else:
        weights = np.cumsum(flat.astype(np.float64) ** 1.5)
        index = int(np.searchsorted(weights, rng.random() * weights[-1], side="right"))
    y, x = divmod(min(index, flat.size - 1), depth.shape[1])
    return (x + rng.random()) * CELL_PX - 0.5, (y + rng.random()) * CELL_PX - 0.5


def first_click(rng: Rng, truth: NDArray[np.bool_]) -> Point:
    """A positive click inside a mask that is not empty: half the time in its middle."""
    x, y = _pick(rng, depth_inside(truth), bool(rng.random() < 0.5))
    return Point(x, y, POSITIVE)


def correction_click(rng: Rng, truth: NDArray[np.bool_], predicted: NDArray[np.bool_]) -> Point | None:
    """A click in the deeper error region, mostly in its middle; None where the masks agree."""
    missed, wrong = depth_inside(truth & ~predicted), depth_inside(predicted & ~truth)
    if not missed.any() and not wrong.any():
        return None
    positive = bool(missed.max() >= wrong.max())
    x, y = _pick(rng, missed if positive else wrong, bool(rng.random() < 0.7))
    return Point(x, y, POSITIVE if positive else NEGATIVE)


def loose_box(rng: Rng, truth: NDArray[np.bool_], looseness: float = 0.1) -> tuple[Point, Point]:
    """The mask's box; each side moved by up to `looseness` of the box's size, mostly outwards, within the picture."""
    height, width = truth.shape
    ys, xs = np.flatnonzero(truth.any(1)), np.flatnonzero(truth.any(0))
    x0, x1, y0, y1 = float(xs[0]), float(xs[-1] + 1), float(ys[0]), float(ys[-1] + 1)
    span_x, span_y = x1 - x0, y1 - y0
    jitter = rng.uniform(-0.4, 1.0, 4) * looseness * rng.random()
    x0, x1 = max(0.0, x0 - jitter[0] * span_x), min(float(width), x1 + jitter[1] * span_x)
    y0, y1 = max(0.0, y0 - jitter[2] * span_y), min(float(height), y1 + jitter[3] * span_y)
    return (
        Point(x0 * CELL_PX - 0.5, y0 * CELL_PX - 0.5, BOX_FIRST),
        Point(x1 * CELL_PX - 0.5, y1 * CELL_PX - 0.5, BOX_SECOND),
    )


def logits_of(probability: FloatPlane) -> FloatPlane:
    """Probabilities 0..1 as logits within ±HINT_LIMIT."""
    p = np.clip(probability, 1e-4, 1 - 1e-4)
    return np.asarray(np.clip(np.log(p / (1 - p)), -HINT_LIMIT, HINT_LIMIT), np.float32)


def _drifted(rng: Rng, mask: FloatPlane) -> FloatPlane:
    """Shifted, turned and scaled a little about its own centre."""
    size = float(np.sqrt(max(mask.sum(), 1.0)))
    ys, xs = np.nonzero(mask > 0.5)
    centre = (float(xs.mean()), float(ys.mean())) if len(xs) else (0.0, 0.0)
    matrix = cv2.getRotationMatrix2D(centre, float(rng.normal(0, 6)), float(np.exp(rng.normal(0, 0.06))))
    matrix[:, 2] += rng.normal(0, 0.07, 2) * size
    return np.asarray(cv2.warpAffine(mask, matrix, mask.shape[::-1], flags=cv2.INTER_LINEAR), np.float32)


def _swollen(rng: Rng, mask: FloatPlane) -> FloatPlane:
    """Eroded or dilated by up to a tenth of its size."""
    radius = int(rng.integers(1, 2 + int(0.1 * np.sqrt(max(mask.sum(), 1.0)))))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2)
    change = cv2.erode if rng.random() < 0.5 else cv2.dilate
    return np.asarray(change(mask, kernel), np.float32)


def _blob(rng: Rng, mask: FloatPlane, inside: bool) -> FloatPlane:
    """A random ellipse near the mask's border, or inside it: (h, w) 0 or 1."""
    ys, xs = np.nonzero(mask > 0.5 if inside else cv2.dilate(mask, np.ones((9, 9), np.uint8)) > 0.5)
    blob = np.zeros_like(mask)
    if len(xs):
        i, size = int(rng.integers(len(xs))), float(np.sqrt(max(mask.sum(), 4.0)))
        axes = (int(1 + size * rng.uniform(0.08, 0.35)), int(1 + size * rng.uniform(0.08, 0.35)))
        cv2.ellipse(blob, (int(xs[i]), int(ys[i])), axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1)
    return blob


def _softened(rng: Rng, mask: FloatPlane) -> FloatPlane:
    """Through a coarse grid and back, weaker, with a mottled ground: what label propagation hands over."""
    height, width = mask.shape
    factor = int(rng.choice((1, 2, 4)))
    small = cv2.resize(mask, (max(1, width // factor), max(1, height // factor)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), float(rng.uniform(0.3, 1.0)))
    mottle = cv2.resize(rng.random((5, 7), np.float32), small.shape[::-1], interpolation=cv2.INTER_LINEAR)
    strength, ground = float(rng.uniform(0.55, 1.0)), float(rng.uniform(0, 0.2))
    small = small * (1 - (1 - strength) * mottle) + (1 - small) * ground * mottle**2
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def imperfect_hint(rng: Rng, truth: FloatPlane, others: FloatPlane) -> FloatPlane:
    """Logits (h, w) of a mask that is wrong as propagated masks are wrong.

    `truth` (h, w) coverage 0..1 of the object, `others` the same of everything else that is known on the picture.
    """
    mask = truth
    if rng.random() < 0.6:
        mask = _drifted(rng, mask)
    if rng.random() < 0.4:
        mask = _swollen(rng, mask)
    if rng.random() < 0.4:
        mask = mask * (1 - _blob(rng, truth, inside=True))
    if rng.random() < 0.35:
        mask = np.maximum(mask, _blob(rng, truth, inside=False))
    if rng.random() < 0.3:
        leak = others * cv2.GaussianBlur(_blob(rng, truth, inside=False), (0, 0), 3.0)
        mask = np.maximum(mask, np.minimum(1.0, 2.0 * leak))
    return logits_of(_softened(rng, mask) if rng.random() < 0.8 else mask)


def leftover_hint(rng: Rng, others: FloatPlane) -> FloatPlane:
    """Logits (h, w) of what propagation finds once the object is gone: weak specks, or a weak look-alike."""
    speckle = cv2.resize(rng.random((9, 13), np.float32), others.shape[::-1], interpolation=cv2.INTER_CUBIC)
    weak = np.clip(speckle - 0.5, 0, 1) * float(rng.uniform(0, 0.5))
    if rng.random() < 0.6 and others.any():
        weak = np.maximum(weak, others * _blob(rng, others, inside=True) * float(rng.uniform(0.1, 0.5)))
    return logits_of(np.asarray(cv2.GaussianBlur(weak, (0, 0), 2.0), np.float32))
