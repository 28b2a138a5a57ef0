"""What the readout compares: one unit vector per stride-16 cell, the same for the same thing in every frame.

The expanded stride-16 features tell things apart, the stride-8 ones keep them in place. They are never negative, so
without centring all vectors point nearly the same way: each picture's mean is taken off (on validation clips this is
worth more than anything else; a mean over training data is worth two thirds of it).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

FINE_WEIGHT = 0.6
"""Of the stride-8 features beside the expanded stride-16 ones; both are unit vectors before."""


class ReadoutKeys(nn.Module):
    """A learned projection of two trunk levels."""

    def __init__(self, fine_channels: int, expanded_channels: int, dim: int) -> None:
        super().__init__()
        self.project = nn.Conv2d(fine_channels + expanded_channels, dim, 1, bias=False)

    def forward(self, stride8: Tensor, expanded_stride16: Tensor) -> Tensor:
        """(b, dim, H / 16, W / 16), of length 1 along dim."""
        return F.normalize(self.project(self.joined(stride8, expanded_stride16)).float(), dim=1)

    @staticmethod
    def joined(stride8: Tensor, expanded_stride16: Tensor) -> Tensor:
        """Both levels side by side, centred, (b, fine + expanded channels, H / 16, W / 16)."""
        fine = F.normalize(F.avg_pool2d(stride8, 2), dim=1)
        both = torch.cat([F.normalize(expanded_stride16, dim=1), FINE_WEIGHT * fine], dim=1)
        return both - both.mean((2, 3), keepdim=True)
