"""Layers that several parts share.

Axis letters, here and in every module of this package: b batch (objects or pictures), n tokens, c channels, h w rows
and columns of a grid, m mask tokens, k remembered frames, p pointers. A tensor's name ends in its axes: `tokens_bnc`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.sam2 import fused

TABLES_KEPT = 4
"""Sizes a session uses at once: the working one, a preview, and room for a change of each."""


class TableCache:
    """Keeps the last few tables that depend on sizes alone (positions, rotations). Not part of a module's state."""

    def __init__(self, kept: int = TABLES_KEPT) -> None:
        self._kept = kept
        self._tables: dict[Hashable, Tensor] = {}

    @property
    def tables(self) -> list[Tensor]:
        """Those that are kept."""
        return list(self._tables.values())

    def get(self, key: Hashable, build: Callable[[], Tensor]) -> Tensor:
        """The table for `key`. Built outside inference mode, so that training may use it later."""
        table = self._tables.pop(key, None)
        if table is None:
            with torch.inference_mode(False), torch.no_grad():
                table = build()
        self._tables[key] = table
        for oldest in list(self._tables)[: -self._kept]:  # another thread may have dropped it already
            self._tables.pop(oldest, None)
        return table


def working_dtype(x: Tensor) -> torch.dtype:
    """What products with `x` are computed in: autocast's type inside it, else x's own."""
    kind = x.device.type
    return torch.get_autocast_dtype(kind) if torch.is_autocast_enabled(kind) else x.dtype


class ChannelNorm(nn.LayerNorm):
    """Layer normalisation over the channels of (b, c, h, w), at each position by itself."""

    def __init__(self, channels: int, eps: float = 1e-6) -> None:
        super().__init__(channels, eps=eps)

    def forward(self, x_bchw: Tensor) -> Tensor:
        return super().forward(x_bchw.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Mlp(nn.Module):
    """Linear layers of the given widths with an activation ("relu" or "gelu") between them, none after the last."""

    def __init__(self, widths: Sequence[int], activation: str = "relu") -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(widths))
        self._activation = activation
        self.widest = max(widths)

    def forward(self, x: Tensor) -> Tensor:
        last = len(self.layers) - 1
        for i, layer in enumerate(self.layers):
            assert isinstance(layer, nn.Linear)
            x = fused.linear(layer, x, "none" if i == last else self._activation)
        return x


class Attention(nn.Module):
    """Multi-head attention whose inner width may be smaller than its outer one."""

    def __init__(
        self, width: int, heads: int, inner: int | None = None, key_width: int | None = None, dropout: float = 0.0
    ) -> None:
        super().__init__()
        inner, key_width = inner or width, key_width or width
        self.q_proj = nn.Linear(width, inner)
        self.k_proj = nn.Linear(key_width, inner)
        self.v_proj = nn.Linear(key_width, inner)
        self.out_proj = nn.Linear(inner, width)
        self.heads, self.dropout = heads, dropout

    def forward(self, queries_bnc: Tensor, keys_bnc: Tensor, values_bnc: Tensor) -> Tensor:
        """(b, n, width) from queries (b, n, width) and keys, values (b, other n, key width)."""
        q = self._split(self.q_proj(queries_bnc))
        k = self._split(self.k_proj(keys_bnc))
        v = self._split(self.v_proj(values_bnc))
        return self._attend(q, k, v)

    def _split(self, x_bnc: Tensor) -> Tensor:
        return torch.unflatten(x_bnc, -1, (self.heads, -1)).transpose(1, 2)

    def _attend(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        mixed = F.scaled_dot_product_attention(q, k, v, dropout_p=self.dropout if self.training else 0.0)
        result: Tensor = self.out_proj(mixed.transpose(1, 2).flatten(2))
        return result


def tokens(x_bchw: Tensor) -> Tensor:
    """(b, c, h, w) as (b, h * w, c), row by row."""
    return x_bchw.flatten(2).transpose(1, 2)


def grid(x_bnc: Tensor, height: int) -> Tensor:
    """(b, h * w, c) as (b, c, h, w); the inverse of `tokens`."""
    return torch.unflatten(x_bnc.transpose(1, 2), 2, (height, -1))


def normal(rows: int, width: int) -> Tensor:
    """(rows, width) drawn from a normal distribution; on the meta device nothing is drawn, which would load torch's
    compiler and sympy (half a second) to say that there is nothing to draw."""
    made = torch.empty(rows, width)
    return made if made.is_meta else made.normal_()


def token_table(rows: int, width: int) -> nn.Embedding:
    """`rows` learned vectors of `width`, drawn as nn.Embedding draws them, whose own way is slow on the meta device."""
    table: nn.Embedding = nn.Embedding.from_pretrained(normal(rows, width), freeze=False)  # type: ignore[no-untyped-call]
    return table
