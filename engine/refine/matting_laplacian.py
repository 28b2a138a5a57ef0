"""The matting Laplacian of the unknown pixels, as a product that needs no matrix.

He, Sun, Tang, "Fast Matting Using Large Kernel Matting Laplacian Matrices" (CVPR 2010), section 3: L · alpha is what a
linear model of the colours in every window leaves unexplained, and sums over windows are box filters. Only square
blocks that hold unknown pixels are looked at, with as much around them as their windows reach: the cost follows the
band, not the picture. Blocks are worked on in batches, on any device that torch knows.

Suffixes: n blocks, c planes, y and x samples of a block, u unknown pixels in the picture's order.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.types import Alpha, BoolMask, Rgb8

BLOCK_PX = 24
"""Side of a block: smaller ones follow the band more closely, larger ones repeat less of what lies between two."""

BLOCKS_AT_ONCE = {"cpu": 48}
"""On a processor a batch's planes should stay in its cache; elsewhere a batch is as large as `LARGEST_BATCH`."""

LARGEST_BATCH = 4096

PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))
"""Entries rr, rg, rb, gg, gb, bb of a symmetric 3 × 3 matrix."""


class MattingLaplacian:
    """L of one picture, for alphas that vary on its unknown pixels only; symmetric and never negative."""

    def __init__(self, rgb8: Rgb8, unknown: BoolMask, radius: int, epsilon: float, device: torch.device) -> None:
        """`rgb8` (h, w, 3), `unknown` (h, w). Windows are 2 · radius + 1 pixels wide, smaller at the picture's border.

        `epsilon` regularises the windows' colour models, for colours in 0..1."""
        at_once = BLOCKS_AT_ONCE.get(device.type, LARGEST_BATCH)
        corners_n2 = _corners(unknown)
        unknown_count = int(np.count_nonzero(unknown))
        places_hw = np.full(unknown.shape, unknown_count, np.int64)
        places_hw[unknown] = np.arange(unknown_count)
        self._batches = [
            _Batch(rgb8, places_hw, unknown_count, corners_n2[first : first + at_once], radius, epsilon, device)
            for first in range(0, len(corners_n2), at_once)
        ]
        self._found_u = torch.from_numpy(_found_at(unknown, corners_n2)).to(device)

    def product(self, alpha_u: Tensor) -> Tensor:
        """(L · alpha) on the unknown pixels, for an alpha that is 0 on all others; divided by a whole window's size."""
        padded = torch.cat([alpha_u, alpha_u.new_zeros(1)])
        return self._gathered([batch.product(padded[batch.places_nyx]) for batch in self._batches])

    def product_of_known(self, alpha: Alpha) -> Tensor:
        """(L · alpha) on the unknown pixels, for the `alpha` (h, w) of the known ones and 0 on the unknown."""
        return self._gathered([batch.product(batch.known_nyx(alpha)) for batch in self._batches])

    def _gathered(self, blocks: list[Tensor]) -> Tensor:
        return torch.cat([block.reshape(-1) for block in blocks])[self._found_u]


class _Batch:
    """Some blocks and what lies within two radii of them, as far as windows that touch a block reach."""

    def __init__(
        self,
        rgb8: Rgb8,
        places_hw: NDArray[np.int64],
        unknown_count: int,
        corners_n2: NDArray[np.int64],
        radius: int,
        epsilon: float,
        device: torch.device,
    ) -> None:
        self._radius, self._window, self._device = radius, (2 * radius + 1) ** 2, device
        height, width = places_hw.shape
        offsets = np.arange(-2 * radius, BLOCK_PX + 2 * radius)
        rows, columns = corners_n2[:, :1] + offsets, corners_n2[:, 1:] + offsets
        inside = ((rows >= 0) & (rows < height))[:, :, None] & ((columns >= 0) & (columns < width))[:, None, :]
        pixels = np.clip(rows, 0, height - 1)[:, :, None] * width + np.clip(columns, 0, width - 1)[:, None, :]
        places = np.where(inside, places_hw.reshape(-1)[pixels], unknown_count)
        self._pixels, self._is_known = pixels, inside & (places == unknown_count)
        self.places_nyx = torch.from_numpy(places).to(device)
        """Where each sample stands among the unknown pixels; their number where it is none of them."""
        colours = torch.from_numpy(rgb8.reshape(-1, 3)[pixels]).to(device).permute(0, 3, 1, 2).to(torch.float32) / 255
        self._fit(colours, torch.from_numpy(inside).to(device).to(torch.float32)[:, None], epsilon)

    def _fit(self, colours: Tensor, inside: Tensor, epsilon: float) -> None:
        """The colour model of every window: its mean and the factors L, D of its covariance L · D · Lᵀ.

        Factors and not an inverse: in single precision the inverse of a grey picture's covariance, which is nearly
        singular, comes out with the wrong sign; with positive D the operator cannot turn negative.
        """
        radius = self._radius
        # Colours count from each block's mean, which leaves single precision enough digits for variances.
        middle = (colours * inside).sum((2, 3), keepdim=True) / inside.sum((2, 3), keepdim=True)
        centred = (colours - middle) * inside
        count = box_sum(inside, radius).clamp(min=1.0)
        mean = box_sum(centred, radius) / count
        products = torch.stack([centred[:, i] * centred[:, j] for i, j in PAIRS], 1)
        rr, rg, rb, gg, gb, bb = (box_sum(products, radius) / count).unbind(1)
        r, g, b = mean.unbind(1)
        first = rr - r * r + epsilon
        l_rg, l_rb = (rg - r * g) / first, (rb - r * b) / first
        second = (gg - g * g + epsilon - l_rg * l_rg * first).clamp(min=epsilon)
        l_gb = (gb - g * b - l_rg * l_rb * first) / second
        third = (bb - b * b + epsilon - l_rb * l_rb * first - l_gb * l_gb * second).clamp(min=epsilon)
        self._factors = (l_rg, l_rb, l_gb, 1.0 / first, 1.0 / second, 1.0 / third)
        self._mean = mean
        # Windows are those whose middle lies in the picture.
        within = inside[:, :, radius:-radius, radius:-radius]
        self._share = within / count
        self._features = torch.cat([centred, inside], 1)
        own = slice(2 * radius, -2 * radius)
        self._own_features = self._features[:, :, own, own].contiguous()
        self._own_windows = box_sum(within, radius)[:, 0] / self._window

    def known_nyx(self, alpha: Alpha) -> Tensor:
        """`alpha` (h, w) of the known samples; 0 where they are unknown or outside the picture."""
        values = np.where(self._is_known, alpha.reshape(-1)[self._pixels], np.float32(0.0))
        return torch.from_numpy(values.astype(np.float32, copy=False)).to(self._device)

    def product(self, alpha_nyx: Tensor) -> Tensor:
        """L · alpha (n, BLOCK_PX, BLOCK_PX) of the blocks, for the alpha of their samples and those around."""
        own = slice(2 * self._radius, -2 * self._radius)
        explained = box_sum(self._models(alpha_nyx), self._radius) * self._own_features
        return alpha_nyx[:, own, own] * self._own_windows - explained.sum(1) / self._window

    def _models(self, alpha_nyx: Tensor) -> Tensor:
        """Three gains and an offset (n, 4, y, x) for every window: alpha ≈ gains · colours + offset."""
        means = box_sum(alpha_nyx[:, None] * self._features, self._radius) * self._share
        alpha = means[:, 3]
        x, y, z = torch.addcmul(means[:, :3], self._mean, means[:, 3:], value=-1.0).unbind(1)
        l_rg, l_rb, l_gb, first, second, third = self._factors
        y = torch.addcmul(y, l_rg, x, value=-1.0)
        z = torch.addcmul(z, l_rb, x, value=-1.0).addcmul_(l_gb, y, value=-1.0)
        out = torch.empty_like(means)
        red, green, blue, offset = out.unbind(1)
        torch.mul(z, third, out=blue)
        torch.mul(y, second, out=green).addcmul_(l_gb, blue, value=-1.0)
        torch.mul(x, first, out=red).addcmul_(l_rg, green, value=-1.0).addcmul_(l_rb, blue, value=-1.0)
        offset.copy_(alpha)
        for gain, mean in zip((red, green, blue), self._mean.unbind(1), strict=True):
            offset.addcmul_(gain, mean, value=-1.0)
        return out


def box_sum(planes: Tensor, radius: int) -> Tensor:
    """Sums over windows of 2 · radius + 1 samples along the last two axes, which lose 2 · radius samples each."""
    return _run_sum(_run_sum(planes, 2 * radius + 1, -2), 2 * radius + 1, -1)


def _run_sum(planes: Tensor, length: int, axis: int) -> Tensor:
    """Sums of `length` neighbours, put together from runs of 1, 2, 4, … as the bits of `length` say."""
    size = planes.shape[axis] - length + 1
    total, start, run, width = None, 0, planes, 1
    while True:
        if length & width:
            piece = run.narrow(axis, start, size)
            total = piece if total is None else total + piece
            start += width
        if 2 * width > length:
            assert total is not None
            return total
        left = run.shape[axis] - width
        run = run.narrow(axis, 0, left) + run.narrow(axis, width, left)
        width *= 2


def _corners(unknown: BoolMask) -> NDArray[np.int64]:
    """(n, 2): the top left pixels, y and x, of the blocks that hold unknown ones."""
    height, width = unknown.shape
    padded = np.pad(unknown, ((0, -height % BLOCK_PX), (0, -width % BLOCK_PX)))
    tiled = padded.reshape(padded.shape[0] // BLOCK_PX, BLOCK_PX, padded.shape[1] // BLOCK_PX, BLOCK_PX)
    return np.argwhere(tiled.any(axis=(1, 3))) * BLOCK_PX


def _found_at(unknown: BoolMask, corners_n2: NDArray[np.int64]) -> NDArray[np.int64]:
    """(u,): where each unknown pixel stands in the blocks written one after another."""
    height, width = unknown.shape
    number = np.zeros((height // BLOCK_PX + 1, width // BLOCK_PX + 1), np.int64)
    number[tuple((corners_n2 // BLOCK_PX).T)] = np.arange(len(corners_n2))
    y, x = np.nonzero(unknown)
    block = number[y // BLOCK_PX, x // BLOCK_PX]
    return np.asarray((block * BLOCK_PX + y % BLOCK_PX) * BLOCK_PX + x % BLOCK_PX, np.int64)
