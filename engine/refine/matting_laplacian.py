"""The matting Laplacian of a tile, as a product that needs no matrix.

He, Sun, Tang, "Fast Matting Using Large Kernel Matting Laplacian Matrices" (CVPR 2010), section 3. Every window lies
inside the tile (at its border it is smaller), so the operator is symmetric and never negative, as conjugate gradients
need it; the guided filter with a reflected border is neither.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.refine.edge_guided import inverse_symmetric

Planes = NDArray[np.float32]


class MattingLaplacian:
    """For one picture (h, w, 3) float32 0..1 and windows of 2 · radius + 1 pixels."""

    def __init__(self, rgb_unit: Planes, radius: int, epsilon: float) -> None:
        self._size = (2 * radius + 1, 2 * radius + 1)
        # In double precision: where a picture is grey its covariances are nearly singular, and in single precision
        # their inverses come out with the wrong sign.
        centred = rgb_unit.astype(np.float64)
        centred -= centred.mean(axis=(0, 1))
        self._coverage = self._sum(np.ones(rgb_unit.shape[:2], np.float64))
        mean = self._mean(centred)
        self._inverse = inverse_symmetric(self._covariances(centred, mean, epsilon))
        self._rgb, self._mean_rgb = centred.astype(np.float32), mean.astype(np.float32)
        self._coverage = self._coverage.astype(np.float32)

    def product(self, alpha: Planes) -> Planes:
        """L · alpha, (h, w), divided by the number of pixels in a whole window."""
        mean_alpha = self._mean(alpha)
        covariance = self._mean(self._rgb * alpha[..., None]) - self._mean_rgb * mean_alpha[..., None]
        rr, rg, rb, gg, gb, bb = self._inverse
        x, y, z = covariance[..., 0], covariance[..., 1], covariance[..., 2]
        gains = [rr * x + rg * y + rb * z, rg * x + gg * y + gb * z, rb * x + gb * y + bb * z]
        offset = mean_alpha - sum(gain * self._mean_rgb[..., c] for c, gain in enumerate(gains))
        spread = self._sum(np.asarray(cv2.merge([*gains, offset]), np.float32))
        out = self._coverage * alpha - spread[..., 3]
        for channel in range(3):
            out -= spread[..., channel] * self._rgb[..., channel]
        return np.asarray(out, np.float32)

    def _sum(self, planes: NDArray) -> NDArray:  # type: ignore[type-arg]
        """Over the window's pixels inside the tile, divided by the size of a whole window."""
        return np.asarray(cv2.blur(planes, self._size, borderType=cv2.BORDER_CONSTANT))

    def _mean(self, planes: NDArray) -> NDArray:  # type: ignore[type-arg]
        """Over the window's pixels inside the tile."""
        coverage = self._coverage if planes.ndim == 2 else self._coverage[..., None]
        return self._sum(planes) / coverage

    def _covariances(
        self, rgb: NDArray[np.float64], mean: NDArray[np.float64], epsilon: float
    ) -> list[NDArray[np.float64]]:
        """The six different entries rr, rg, rb, gg, gb, bb, with epsilon on the diagonal."""
        entries = []
        for i, j in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)):
            entry = self._mean(rgb[..., i] * rgb[..., j]) - mean[..., i] * mean[..., j]
            entries.append(entry + epsilon if i == j else entry)
        return entries
