"""What is asked of the decoder at every step of a prompt chain."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.sam2.model import MaskPredictions

EDGE_WEIGHT = 3.0
"""Cells that the border crosses count 1 + this: the matte is judged there."""
PIXEL_WEIGHT, DICE_WEIGHT, QUALITY_WEIGHT, PRESENCE_WEIGHT = 2.0, 1.0, 0.5, 0.2


@dataclass(frozen=True, slots=True)
class StepLoss:
    """Means over the rows of one step; `total` is what is minimised."""

    total: Tensor
    mask: Tensor
    quality: Tensor
    presence: Tensor
    iou_b: Tensor
    """(b,) IoU of the mask that would be chosen."""


def edge_weights(truth_b1hw: Tensor) -> Tensor:
    """(b, 1, h, w): 1, and 1 + EDGE_WEIGHT next to the border."""
    spread = F.max_pool2d(truth_b1hw, 3, 1, 1) + F.max_pool2d(-truth_b1hw, 3, 1, 1)
    return 1.0 + EDGE_WEIGHT * spread


def mask_losses(masks_bmhw: Tensor, truth_b1hw: Tensor) -> Tensor:
    """(b, m): weighted cross-entropy plus dice of every mask against the coverage 0..1 of the true one."""
    target = truth_b1hw.expand_as(masks_bmhw)
    weights = edge_weights(truth_b1hw)
    pixel = F.binary_cross_entropy_with_logits(masks_bmhw, target, reduction="none") * weights
    pixel_bm = pixel.mean((2, 3)) / weights.mean((2, 3))
    p = masks_bmhw.sigmoid()
    overlap = 2 * (p * target).sum((2, 3)) + 1.0
    dice_bm = 1 - overlap / (p.square().sum((2, 3)) + target.square().sum((2, 3)) + 1.0)
    return PIXEL_WEIGHT * pixel_bm + DICE_WEIGHT * dice_bm


def hard_iou(masks_bmhw: Tensor, truth_b1hw: Tensor) -> Tensor:
    """(b, m) IoU of the thresholded masks; 1 where both are empty."""
    inside, true = masks_bmhw > 0, truth_b1hw > 0.5
    union = (inside | true).sum((2, 3))
    return torch.where(union > 0, (inside & true).sum((2, 3)) / union.clamp(min=1), 1.0)


def step_loss(output: MaskPredictions, truth_b1hw: Tensor, ambiguous_b: Tensor) -> StepLoss:
    """Loss of one decoding of b rows.

    `ambiguous_b` (b,) bool: rows asked by a single click, where the best of three hypotheses is trained besides mask 0.
    Rows whose truth is empty teach presence only.
    """
    masks = output.masks_bmhw.float()
    present_b = truth_b1hw.flatten(1).amax(1) > 0.5
    mask_b = mask_losses(masks[:, :1], truth_b1hw)[:, 0]
    if ambiguous_b.any():
        best = mask_losses(masks[ambiguous_b, 1:], truth_b1hw[ambiguous_b]).amin(1)
        mask_b = mask_b.index_put((ambiguous_b,), 0.5 * mask_b[ambiguous_b] + best)
    count = present_b.sum().clamp(min=1)
    mask = (mask_b * present_b).sum() / count
    with torch.no_grad():
        iou_bm = hard_iou(masks, truth_b1hw)
    error_bm = (output.qualities_bm - iou_bm).square()
    quality_b = torch.where(ambiguous_b, error_bm.mean(1), error_bm[:, 0])
    quality = (quality_b * present_b).sum() / count
    presence = F.binary_cross_entropy_with_logits(output.presence_b1[:, 0], present_b.float())
    total = mask + QUALITY_WEIGHT * quality + PRESENCE_WEIGHT * presence
    chosen_b = torch.where(ambiguous_b, 1 + output.qualities_bm[:, 1:].argmax(1), 0)
    return StepLoss(total, mask, quality, presence, iou_bm.gather(1, chosen_b[:, None])[:, 0])
