"""Attention over many keys on a CPU that multiplies bfloat16 itself.

torch's fused attention gains nothing from bfloat16 there and wants values as wide as keys. Plain products in blocks of
queries take less than half its time, and values may be narrow (docs/performance.md, "what was tried").
"""

from __future__ import annotations

import torch
from torch import Tensor

BLOCK_BYTES = 16 << 20
"""Scores made at a time: small enough for the caches of a processor, large enough for products to run at full speed."""

_ROWS = 64
"""Queries come in multiples of this."""


def pays(queries: Tensor) -> bool:
    """Whether `mix` is the faster way for these queries: bfloat16 on a CPU, no gradients wanted."""
    return queries.device.type == "cpu" and queries.dtype is torch.bfloat16 and not torch.is_grad_enabled()


def mix(queries_bnc: Tensor, keys_bmc: Tensor, values_bmd: Tensor) -> Tensor:
    """softmax(q kᵀ / √c) v, (b, n, d). `queries_bnc` may have batch 1 while keys and values have b."""
    b, m, c = keys_bmc.shape
    queries = (queries_bnc * c**-0.5).expand(b, -1, -1)
    mixed = queries.new_empty(b, queries.shape[1], values_bmd.shape[2])
    rows = max(_ROWS, BLOCK_BYTES // (m * queries.element_size()) // _ROWS * _ROWS)
    for i in range(b):
        keys = keys_bmc[i].t()
        for start in range(0, queries.shape[1], rows):
            scores = queries[i, start : start + rows] @ keys
            mixed[i, start : start + rows] = torch.softmax(scores, dim=-1) @ values_bmd[i]
    return mixed
