"""Models of tiny numbers with seeded weights: every part of the real thing, no training, milliseconds a frame."""

from __future__ import annotations

import torch

from engine.models.loader import LoadedModel
from engine.sam2.config import DecoderConfig, HieraConfig, MemoryConfig, Sam2Config
from engine.sam2.model import Sam2
from engine.sam2.state_dict import build_model
from tests.reference.sam2_reference import seeded_tensor

TINY = Sam2Config(
    trunk=HieraConfig(
        embed_dim=8, heads=1, stages=(1, 1, 1, 1), global_blocks=(2,), windows=(4, 4, 4, 4), background_grid=(4, 4)
    ),
    d_model=32,
    input_size=(64, 96),
    decoder=DecoderConfig(depth=1, heads=4, mlp_dim=32, quality_dim=16, prompt_mask_channels=8),
    memory=MemoryConfig(dim=16, layers=1, mlp_dim=32, fuser_layers=1),
)


def tiny_model(seed: int = 0, config: Sam2Config = TINY, name: str = "tiny") -> LoadedModel:
    """Random but always the same; every object counts as present."""
    with torch.device("meta"):
        shapes = {key: value.shape for key, value in Sam2(config).state_dict().items()}
    model = build_model(config, {key: seeded_tensor(key, shape, seed) for key, shape in shapes.items()})
    return LoadedModel(model=model, config=config, name=name, fingerprint=f"{seed:064x}")
