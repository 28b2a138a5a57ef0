"""Snap the edge to the picture: the fast guided filter with a colour guide.

He, Sun, Tang, "Guided Image Filtering" (TPAMI 2013), equations 14 to 16 and 19 to 21; He & Sun, "Fast Guided Filter"
(arXiv 1505.00996): the coefficients are found on a coarse picture and applied to the full one.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Planes = NDArray[np.float32]

EPSILON = 4e-4
"""Regularisation for colours in 0..1: variances well below it (flat areas, noise) do not bend the edge."""


@dataclass(frozen=True, slots=True)
class GuidedCoefficients:
    """alpha ≈ gain · rgb + offset, per coarse pixel. `planes` (h, w, 4): three gains (for rgb in 0..1), one offset."""

    planes: Planes

    def apply(self, rgb_unit: Planes, planes: Planes | None = None) -> Planes:
        """Alpha (h, w), not clipped, of colours `rgb_unit` (h, w, 3) 0..1 with `planes` already at their size."""
        gains = self.planes if planes is None else planes
        alpha = gains[..., 3].copy()
        for channel in range(3):
            alpha += gains[..., channel] * rgb_unit[..., channel]
        return np.asarray(alpha, np.float32)


def guided_coefficients(rgb_unit: Planes, alpha: Planes, radius: int, epsilon: float = EPSILON) -> GuidedCoefficients:
    """Coefficients of the guided filter for `alpha` (h, w) under the guide `rgb_unit` (h, w, 3), both float32 0..1.

    `radius` is in pixels of these planes: the window is 2 · radius + 1 wide.
    """
    size = (2 * radius + 1, 2 * radius + 1)

    def mean(plane: Planes) -> Planes:
        return np.asarray(cv2.blur(plane, size, borderType=cv2.BORDER_REFLECT), np.float32)

    mean_rgb, mean_alpha = mean(rgb_unit), mean(alpha)
    covariance = mean(rgb_unit * alpha[..., None]) - mean_rgb * mean_alpha[..., None]
    gains = _solve_symmetric(_colour_covariance(rgb_unit, mean_rgb, mean, epsilon), covariance)
    offset = mean_alpha - np.einsum("hwc,hwc->hw", gains, mean_rgb)
    return GuidedCoefficients(mean(np.dstack([gains, offset])))


def _colour_covariance(rgb: Planes, mean_rgb: Planes, mean, epsilon: float) -> list[Planes]:  # type: ignore[no-untyped-def]
    """The six different entries of the 3 × 3 covariance: rr, rg, rb, gg, gb, bb, with epsilon on the diagonal."""
    pairs = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))
    products = (
        mean(np.dstack([rgb[..., i] * rgb[..., j] for i, j in pairs[:4]])),
        mean(np.dstack([rgb[..., i] * rgb[..., j] for i, j in pairs[4:]])),
    )
    stacked = np.dstack(products)
    return [
        stacked[..., k] - mean_rgb[..., i] * mean_rgb[..., j] + (epsilon if i == j else 0.0)
        for k, (i, j) in enumerate(pairs)
    ]


def _solve_symmetric(entries: list[Planes], right: Planes) -> Planes:
    """Solve the symmetric 3 × 3 systems by cofactors. `right` and the result are (h, w, 3)."""
    rr, rg, rb, gg, gb, bb = entries
    c_rr, c_rg, c_rb = gg * bb - gb * gb, rb * gb - rg * bb, rg * gb - rb * gg
    c_gg, c_gb, c_bb = rr * bb - rb * rb, rb * rg - rr * gb, rr * gg - rg * rg
    inverse_det = 1.0 / np.maximum(rr * c_rr + rg * c_rg + rb * c_rb, 1e-20)
    x, y, z = right[..., 0], right[..., 1], right[..., 2]
    return np.dstack(
        [
            (c_rr * x + c_rg * y + c_rb * z) * inverse_det,
            (c_rg * x + c_gg * y + c_gb * z) * inverse_det,
            (c_rb * x + c_gb * y + c_bb * z) * inverse_det,
        ]
    )
