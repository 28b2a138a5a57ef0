"""The disc that moves through every clip of `engine.bench.clips`: where it is, and what a tracker would say of it."""

from __future__ import annotations

import numpy as np

from engine.types import Logits

PIECE_FRAMES = 250
"""After so many frames the clip begins anew: `engine.bench.clips.LONG_GOP`, which cannot be asked without av."""
GRID = (72, 128)
"""Height and width of the shipped model's masks."""
LOGITS_A_CELL = 0.5


def disc_at(frame: int, width: int, height: int) -> tuple[float, float]:
    """Its middle (x, y) in frame pixels."""
    at = frame % PIECE_FRAMES
    return width * (0.3 + 0.2 * float(np.sin(at / 40))), height * (0.5 + 0.15 * float(np.cos(at / 30)))


def disc_radius(height: int) -> float:
    """In frame pixels."""
    return height / 6


def disc_logits(frame: int, width: int, height: int) -> Logits:
    """float32 GRID: a signed distance to its edge."""
    x, y = disc_at(frame, width, height)
    rows, columns = GRID
    yy = (np.arange(rows, dtype=np.float32)[:, None] + 0.5) * height / rows
    xx = (np.arange(columns, dtype=np.float32)[None] + 0.5) * width / columns
    inside_px = disc_radius(height) - np.hypot(xx - x, yy - y)
    return np.asarray(inside_px * columns / width * LOGITS_A_CELL, np.float32)
