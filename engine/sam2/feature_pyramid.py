"""The neck between trunk and decoder: every level to one width, coarse levels handed down to finer ones."""

from __future__ import annotations

from collections.abc import Sequence

import torch.nn.functional as F
from torch import Tensor, nn


class Lateral(nn.Module):
    """A 1 × 1 convolution of one trunk level to the model's width."""

    def __init__(self, channels: int, d_model: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, d_model, 1)

    def forward(self, x_bchw: Tensor) -> Tensor:
        result: Tensor = self.conv(x_bchw)
        return result


class FeaturePyramid(nn.Module):
    """A feature pyramid without output convolutions (SAM 2 paper, appendix D.1).

    Official weights number the laterals from the coarsest level to the finest.
    """

    def __init__(self, channels: Sequence[int], d_model: int, top_down_levels: Sequence[int]) -> None:
        super().__init__()
        self.convs = nn.ModuleList(Lateral(width, d_model) for width in reversed(channels))
        self._top_down = frozenset(top_down_levels)

    def forward(self, levels: Sequence[Tensor]) -> list[Tensor]:
        """Trunk levels (strides 4, 8, 16, 32) as (b, d_model, h, w) each, same order and sizes."""
        out: list[Tensor] = []
        for coarse_first, lateral in enumerate(self.convs):
            level = len(levels) - 1 - coarse_first
            x = lateral(levels[level])
            if out and level in self._top_down:
                x = x + F.interpolate(out[-1], scale_factor=2.0, mode="nearest")
            out.append(x)
        return out[::-1]
