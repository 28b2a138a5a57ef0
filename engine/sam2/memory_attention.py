"""Mixing memories into a frame's features (SAM 2 paper, section 4, "memory attention", and appendix D.1)."""

from __future__ import annotations

from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.sam2.config import MemoryConfig
from engine.sam2.layers import Attention, TableCache, grid, tokens
from engine.sam2.positions import rotate, rotations, sine_grid

INPUT_POSITION_WEIGHT = 0.1
"""How much of the position is added to the features before the first layer; published constant."""


class RotaryAttention(Attention):
    """Attention whose queries and spatial keys are rotated by their place in the picture."""

    def forward_rotated(
        self, queries_bnc: Tensor, keys_bnc: Tensor, values_bnc: Tensor, turns: Tensor, unrotated: int = 0
    ) -> Tensor:
        """The last `unrotated` keys (object pointers) have no place and stay as they are.

        Queries may have batch 1 while keys and values have b: one picture, b objects.
        """
        q = rotate(self._split(self.q_proj(queries_bnc)), turns)
        k = self._split(self.k_proj(keys_bnc))
        spatial = k.shape[2] - unrotated
        if unrotated:
            k = torch.cat([rotate(k[:, :, :spatial], turns), k[:, :, spatial:]], dim=2)
        else:
            k = rotate(k, turns)
        v = self._split(self.v_proj(values_bnc))
        return self._attend(q.expand(len(k), -1, -1, -1), k, v)


class MemoryAttentionLayer(nn.Module):
    """Self-attention over the frame, attention to the memories, and a perceptron."""

    def __init__(self, d_model: int, config: MemoryConfig) -> None:
        super().__init__()
        self.self_attn = RotaryAttention(d_model, heads=1, dropout=config.dropout)
        self.cross_attn_image = RotaryAttention(d_model, heads=1, key_width=config.dim, dropout=config.dropout)
        self.linear1 = nn.Linear(d_model, config.mlp_dim)
        self.linear2 = nn.Linear(config.mlp_dim, d_model)
        self.norm1 = nn.LayerNorm(d_model)
        self.norm2 = nn.LayerNorm(d_model)
        self.norm3 = nn.LayerNorm(d_model)
        self._dropout = config.dropout

    def forward(self, frame_bnc: Tensor, keys_bnc: Tensor, values_bnc: Tensor, turns: Tensor, pointers: int) -> Tensor:
        """(b, n, d_model); the frame may come with batch 1 and leaves with the memories' b."""
        drop = partial(F.dropout, p=self._dropout, training=self.training)
        x = self.norm1(frame_bnc)
        frame_bnc = frame_bnc + drop(self.self_attn.forward_rotated(x, x, x, turns))
        x = self.norm2(frame_bnc)
        recalled = self.cross_attn_image.forward_rotated(x, keys_bnc, values_bnc, turns, pointers)
        frame_bnc = frame_bnc + drop(recalled)
        x = self.linear2(drop(F.relu(self.linear1(self.norm3(frame_bnc)))))
        return frame_bnc + drop(x)


class MemoryAttention(nn.Module):
    """A stack of memory attention layers."""

    def __init__(self, d_model: int, config: MemoryConfig) -> None:
        super().__init__()
        self.layers = nn.ModuleList(MemoryAttentionLayer(d_model, config) for _ in range(config.layers))
        self.norm = nn.LayerNorm(d_model)
        self._theta = config.rope_theta
        self._places, self._turns = TableCache(), TableCache()

    def forward(self, stride16: Tensor, memory_bnc: Tensor, places_bnc: Tensor, pointers: int) -> Tensor:
        """Features (b, d_model, h, w) that know the memories.

        `stride16`: (1 or b, d_model, h, w). `memory_bnc`: (b, r * h * w + pointers, dim), spatial memories first, each
        row by row. `places_bnc`: what is added to the keys, same shape.
        """
        _, channels, height, width = stride16.shape
        key, device = (height, width, stride16.device), stride16.device
        places = self._places.get(key, lambda: sine_grid(channels, height, width, device))
        turns = self._turns.get(key, lambda: rotations(channels, height, width, self._theta, device))
        frame_bnc = tokens(stride16 + INPUT_POSITION_WEIGHT * places)
        keys_bnc = memory_bnc + places_bnc
        for layer in self.layers:
            frame_bnc = layer(frame_bnc, keys_bnc, memory_bnc, turns, pointers)
        return grid(self.norm(frame_bnc), height)
