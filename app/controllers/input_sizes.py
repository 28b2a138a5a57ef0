"""Which input sizes the models panel offers, and what each costs. Pure data."""

from __future__ import annotations

import math
from fractions import Fraction

STRIDE = 32
"""The model's input sides are multiples of this."""

SHARES = (Fraction(3, 4), Fraction(1, 2))
"""Of the model's own size. Below half, small things are gone."""

_SAM2_SIDE = 1024
_NANO_AREA = 384 * 672

_SAM2_WORK = {Fraction(3, 4): 40, Fraction(1, 2): 13}
"""Percent of the arithmetic a frame, counted for SAM 2.1 tiny with full memory (docs/performance.md): attention to
what is remembered grows with the square of the picture's area."""


def own_side(model: str, width: int, height: int) -> int:
    """The longer side of the model's input for a clip of this size: see `engine.tracking.feed.input_size`."""
    if model.startswith("sam2"):
        return _SAM2_SIDE
    return _to_stride(math.sqrt(_NANO_AREA / (width * height)) * max(width, height))


def size_choices(model: str, width: int, height: int, chosen: int | None) -> tuple[tuple[int, str], ...]:
    """(value, title) for the panel, the model's own size (0) first. A size that was chosen elsewhere is offered too."""
    own = own_side(model, width, height)
    smaller = [_to_stride(own * share) for share in SHARES]
    sides = sorted({*smaller, *([chosen] if chosen else [])}, reverse=True)
    return ((0, f"{own} px, its own"), *((side, f"{side} px") for side in sides))


def size_note(model: str, width: int, height: int, chosen: int | None) -> str:
    """What the chosen size gains and costs."""
    own = own_side(model, width, height)
    if chosen is None or chosen == own:
        return "A smaller input is faster; small things and fine edges get coarser."
    if chosen > own:
        return "Larger than the model's own size: slower, and rarely better."
    percent = _work_percent(model, Fraction(chosen, own))
    return f"About {percent} % of the work a frame. Small things and fine edges get coarser."


def _work_percent(model: str, share: Fraction) -> int:
    counted = _SAM2_WORK.get(share) if model.startswith("sam2") else None
    return counted or max(1, round(100 * share * share))


def _to_stride(side: float | Fraction) -> int:
    return max(STRIDE, round(float(side) / STRIDE) * STRIDE)
