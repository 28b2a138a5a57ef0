"""The neck between trunk and decoder: every level to one width, coarse levels handed down to finer ones."""

from __future__ import annotations

from collections.abc import Sequence

import torch.nn.functional as F
from torch import Tensor, nn


def _doubled(x_bchw: Tensor) -> Tensor:
    return F.interpolate(x_bchw, scale_factor=2.0, mode="nearest")


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
                x = x + _doubled(out[-1])
            out.append(x)
        return out[::-1]

    @property
    def full(self) -> bool:
        """Whether every level receives the next coarser one."""
        return self._top_down >= frozenset(range(len(self.convs) - 1))

    def narrowed(self, levels: Sequence[Tensor], to_stride8: nn.Conv2d, to_stride4: nn.Conv2d) -> list[Tensor]:
        """What `to_stride4` and `to_stride8` (1 × 1) make of levels 0 and 1, and level 2: strides 4, 8, 16.

        The same numbers as `forward` followed by the convolutions, for a `full` pyramid. 1 × 1 convolutions and nearest
        neighbours commute, so the wide fine maps, most of the neck's work, are never made.
        """
        coarsest, stride16, stride8, stride4 = self.convs
        wide = stride16(levels[2]) + _doubled(coarsest(levels[3]))
        fine8 = _through(to_stride8, stride8, levels[1], to_stride8.bias) + _doubled(F.conv2d(wide, to_stride8.weight))
        handed = _through(to_stride4, stride8, levels[1], None) + _doubled(F.conv2d(wide, to_stride4.weight))
        fine4 = _through(to_stride4, stride4, levels[0], to_stride4.bias) + _doubled(handed)
        return [fine4, fine8, wide]


def _through(narrow: nn.Conv2d, lateral: nn.Module, x_bchw: Tensor, bias: Tensor | None) -> Tensor:
    """`narrow` after `lateral` as one 1 × 1 convolution; `bias` is added to the lateral's own."""
    assert isinstance(lateral, Lateral)
    outer, inner = narrow.weight[..., 0, 0], lateral.conv
    assert inner.bias is not None
    offset = outer @ inner.bias
    return F.conv2d(
        x_bchw, (outer @ inner.weight[..., 0, 0])[..., None, None], offset if bias is None else offset + bias
    )
