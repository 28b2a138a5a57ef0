"""A chain of prompts on encoded pictures: ask, look where the answer is wrong, click there, ask again.

Every step is supervised, so that boxes, first clicks and corrections all learn, and the picture is encoded only once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.sam2.model import ImageFeatures, MaskPredictions, Sam2
from engine.training import network, prompts
from engine.training.batches import PromptKind, Row
from engine.training.losses import StepLoss, step_loss

PREVIOUS_LIMIT = 16.0
"""Previous logits fed back lie within ± this."""


@dataclass(frozen=True)
class ChainResult:
    """Losses of the steps in order; the last logits."""

    steps: tuple[StepLoss, ...]

    @property
    def total(self) -> Tensor:
        """Mean over the steps."""
        return torch.stack([s.total for s in self.steps]).mean()


def chosen_masks(output: MaskPredictions, ambiguous_b: Tensor) -> Tensor:
    """(b, 1, h, w) logits a person would see: mask 0, or the best of three where the prompt was one click."""
    best = torch.where(ambiguous_b, 1 + output.qualities_bm[:, 1:].argmax(1), 0)
    index = best[:, None, None, None].expand(-1, 1, *output.masks_bmhw.shape[-2:])
    return output.masks_bmhw.gather(1, index)


def correct(rng: np.random.Generator, rows: Sequence[Row], masks_b1hw: Tensor) -> None:
    """Add a correction click to every row whose mask is wrong somewhere."""
    inside = (masks_b1hw[:, 0] > 0).cpu().numpy()
    for row, predicted in zip(rows, inside, strict=True):
        click = prompts.correction_click(rng, row.truth, predicted)
        if click is not None:
            row.points.append(click)


def run_chain(
    model: Sam2, features: ImageFeatures, rows: Sequence[Row], steps: int, rng: np.random.Generator
) -> ChainResult:
    """`features` hold one picture per row. Rows are changed: their clicks grow."""
    device = features.stride16.device
    truth = network.stacked_truth(rows, device)
    mask, has_mask = network.stacked_hints(rows, device)
    losses = []
    for step in range(steps):
        single = [step == 0 and r.kind is PromptKind.CLICK for r in rows]
        ambiguous = torch.tensor(single, device=device)
        output = network.decode_rows(model, features, rows, mask, has_mask)
        losses.append(step_loss(output, truth, ambiguous))
        if step + 1 < steps:
            mask = chosen_masks(output, ambiguous).detach().float().clamp(-PREVIOUS_LIMIT, PREVIOUS_LIMIT)
            has_mask = torch.ones_like(has_mask)
            correct(rng, rows, mask)
    return ChainResult(tuple(losses))
