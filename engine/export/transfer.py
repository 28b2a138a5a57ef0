"""From coded values to linear light, by ITU-T H.273 table 3 (inverse of the camera's curve unless noted)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]

PQ_WHITE = 100.0 / 10000.0
"""PQ is absolute: 1.0 in linear light is 100 cd/m², the white of SDR."""

CHROMATICITIES: dict[int, tuple[float, ...]] = {
    1: (0.640, 0.330, 0.300, 0.600, 0.150, 0.060, 0.3127, 0.3290),
    5: (0.640, 0.330, 0.290, 0.600, 0.150, 0.060, 0.3127, 0.3290),
    6: (0.630, 0.340, 0.310, 0.595, 0.155, 0.070, 0.3127, 0.3290),
    9: (0.708, 0.292, 0.170, 0.797, 0.131, 0.046, 0.3127, 0.3290),
    11: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.3140, 0.3510),
    12: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.3127, 0.3290),
}
"""x and y of red, green, blue and white by H.273 primaries (table 2)."""


def to_linear(coded: Values, transfer: int) -> Values:
    """Linear light (float32) of coded values 0..1. Unknown characteristics are taken as BT.709."""
    if transfer == 8:
        return coded
    if transfer in (4, 5):
        return np.asarray(coded ** (2.2 if transfer == 4 else 2.8), np.float32)
    if transfer == 13:
        return _curve(coded, 0.04045, 12.92, 0.055, 2.4)
    if transfer == 16:
        return _from_pq(coded)
    if transfer == 18:
        return _from_hlg(coded)
    return _curve(coded, 0.081, 4.5, 0.099, 1 / 0.45)


def _curve(coded: Values, knee: float, slope: float, offset: float, power: float) -> Values:
    """A straight piece near black, then a power."""
    return np.where(coded < knee, coded / slope, ((coded + offset) / (1 + offset)) ** power).astype(np.float32)


def _from_pq(coded: Values) -> Values:
    """SMPTE ST 2084, equation 4.1."""
    m1, m2 = 2610 / 16384, 2523 / 4096 * 128
    c1, c2, c3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
    root = coded.astype(np.float64) ** (1 / m2)
    light = (np.maximum(root - c1, 0) / (c2 - c3 * root)) ** (1 / m1)
    return np.asarray(light / PQ_WHITE, np.float32)


def _from_hlg(coded: Values) -> Values:
    """ITU-R BT.2100 table 5: scene light, 1 at full signal."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.where(coded <= 0.5, coded**2 / 3, (np.exp((coded - c) / a) + b) / 12).astype(np.float32)


def from_linear(light: Values, transfer: int) -> Values:
    """Coded values 0..1 of linear light: the inverse of `to_linear`, to 1/65535, by looking it up."""
    codes = np.linspace(0.0, 1.0, 65536, dtype=np.float32)
    curve = to_linear(codes, transfer)
    return np.interp(light, curve, codes).astype(np.float32)
