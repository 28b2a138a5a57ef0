"""Mattes with mattes: hold-outs, garbage and core masks, and the union of several objects."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.types import Alpha


def hold_out(alpha: Alpha, in_front: Sequence[Alpha]) -> Alpha:
    """What remains of `alpha` behind the mattes `in_front`: each takes away its share of what is left."""
    out = alpha
    for front in in_front:
        out = out * (1.0 - front)
    return np.asarray(out, np.float32)


def garbage(alpha: Alpha, keep: Alpha) -> Alpha:
    """Nothing outside `keep` (0..1): a rough mask around everything that may belong to the object."""
    return np.asarray(np.minimum(alpha, keep), np.float32)


def core(alpha: Alpha, solid: Alpha) -> Alpha:
    """At least `solid` (0..1) everywhere: a rough mask of what certainly belongs to the object."""
    return np.asarray(np.maximum(alpha, solid), np.float32)


def union(alphas: Sequence[Alpha]) -> Alpha:
    """All objects as one matte, by Porter and Duff's `over` (1984, section 4). Raises ValueError for none."""
    if not alphas:
        raise ValueError("a union needs at least one matte")
    out = alphas[0]
    for alpha in alphas[1:]:
        out = out + alpha - out * alpha
    return np.asarray(out, np.float32)
