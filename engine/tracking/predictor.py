"""The arithmetic of one frame for a batch of objects: prompts and memories in, masks and new memories out.

Which prompt gets which mask, how the last answer is fed back, what a mask given by hand becomes, what "absent" does:
the published predictor's rules (SAM 2 paper, section 4, and its released code), without its state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.sam2.compact import CompactTrunk
from engine.sam2.model import ImageFeatures, MaskPredictions, MemoryBatch, Sam2
from engine.sam2.packed_trunk import PackedTrunk, can_pack, packed_dtype
from engine.sam2.prompt_encoder import Prompts
from engine.sam2.selection import BestOfThree, Selection, Selector, SingleIfStable
from engine.tracking.memory_bank import Memory, Reach, Recall
from engine.tracking.transfer import onto

ABSENT_LOGIT = -1024.0
"""Everywhere in the mask of an object that is not on the frame; published constant."""

HINT_LIMIT = 32.0
"""Earlier answers are clamped to this before they are fed back; published constant."""

MASK_LOGIT = 10.0
"""What a mask given by hand counts as: plus inside, minus outside; published constant."""

AMBIGUOUS_POINTS = 1
"""Up to this many points the best of three hypotheses answers, beyond it the single mask. A box counts as two."""


@dataclass(frozen=True, slots=True)
class FramePrediction:
    """The answer for each of b objects on one frame."""

    logits_b1hw: Tensor
    """(b, 1, H / 4, W / 4) float32; > 0 is inside; ABSENT_LOGIT everywhere where the object is absent."""
    quality_b: Tensor
    """(b,) predicted IoU, 0..1."""
    presence_b: Tensor
    """(b,) logit; > 0: on this frame."""
    pointers_bc: Tensor
    """(b, d_model)."""

    def __len__(self) -> int:
        return len(self.logits_b1hw)

    def of(self, index: int) -> FramePrediction:
        """The answer for one object, b = 1."""
        one = slice(index, index + 1)
        return FramePrediction(self.logits_b1hw[one], self.quality_b[one], self.presence_b[one], self.pointers_bc[one])

    @classmethod
    def joined(cls, parts: Sequence[FramePrediction]) -> FramePrediction:
        """One batch of several."""
        return cls(
            torch.cat([p.logits_b1hw for p in parts]),
            torch.cat([p.quality_b for p in parts]),
            torch.cat([p.presence_b for p in parts]),
            torch.cat([p.pointers_bc for p in parts]),
        )


def stacked(recalls: Sequence[Recall], device: torch.device) -> MemoryBatch:
    """The memories of b objects as one batch; all recalls have the same shape."""
    spatial = torch.stack([torch.stack([m.spatial_chw for _, m in r.spatial]) for r in recalls])
    slots = torch.tensor([[slot for slot, _ in r.spatial] for r in recalls])
    offsets = torch.tensor([[ago for ago, _ in r.pointers] for r in recalls], dtype=torch.float32)
    pointers = _stacked_pointers(recalls, device)
    return MemoryBatch(spatial.to(device), onto(slots, device), pointers, onto(offsets, device), recalls[0].span)


def _stacked_pointers(recalls: Sequence[Recall], device: torch.device) -> Tensor:
    if not recalls[0].pointers:
        width = recalls[0].spatial[0][1].pointer_c.shape[0]
        return torch.zeros(len(recalls), 0, width, device=device)
    return torch.stack([torch.stack([pointer for _, pointer in r.pointers]) for r in recalls]).to(device)


@dataclass(frozen=True)
class FramePredictor:
    """The model with its rules of use. Keeps nothing between calls.

    Call it under `torch.inference_mode()`; under autocast for half precision.
    """

    model: Sam2
    dtype: torch.dtype = torch.float32
    """What a compact trunk computes in on a CPU; everything else follows autocast."""

    @property
    def reach(self) -> Reach:
        """How far back the model looks. Raises ModelError for a model without memory."""
        memory = self.model.memory
        return Reach(memory.recent_frames, memory.max_pointers)

    def encode(self, image_bchw: Tensor) -> ImageFeatures:
        """Stage 1: features of b normalised frames."""
        packed = self._packed if image_bchw.device.type == "cpu" else None
        if packed is None or not torch.is_inference_mode_enabled():
            return self.model.encode_image(image_bchw)
        with torch.autocast("cpu", torch.bfloat16, enabled=packed.dtype is torch.bfloat16):
            return self.model.features_of(*packed(image_bchw)).in_float32()

    def is_settled(self, image_bchw: Tensor) -> bool:
        """Always; see `recorded.SettlingEncoder`."""
        return True

    @cached_property
    def _packed(self) -> PackedTrunk | None:
        """The trunk laid out for this CPU; None where it is of another kind."""
        trunk = self.model.image_encoder.trunk
        if not isinstance(trunk, CompactTrunk) or not can_pack(trunk):
            return None
        return PackedTrunk(trunk, packed_dtype(self.dtype))

    def attend(self, features: ImageFeatures, recalls: Sequence[Recall]) -> Tensor:
        """Stage 2: features as each object's memories see them; recalls of one shape, in the objects' order."""
        return self.model.attend(features, stacked(recalls, features.stride16.device))

    def predict_tracked(
        self, features: ImageFeatures, attended: Tensor, hint_b1hw: Tensor | None = None
    ) -> FramePrediction:
        """Stage 3: a frame nobody said anything about. `attended` as `attend` returned it, one row per object.

        `hint_b1hw`: mask logits from elsewhere (the readout), fed as the dense mask prompt.
        """
        prompts = Prompts.none(len(attended), attended.device, _clamped(hint_b1hw))
        return self._predict(features, prompts, attended, BestOfThree())

    def predict_prompted(
        self,
        features: ImageFeatures,
        prompts: Prompts,
        attended: Tensor | None = None,
        selector: Selector | None = None,
    ) -> FramePrediction:
        """Clicks and boxes of b objects, all with the same number of points.

        `prompts.mask_b1hw`: the last answer's logits where there was one. `attended`: for corrections of a tracked
        frame; None where the frame is decoded from its prompts alone. `selector`: which mask answers; None: the
        published choice by the number of points.
        """
        stride16 = self.model.without_memory(features) if attended is None else attended
        chosen = selector or self._selector(prompts.points_bn2.shape[1])
        clamped = Prompts(prompts.points_bn2, prompts.labels_bn, _clamped(prompts.mask_b1hw))
        return self._predict(features, clamped, stride16, chosen)

    def predict_masked(self, features: ImageFeatures, mask_b1hw: Tensor) -> FramePrediction:
        """Masks given by hand, (b, 1, H, W) of 0 and 1 at the input's size: they are the answer, as ±MASK_LOGIT."""
        mask = mask_b1hw.float()
        size = (mask.shape[-2] // 4, mask.shape[-1] // 4)
        logits = F.interpolate(
            mask * (2 * MASK_LOGIT) - MASK_LOGIT, size, mode="bilinear", align_corners=False, antialias=True
        )
        present = mask.flatten(1).any(dim=1)
        if self.model.config.memory is None:
            pointers = mask.new_zeros(len(mask), self.model.config.d_model)
        else:
            pointers = self.model.pointer_of_mask(features, mask)
        presence = torch.where(present, MASK_LOGIT, -MASK_LOGIT)
        return FramePrediction(logits, torch.ones_like(presence), presence, pointers)

    def hypotheses(self, features: ImageFeatures, prompts: Prompts) -> MaskPredictions:
        """The image predictor: every mask with its quality, for prompts on one picture without memory.

        Masks 1..3 are the three hypotheses; `prompts.mask_b1hw` may hold the logits of an earlier one.
        """
        embedded = self.model.encode_prompts(prompts, features.input_size)
        return self.model.decode(features, embedded, self.model.without_memory(features))

    def remember(self, features: ImageFeatures, prediction: FramePrediction, prompted: bool) -> list[Memory]:
        """Stage 4: what each object keeps of this frame. `prompted`: the person saw and accepted this mask."""
        presence = prediction.presence_b[:, None]
        spatial = self.model.encode_memory(features, prediction.logits_b1hw, presence, binarise=prompted)
        return [Memory(s, p) for s, p in zip(spatial, prediction.pointers_bc, strict=True)]

    def _selector(self, points: int) -> Selector:
        if points <= AMBIGUOUS_POINTS:
            return BestOfThree()
        decoder = self.model.config.decoder
        return SingleIfStable(decoder.stability_delta, decoder.stability_threshold)

    def _predict(
        self, features: ImageFeatures, prompts: Prompts, stride16: Tensor, selector: Selector
    ) -> FramePrediction:
        embedded = self.model.encode_prompts(prompts, features.input_size)
        predictions = self.model.decode(features, embedded, stride16)
        masks = predictions.masks_bmhw.float()
        return _chosen(predictions, masks, selector.select(masks, predictions.qualities_bm))


def _chosen(predictions: MaskPredictions, masks_bmhw: Tensor, selection: Selection) -> FramePrediction:
    rows = torch.arange(len(masks_bmhw), device=masks_bmhw.device)
    presence = predictions.presence_b1[:, 0]
    logits = torch.where((presence > 0)[:, None, None, None], masks_bmhw[rows, selection.mask_b][:, None], ABSENT_LOGIT)
    quality = predictions.qualities_bm[rows, selection.mask_b]
    return FramePrediction(logits, quality, presence, predictions.pointers_bmc[rows, selection.token_b])


def _clamped(logits: Tensor | None) -> Tensor | None:
    return None if logits is None else logits.clamp(-HINT_LIMIT, HINT_LIMIT)


def at_size(logits_b1hw: Tensor, height: int, width: int) -> Tensor:
    """Logits (b, height, width) at another size, bilinear, as the published predictor shows them."""
    return F.interpolate(logits_b1hw.float(), (height, width), mode="bilinear", align_corners=False)[:, 0]
