"""A small convolutional trunk for machines without a GPU.

MobileNetV2 (Sandler et al. 2018) up to its last bottleneck. Parameter names are those of the widely used ImageNet
weights (`features.3.conv.0.0.weight`), so that these load unchanged.
"""

from __future__ import annotations

from torch import Tensor, nn

from engine.sam2.config import CompactConfig


def rounded_channels(channels: float, divisor: int = 8) -> int:
    """The nearest multiple of `divisor`, never more than a tenth below `channels` (MobileNet's rule)."""
    nearest = max(divisor, int(channels + divisor / 2) // divisor * divisor)
    return nearest + divisor if nearest < 0.9 * channels else nearest


def _norm(channels: int, folded: bool) -> nn.Module:
    """Batch normalisation, or nothing where the convolution before it has taken it in."""
    return nn.Identity() if folded else nn.BatchNorm2d(channels)


class ConvNorm(nn.Sequential):
    """Convolution, batch normalisation, ReLU6."""

    def __init__(
        self, channels: int, out: int, kernel: int, stride: int = 1, groups: int = 1, folded: bool = False
    ) -> None:
        super().__init__(
            nn.Conv2d(channels, out, kernel, stride, kernel // 2, groups=groups, bias=folded),
            _norm(out, folded),
            nn.ReLU6(inplace=True),
        )


class InvertedResidual(nn.Module):
    """Expand, filter each channel by itself, project; added to its input where shapes allow."""

    def __init__(self, channels: int, out: int, stride: int, expansion: int, folded: bool = False) -> None:
        super().__init__()
        wide = channels * expansion
        expand = [ConvNorm(channels, wide, 1, folded=folded)] if expansion != 1 else []
        self.conv = nn.Sequential(
            *expand,
            ConvNorm(wide, wide, 3, stride, groups=wide, folded=folded),
            nn.Conv2d(wide, out, 1, bias=folded),
            _norm(out, folded),
        )
        self.stride, self.wide = stride, wide
        self.residual = stride == 1 and channels == out

    def expanded(self, x_bchw: Tensor) -> Tensor:
        """The wide features before the spatial filter, at the input's size."""
        result: Tensor = self.conv[0](x_bchw)
        return result

    def forward(self, x_bchw: Tensor) -> Tensor:
        y: Tensor = self.conv(x_bchw)
        return x_bchw + y if self.residual else y


class CompactTrunk(nn.Module):
    """(b, 3, H, W) to features at strides 4, 8, 16 and 32; H and W multiples of 32."""

    def __init__(self, config: CompactConfig) -> None:
        super().__init__()
        width = rounded_channels(config.stem * config.width)
        blocks: list[nn.Module] = [ConvNorm(3, width, 3, 2, folded=config.folded)]
        level_ends: dict[int, tuple[int, int]] = {}
        total_stride = 2
        for expansion, channels, count, stride in config.groups:
            out = rounded_channels(channels * config.width)
            total_stride *= stride
            for i in range(count):
                blocks.append(InvertedResidual(width, out, stride if i == 0 else 1, expansion, config.folded))
                width = out
            level_ends[total_stride] = (len(blocks) - 1, out)
        self.features = nn.Sequential(*blocks)
        self.ends = tuple(level_ends[s][0] for s in (4, 8, 16, 32))
        self.channels = tuple(level_ends[s][1] for s in (4, 8, 16, 32))
        following = self.features[self.ends[2] + 1]
        assert isinstance(following, InvertedResidual)
        self.expanded_channels = following.wide

    def forward(self, image_b3hw: Tensor) -> list[Tensor]:
        """Levels at strides 4, 8, 16, 32, each (b, channels[i], H / stride, W / stride)."""
        levels, x = [], image_b3hw
        for i, block in enumerate(self.features):
            x = block(x)
            if i in self.ends:
                levels.append(x)
        return levels

    def expanded_stride16(self, levels: list[Tensor]) -> Tensor:
        """The last stride-16 features, expanded by the block that goes on to stride 32: six times as many channels.

        `levels` as `forward` returned them. These tell things apart better than the narrow level does.
        """
        block = self.features[self.ends[2] + 1]
        assert isinstance(block, InvertedResidual)
        return block.expanded(levels[2])
