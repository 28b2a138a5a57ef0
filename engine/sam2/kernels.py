"""Fused attention kernels, each by its own name, with what is needed to put partial results together.

All take queries (b, h, n, c), keys (b, h, m, c) and values (b, h, m, d) and give softmax(q kᵀ / √c) v, (b, h, n, d).
Those with sums also give the logarithm of each row's sum of exponentials, (b, h, n) float32.
`F.scaled_dot_product_attention` would choose among them for the whole process; here a caller chooses for one call. A
kernel that refuses a device, a type or a width raises RuntimeError.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor


class Kernel(Protocol):
    """One way to compute attention; see the module's text."""

    def __call__(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor: ...


class SummingKernel(Kernel, Protocol):
    """A kernel that knows its sums."""

    def with_sums(self, q: Tensor, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """The result and the logarithms of the rows' sums."""
        ...


@dataclass(frozen=True, slots=True)
class Default:
    """Whatever torch takes by itself."""

    def __call__(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """See Kernel."""
        return F.scaled_dot_product_attention(q, k, v)


@dataclass(frozen=True, slots=True)
class Flash:
    """FlashAttention (Dao 2023) on CUDA, torch's kernel of that name on CPUs; values as wide as keys."""

    def __call__(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """See Kernel."""
        return self.with_sums(q, k, v)[0]

    def with_sums(self, q: Tensor, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """See SummingKernel."""
        if q.device.type == "cpu":
            mixed, sums = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu(q, k, v)
        else:
            mixed, sums, *_ = torch.ops.aten._scaled_dot_product_flash_attention(q, k, v)
        return mixed, sums


@dataclass(frozen=True, slots=True)
class Efficient:
    """The memory-efficient kernel of xFormers, on CUDA; values may be narrower than keys."""

    def __call__(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """See Kernel."""
        result: Tensor = torch.ops.aten._scaled_dot_product_efficient_attention(q, k, v, None, False)[0]
        return result

    def with_sums(self, q: Tensor, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """See SummingKernel."""
        mixed, sums, *_ = torch.ops.aten._scaled_dot_product_efficient_attention(q, k, v, None, True)
        return mixed, sums[..., : q.shape[2]]  # it rounds the rows up to a multiple of 32


@dataclass(frozen=True, slots=True)
class Cudnn:
    """cuDNN's kernel, on CUDA; whether values may be narrower than keys hangs on the card and its version."""

    def __call__(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """See Kernel."""
        whole = q.contiguous()  # one picture's queries for several objects are one and the same memory
        result: Tensor = torch.ops.aten._scaled_dot_product_cudnn_attention(whole, k, v, None, False)[0]
        return result


@dataclass(frozen=True, slots=True)
class Products:
    """Plain products, all scores at once: what the others are held against. Any device, any widths."""

    def __call__(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """See Kernel."""
        return self.with_sums(q, k, v)[0]

    def with_sums(self, q: Tensor, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """See SummingKernel."""
        scores = (q * q.shape[-1] ** -0.5 @ k.transpose(-2, -1)).float()
        return torch.softmax(scores, dim=-1).to(v.dtype) @ v, torch.logsumexp(scores, dim=-1)
