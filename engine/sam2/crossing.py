"""Ways to compute the memory cross-attention that change no result but its rounding.

Two choices, free of each other: where the value projection stands, and whether the keys are taken whole or in parts.
One head of width 256 over 4,096 queries fills half of a large card; parts of the keys are more work at the same time.
Which is the fastest hangs on the card: see `engine.sam2.choosing`.

Letters: b objects, n queries, m memory tokens, c the keys' width, d the memories'.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from engine.sam2 import mixing
from engine.sam2.kernels import Cudnn, Default, Efficient, Flash, Kernel, SummingKernel

Project = Callable[[Tensor], Tensor]
"""The value projection, (…, m, d) to (…, m, c)."""


class Mixer(Protocol):
    """softmax(q kᵀ / √c) v."""

    def mix(self, q_bnc: Tensor, k_bmc: Tensor, v_bmd: Tensor) -> Tensor:
        """(b, n, d). The queries may come with batch 1."""
        ...


class Crossing(Protocol):
    """The cross-attention up to its output projection."""

    def cross(self, q_bnc: Tensor, k_bmc: Tensor, memory_bmd: Tensor, project: Project) -> Tensor:
        """(b, n, c) from queries and keys that are projected and turned, and memories that are not projected yet.

        Raises RuntimeError where this way is not open to these tensors.
        """
        ...


@dataclass(frozen=True, slots=True)
class Whole:
    """All keys in one call."""

    kernel: Kernel = Default()

    def mix(self, q_bnc: Tensor, k_bmc: Tensor, v_bmd: Tensor) -> Tensor:
        """See Mixer."""
        return self.kernel(q_bnc.expand(len(k_bmc), -1, -1)[:, None], k_bmc[:, None], v_bmd[:, None])[:, 0]


@dataclass(frozen=True, slots=True)
class Split:
    """The keys in parts of equal size, each a head of its own, put together by their sums."""

    kernel: SummingKernel
    parts: int

    def mix(self, q_bnc: Tensor, k_bmc: Tensor, v_bmd: Tensor) -> Tensor:
        """See Mixer. Raises RuntimeError where the keys do not divide."""
        b, m, _ = k_bmc.shape
        if m % self.parts:
            raise RuntimeError(f"{m} keys do not make {self.parts} equal parts")
        q = q_bnc[:, None].expand(b, self.parts, -1, -1).contiguous()
        k, v = (torch.unflatten(x, 1, (self.parts, -1)) for x in (k_bmc, v_bmd))
        return merged(*self.kernel.with_sums(q, k, v))


def merged(mixed_bpnd: Tensor, sums_bpn: Tensor) -> Tensor:
    """(b, n, d): results over p parts of the keys, each weighed by its share of the whole sum of exponentials."""
    shares = torch.softmax(sums_bpn.float(), dim=1)[..., None]
    return (mixed_bpnd * shares).sum(dim=1).to(mixed_bpnd.dtype)


@dataclass(frozen=True, slots=True)
class Blocks:
    """By plain products over blocks of queries; see `engine.sam2.mixing`."""

    def mix(self, q_bnc: Tensor, k_bmc: Tensor, v_bmd: Tensor) -> Tensor:
        """See Mixer."""
        return mixing.mix(q_bnc, k_bmc, v_bmd)


@dataclass(frozen=True, slots=True)
class ProjectFirst:
    """Memories are projected, then mixed: as the model is written down."""

    mixer: Mixer = Whole()

    def cross(self, q_bnc: Tensor, k_bmc: Tensor, memory_bmd: Tensor, project: Project) -> Tensor:
        """See Crossing."""
        return self.mixer.mix(q_bnc, k_bmc, project(memory_bmd))


@dataclass(frozen=True, slots=True)
class ProjectLast:
    """Memories are mixed, then projected: each row of weights sums to one, so A·(mW + b) = (A·m)W + b.

    The mixing is of d instead of c columns, a quarter of them in SAM 2.
    """

    mixer: Mixer

    def cross(self, q_bnc: Tensor, k_bmc: Tensor, memory_bmd: Tensor, project: Project) -> Tensor:
        """See Crossing."""
        return project(self.mixer.mix(q_bnc, k_bmc, memory_bmd))


PLAIN = ProjectFirst()
"""What the others are held against."""

IN_BLOCKS = ProjectLast(Blocks())
"""The fastest on CPUs that multiply bfloat16."""

MOST_PARTS = 4
"""Keys are cut into. Grids and pointers of all published sizes divide by it."""

ON_CARDS: tuple[Crossing, ...] = (
    ProjectFirst(Whole(Flash())),
    ProjectFirst(Whole(Cudnn())),
    *(ProjectFirst(Split(Flash(), parts)) for parts in (2, MOST_PARTS)),
    ProjectLast(Whole(Efficient())),
    ProjectLast(Whole(Cudnn())),
    *(ProjectLast(Split(Efficient(), parts)) for parts in (2, MOST_PARTS)),
)
"""What may beat PLAIN on a CUDA card, and is tried there."""
