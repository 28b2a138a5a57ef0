"""What a run teaches: a stage turns a batch into one loss and the figures to watch."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from engine.sam2.model import Sam2
from engine.training import network
from engine.training.batches import Batch, PromptKind
from engine.training.chains import ChainResult, run_chain

CORRECTION_SEED = 7919
"""Keeps the clicks of a step apart from its pictures, which use (seed, step) too."""


class Stage(Protocol):
    """One kind of lesson."""

    @property
    def frames(self) -> int:
        """Frames per scene."""
        ...

    def loss(self, model: Sam2, batch: Batch, step: int, device: torch.device) -> tuple[Tensor, dict[str, float]]: ...


def chain_figures(batch: Batch, result: ChainResult) -> dict[str, float]:
    """IoU after the first prompt of each kind, and after the corrections; NaN where a kind did not occur."""
    kinds = np.array([r.kind.name for r in batch.rows])
    present = np.array([bool(r.truth.any()) for r in batch.rows])
    first, last = (s.iou_b.cpu().numpy() for s in (result.steps[0], result.steps[-1]))

    def mean(values: np.ndarray, where: np.ndarray) -> float:
        return float(values[where].mean()) if where.any() else math.nan

    figures = {kind.name: mean(first, (kinds == kind.name) & present) for kind in PromptKind}
    corrected = {f"{k.name}+": mean(last, (kinds == k.name) & present) for k in (PromptKind.CLICK, PromptKind.BOX)}
    return figures | corrected | {"presence": float(result.steps[0].presence.detach())}


@dataclass(frozen=True)
class Stills:
    """Single pictures: clicks, boxes, hints and corrections."""

    corrections: tuple[int, ...] = (0, 1, 1, 2)
    """Taken in turn: later corrections cost as much as first answers and teach less."""
    frames: int = 1

    def loss(self, model: Sam2, batch: Batch, step: int, device: torch.device) -> tuple[Tensor, dict[str, float]]:
        """Mean loss over a chain of prompts."""
        pictures = network.to_pictures(batch.frames[:, 0], model.config, device)
        rows_each = len(batch.rows) // len(batch.scenes)
        features = network.repeated(model.encode_image(pictures), rows_each)
        rng = np.random.default_rng((CORRECTION_SEED, step))
        result = run_chain(model, features, batch.rows, 1 + self.corrections[step % len(self.corrections)], rng)
        return result.total, chain_figures(batch, result)
