"""Masks from image features and prompts (SAM 2 paper, section 4 and appendix D.1).

Four mask tokens: token 0 answers clear prompts, tokens 1 to 3 are three hypotheses for an ambiguous one. Further tokens
give each mask's quality (its predicted IoU) and whether the object is on the frame at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.sam2.config import DecoderConfig
from engine.sam2.layers import Attention, ChannelNorm, Mlp, grid, token_table, tokens
from engine.sam2.prompt_encoder import PromptEmbeddings

MASK_TOKENS = 4


@dataclass(frozen=True, slots=True)
class DecoderOutput:
    """What the decoder says about each of b objects."""

    masks_bmhw: Tensor
    """(b, 4, H / 4, W / 4) logits; > 0 is inside."""
    qualities_bm: Tensor
    """(b, 4) predicted IoU, 0..1."""
    presence_b1: Tensor
    """(b, 1) logit; > 0: the object is on this frame."""
    mask_tokens_bmc: Tensor
    """(b, 4, d_model), from which object pointers are made."""


class TwoWayBlock(nn.Module):
    """Tokens attend to themselves and to the picture, then the picture attends to the tokens."""

    def __init__(self, d_model: int, config: DecoderConfig, first: bool) -> None:
        super().__init__()
        self.self_attn = Attention(d_model, config.heads)
        self.norm1 = nn.LayerNorm(d_model)
        self.cross_attn_token_to_image = Attention(d_model, config.heads, d_model // 2)
        self.norm2 = nn.LayerNorm(d_model)
        self.mlp = Mlp((d_model, config.mlp_dim, d_model))
        self.norm3 = nn.LayerNorm(d_model)
        self.norm4 = nn.LayerNorm(d_model)
        self.cross_attn_image_to_token = Attention(d_model, config.heads, d_model // 2)
        self._first = first

    def forward(
        self, tokens_bnc: Tensor, image_bnc: Tensor, token_places: Tensor, image_places: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Both streams again, same shapes."""
        tokens_bnc = self.norm1(self._self_attended(tokens_bnc, token_places))
        placed_image = image_bnc + image_places
        update = self.cross_attn_token_to_image(tokens_bnc + token_places, placed_image, image_bnc)
        tokens_bnc = self.norm2(tokens_bnc + update)
        tokens_bnc = self.norm3(tokens_bnc + self.mlp(tokens_bnc))
        update = self.cross_attn_image_to_token(placed_image, tokens_bnc + token_places, tokens_bnc)
        return tokens_bnc, self.norm4(image_bnc + update)

    def _self_attended(self, tokens_bnc: Tensor, token_places: Tensor) -> Tensor:
        if self._first:  # the tokens are their own positions here, and no residual is added
            result: Tensor = self.self_attn(tokens_bnc, tokens_bnc, tokens_bnc)
            return result
        placed = tokens_bnc + token_places
        return tokens_bnc + self.self_attn(placed, placed, tokens_bnc)


class TwoWayTransformer(nn.Module):
    """A stack of two-way blocks and a last look of the tokens at the picture."""

    def __init__(self, d_model: int, config: DecoderConfig) -> None:
        super().__init__()
        self.layers = nn.ModuleList(TwoWayBlock(d_model, config, first=i == 0) for i in range(config.depth))
        self.final_attn_token_to_image = Attention(d_model, config.heads, d_model // 2)
        self.norm_final_attn = nn.LayerNorm(d_model)

    def forward(self, tokens_bnc: Tensor, image_bnc: Tensor, image_places: Tensor) -> tuple[Tensor, Tensor]:
        """Tokens (b, n, c) and picture (b, h * w, c) after they have seen each other."""
        places = tokens_bnc
        for layer in self.layers:
            tokens_bnc, image_bnc = layer(tokens_bnc, image_bnc, places, image_places)
        update = self.final_attn_token_to_image(tokens_bnc + places, image_bnc + image_places, image_bnc)
        return self.norm_final_attn(tokens_bnc + update), image_bnc


class MaskDecoder(nn.Module):
    """Four masks with their qualities, and the object's presence."""

    def __init__(self, d_model: int, config: DecoderConfig) -> None:
        super().__init__()
        self.transformer = TwoWayTransformer(d_model, config)
        self.iou_token = token_table(1, d_model)
        self.mask_tokens = token_table(MASK_TOKENS, d_model)
        self.obj_score_token = token_table(1, d_model)
        self.output_upscaling = nn.Sequential(
            nn.ConvTranspose2d(d_model, d_model // 4, 2, 2),
            ChannelNorm(d_model // 4),
            nn.GELU(),
            nn.ConvTranspose2d(d_model // 4, d_model // 8, 2, 2),
            nn.GELU(),
        )
        self.conv_s0 = nn.Conv2d(d_model, d_model // 8, 1)
        self.conv_s1 = nn.Conv2d(d_model, d_model // 4, 1)
        self.output_hypernetworks_mlps = nn.ModuleList(
            Mlp((d_model, d_model, d_model, d_model // 8)) for _ in range(MASK_TOKENS)
        )
        self.iou_prediction_head = Mlp((d_model, config.quality_dim, config.quality_dim, MASK_TOKENS))
        self.pred_obj_score_head = Mlp((d_model, d_model, d_model, 1))

    def forward(
        self, image_bchw: Tensor, positions_1chw: Tensor, prompts: PromptEmbeddings, stride4: Tensor, stride8: Tensor
    ) -> DecoderOutput:
        """Decode b objects at once.

        `image_bchw`: features at stride 16, one picture or one per object. `positions_1chw`: Fourier positions of its
        cells. `stride4`, `stride8`: fine features from `conv_s0` and `conv_s1`, (1 or b, d_model / 8 or / 4, …).
        """
        height = image_bchw.shape[-2]
        own = torch.cat([self.obj_score_token.weight, self.iou_token.weight, self.mask_tokens.weight])
        batch = len(prompts.sparse_bnc)
        tokens_bnc = torch.cat([own.expand(batch, -1, -1), prompts.sparse_bnc], dim=1)
        image_bnc = tokens((image_bchw + prompts.dense_bchw).expand(batch, -1, -1, -1))
        tokens_bnc, image_bnc = self.transformer(tokens_bnc, image_bnc, tokens(positions_1chw))
        mask_tokens = tokens_bnc[:, 2 : 2 + MASK_TOKENS]
        masks = self._masks(mask_tokens, grid(image_bnc, height), stride4, stride8)
        qualities = self.iou_prediction_head(tokens_bnc[:, 1]).float().sigmoid()
        return DecoderOutput(masks, qualities, self.pred_obj_score_head(tokens_bnc[:, 0]).float(), mask_tokens)

    def _masks(self, mask_tokens_bmc: Tensor, image_bchw: Tensor, stride4: Tensor, stride8: Tensor) -> Tensor:
        widen1, norm, activate1, widen2, activate2 = self.output_upscaling
        x = activate1(norm(widen1(image_bchw) + stride8))
        x = activate2(widen2(x) + stride4)
        each = zip(self.output_hypernetworks_mlps, mask_tokens_bmc.unbind(1), strict=True)
        kernels_bmc = torch.stack([mlp(token) for mlp, token in each], dim=1)
        return torch.unflatten(kernels_bmc @ x.flatten(2), 2, x.shape[-2:])
