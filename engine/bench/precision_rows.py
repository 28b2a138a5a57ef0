"""How far a model in the precision it chooses for itself is from float32.

SAM 2 by its logits, with seeded weights; the shipped model, whose weights are trained, by its masks.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from engine.bench.clips import disc_at, moving_texture, write_clip
from engine.bench.published_speed import reference_script
from engine.bench.rows import NotHere, Promise, at_least, at_most
from engine.media import open_source
from engine.models.loader import LoadedModel, load_model, read_config, round_products
from engine.models.registry import model_spec
from engine.project.model import Box, FramePrompts
from engine.sam2.model import Sam2
from engine.sam2.state_dict import build_model
from engine.tracking.compute import Compute
from engine.tracking.device import natural_dtype
from engine.tracking.memory_bank import EditorPolicy, MemoryBank, Moment
from engine.tracking.plan import TrackRun
from engine.tracking.predictor import FramePredictor
from engine.tracking.preprocess import AntialiasedBytes
from engine.tracking.prompting import Prompter
from engine.tracking.steps import FrameTracked
from engine.tracking.tracker import Tracker, whole_clip
from engine.types import BoolMask, FrameIndex, ObjectId, Rgb8

SIZE = (272, 480)
FRAMES = 3
"""One prompted, two tracked: over longer runs the error was seen to stay where it is."""
MASK_CLIPS, MASK_FRAMES, MASK_SIZE = 3, 24, (854, 480)


def logit_error_percent(exact: LoadedModel, rough: LoadedModel, frames: Sequence[Rgb8]) -> float:
    """The largest difference of a frame's logits, ‖rough - exact‖ / ‖exact‖; each model remembers its own masks."""
    pairs = zip(_logits(exact, frames), _logits(rough, frames), strict=True)
    return 100 * max(float((b - a).norm() / a.norm()) for a, b in pairs)


def _logits(model: LoadedModel, frames: Sequence[Rgb8]) -> Iterator[Tensor]:
    """Of each frame, the first with a box on it, the others tracked."""
    compute, predictor = Compute(model), FramePredictor(model.model, model.dtype)
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


def mask_agreement(exact: LoadedModel, rough: LoadedModel, clips: Sequence[Path]) -> float:
    """Mean IoU of both models' masks of a clip's tracked frames, of the clip where it is lowest."""
    return min(
        float(np.mean([_iou(*pair) for pair in zip(_masks(exact, clip), _masks(rough, clip), strict=True)]))
        for clip in clips
    )


def _masks(model: LoadedModel, path: Path) -> Iterator[BoolMask]:
    """Of the disc, which has an edge to be right about, in every frame after the first, where it is boxed."""
    with closing(open_source(path)) as source, Tracker(model, source) as tracker:
        x, y, radius = disc_at(0, source.info.width, source.info.height)
        box = Box(x - radius, y - radius, x + radius, y + radius)
        tracker.prompt(ObjectId(1), FrameIndex(0), FramePrompts(box=box))
        for event in tracker.track(TrackRun(whole_clip(source))):
            if isinstance(event, FrameTracked) and event.frame:
                yield event.masks[ObjectId(1)].logits > 0


def _iou(a: BoolMask, b: BoolMask) -> float:
    union = np.count_nonzero(a | b)
    return np.count_nonzero(a & b) / union if union else 1.0


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
    """The rows; open where the CPU computes in float32 anyway."""

    def nano() -> float:
        exact = load_model("nano", dtype=torch.float32)
        with tempfile.TemporaryDirectory() as folder:
            clips = [
                write_clip(Path(folder) / f"{seed}.mp4", *MASK_SIZE, MASK_FRAMES, seed=seed)
                for seed in range(MASK_CLIPS)
            ]
            return mask_agreement(exact, replace(exact, dtype=_rounded_here()), clips)

    def tiny() -> float:
        dtype = _rounded_here()
        frames = list(moving_texture(SIZE[1], SIZE[0], FRAMES))
        name = "sam2.1_hiera_tiny"
        return logit_error_percent(seeded(name, torch.float32), seeded(name, dtype), frames)

    return [
        Promise("CPU, tiny at 1024: logits off those in float32", "%", at_most(3), tiny, quick=False),
        Promise("CPU, nano: masks against those in float32", "IoU", at_least(0.99), nano, quick=False),
    ]


def _rounded_here() -> torch.dtype:
    dtype = natural_dtype("cpu")
    if dtype is torch.float32:
        raise NotHere("this CPU computes in float32")
    return dtype
