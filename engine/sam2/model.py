"""SAM 2 (Ravi et al. 2024, "SAM 2: Segment Anything in Images and Videos") as functions of their inputs.

Nothing is kept between calls: frames, prompts and memories come in, tensors go out. Parameter names are those of the
official weights. See `engine.sam2.layers` for the axis letters.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn

from engine.sam2.compact import CompactTrunk
from engine.sam2.config import CompactConfig, Sam2Config
from engine.sam2.feature_pyramid import FeaturePyramid
from engine.sam2.mask_decoder import MaskDecoder
from engine.sam2.prompt_encoder import PromptEmbeddings, PromptEncoder, Prompts


@dataclass(frozen=True, slots=True)
class ImageFeatures:
    """What the trunk and neck see in b pictures; computed once per frame, whatever the number of objects."""

    stride16: Tensor
    """(b, d_model, H / 16, W / 16), without any memory."""
    stride8: Tensor
    """(b, d_model / 4, H / 8, W / 8), ready for the mask decoder."""
    stride4: Tensor
    """(b, d_model / 8, H / 4, W / 4), ready for the mask decoder."""
    positions: Tensor
    """(1, d_model, H / 16, W / 16): Fourier positions of the cells."""
    trunk_levels: tuple[Tensor, ...] = ()
    """The trunk's own features, where the model keeps them: strides 4, 8, 16, 32, and for the compact trunk stride 16
    expanded."""

    @property
    def input_size(self) -> tuple[int, int]:
        """Height and width of the pictures that went in."""
        return self.stride4.shape[-2] * 4, self.stride4.shape[-1] * 4


@dataclass(frozen=True, slots=True)
class MaskPredictions:
    """All that the decoder says about each of b objects."""

    masks_bmhw: Tensor
    """(b, 4, H / 4, W / 4) logits; > 0 is inside. Mask 0 answers clear prompts, 1..3 are three hypotheses."""
    qualities_bm: Tensor
    """(b, 4) predicted IoU, 0..1, float32."""
    presence_b1: Tensor
    """(b, 1) logit, float32; > 0: the object is on this frame."""
    pointers_bmc: Tensor
    """(b, 4, d_model): object pointers, one per mask; for models without memory the bare mask tokens."""


class ImageEncoder(nn.Module):
    """Trunk and neck."""

    def __init__(self, config: Sam2Config) -> None:
        super().__init__()
        self.trunk = build_trunk(config)
        self.neck = FeaturePyramid(self.trunk.channels, config.d_model, config.top_down_levels)


def build_trunk(config: Sam2Config) -> CompactTrunk:
    """The trunk that the configuration names."""
    if isinstance(config.trunk, CompactConfig):
        return CompactTrunk(config.trunk)
    raise NotImplementedError


class Sam2(nn.Module):
    """The model. Every method is batched, differentiable and independent of the others."""

    def __init__(self, config: Sam2Config) -> None:
        super().__init__()
        self.config = config
        self.image_encoder = ImageEncoder(config)
        self.sam_prompt_encoder = PromptEncoder(config.d_model, config.decoder.prompt_mask_channels)
        self.sam_mask_decoder = MaskDecoder(config.d_model, config.decoder)

    def encode_image(self, image_b3hw: Tensor) -> ImageFeatures:
        """Features of b normalised pictures; height and width multiples of 32."""
        trunk = self.image_encoder.trunk
        levels = trunk(image_b3hw)
        stride4, stride8, stride16, _ = self.image_encoder.neck(levels)
        positions = self.sam_prompt_encoder.pe_layer.of_grid(*stride16.shape[-2:])
        return ImageFeatures(
            stride16,
            self.sam_mask_decoder.conv_s1(stride8),
            self.sam_mask_decoder.conv_s0(stride4),
            positions,
            self._kept(levels),
        )

    def _kept(self, levels: list[Tensor]) -> tuple[Tensor, ...]:
        if not self.config.keep_trunk_levels:
            return ()
        trunk = self.image_encoder.trunk
        expanded = [trunk.expanded_stride16(levels)] if isinstance(trunk, CompactTrunk) else []
        return (*levels, *expanded)

    def encode_prompts(self, prompts: Prompts, input_size: tuple[int, int]) -> PromptEmbeddings:
        """Embed the prompts of b objects on a picture of `input_size` (height, width) pixels."""
        result: PromptEmbeddings = self.sam_prompt_encoder(prompts, input_size)
        return result

    def decode(
        self, features: ImageFeatures, prompts: PromptEmbeddings, stride16: Tensor | None = None
    ) -> MaskPredictions:
        """Masks of b objects on one picture (or b pictures, one object each).

        `stride16`: features that memory has been mixed into, (1 or b, d_model, H / 16, W / 16); None: those of
        `features`, bare.
        """
        image = features.stride16 if stride16 is None else stride16
        out = self.sam_mask_decoder(image, features.positions, prompts, features.stride4, features.stride8)
        return MaskPredictions(out.masks_bmhw, out.qualities_bm, out.presence_b1, out.mask_tokens_bmc)
