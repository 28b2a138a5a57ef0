"""Which pieces of a mask belong to its object, and which are strays that a model was caught by.

Size alone cannot tell: a foot behind a table leg is as small as a stray. So a piece has to be the larger the farther it
lies from the object's main piece, both counted in the object's own size; and it needs less where the model had
doubts on the whole way between the two instead of being sure of background. What a person pointed at always stays.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.types import BoolMask, Logits

UNSURE_LOGIT = -2.0
"""Background with less than 88 % is doubt. A way through doubt joins two pieces."""

SURE = 4.0
"""A logit that says inside (98 %) beyond doubt, and its negative outside: what is left of a dropped piece."""

RIM_LOGIT = 1.5
"""Beside a dropped piece nothing is less sure of being outside."""

NEXT_CELL = 1.5
"""A cell nearer than this to what is kept touches it: it is the slope of that one's own edge."""

CRUMB_CELLS = 4
"""Less of a painted mask is a crumb of its edge, and says nothing of how small the object's pieces may be."""

SMALLEST_SAID = 0.5
"""Where a person pointed at several pieces, one of this share of the smallest of them stays as well: it is no stray
because a thing turns or is half hidden."""


@dataclass(frozen=True, slots=True)
class IslandRule:
    """How large a piece has to be, as a share of the main piece's area."""

    near: float
    """Beside the main piece."""
    growth: float
    """More with each distance of one square root of the main piece's area."""
    far: float
    """Anywhere."""
    joined: float = 0.5
    """What a piece joined through doubt needs of what one beyond sure background needs."""

    def needed(self, distances: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shares for distances in square roots of the main piece's area."""
        return np.clip(np.float32(self.growth) * distances, min(self.near, self.far), self.far)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person pointed at, in shares of the frame's width and height."""

    points: tuple[tuple[float, float], ...] = ()
    """x, y: the pieces under them stay."""
    box: tuple[float, float, float, float] | None = None
    """x0, y0, x1, y1: the largest piece in it is the object."""
    everything: bool = False
    """A mask was given: every piece is said."""
    smallest: float = np.inf
    """The smallest piece that was pointed at on any frame, as a share of that frame's main piece."""


NOTHING = Said()


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The connected pieces of one mask; number 0 is the background."""

    labels: NDArray[np.int32]
    areas: NDArray[np.int64]
    """(pieces + 1,) in cells; 0 for the background."""
    said: BoolMask
    """(pieces + 1,): a person pointed at it."""
    main: int


def strays(logits: Logits, rule: IslandRule, frame_hw: tuple[int, int], said: Said = NOTHING) -> BoolMask:
    """Cells (h, w) of `logits` (h, w) whose pieces do not belong; `frame_hw`: the frame that the grid covers."""
    pieces = _pieces(logits, said)
    if pieces is None or len(pieces.areas) <= 2:
        return np.zeros(logits.shape, np.bool_)
    areas = pieces.areas / pieces.areas[pieces.main]
    needed = np.minimum(rule.needed(_distances(pieces, frame_hw)), SMALLEST_SAID * said.smallest)
    needed[_joined(logits, pieces)] *= rule.joined
    away = (areas < needed) & ~pieces.said
    away[[0, pieces.main]] = False
    return np.asarray(away[pieces.labels], np.bool_)


def said_pieces(logits: Logits, said: Said) -> BoolMask:
    """Cells (h, w) of the pieces that `said` points at."""
    pieces = None if said == NOTHING else _pieces(logits, said)
    return np.zeros(logits.shape, np.bool_) if pieces is None else np.asarray(pieces.said[pieces.labels], np.bool_)


def cells_said(logits: Logits, said: Said) -> float:
    """How many cells are enough for a piece, because so small ones were pointed at; infinity where none were."""
    pieces = _pieces(logits, said) if np.isfinite(said.smallest) else None
    return float(np.inf) if pieces is None else SMALLEST_SAID * said.smallest * float(pieces.areas[pieces.main])


def smallest_said(logits: Logits, said: Said) -> float:
    """The smallest piece that `said` points at, as a share of the main one; infinity where there are not two."""
    pieces = _pieces(logits, said)
    if pieces is None:
        return float(np.inf)
    areas = pieces.areas[pieces.said & (pieces.areas >= CRUMB_CELLS)]
    return float(areas.min() / pieces.areas[pieces.main]) if len(areas) > 1 else float(np.inf)


def without(logits: Logits, away: BoolMask) -> Logits:
    """`logits` (h, w) with the pieces `away` (h, w) surely outside, and with the slope around them that led there.

    The slope matters: a surface that falls off a cliff beside cells of little doubt swings above zero when it is
    interpolated, which leaves crumbs where the piece was."""
    kept = (logits > 0) & ~away
    if not kept.any():
        return np.minimum(logits, np.float32(-SURE))
    to_kept = _distance_to(kept)
    gone = (logits > -SURE) & (_distance_to(away) < to_kept)
    out = logits.copy()
    out[gone] = -SURE
    # Where doubt goes on towards what is kept, the cut itself is made gentle.
    rim = (cv2.dilate(gone.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~gone & (to_kept > NEXT_CELL)
    out[rim] = np.minimum(out[rim], np.float32(-RIM_LOGIT))
    return out


def _distance_to(mask: BoolMask) -> NDArray[np.float32]:
    """In cells, (h, w); 0 inside."""
    return np.asarray(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_3), np.float32)


def _pieces(logits: Logits, said: Said) -> _Pieces | None:
    """None where nothing is inside. Cells that touch at a corner belong together."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((logits > 0).astype(np.uint8), connectivity=8)
    if count < 2:
        return None
    areas = stats[:, cv2.CC_STAT_AREA].astype(np.int64)
    areas[0] = 0
    pointed_at = _pointed_at(labels, areas, said)
    # What was pointed at is the object, however large something else is.
    candidates = np.where(pointed_at, areas, 0) if pointed_at.any() else areas
    return _Pieces(labels, areas, pointed_at, int(candidates.argmax()))


def _pointed_at(labels: NDArray[np.int32], areas: NDArray[np.int64], said: Said) -> BoolMask:
    height, width = labels.shape
    found = np.full(len(areas), said.everything)
    for x, y in said.points:
        found[labels[min(int(y * height), height - 1), min(int(x * width), width - 1)]] = True
    if said.box is not None:
        x0, y0, x1, y1 = said.box
        inside = labels[int(y0 * height) : int(np.ceil(y1 * height)), int(x0 * width) : int(np.ceil(x1 * width))]
        counts = np.bincount(inside[inside > 0], minlength=len(areas))
        found[int(counts.argmax())] = True
    found[0] = False
    return found


def _distances(pieces: _Pieces, frame_hw: tuple[int, int]) -> NDArray[np.float32]:
    """From each piece to the main one, in square roots of the main piece's area."""
    height, width = pieces.labels.shape
    # Distances are those of the frame: a square grid over a wide frame is stretched to square cells first.
    stretch = frame_hw[1] / width / (frame_hw[0] / height)
    size = max(1, round(width * max(1.0, stretch))), max(1, round(height * max(1.0, 1 / stretch)))
    outside = (pieces.labels != pieces.main).astype(np.uint8)
    far = cv2.distanceTransform(
        cv2.resize(outside, size, interpolation=cv2.INTER_NEAREST), cv2.DIST_L2, cv2.DIST_MASK_5
    )
    cells = cv2.resize(far, (width, height), interpolation=cv2.INTER_NEAREST)
    least = np.full(len(pieces.areas), np.inf, np.float32)
    others = (pieces.labels > 0) & (outside > 0)
    np.minimum.at(least, pieces.labels[others], cells[others])
    stretched = pieces.areas[pieces.main] * (size[0] / width) * (size[1] / height)
    least[0] = 0
    return least / np.float32(np.sqrt(stretched))


def _joined(logits: Logits, pieces: _Pieces) -> BoolMask:
    """Which pieces hang together with the main one through cells the model had doubts about."""
    _, wide = cv2.connectedComponents((logits > UNSURE_LOGIT).astype(np.uint8), connectivity=8)
    of_piece = np.zeros(len(pieces.areas), np.int32)
    inside = pieces.labels > 0
    of_piece[pieces.labels[inside]] = wide[inside]
    return np.asarray(of_piece == of_piece[pieces.main], np.bool_)
