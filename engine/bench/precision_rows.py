"""How far a model in the precision it chooses for itself is from float32: seeded weights, a short run on its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from engine.bench.clips import moving_texture
from engine.bench.published_speed import reference_script
from engine.bench.rows import NotHere, Promise, at_most
from engine.models.loader import LoadedModel, read_config, round_products
from engine.models.registry import model_spec
from engine.project.model import Box, FramePrompts
from engine.sam2.model import Sam2
from engine.sam2.state_dict import build_model
from engine.tracking.compute import Compute
from engine.tracking.device import natural_dtype
from engine.tracking.memory_bank import EditorPolicy, MemoryBank, Moment
from engine.tracking.predictor import FramePredictor
from engine.tracking.preprocess import AntialiasedBytes
from engine.tracking.prompting import Prompter
from engine.types import FrameIndex, Rgb8

SIZE = (272, 480)
FRAMES = 3
"""One prompted, two tracked: over longer runs the error was seen to stay where it is."""


def logit_error_percent(exact: LoadedModel, rough: LoadedModel, frames: Sequence[Rgb8]) -> float:
    """The largest difference of a frame's logits, ‖rough - exact‖ / ‖exact‖; each model remembers its own masks."""
    pairs = zip(_logits(exact, frames), _logits(rough, frames), strict=True)
    return 100 * max(float((b - a).norm() / a.norm()) for a, b in pairs)


def _logits(model: LoadedModel, frames: Sequence[Rgb8]) -> Iterator[Tensor]:
    """Of each frame, the first with a box on it, the others tracked."""
    compute, predictor = Compute(model), FramePredictor(model.model)
    bank = MemoryBank(EditorPolicy(), predictor.reach)
    height, width = frames[0].shape[:2]
    box = FramePrompts(box=Box(width * 0.2, height * 0.2, width * 0.6, height * 0.7))
    for i, rgb in enumerate(frames):
        frame = FrameIndex(i)
        image = AntialiasedBytes()(rgb, model.config.input_size, model.config, compute.device)
        with compute.arithmetic():
            features = predictor.encode(image)
            recall = bank.recall(Moment(frame, 1, len(frames)))
            if recall is None:
                found = Prompter(predictor, (height, width)).answer(features, box, None).prediction
                bank.remember_prompted(frame, predictor.remember(features, found, prompted=True)[0])
            else:
                found = predictor.predict_tracked(features, predictor.attend(features, [recall]))
                bank.remember_tracked(frame, predictor.remember(features, found, prompted=False)[0])
        yield found.logits_b1hw.float().cpu()


def seeded(name: str, dtype: torch.dtype) -> LoadedModel:
    """A model of full size on the CPU with the weights that the published implementation is compared with."""
    config, _ = read_config(model_spec(name))
    with torch.device("meta"):
        shapes = {key: value.shape for key, value in Sam2(config).state_dict().items()}
    draw = reference_script().seeded_tensor
    model = build_model(config, {key: draw(key, shape, 1) for key, shape in shapes.items()})
    if dtype is not torch.float32:
        round_products(model, dtype)
    return LoadedModel(model, config, name, "seeded", "cpu", dtype)


def precision_promises() -> list[Promise]:
    """The row; open where the CPU computes in float32 anyway."""

    def tiny() -> float:
        dtype = natural_dtype("cpu")
        if dtype is torch.float32:
            raise NotHere("this CPU computes in float32")
        frames = list(moving_texture(SIZE[1], SIZE[0], FRAMES))
        name = "sam2.1_hiera_tiny"
        return logit_error_percent(seeded(name, torch.float32), seeded(name, dtype), frames)

    return [Promise("CPU, tiny at 1024: logits off those in float32", "%", at_most(3), tiny, quick=False)]
