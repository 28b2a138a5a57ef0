"""A frame and its mask as one spatial memory (SAM 2 paper, section 4, "memory encoder", and appendix D.1)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.sam2.config import MemoryConfig
from engine.sam2.layers import ChannelNorm

_HALVINGS = 4
_LAYER_SCALE = 1e-6


class MaskDownsampler(nn.Module):
    """(b, 1, H, W) mask to (b, d_model, H / 16, W / 16): four halvings, each with four times the channels."""

    def __init__(self, d_model: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for i in range(_HALVINGS):
            layers += [nn.Conv2d(4**i, 4 ** (i + 1), 3, 2, 1), ChannelNorm(4 ** (i + 1)), nn.GELU()]
        self.encoder = nn.Sequential(*layers, nn.Conv2d(4**_HALVINGS, d_model, 1))

    def forward(self, mask_b1hw: Tensor) -> Tensor:
        result: Tensor = self.encoder(mask_b1hw)
        return result


class ConvNextBlock(nn.Module):
    """Wide depthwise filter, then a perceptron at each position (Liu et al. 2022)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.dwconv = nn.Conv2d(channels, channels, 7, padding=3, groups=channels)
        self.norm = ChannelNorm(channels)
        self.pwconv1 = nn.Linear(channels, 4 * channels)
        self.act = nn.GELU()
        self.pwconv2 = nn.Linear(4 * channels, channels)
        self.gamma = nn.Parameter(torch.full((channels,), _LAYER_SCALE))

    def forward(self, x_bchw: Tensor) -> Tensor:
        y = self.norm(self.dwconv(x_bchw)).permute(0, 2, 3, 1)
        y = self.gamma * self.pwconv2(self.act(self.pwconv1(y)))
        return x_bchw + y.permute(0, 3, 1, 2)


class Fuser(nn.Module):
    """A few ConvNeXt blocks over the sum of picture and mask."""

    def __init__(self, channels: int, depth: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(ConvNextBlock(channels) for _ in range(depth))

    def forward(self, x_bchw: Tensor) -> Tensor:
        for layer in self.layers:
            x_bchw = layer(x_bchw)
        return x_bchw


class MemoryEncoder(nn.Module):
    """Fuses bare image features with a mask of the same frame."""

    def __init__(self, d_model: int, config: MemoryConfig) -> None:
        super().__init__()
        self.mask_downsampler = MaskDownsampler(d_model)
        self.pix_feat_proj = nn.Conv2d(d_model, d_model, 1)
        self.fuser = Fuser(d_model, config.fuser_layers)
        self.out_proj = nn.Conv2d(d_model, config.dim, 1)

    def forward(self, stride16: Tensor, mask_b1hw: Tensor) -> Tensor:
        """(b, dim, h, w) from features (1 or b, d_model, h, w) and masks (b, 1, 16 h, 16 w), scaled by the caller."""
        result: Tensor = self.out_proj(self.fuser(self.pix_feat_proj(stride16) + self.mask_downsampler(mask_b1hw)))
        return result
