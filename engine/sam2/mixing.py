"""Attention over many keys on a CPU that multiplies bfloat16 itself.

torch's fused attention gains nothing from bfloat16 there and wants values as wide as keys. Plain products in blocks of
queries take less than half its time, and values may be narrow (docs/performance.md, "what was tried").
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

ROWS = 256
"""Queries taken at a time: their scores stay in the caches of a processor, and products run at full speed. Measured
over 28,736 keys, where 512 take 1.4 times as long, and over 4,096, where it matters little."""

MANY_KEYS = 1024
"""From so many on a head of several gains by plain products."""


def pays(queries: Tensor) -> bool:
    """Whether `mix` is the faster way for these queries: bfloat16 on a CPU, no gradients wanted."""
    return queries.device.type == "cpu" and queries.dtype is torch.bfloat16 and not torch.is_grad_enabled()


def attention(q_bhnc: Tensor, k_bhmc: Tensor, v_bhmc: Tensor) -> Tensor:
    """Of several heads, (b, h, n, c): by plain products where that is the faster way, else torch's own."""
    if not (pays(q_bhnc) and k_bhmc.shape[2] >= MANY_KEYS):
        return F.scaled_dot_product_attention(q_bhnc, k_bhmc, v_bhmc)
    q, k, v = (x.flatten(0, 1).contiguous() for x in (q_bhnc, k_bhmc, v_bhmc))
    return torch.unflatten(mix(q, k, v), 0, q_bhnc.shape[:2])


def mix(queries_bnc: Tensor, keys_bmc: Tensor, values_bmd: Tensor) -> Tensor:
    """softmax(q kᵀ / √c) v, (b, n, d). `queries_bnc` may have batch 1 while keys and values have b."""
    b, _, c = keys_bmc.shape
    queries = (queries_bnc * c**-0.5).expand(b, -1, -1)
    mixed = queries.new_empty(b, queries.shape[1], values_bmd.shape[2])
    for i in range(b):
        keys = keys_bmc[i].t()
        for start in range(0, queries.shape[1], ROWS):
            scores = queries[i, start : start + ROWS] @ keys
            mixed[i, start : start + ROWS] = torch.softmax(scores, dim=-1) @ values_bmd[i]
    return mixed
