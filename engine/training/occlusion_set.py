"""How well the model knows that an object is hidden: a fixed set of clips with objects that were never trained on.

Scenes of the held-out part of the pack: cut-outs and photographed things that pass behind others, leave, come back, are
covered in part, and have twins. The same on every machine for one pack and one seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from engine.evaluation.metrics import area_under_roc
from engine.models.loader import LoadedModel
from engine.sam2.model import ImageFeatures
from engine.tracking.carriers import make_carrier
from engine.tracking.memory_bank import Moment
from engine.tracking.predictor import FramePredictor
from engine.training.network import to_pictures
from engine.training.pack import Pack
from engine.training.scenes import Scene, draw_scene, hiding_scene
from engine.types import FrameIndex

SEED = 20_260
FRAMES = 9
HIDDEN_BELOW = 0.02
"""An object counts as hidden where less than this share of what was marked on the first frame can be seen …"""
SEEN_FROM = 0.1
"""… and as there from this share on: partly covered objects count as there. What lies between is not judged."""


@dataclass(frozen=True, slots=True)
class PresenceScore:
    """The area under the ROC curve of "hidden", 0..1, and what it was measured on."""

    auc: float
    hidden: int
    seen: int


def occlusion_scenes(pack: Pack, count: int, size: tuple[int, int]) -> Iterator[Scene]:
    """The first `count` scenes of the set, `size` (h, w). `pack` is the held-out part."""
    for i in range(count):
        make = hiding_scene if i % 2 else draw_scene  # the second kind: what clips bring by themselves
        yield make(np.random.default_rng((SEED, i)), pack, FRAMES, size)


@torch.inference_mode()
def presence_of(loaded: LoadedModel, scene: Scene) -> NDArray[np.float64]:
    """(objects, frames) presence 0..1 while every object is tracked from its true first mask."""
    predictor, carrier = FramePredictor(loaded.model, loaded.dtype), make_carrier(loaded)
    objects = scene.masks.shape[1]
    banks = [carrier.new_bank() for _ in range(objects)]
    found = np.ones((objects, len(scene.frames)))
    for t, frame in enumerate(scene.frames):
        features: ImageFeatures = predictor.encode(to_pictures(frame[None], loaded.config, torch.device("cpu")))
        if t == 0:
            for bank, mask in zip(banks, scene.masks[0], strict=True):
                given = predictor.predict_masked(features, torch.from_numpy(mask)[None, None])
                carrier.remember_prompted(bank, FrameIndex(0), features, given)
            continue
        for i, bank in enumerate(banks):
            recall = carrier.recall(bank, Moment(FrameIndex(t), 1))
            answer = carrier.decode(features, carrier.attend(features, [recall]))
            carrier.remember_tracked([bank], FrameIndex(t), features, answer)
            found[i, t] = float(F.sigmoid(answer.presence_b[0].float()))
    return found


def hidden_share(scene: Scene) -> NDArray[np.float64]:
    """(objects, frames) how much can be seen of what was marked on the first frame."""
    areas = scene.masks.sum((2, 3)).T.astype(np.float64)
    return areas / areas[:, :1]


def presence_auc(loaded: LoadedModel, pack: Pack, scenes: int = 120) -> PresenceScore:
    """Measure a model with one bank per object. `pack` is the held-out part."""
    scores, labels = [], []
    for scene in occlusion_scenes(pack, scenes, loaded.config.input_size):
        visible, presence = hidden_share(scene)[:, 1:], presence_of(loaded, scene)[:, 1:]
        judged = (visible < HIDDEN_BELOW) | (visible >= SEEN_FROM)
        scores.append(1 - presence[judged])
        labels.append(visible[judged] < HIDDEN_BELOW)
    hidden = np.concatenate(labels)
    return PresenceScore(area_under_roc(np.concatenate(scores), hidden), int(hidden.sum()), int((~hidden).sum()))
