"""Fill small holes, drop small specks and stray islands."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.masks.islands import NOTHING, SURE, IslandRule, Said, cells_said, said_pieces, strays, without
from engine.types import BoolMask, Logits

NEAR_SHARE = 0.1
"""Of what an island far away needs, one beside the object does: feet and tails lie there, strays mostly do not."""

GROWTH = 0.5
"""Of the same, more with each distance of one square root of the object's area: the full share at two of them."""


def fill_holes(logits: Logits, max_area_px2: float, cell_area_px2: float) -> Logits:
    """Close holes of at most `max_area_px2` that do not touch the border. `cell_area_px2`: one sample's area."""
    holes = _small_parts(logits <= 0, max_area_px2 / cell_area_px2, keep_at_border=True)
    return _filled(logits, holes) if holes.any() else logits


def drop_specks(logits: Logits, max_area_px2: float, cell_area_px2: float, said: Said = NOTHING) -> Logits:
    """Remove islands of at most `max_area_px2`; the largest and those a person pointed at always stay."""
    max_cells = min(max_area_px2 / cell_area_px2, cells_said(logits, said))
    specks = _small_parts(logits > 0, max_cells, keep_largest=True)
    if specks.any():
        specks &= ~said_pieces(logits, said)
    return without(logits, specks) if specks.any() else logits


def drop_islands(logits: Logits, share: float, source_hw: tuple[int, int], said: Said = NOTHING) -> Logits:
    """Remove islands that are smaller than `share` of the largest and far from it; near ones need less of it, see
    `engine.masks.islands`. The person's word, `said`, stands above that."""
    if share <= 0:
        return logits
    islands = strays(logits, IslandRule(NEAR_SHARE * share, GROWTH * share, share), source_hw, said)
    return without(logits, islands) if islands.any() else logits


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


def _filled(logits: Logits, holes: BoolMask) -> Logits:
    """Make `holes` surely inside, with the flank around them that led there.

    The flank matters: a surface that only touches zero where a hole was would keep a soft dent in the alpha."""
    around: NDArray[np.uint8] = cv2.dilate(holes.astype(np.uint8), np.ones((5, 5), np.uint8))
    chosen = holes | ((around > 0) & (logits > 0))
    out = logits.copy()
    out[chosen] = np.maximum(np.abs(logits[chosen]), np.float32(SURE))
    return out
