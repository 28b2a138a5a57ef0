"""SAM 2 (Ravi et al. 2024, "SAM 2: Segment Anything in Images and Videos") as functions of their inputs.

Nothing is kept between calls: frames, prompts and memories come in, tensors go out. Parameter names are those of the
official weights. See `engine.sam2.layers` for the axis letters.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.errors import ModelError
from engine.sam2.compact import CompactTrunk
from engine.sam2.config import STRIDE, CompactConfig, MemoryConfig, Sam2Config
from engine.sam2.feature_pyramid import FeaturePyramid
from engine.sam2.hiera import HieraTrunk
from engine.sam2.layers import Mlp, TableCache, tokens
from engine.sam2.mask_decoder import MaskDecoder
from engine.sam2.memory_attention import MemoryAttention
from engine.sam2.memory_encoder import MemoryEncoder
from engine.sam2.positions import sine_grid, sine_times
from engine.sam2.prompt_encoder import PromptEmbeddings, PromptEncoder, Prompts
from engine.sam2.readout_keys import ReadoutKeys

_INITIAL_SPREAD = 0.02


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
    keys: Tensor | None = None
    """(b, readout_dim, H / 16, W / 16), unit vectors, where the model has a readout; see `ReadoutKeys`."""

    @property
    def input_size(self) -> tuple[int, int]:
        """Height and width of the pictures that went in."""
        return self.stride4.shape[-2] * 4, self.stride4.shape[-1] * 4

    @property
    def tensors(self) -> list[Tensor]:
        """All of them."""
        keys = [] if self.keys is None else [self.keys]
        return [self.stride16, self.stride8, self.stride4, self.positions, *self.trunk_levels, *keys]

    @property
    def size_bytes(self) -> int:
        """What keeping them costs."""
        return sum(t.numel() * t.element_size() for t in self.tensors)

    def of(self, index: int) -> ImageFeatures:
        """Those of one picture, b = 1; its memory is shared with the others."""
        one = slice(index, index + 1)
        keys = None if self.keys is None else self.keys[one]
        levels = tuple(x[one] for x in self.trunk_levels)
        return ImageFeatures(self.stride16[one], self.stride8[one], self.stride4[one], self.positions, levels, keys)

    def in_float32(self) -> ImageFeatures:
        """The same in float32, where they were computed in less."""
        keys = None if self.keys is None else self.keys.float()
        levels = tuple(x.float() for x in self.trunk_levels)
        return ImageFeatures(
            self.stride16.float(), self.stride8.float(), self.stride4.float(), self.positions, levels, keys
        )


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


@dataclass(frozen=True, slots=True)
class MemoryBatch:
    """What b objects remember, in the same amounts: k spatial memories and p pointers each."""

    spatial_bkchw: Tensor
    """(b, k, dim, h, w), k at least 1."""
    slots_bk: Tensor
    """(b, k) long: 0 for one step ago, 1 for two, …; `recent_frames` for a prompted frame, however far away."""
    pointers_bpc: Tensor
    """(b, p, d_model); p may be 0."""
    offsets_bp: Tensor
    """(b, p) steps from each pointer's frame to this one, along the direction of tracking; negative lies ahead."""
    span: int
    """Offsets are divided by this: min(frames in the clip, max_pointers) - 1."""


class ImageEncoder(nn.Module):
    """Trunk and neck."""

    def __init__(self, config: Sam2Config) -> None:
        super().__init__()
        self.trunk: CompactTrunk | HieraTrunk
        if isinstance(config.trunk, CompactConfig):
            self.trunk = CompactTrunk(config.trunk)
        else:
            self.trunk = HieraTrunk(config.trunk)
        self.neck = FeaturePyramid(self.trunk.channels, config.d_model, config.top_down_levels)


class Sam2(nn.Module):
    """The model. Every method is batched, differentiable and independent of the others."""

    def __init__(self, config: Sam2Config) -> None:
        super().__init__()
        self.config = config
        self.image_encoder = ImageEncoder(config)
        self.sam_prompt_encoder = PromptEncoder(config.d_model, config.decoder.prompt_mask_channels)
        self.sam_mask_decoder = MaskDecoder(config.d_model, config.decoder)
        self._places = TableCache()
        if config.memory is not None:
            self._add_memory(config.d_model, config.memory)
        if config.readout_dim:
            self.readout_keys = self._new_readout_keys(config.readout_dim)

    def _new_readout_keys(self, dim: int) -> ReadoutKeys:
        trunk = self.image_encoder.trunk
        if not isinstance(trunk, CompactTrunk):
            raise ModelError("A readout needs the compact trunk.")
        return ReadoutKeys(trunk.channels[1], trunk.expanded_channels, dim)

    def _add_memory(self, d_model: int, memory: MemoryConfig) -> None:
        self.memory_attention = MemoryAttention(d_model, memory)
        self.memory_encoder = MemoryEncoder(d_model, memory)
        self.maskmem_tpos_enc = _learned(memory.recent_frames + 1, 1, 1, memory.dim)
        self.no_mem_embed = _learned(1, 1, d_model)
        self.no_mem_pos_enc = _learned(1, 1, d_model)  # in every official file; no published forward pass reads it
        self.no_obj_ptr = _learned(1, d_model)
        self.mask_downsample = nn.Conv2d(1, 1, 4, 4)
        self.obj_ptr_proj = Mlp((d_model, d_model, d_model, d_model))
        if memory.pointer_times:
            self.obj_ptr_tpos_proj = nn.Linear(d_model, memory.dim)
        if memory.absence_embedding:
            self.no_obj_embed_spatial = _learned(1, memory.dim)

    @property
    def memory(self) -> MemoryConfig:
        """The memory's numbers. Raises ModelError for a model without memory."""
        if self.config.memory is None:
            raise ModelError("This model has no memory.", "Use a model whose configuration has a [model.memory] table.")
        return self.config.memory

    def encode_image(self, image_b3hw: Tensor) -> ImageFeatures:
        """Features of b normalised pictures. Raises ModelError where height or width is no multiple of 32."""
        if image_b3hw.shape[-2] % STRIDE or image_b3hw.shape[-1] % STRIDE:
            raise ModelError(f"A picture of {tuple(image_b3hw.shape[-2:])} is not a multiple of {STRIDE} in size.")
        return self.features_of(self.image_encoder.trunk(image_b3hw))

    def features_of(self, levels: list[Tensor], expanded: Tensor | None = None) -> ImageFeatures:
        """The second half of `encode_image`, from the trunk's levels at strides 4, 8, 16, 32.

        `expanded`: the compact trunk's expanded stride-16 features where they are known already.
        """
        stride4, stride8, stride16 = self._pyramid(levels)
        positions = self.sam_prompt_encoder.pe_layer.of_grid(*stride16.shape[-2:])
        trunk = self.image_encoder.trunk
        wanted = self.config.readout_dim or self.config.keep_trunk_levels
        if wanted and expanded is None and isinstance(trunk, CompactTrunk):
            expanded = trunk.expanded_stride16(levels)
        return ImageFeatures(
            stride16,
            stride8,
            stride4,
            positions,
            self._kept(levels, expanded),
            self._keys(levels, expanded),
        )

    def _pyramid(self, levels: list[Tensor]) -> list[Tensor]:
        """Strides 4, 8 and 16, the fine ones narrowed for the mask decoder."""
        neck, decoder = self.image_encoder.neck, self.sam_mask_decoder
        if neck.full:
            return neck.narrowed(levels, decoder.conv_s1, decoder.conv_s0)
        stride4, stride8, stride16, _ = neck(levels)
        return [decoder.conv_s0(stride4), decoder.conv_s1(stride8), stride16]

    def _keys(self, levels: list[Tensor], expanded: Tensor | None) -> Tensor | None:
        if not self.config.readout_dim or expanded is None:
            return None
        keys: Tensor = self.readout_keys(levels[1], expanded)
        return keys

    def _kept(self, levels: list[Tensor], expanded: Tensor | None) -> tuple[Tensor, ...]:
        if not self.config.keep_trunk_levels:
            return ()
        return (*levels, *([] if expanded is None else [expanded]))

    def encode_prompts(self, prompts: Prompts, input_size: tuple[int, int]) -> PromptEmbeddings:
        """Embed the prompts of b objects on a picture of `input_size` (height, width) pixels."""
        result: PromptEmbeddings = self.sam_prompt_encoder(prompts, input_size)
        return result

    def decode(
        self, features: ImageFeatures, prompts: PromptEmbeddings, stride16: Tensor | None = None
    ) -> MaskPredictions:
        """Masks of b objects on one picture (or b pictures, one object each).

        `stride16`: what `attend` or `without_memory` returned, (1 or b, d_model, H / 16, W / 16); None: the bare
        features.
        """
        image = features.stride16 if stride16 is None else stride16
        out = self.sam_mask_decoder(image, features.positions, prompts, features.stride4, features.stride8)
        pointers = out.mask_tokens_bmc
        if self.config.memory is not None:
            pointers = self.blend_pointers(self.obj_ptr_proj(pointers), out.presence_b1 > 0)
        return MaskPredictions(out.masks_bmhw, out.qualities_bm, out.presence_b1, pointers)

    def blend_pointers(self, pointers_bmc: Tensor, present_b1: Tensor) -> Tensor:
        """Pointers of present objects as they are, the learned "no object" pointer for absent ones."""
        return torch.where(present_b1[..., None], pointers_bmc, self.no_obj_ptr.to(pointers_bmc.dtype))

    def without_memory(self, features: ImageFeatures) -> Tensor:
        """Features for a frame that is decoded from its prompts alone, (b, d_model, H / 16, W / 16)."""
        if self.config.memory is None:
            return features.stride16
        return features.stride16 + self.no_mem_embed.view(1, -1, 1, 1)

    def attend(self, features: ImageFeatures, memories: MemoryBatch) -> Tensor:
        """Features of one picture as each of b objects' memories see it, (b, d_model, H / 16, W / 16)."""
        height, width = memories.spatial_bkchw.shape[-2:]
        spatial = memories.spatial_bkchw.flatten(3).transpose(2, 3).flatten(1, 2)
        grid_places = tokens(self._sine_places(height, width, spatial.device))[:, None]
        slots = self.maskmem_tpos_enc.flatten(1)[memories.slots_bk]
        spatial_places = (grid_places + slots[:, :, None]).flatten(1, 2)
        # A pointer is as wide as the model, a memory narrower: each pointer becomes several tokens.
        parts = self.config.d_model // self.memory.dim
        pointers = torch.unflatten(memories.pointers_bpc, 2, (parts, -1)).flatten(1, 2)
        pointer_places = self._pointer_places(memories)[:, :, None].expand(-1, -1, parts, -1).flatten(1, 2)
        attended: Tensor = self.memory_attention(
            features.stride16,
            torch.cat([spatial, pointers.to(spatial.dtype)], dim=1),
            torch.cat([spatial_places, pointer_places.to(spatial_places.dtype)], dim=1),
            pointers.shape[1],
        )
        return attended

    def _pointer_places(self, memories: MemoryBatch) -> Tensor:
        offsets = memories.offsets_bp
        if not self.memory.pointer_times:
            return offsets.new_zeros(*offsets.shape, self.memory.dim, dtype=torch.float32)
        times = sine_times(offsets / max(memories.span, 1), self.config.d_model)
        result: Tensor = self.obj_ptr_tpos_proj(times)
        return result

    def _sine_places(self, height: int, width: int, device: torch.device) -> Tensor:
        return self._places.get((height, width, device), lambda: sine_grid(self.memory.dim, height, width, device))

    def encode_memory(self, features: ImageFeatures, masks_b1hw: Tensor, presence_b1: Tensor, binarise: bool) -> Tensor:
        """What b objects keep of this picture, (b, dim, H / 16, W / 16).

        `masks_b1hw`: logits at any size. `presence_b1`: logit; <= 0 marks the memory as one without the object.
        `binarise`: take the mask as the person saw it (prompted frames) instead of its probabilities.
        """
        memory = self.memory
        logits = F.interpolate(masks_b1hw.float(), features.input_size, mode="bilinear", align_corners=False)
        mask = (logits > 0).float() if binarise else logits.sigmoid()
        spatial: Tensor = self.memory_encoder(features.stride16, mask * memory.mask_scale + memory.mask_bias)
        if memory.absence_embedding:
            absent = (presence_b1 <= 0).to(spatial.dtype)[..., None, None]
            spatial = spatial + absent * self.no_obj_embed_spatial[..., None, None]
        return spatial

    def pointer_of_mask(self, features: ImageFeatures, mask_b1hw: Tensor) -> Tensor:
        """Object pointers (b, d_model) for masks given by hand, (b, 1, H, W) of 0 and 1 at the input's size."""
        hint = self.mask_downsample(mask_b1hw)
        prompts = Prompts.none(len(mask_b1hw), mask_b1hw.device, hint)
        pointers = self.decode(features, self.encode_prompts(prompts, features.input_size)).pointers_bmc[:, :1]
        return self.blend_pointers(pointers, mask_b1hw.flatten(1).any(dim=1, keepdim=True))[:, 0]


def _learned(*shape: int) -> nn.Parameter:
    return nn.Parameter(nn.init.trunc_normal_(torch.zeros(shape), std=_INITIAL_SPREAD))
