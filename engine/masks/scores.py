"""How sure the model was, frame by frame, and how the mask moved: what the confidence curve and "doubtful" stand on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.masks.codec import Quantised
from engine.types import Pts

VISIBLE_FROM = 0.5
"""Presence from which an object counts as in the picture (SAM 2's occlusion score, sigmoid 0.5 = logit 0)."""
_SURPRISE_AT = 6.0
"""Times the usual movement of the outline at which a change counts as fully surprising."""
_FLOOR_CHANGE = 0.02
"""Changes of the mask below this are never surprising: the flicker of a resting object's outline."""
_WINDOW = 15
"""Frames around a frame that say what change is usual there."""

Curve = NDArray[np.float32]
"""(n,), one value a frame."""


@dataclass(frozen=True, slots=True)
class MaskMeasure:
    """One mask in four numbers. Lengths are fractions of the grid, so grids of any size compare."""

    area: float
    """Share of the grid inside, 0..1."""
    centre_x: float | None
    """0..1 from the left; None where nothing is inside."""
    centre_y: float | None
    change: float | None
    """1 - IoU with the frame tracked before it, 0..1; None where there was none."""


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """What is known about one object's tracked frames, in order of pts. All arrays have length n."""

    pts: NDArray[np.int64]
    presence: Curve
    """Probability that the object is in the picture."""
    quality: Curve
    """Predicted IoU of the mask, 0..1."""
    area: Curve
    centre_x: Curve
    """NaN where nothing is inside."""
    centre_y: Curve
    change: Curve
    """NaN where a pass began."""
    take: NDArray[np.int64]
    """Which take each row comes from."""

    def __len__(self) -> int:
        return len(self.pts)


def measure(cells: Quantised, before: Quantised | None) -> MaskMeasure:
    """Area, centre and change of a mask; `before` is the neighbour tracked just before, of the same grid."""
    inside = cells > 0
    count = int(np.count_nonzero(inside))
    change = None if before is None or before.shape != cells.shape else _change(inside, before > 0)
    if not count:
        return MaskMeasure(0.0, None, None, change)
    height, width = cells.shape
    across, down = inside.sum(axis=0), inside.sum(axis=1)
    centre_x = float(across @ (np.arange(width) + 0.5)) / (count * width)
    centre_y = float(down @ (np.arange(height) + 0.5)) / (count * height)
    return MaskMeasure(count / cells.size, centre_x, centre_y, change)


def visible(scores: ScoreTable) -> NDArray[np.bool_]:
    """(n,) whether the object is in the picture and has a mask."""
    return (scores.presence >= VISIBLE_FROM) & (scores.area > 0)


def surprise(scores: ScoreTable) -> Curve:
    """(n,) 0..1: how much more than usual around it the mask changed, both frames being visible."""
    seen = visible(scores)
    both = seen & np.concatenate([seen[:1], seen[:-1]])
    change = np.where(both, np.nan_to_num(scores.change), 0).astype(np.float32)
    usual = np.maximum(_running_median(change), _FLOOR_CHANGE)
    excess = (change / usual - 1) / (_SURPRISE_AT - 1)
    return np.clip(excess, 0, 1).astype(np.float32)


def doubt(scores: ScoreTable) -> Curve:
    """(n,) 0..1: how much a person should look at this frame.

    Three independent reasons, joined as 1 - product of (1 - reason): presence near one half, a visible mask of low
    predicted quality, a surprising change.
    """
    undecided = 1 - np.abs(2 * scores.presence - 1)
    poor = np.where(visible(scores), 1 - scores.quality, 0)
    sure = (1 - undecided) * (1 - poor) * (1 - surprise(scores))
    return np.clip(1 - sure, 0, 1).astype(np.float32)


def doubtful_frames(scores: ScoreTable, limit: int = 20, at_least: float = 0.5, apart: int = 10) -> list[Pts]:
    """The frames most worth a look, the worst first: peaks of `doubt` at least `apart` rows from each other."""
    doubts = doubt(scores)
    chosen: list[int] = []
    for row in np.argsort(-doubts, kind="stable"):
        if len(chosen) == limit or doubts[row] < at_least:
            break
        if all(abs(int(row) - other) >= apart for other in chosen):
            chosen.append(int(row))
    return [Pts(int(scores.pts[row])) for row in chosen]


def frames_of_return(scores: ScoreTable) -> list[Pts]:
    """Where the object comes back: visible after a hidden frame, having been visible before."""
    seen = visible(scores)
    been = np.logical_or.accumulate(seen)
    back = seen[1:] & ~seen[:-1] & been[:-1]
    return [Pts(int(pts)) for pts in scores.pts[1:][back]]


def _change(inside: NDArray[np.bool_], before: NDArray[np.bool_]) -> float:
    union = int(np.count_nonzero(inside | before))
    return int(np.count_nonzero(inside ^ before)) / union if union else 0.0


def _running_median(values: Curve) -> Curve:
    if not len(values):
        return values
    half = _WINDOW // 2
    padded = np.pad(values, half, mode="reflect" if len(values) > half else "edge")
    return np.median(np.lib.stride_tricks.sliding_window_view(padded, _WINDOW), axis=1).astype(np.float32)
