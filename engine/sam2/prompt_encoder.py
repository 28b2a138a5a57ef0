"""Clicks, boxes and mask hints as tokens and feature maps (Kirillov et al. 2023, section 3; kept by SAM 2)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.sam2.layers import ChannelNorm, normal, token_table

PADDING, NEGATIVE, POSITIVE, BOX_FIRST, BOX_SECOND = -1, 0, 1, 2, 3
"""Point labels. A box is two points: its top left and bottom right corner, before any clicks."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is known about each of b objects on one frame."""

    points_bn2: Tensor
    """(b, n, 2) float, x and y in pixels of the network's input; n may be 0."""
    labels_bn: Tensor
    """(b, n) int, the labels above."""
    mask_b1hw: Tensor | None = None
    """Mask logits at a quarter of the input's size; other sizes are resampled."""

    @classmethod
    def none(cls, batch: int, device: torch.device, mask_b1hw: Tensor | None = None) -> Prompts:
        """No points; perhaps a mask."""
        points = torch.zeros(batch, 0, 2, device=device)
        return cls(points, torch.zeros(batch, 0, dtype=torch.int32, device=device), mask_b1hw)


@dataclass(frozen=True, slots=True)
class PromptEmbeddings:
    """Prompts as the mask decoder takes them."""

    sparse_bnc: Tensor
    dense_bchw: Tensor
    """(b, c, h, w) at stride 16; without mask prompts (b, c, 1, 1), the same everywhere."""


class FourierPositions(nn.Module):
    """Positions in 0..1 as sines and cosines of random frequencies (Tancik et al. 2020)."""

    positional_encoding_gaussian_matrix: Tensor

    def __init__(self, d_model: int) -> None:
        super().__init__()
        self.register_buffer("positional_encoding_gaussian_matrix", normal(2, d_model // 2))

    def forward(self, xy: Tensor) -> Tensor:
        """(..., 2) in 0..1 to (..., d_model). Always in float32: the frequencies need it."""
        with torch.autocast(xy.device.type, enabled=False):
            matrix = self.positional_encoding_gaussian_matrix.float()
            angles = 2 * math.pi * ((2 * xy.float() - 1) @ matrix)
            return torch.cat([angles.sin(), angles.cos()], dim=-1)

    def of_grid(self, height: int, width: int) -> Tensor:
        """(1, d_model, height, width): the centre of every cell."""
        device = self.positional_encoding_gaussian_matrix.device
        y = (torch.arange(height, device=device, dtype=torch.float32) + 0.5) / height
        x = (torch.arange(width, device=device, dtype=torch.float32) + 0.5) / width
        xy = torch.stack([x.expand(height, width), y[:, None].expand(height, width)], dim=-1)
        result: Tensor = self(xy)
        return result.permute(2, 0, 1)[None]


class PromptEncoder(nn.Module):
    """Embeds points by place and kind, and masks by a few convolutions."""

    def __init__(self, d_model: int, mask_channels: int) -> None:
        super().__init__()
        self.pe_layer = FourierPositions(d_model)
        self.point_embeddings = nn.ModuleList(token_table(1, d_model) for _ in range(4))
        self.not_a_point_embed = token_table(1, d_model)
        self.mask_downscaling = nn.Sequential(
            nn.Conv2d(1, mask_channels // 4, 2, 2),
            ChannelNorm(mask_channels // 4),
            nn.GELU(),
            nn.Conv2d(mask_channels // 4, mask_channels, 2, 2),
            ChannelNorm(mask_channels),
            nn.GELU(),
            nn.Conv2d(mask_channels, d_model, 1),
        )
        self.no_mask_embed = token_table(1, d_model)

    def forward(self, prompts: Prompts, input_size: tuple[int, int]) -> PromptEmbeddings:
        """Embed prompts for an input of `input_size` (height, width) pixels."""
        return PromptEmbeddings(
            self._points(prompts.points_bn2, prompts.labels_bn, input_size),
            self._mask(prompts.mask_b1hw, len(prompts.points_bn2), input_size),
        )

    def _points(self, points_bn2: Tensor, labels_bn: Tensor, input_size: tuple[int, int]) -> Tensor:
        # As published: one padding token always follows the points, and an empty prompt counts as one padding point.
        if not points_bn2.shape[1]:
            return self.not_a_point_embed.weight.expand(len(points_bn2), 2, -1)
        points = F.pad(points_bn2 + 0.5, (0, 0, 0, 1))
        labels = F.pad(labels_bn, (0, 1), value=PADDING)
        height, width = input_size
        # By plain numbers: a small tensor of them would make the thread wait for a card.
        places = self.pe_layer(torch.stack([points[..., 0] / width, points[..., 1] / height], dim=-1))
        # Row 0 of the table is for padding, which has no place.
        kinds = torch.cat([self.not_a_point_embed.weight, *(e.weight for e in self._embeddings())])
        placed = places * (labels != PADDING)[..., None]
        return placed + F.embedding(labels.long() + 1, kinds)

    def _embeddings(self) -> list[nn.Embedding]:
        return [e for e in self.point_embeddings if isinstance(e, nn.Embedding)]

    def _mask(self, mask_b1hw: Tensor | None, batch: int, input_size: tuple[int, int]) -> Tensor:
        if mask_b1hw is None:
            return self.no_mask_embed.weight[:, :, None, None].expand(batch, -1, 1, 1)
        size = (input_size[0] // 4, input_size[1] // 4)
        if mask_b1hw.shape[-2:] != size:
            mask_b1hw = F.interpolate(mask_b1hw.float(), size, mode="bilinear", align_corners=False, antialias=True)
        result: Tensor = self.mask_downscaling(mask_b1hw)
        return result
