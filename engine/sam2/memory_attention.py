"""Mixing memories into a frame's features (SAM 2 paper, section 4, "memory attention", and appendix D.1)."""

from __future__ import annotations

from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.sam2 import fused
from engine.sam2.choosing import Chooser, FastestHere
from engine.sam2.config import MemoryConfig
from engine.sam2.layers import Attention, TableCache, grid, tokens, working_dtype
from engine.sam2.positions import quarter_turned, sine_grid, turn_tables

INPUT_POSITION_WEIGHT = 0.1
"""How much of the position is added to the features before the first layer; published constant."""


class RotaryAttention(Attention):
    """Attention of one head whose queries and spatial keys are turned by their place in the picture."""

    def __init__(
        self, width: int, key_width: int | None = None, dropout: float = 0.0, chooser: Chooser | None = None
    ) -> None:
        """`chooser`: how the mixing is done; None: as is fastest here."""
        super().__init__(width, heads=1, key_width=key_width, dropout=dropout)
        self._chooser = chooser or FastestHere()
        self._both_ways = TableCache(kept=4)  # weight and bias of queries and keys

    def forward_turned(
        self, queries_bnc: Tensor, keys_bmc: Tensor, values_bmc: Tensor, tables: Tensor, unplaced: int = 0
    ) -> Tensor:
        """The last `unplaced` keys (object pointers) have no place and stay as they are. `tables`: `turn_tables`.

        Queries may have batch 1 while keys and values have b: one picture, b objects.
        """
        q = self.projected_and_turned(self.q_proj, queries_bnc, tables, 0)
        k = self.projected_and_turned(self.k_proj, keys_bmc, tables, unplaced)
        if self.training and self.dropout:
            v = self.v_proj(values_bmc)
            return self._attend(q.expand(len(k), -1, -1)[:, None], k[:, None], v[:, None])
        project = partial(fused.linear, self.v_proj)
        way = self._chooser.way_for(q, k, values_bmc, project)
        return fused.linear(self.out_proj, way.cross(q, k, values_bmc, project))

    def projected_and_turned(self, project: nn.Linear, x_bnc: Tensor, tables: Tensor, unplaced: int) -> Tensor:
        """The projection of (b, r * n + unplaced, c), its first r * n rows turned by the place of each of the n.

        A turn is linear: cos · Wx + sin · (W turned by a right angle)x. Both come out of one product, which costs far
        less than taking the pairs of the large result apart.
        """
        both = F.linear(x_bnc, self._straight_and_turned(project.weight), self._straight_and_turned(project.bias))
        width = both.shape[-1] // 2
        straight, turned = both[..., :width], both[..., width:]
        placed = both.shape[1] - unplaced
        cosines, sines = tables
        placewise = torch.unflatten(straight[:, :placed], 1, (-1, len(cosines)))
        placewise.mul_(cosines).addcmul_(torch.unflatten(turned[:, :placed], 1, (-1, len(sines))), sines)
        return straight

    def _straight_and_turned(self, learned: Tensor) -> Tensor:
        """A weight or bias above itself turned by a right angle; kept where nothing is learned."""

        def both() -> Tensor:
            return torch.cat([learned, quarter_turned(learned)])

        if torch.is_grad_enabled():
            return both()
        key = (id(learned), learned._version, learned.device, learned.dtype)
        return self._both_ways.get(key, both)


class MemoryAttentionLayer(nn.Module):
    """Self-attention over the frame, attention to the memories, and a perceptron."""

    def __init__(self, d_model: int, config: MemoryConfig, chooser: Chooser) -> None:
        super().__init__()
        self.self_attn = RotaryAttention(d_model, dropout=config.dropout)
        self.cross_attn_image = RotaryAttention(d_model, config.dim, config.dropout, chooser)
        self.linear1 = nn.Linear(d_model, config.mlp_dim)
        self.linear2 = nn.Linear(config.mlp_dim, d_model)
        self.norm1 = nn.LayerNorm(d_model)
        self.norm2 = nn.LayerNorm(d_model)
        self.norm3 = nn.LayerNorm(d_model)
        self._dropout = config.dropout

    def forward(self, frame_bnc: Tensor, keys_bmc: Tensor, values_bmc: Tensor, tables: Tensor, pointers: int) -> Tensor:
        """(b, n, d_model); the frame may come with batch 1 and leaves with the memories' b."""
        drop = partial(F.dropout, p=self._dropout, training=self.training)
        x = self.norm1(frame_bnc)
        frame_bnc = frame_bnc + drop(self.self_attn.forward_turned(x, x, x, tables))
        x = self.norm2(frame_bnc)
        recalled = self.cross_attn_image.forward_turned(x, keys_bmc, values_bmc, tables, pointers)
        frame_bnc = frame_bnc + drop(recalled)
        x = fused.linear(self.linear2, drop(fused.linear(self.linear1, self.norm3(frame_bnc), "relu")))
        return frame_bnc + drop(x)


class MemoryAttention(nn.Module):
    """A stack of memory attention layers."""

    def __init__(self, d_model: int, config: MemoryConfig) -> None:
        super().__init__()
        self.chooser = FastestHere()
        """One for all layers, whose tensors have the same shapes."""
        self.layers = nn.ModuleList(MemoryAttentionLayer(d_model, config, self.chooser) for _ in range(config.layers))
        self.norm = nn.LayerNorm(d_model)
        self._theta = config.rope_theta
        self._places, self._tables = TableCache(), TableCache()

    def forward(self, stride16: Tensor, memory_bnc: Tensor, places_bnc: Tensor, pointers: int) -> Tensor:
        """Features (b, d_model, h, w) that know the memories.

        `stride16`: (1 or b, d_model, h, w). `memory_bnc`: (b, r * h * w + pointers, dim), spatial memories first, each
        row by row. `places_bnc`: what is added to the keys, same shape.
        """
        _, channels, height, width = stride16.shape
        dtype, device = working_dtype(stride16), stride16.device
        key = (height, width, device)
        places = self._places.get(key, lambda: sine_grid(channels, height, width, device))
        tables = self._tables.get(
            (*key, dtype), lambda: turn_tables(channels, height, width, self._theta, device).to(dtype)
        )
        frame_bnc = tokens(stride16 + INPUT_POSITION_WEIGHT * places)
        keys_bnc = (memory_bnc + places_bnc).to(dtype)  # once, not in every layer
        memory_bnc = memory_bnc.to(dtype)
        for layer in self.layers:
            frame_bnc = layer(frame_bnc, keys_bnc, memory_bnc, tables, pointers)
        return grid(self.norm(frame_bnc), height)
