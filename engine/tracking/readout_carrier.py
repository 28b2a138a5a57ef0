"""The readout as a carrier: it finds the object again, the mask decoder draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from engine.errors import ModelError
from engine.masks.islands import NOTHING, IslandRule, Said, smallest_said, strays, without
from engine.sam2.model import ImageFeatures
from engine.sam2.prompt_encoder import Prompts
from engine.tracking.memory_bank import Moment
from engine.tracking.predictor import ABSENT_LOGIT, FramePrediction, FramePredictor
from engine.tracking.readout import Readout, ReadoutBank, Recollection, Remembered
from engine.types import FrameIndex, Logits, ObjectId

LOGIT_LIMIT = 8.0
"""Readout probabilities become logits within ± this, as masks are stored."""


REMEMBERED = IslandRule(near=0.05, growth=1.0, far=2.0, joined=0.0)
"""What is no part of the object to be looked for. Stricter rules gained more on clips of small, clean things and lost
as much where legs and poles cut animals in pieces."""


def _grid_of(prediction: FramePrediction) -> Logits:
    """The logits (h, w) of one object."""
    return np.asarray(prediction.logits_b1hw[0, 0].float().cpu().numpy(), np.float32)


def logits_of(soft: Tensor) -> Tensor:
    """Probabilities 0..1 as logits within ±LOGIT_LIMIT."""
    return torch.logit(soft.float(), eps=1e-4).clamp(-LOGIT_LIMIT, LOGIT_LIMIT)


@dataclass(frozen=True)
class ReadoutCarrier:
    """See `Carrier`. `decoder_share` of the mask is the decoder's, the rest the readout's; 0 leaves the decoder out."""

    predictor: FramePredictor
    readout: Readout
    decoder_share: float = 0.5

    @property
    def depth(self) -> int:
        """See Carrier."""
        return self.readout.config.recent_frames

    def new_bank(self) -> ReadoutBank:
        """See Carrier."""
        return ReadoutBank(self.depth)

    def start_pass(self, bank: ReadoutBank) -> None:
        """See Carrier."""
        bank.tracked.clear()

    def remember_prompted(
        self,
        bank: ReadoutBank,
        frame: FrameIndex,
        features: ImageFeatures,
        prediction: FramePrediction,
        said: Said = NOTHING,
    ) -> None:
        """See Carrier."""
        bank.said[frame] = smallest_said(_grid_of(prediction), said)
        known = replace(said, smallest=bank.smallest_said)
        bank.remember_prompted(self._remembered(frame, features, prediction, known))

    def remember_tracked(
        self, banks: Sequence[ReadoutBank], frame: FrameIndex, features: ImageFeatures, prediction: FramePrediction
    ) -> None:
        """See Carrier."""
        for i, bank in enumerate(banks):
            found = prediction.of(i)
            if self.readout.trusts(float(torch.sigmoid(found.presence_b[0].float())), float(found.quality_b[0])):
                known = Said(smallest=bank.smallest_said)
                bank.remember_tracked(self._remembered(frame, features, found, known))

    def kept(self, bank: ReadoutBank) -> tuple[FrameIndex, ...]:
        """See Carrier."""
        return tuple(bank.tracked)

    def forget(self, bank: ReadoutBank, frame: FrameIndex) -> None:
        """See Carrier."""
        bank.forget(frame)

    def recall(self, bank: ReadoutBank, moment: Moment) -> Recollection | None:
        """See Carrier."""
        return bank.recall(moment, self.readout.config.prompted_frames)

    def grouped(self, recalls: Mapping[ObjectId, Recollection]) -> list[list[ObjectId]]:
        """Objects that remember the same frames share their affinities."""
        groups: dict[tuple[FrameIndex, ...], list[ObjectId]] = {}
        for thing, recall in recalls.items():
            groups.setdefault(recall.frames, []).append(thing)
        return list(groups.values())

    def attend(self, features: ImageFeatures, recalls: Sequence[Recollection]) -> Tensor:
        """The readout's soft masks (b, 1, h, w), 0..1, at stride 16."""
        return self.readout.read(keys_of(features), recalls)[:, None]

    def decode(self, features: ImageFeatures, attended: Tensor) -> FramePrediction:
        """The readout's mask as the decoder's mask prompt; the answer is their mean, as logits."""
        if self.decoder_share == 0:
            return self._undecoded(logits_of(attended))
        size = features.stride4.shape[-2:]
        # Stretched as probabilities: between logits, soft rims would shrink from frame to frame.
        hint = logits_of(F.interpolate(attended, size, mode="bilinear", align_corners=False))
        prompts = Prompts.none(len(hint), hint.device, hint)
        found = self.predictor.model.decode(features, self.predictor.model.encode_prompts(prompts, features.input_size))
        drawn = found.masks_bmhw[:, :1].float().clamp(-LOGIT_LIMIT, LOGIT_LIMIT)
        mixed = torch.lerp(hint, drawn, self.decoder_share)
        presence = found.presence_b1[:, 0]
        logits = torch.where((presence > 0)[:, None, None, None], mixed, ABSENT_LOGIT)
        return FramePrediction(logits, found.qualities_bm[:, 0], presence, found.pointers_bmc[:, 0])

    def to_device(self, bank: ReadoutBank, device: str) -> None:
        """See Carrier."""
        bank.prompted = {frame: memory.on(device) for frame, memory in bank.prompted.items()}
        bank.tracked = {frame: memory.on(device) for frame, memory in bank.tracked.items()}

    def _remembered(
        self, frame: FrameIndex, features: ImageFeatures, prediction: FramePrediction, said: Said
    ) -> Remembered:
        """Without strays: what is remembered is looked for on every later frame."""
        grid = _grid_of(prediction)
        away = strays(grid, REMEMBERED, (grid.shape[0], grid.shape[1]), said)
        logits = prediction.logits_b1hw[0, 0]
        if away.any():
            logits = torch.from_numpy(without(grid, away)).to(logits.device)
        return self.readout.remembered(frame, keys_of(features), logits)

    def _undecoded(self, hint_b1hw: Tensor) -> FramePrediction:
        """The readout alone; what it is surest of says whether the object is there.

        At stride 16: stretched and shrunk again, masks would blur from frame to frame.
        """
        surest = hint_b1hw.flatten(1).amax(1)
        quality = torch.sigmoid(hint_b1hw.abs()).flatten(1).mean(1)
        pointers = hint_b1hw.new_zeros(len(hint_b1hw), self.predictor.model.config.d_model)
        return FramePrediction(hint_b1hw, quality, surest, pointers)


def keys_of(features: ImageFeatures) -> Tensor:
    """(1, c, h, w). Raises ModelError where the model has no readout."""
    if features.keys is None:
        raise ModelError("This model has no keys for a readout.", "Set readout_dim in its configuration.")
    return features.keys
