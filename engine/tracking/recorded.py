"""A frame's stages as recordings: the predictor's results, queued in one go where the device can do that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from torch import Tensor

from engine.sam2.model import ImageFeatures, MemoryBatch
from engine.tracking.feed import Encoder
from engine.tracking.graphs import Graphs
from engine.tracking.memory_bank import Memory, Recall
from engine.tracking.predictor import FramePrediction, FramePredictor, stacked


@dataclass(frozen=True, kw_only=True)
class RecordedPredictor(FramePredictor):
    """The stages of a tracked frame. What a person's prompts ask for is computed as ever: no two are alike."""

    graphs: Graphs

    def attend(self, features: ImageFeatures, recalls: Sequence[Recall]) -> Tensor:
        """See FramePredictor."""
        batch = stacked(recalls, features.stride16.device)
        span = batch.span

        def work(tensors: Sequence[Tensor]) -> list[Tensor]:
            stride16, spatial, slots, pointers, offsets = tensors
            seen = ImageFeatures(stride16, stride16, stride16, stride16)  # no other is looked at
            return [self.model.attend(seen, MemoryBatch(spatial, slots, pointers, offsets, span))]

        inputs = [features.stride16, batch.spatial_bkchw, batch.slots_bk, batch.pointers_bpc, batch.offsets_bp]
        return self.graphs.run(("attend", span), work, inputs)[0]

    def predict_tracked(
        self, features: ImageFeatures, attended: Tensor, hint_b1hw: Tensor | None = None
    ) -> FramePrediction:
        """See FramePredictor."""
        if hint_b1hw is not None:
            return super().predict_tracked(features, attended, hint_b1hw)

        def work(tensors: Sequence[Tensor]) -> list[Tensor]:
            attended, stride8, stride4, positions = tensors
            seen = ImageFeatures(attended, stride8, stride4, positions)
            found = FramePredictor.predict_tracked(self, seen, attended)
            return [found.logits_b1hw, found.quality_b, found.presence_b, found.pointers_bc]

        inputs = [attended, features.stride8, features.stride4, features.positions]
        return FramePrediction(*self.graphs.run("decode", work, inputs))

    def remember(self, features: ImageFeatures, prediction: FramePrediction, prompted: bool) -> list[Memory]:
        """See FramePredictor."""
        if prompted:
            return super().remember(features, prediction, prompted)

        def work(tensors: Sequence[Tensor]) -> list[Tensor]:
            stride16, stride4, logits, presence = tensors
            seen = ImageFeatures(stride16, stride4, stride4, stride16)  # stride 4 tells the picture's size
            return [self.model.encode_memory(seen, logits, presence[:, None], binarise=False)]

        inputs = [features.stride16, features.stride4, prediction.logits_b1hw, prediction.presence_b]
        (spatial,) = self.graphs.run("remember", work, inputs)
        return [Memory(s, p) for s, p in zip(spatial, prediction.pointers_bc, strict=True)]


class SettlingEncoder(Encoder, Protocol):
    """An encoder that may become another, quicker one."""

    def is_settled(self, image_bchw: Tensor) -> bool:
        """Whether pictures of this shape will be encoded in the same way from now on."""
        ...


@dataclass(frozen=True)
class RecordedEncoder:
    """An encoder of SAM 2's features, recorded once it will not become another one any more."""

    encoder: SettlingEncoder
    graphs: Graphs

    def encode(self, image_bchw: Tensor) -> ImageFeatures:
        """See `FramePredictor.encode`."""
        if not self.encoder.is_settled(image_bchw):
            return self.encoder.encode(image_bchw)
        found = self.graphs.run("encode", lambda tensors: self._plain(tensors[0]), [image_bchw])
        stride16, stride8, stride4, positions = found
        return ImageFeatures(stride16, stride8, stride4, positions)

    def _plain(self, image_bchw: Tensor) -> list[Tensor]:
        found = self.encoder.encode(image_bchw)
        return [found.stride16, found.stride8, found.stride4, found.positions]
