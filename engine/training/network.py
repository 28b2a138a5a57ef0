"""The model as the trainer sees it: which parts learn, pictures to tensors, and one decoding of many rows."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.errors import CheckpointError
from engine.sam2.compact import CompactTrunk
from engine.sam2.config import CompactConfig, Sam2Config
from engine.sam2.model import ImageFeatures, MaskPredictions, Sam2
from engine.sam2.prompt_encoder import PADDING, PromptEmbeddings, Prompts
from engine.training.batches import Row

FROZEN_BLOCKS = 7
"""Trunk blocks up to stride 8 keep their ImageNet weights: four fifths of the backward pass are theirs, and edges and
textures need no re-learning."""


def read_config(path: Path) -> Sam2Config:
    """The `[model]` table of a model's TOML file."""
    return Sam2Config.from_mapping(tomllib.loads(path.read_text())["model"])


def load_imagenet_trunk(model: Sam2, path: Path) -> None:
    """Fill the trunk from a MobileNetV2 checkpoint (`features.*`, any nesting, same order). Raises CheckpointError."""
    try:
        stored = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, ValueError) as error:
        raise CheckpointError(
            f"{path} holds no ImageNet weights ({error}).", "See --help for where they come from."
        ) from error
    trunk = CompactTrunk(CompactConfig())
    values = [v for k, v in stored.items() if k.startswith("features.")]
    own = trunk.state_dict()
    # The stored file goes one block further than the trunk (the 1280-channel layer before the classifier).
    pairs = list(zip(own, values, strict=False))
    wrong = [k for k, v in pairs if own[k].shape != v.shape]
    if len(pairs) < len(own) or wrong:
        raise CheckpointError(f"{path} does not fit the trunk (first at {(wrong or list(own))[0]}).")
    trunk.load_state_dict(dict(pairs))
    model.image_encoder.trunk.load_state_dict(folded_state(trunk))


def folded_state(trunk: nn.Module) -> dict[str, Tensor]:
    """The trunk's convolutions with the batch normalisation that follows each one taken in: weights and biases."""
    folded: dict[str, Tensor] = {}
    modules = list(trunk.named_modules())
    norms = [m for _, m in modules if isinstance(m, nn.BatchNorm2d)]
    convolutions = [(n, m) for n, m in modules if isinstance(m, nn.Conv2d)]
    for (name, conv), norm in zip(convolutions, norms, strict=True):
        assert norm.running_mean is not None
        assert norm.running_var is not None
        scale = norm.weight.detach() / torch.sqrt(norm.running_var + norm.eps)
        folded[f"{name}.weight"] = conv.weight.detach() * scale[:, None, None, None]
        folded[f"{name}.bias"] = norm.bias.detach() - norm.running_mean * scale
    return folded


def prepare_for_training(model: Sam2) -> None:
    """Freeze the early trunk. Its batch norms are folded: batches are too small to learn statistics from."""
    model.train()
    trunk = model.image_encoder.trunk
    assert isinstance(trunk, CompactTrunk)
    trunk.features[:FROZEN_BLOCKS].requires_grad_(False)


def parameter_groups(model: Sam2, rate: float, trunk_rate: float, decay: float) -> list[dict[str, object]]:
    """AdamW groups: the trunk learns slowly; norms, biases and embeddings do not decay."""
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            key = ("trunk" in name, parameter.ndim > 1 and "embed" not in name and "token" not in name)
            groups.setdefault(key, []).append(parameter)
    return [
        {"params": params, "lr": trunk_rate if slow else rate, "weight_decay": decay if decays else 0.0}
        for (slow, decays), params in groups.items()
    ]


def to_pictures(frames_bhwc: NDArray[np.uint8], config: Sam2Config, device: torch.device) -> Tensor:
    """(b, h, w, 3) uint8 → normalised (b, 3, h, w), channels last."""
    x = torch.from_numpy(np.ascontiguousarray(frames_bhwc)).to(device).permute(0, 3, 1, 2).float() / 255.0
    mean = x.new_tensor(config.pixel_mean)[:, None, None]
    std = x.new_tensor(config.pixel_std)[:, None, None]
    return ((x - mean) / std).contiguous(memory_format=torch.channels_last)


def repeated(features: ImageFeatures, rows: int) -> ImageFeatures:
    """Each picture's features `rows` times in a row. Cheaper to differentiate than picking by index."""

    def repeat(x: Tensor) -> Tensor:
        # The decoder's gradients are in the plain layout; mixing layouts makes GELU's backward seven times slower.
        return x.contiguous()[:, None].expand(-1, rows, -1, -1, -1).flatten(0, 1)

    return ImageFeatures(
        repeat(features.stride16), repeat(features.stride8), repeat(features.stride4), features.positions
    )


def point_tensors(rows: Sequence[Row], device: torch.device) -> tuple[Tensor, Tensor]:
    """(rows, n, 2) and (rows, n), padded to the longest row."""
    longest = max(1, max(len(r.points) for r in rows))
    points = np.zeros((len(rows), longest, 2), np.float32)
    labels = np.full((len(rows), longest), PADDING, np.int32)
    for i, row in enumerate(rows):
        for j, point in enumerate(row.points):
            points[i, j], labels[i, j] = (point.x, point.y), point.label
    return torch.from_numpy(points).to(device), torch.from_numpy(labels).to(device)


def embed_rows(
    model: Sam2, rows: Sequence[Row], mask_b1hw: Tensor, has_mask_b: Tensor, size: tuple[int, int]
) -> PromptEmbeddings:
    """Embed rows of which some have a mask prompt: those without get the learned "no mask"."""
    points, labels = point_tensors(rows, mask_b1hw.device)
    embedded = model.encode_prompts(Prompts(points, labels, mask_b1hw), size)
    none = model.sam_prompt_encoder.no_mask_embed.weight[:, :, None, None]
    dense = torch.where(has_mask_b[:, None, None, None], embedded.dense_bchw, none.to(embedded.dense_bchw.dtype))
    return PromptEmbeddings(embedded.sparse_bnc, dense)


def decode_rows(
    model: Sam2, features: ImageFeatures, rows: Sequence[Row], mask_b1hw: Tensor, has_mask_b: Tensor
) -> MaskPredictions:
    """One decoding of all rows on features picked per row."""
    return model.decode(features, embed_rows(model, rows, mask_b1hw, has_mask_b, features.input_size))


def stacked_hints(rows: Sequence[Row], device: torch.device) -> tuple[Tensor, Tensor]:
    """(rows, 1, h, w) hint logits, zeros where there are none, and (rows,) bool which have one."""
    blank = np.zeros_like(rows[0].coverage)
    hints = np.stack([blank if r.hint is None else r.hint for r in rows])[:, None]
    return torch.from_numpy(hints).to(device), torch.tensor([r.hint is not None for r in rows], device=device)


def stacked_truth(rows: Sequence[Row], device: torch.device) -> Tensor:
    """(rows, 1, h, w) coverage 0..1."""
    return torch.from_numpy(np.stack([r.coverage for r in rows])[:, None]).to(device)
