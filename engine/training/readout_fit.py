"""Keys for the readout before any training: principal components of the trunk's features on training pictures."""

from __future__ import annotations

import numpy as np
import torch

from engine.sam2.compact import CompactTrunk
from engine.sam2.model import Sam2
from engine.training.network import to_pictures
from engine.training.pack import Pack
from engine.training.scenes import CANVASES, draw_scene

FIT_SCENES = 96
FIT_SEED = 4099


@torch.no_grad()
def fit_readout_keys(model: Sam2, pack: Pack, scenes: int = FIT_SCENES) -> float:
    """Set the projection to the leading principal axes; returns the share of the variance they keep, 0..1.

    Not whitened: whitening lost 3 to 6 points of J on validation clips.
    """
    trunk = model.image_encoder.trunk
    assert isinstance(trunk, CompactTrunk)
    weight = model.readout_keys.project.weight
    total = torch.zeros(weight.shape[1], weight.shape[1], dtype=torch.float64)
    for i in range(scenes):
        scene = draw_scene(np.random.default_rng((FIT_SEED, i)), pack, 1, CANVASES[0])
        levels = trunk(to_pictures(scene.frames, model.config, weight.device))
        joined = model.readout_keys.joined(levels[1], trunk.expanded_stride16(levels)).flatten(2)[0].double().cpu()
        total += joined @ joined.t()
    values, vectors = torch.linalg.eigh(total)
    kept = weight.shape[0]
    weight.copy_(vectors[:, -kept:].flip(1).t()[..., None, None].float())
    return float(values[-kept:].sum() / values.sum())
