"""Grow and shrink by fractions of a pixel: the edge moves along its normal."""

from __future__ import annotations

from engine.refine.signed_distance import DistanceField, exact_far_away


def grow(field: DistanceField, amount_px: float) -> DistanceField:
    """Move the edge outwards by `amount_px` source pixels (inwards where negative)."""
    if amount_px == 0:
        return field
    exact = exact_far_away(field)
    return exact.with_distance(exact.distance_px + amount_px)
