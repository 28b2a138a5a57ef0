"""Fill small holes and drop small specks, judged by their area in source pixels."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.types import BoolMask, Logits

SURE = 4.0
"""A logit that says inside (98 %) beyond doubt: what a filled hole gets, and its negative what a dropped speck gets."""


def fill_holes(logits: Logits, max_area_px2: float, cell_area_px2: float) -> Logits:
    """Close holes of at most `max_area_px2` that do not touch the border. `cell_area_px2`: one sample's area."""
    holes = _small_parts(logits <= 0, max_area_px2 / cell_area_px2, keep_at_border=True)
    return _overwrite(logits, holes, 1.0) if holes.any() else logits


def drop_specks(logits: Logits, max_area_px2: float, cell_area_px2: float) -> Logits:
    """Remove islands of at most `max_area_px2`; the largest island always stays."""
    specks = _small_parts(logits > 0, max_area_px2 / cell_area_px2, keep_largest=True)
    return _overwrite(logits, specks, -1.0) if specks.any() else logits


def _small_parts(
    mask: BoolMask, max_cells: float, keep_at_border: bool = False, keep_largest: bool = False
) -> BoolMask:
    """Connected parts of `mask` of at most `max_cells` samples. Holes join over edges only, islands diagonally too."""
    if max_cells < 1 or not mask.any():
        return np.zeros(mask.shape, np.bool_)
    connectivity = 4 if keep_at_border else 8
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=connectivity)
    small = stats[:, cv2.CC_STAT_AREA] <= max_cells
    small[0] = False
    if keep_largest and count > 1:
        small[1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))] = False
    if keep_at_border:
        small[np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))] = False
    return np.asarray(small[labels], np.bool_)


def _overwrite(logits: Logits, parts: BoolMask, sign: float) -> Logits:
    """Make `parts` surely inside (sign 1) or outside (-1), with the flank around them that led there.

    The flank matters: a surface that only touches zero where a hole was would keep a soft dent in the alpha."""
    kernel = np.ones((5, 5), np.uint8)
    around: NDArray[np.uint8] = cv2.dilate(parts.astype(np.uint8), kernel)
    flank = (around > 0) & (sign * logits > 0)
    out = logits.copy()
    chosen = parts | flank
    out[chosen] = sign * np.maximum(np.abs(logits[chosen]), SURE)
    return out
