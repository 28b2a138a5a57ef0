"""Which of the decoder's four masks is the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Selection:
    """One mask for each of b objects."""

    mask_b: Tensor
    """(b,) long, 0..3: which mask."""
    token_b: Tensor
    """(b,) long, 0..3: whose token the object pointer is made from."""


class Selector(Protocol):
    """Chooses among the four masks of every object."""

    def select(self, masks_bmhw: Tensor, qualities_bm: Tensor) -> Selection: ...


@dataclass(frozen=True, slots=True)
class BestOfThree:
    """For an ambiguous prompt and while tracking: the hypothesis of highest predicted quality, and its token."""

    def select(self, masks_bmhw: Tensor, qualities_bm: Tensor) -> Selection:
        best = 1 + qualities_bm[:, 1:].argmax(dim=1)
        return Selection(best, best)


@dataclass(frozen=True, slots=True)
class SingleIfStable:
    """For clear prompts: mask 0 where it is stable, else the best hypothesis.

    Stable: the areas above +delta and above -delta agree in IoU to at least `threshold`. The pointer comes from token 0
    in either case, as published: the model was trained so.
    """

    delta: float = 0.05
    threshold: float = 0.98

    def select(self, masks_bmhw: Tensor, qualities_bm: Tensor) -> Selection:
        single = torch.zeros_like(qualities_bm[:, 0], dtype=torch.long)
        best = 1 + qualities_bm[:, 1:].argmax(dim=1)
        return Selection(torch.where(self._stability(masks_bmhw[:, 0]) >= self.threshold, single, best), single)

    def _stability(self, mask_bhw: Tensor) -> Tensor:
        inner = (mask_bhw > self.delta).flatten(1).sum(dim=1)
        outer = (mask_bhw > -self.delta).flatten(1).sum(dim=1)
        return torch.where(outer > 0, inner / outer, 1.0)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The mask a person chose: 0 the single answer, 1..3 one of the three."""

    index: int

    def select(self, masks_bmhw: Tensor, qualities_bm: Tensor) -> Selection:
        chosen = torch.full_like(qualities_bm[:, 0], self.index, dtype=torch.long)
        return Selection(chosen, chosen)
