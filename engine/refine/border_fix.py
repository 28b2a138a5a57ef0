"""The frame's border: models fade out in the last pixels; what is just inside them is carried to the edge."""

from __future__ import annotations

import numpy as np

from engine.types import Logits


def border_fix(logits: Logits, width_px: float, source_hw: tuple[int, int]) -> Logits:
    """Replace the outermost `width_px` source pixels (rounded up to grid cells) by the cells next to them."""
    rows = _cells(width_px, logits.shape[0], source_hw[0])
    columns = _cells(width_px, logits.shape[1], source_hw[1])
    if not rows and not columns:
        return logits
    core = logits[rows : logits.shape[0] - rows, columns : logits.shape[1] - columns]
    return np.pad(core, ((rows, rows), (columns, columns)), mode="edge")


def _cells(width_px: float, cells: int, pixels: int) -> int:
    """How many grid cells cover `width_px`; never so many that fewer than two remain between both sides."""
    wanted = int(np.ceil(width_px * cells / pixels)) if width_px > 0 else 0
    return min(wanted, max(0, (cells - 2) // 2))
