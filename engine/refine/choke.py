"""Choke: bend the ramp of alpha towards the inside or the outside without moving what is already solid."""

from __future__ import annotations

import cv2
import numpy as np

from engine.types import Alpha


def choke(alpha: Alpha, amount: float) -> Alpha:
    """Steepen the edge: amount -1..0 pulls it inside (less alpha), 0..1 pushes it outside (more alpha).

    The range [low, high] of alpha is stretched to 0..1; at ±1 half of the ramp has gone.
    """
    amount = min(max(amount, -1.0), 1.0)
    if amount == 0:
        return alpha
    low, high = (0.0, 1.0 - amount / 2) if amount > 0 else (-amount / 2, 1.0)
    gain = 1.0 / (high - low)
    out = cv2.addWeighted(alpha, gain, alpha, 0.0, -low * gain)
    return np.asarray(np.clip(out, 0.0, 1.0), np.float32)
