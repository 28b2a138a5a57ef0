"""How fast to learn when, and the running mean of the weights that is shipped."""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import Tensor, nn


def learning_factor(step: int, steps: int, warmup: int = 150, floor: float = 0.02) -> float:
    """Share of the peak rate, 0..1: linear warm-up, then a cosine down to `floor`."""
    if step < warmup:
        return (step + 1) / warmup
    progress = (step - warmup) / max(1, steps - warmup)
    return floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))


class RunningMean:
    """Exponential moving average of a module's state; young averages follow faster."""

    def __init__(self, model: nn.Module, decay: float = 0.998) -> None:
        self.decay = decay
        self.state = {k: v.detach().clone() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model: nn.Module, step: int) -> None:
        """Take in the weights after `step` (from 0)."""
        keep = min(self.decay, (1 + step) / (10 + step))
        for key, value in model.state_dict().items():
            if value.is_floating_point():
                self.state[key].lerp_(value.detach(), 1 - keep)

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Go on from a stored average."""
        self.state = {k: v.clone() for k, v in state.items()}
