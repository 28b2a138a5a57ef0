"""The model that ships inside: how good, how fast, how large."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from engine.bench.clips import ten_minutes, write_clip
from engine.bench.pipeline import boxes, track_and_store
from engine.bench.rows import Clock, NotHere, Promise, at_least, at_most
from engine.evaluation.prompts import BoxPrompt, ClickPrompt, MaskPrompt, PromptRule
from engine.evaluation.runner import GRABCUT_FLOW, SequenceScore, evaluate, make_candidate
from engine.media import open_source
from engine.models.loader import LoadedModel, load_model
from engine.project.model import Click, FramePrompts
from engine.tracking.device import choose_device
from engine.tracking.tracker import Tracker
from engine.training.occlusion_set import presence_auc
from engine.training.pack import open_pack
from engine.types import FrameIndex, ObjectId

TRACKED_FRAMES = 90
CLICKS = 15
PRESENCE_SCENES = 60

ModelMaker = Callable[[], LoadedModel]


def nano() -> LoadedModel:
    """The shipped model on the processor, in the precision that people get there."""
    choice = choose_device("cpu")
    return load_model("nano", device=choice.device, dtype=choice.dtype)


def weights_mb(path: Path) -> float:
    """Size of a weights file."""
    return path.stat().st_size / 1e6


def tracking_fps(
    clip: Path,
    objects: int = 1,
    model: ModelMaker = nano,
    frames: int = TRACKED_FRAMES,
    clock: Clock = time.perf_counter,
) -> float:
    """Frames a second, decode to stored mask."""
    source = open_source(clip)
    try:
        with tempfile.TemporaryDirectory() as folder:
            return track_and_store(source, model(), frames, Path(folder), objects, clock).fps
    finally:
        source.close()


def second_object_percent(
    one_fps: float, clip: Path, model: ModelMaker = nano, frames: int = TRACKED_FRAMES, clock: Clock = time.perf_counter
) -> float:
    """How much longer a frame takes with two objects than with one, of which `one_fps` frames a second are tracked."""
    return 100 * (one_fps / tracking_fps(clip, 2, model, frames, clock) - 1)


def click_ms(clip: Path, model: ModelMaker = nano, clock: Clock = time.perf_counter) -> float:
    """Median time from a click on an encoded frame to its mask, each click on an object of its own."""
    source = open_source(clip)
    try:
        with Tracker(model(), source) as tracker:
            (box,) = boxes(source, 1)
            tracker.encode(FrameIndex(0))
            times = []
            for i in range(CLICKS):
                click = Click(box.x0 + (box.x1 - box.x0) * (i + 1) / (CLICKS + 1), (box.y0 + box.y1) / 2)
                start = clock()
                tracker.prompt(ObjectId(i + 1), FrameIndex(0), FramePrompts((click,)))
                times.append(clock() - start)
        return 1000 * float(np.median(times[2:]))
    finally:
        source.close()


def first_mask_seconds(clip: Path, module: str = "engine.bench.first_mask") -> float:
    """From starting the program to a mask on the first frame, in a process of its own."""
    done = subprocess.run([sys.executable, "-m", module, str(clip)], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


class Quality:
    """Scores on a folder with truth, each prompt run once however many rows read it."""

    def __init__(self, folder: Path | None, sequences: Sequence[str] | None = None) -> None:
        self._folder = folder
        self._sequences = sequences
        self.scores = cache(self._scores)

    def _scores(self, model: str, prompt: PromptRule) -> tuple[SequenceScore, ...]:
        if self._folder is None:
            raise NotHere("needs a data set with truth: bench --validation DIR")
        return tuple(evaluate(self._folder, make_candidate(model), prompt, self._sequences))

    def j_and_f(self, prompt: PromptRule, model: str = "nano") -> float:
        """Mean J&F in percent."""
        return 100 * float(np.mean([s.j_and_f for s in self.scores(model, prompt)]))

    def prompted_iou(self, prompt: PromptRule, model: str = "nano") -> float:
        """Mean IoU of the prompted frame in percent."""
        return 100 * float(np.mean([s.prompted_iou for s in self.scores(model, prompt)]))

    def lead_over(self, other: str) -> float:
        """J&F points that nano is ahead of another model, from a first-frame mask."""
        return self.j_and_f(MaskPrompt()) - self.j_and_f(MaskPrompt(), other)


def quality_promises(quality: Quality) -> list[Promise]:
    """J&F and IoU against the bars."""
    bars = {1: (52, 65), 3: (62, 75), 5: (65, 79)}
    found = [
        Promise("nano J&F, first-frame mask", "%", at_least(74), lambda: quality.j_and_f(MaskPrompt()), quick=False),
        Promise("nano J&F, box", "%", at_least(64), lambda: quality.j_and_f(BoxPrompt()), quick=False),
        Promise("nano ahead of propagation", "J&F", at_least(0), lambda: quality.lead_over("propagation"), quick=False),
        Promise(
            "nano ahead of GrabCut + flow", "J&F", at_least(0), lambda: quality.lead_over(GRABCUT_FLOW), quick=False
        ),
    ]
    for count, (tracked, prompted) in bars.items():
        prompt = ClickPrompt(count)
        found += [
            Promise(
                f"nano J&F, {count} click(s)",
                "%",
                at_least(tracked),
                lambda prompt=prompt: quality.j_and_f(prompt),  # type: ignore[misc]
                quick=False,
            ),
            Promise(
                f"nano IoU of the clicked frame, {count} click(s)",
                "%",
                at_least(prompted),
                lambda prompt=prompt: quality.prompted_iou(prompt),  # type: ignore[misc]
                quick=False,
            ),
        ]
    return found


def presence(folder: Path | None, model: ModelMaker = nano, scenes: int = PRESENCE_SCENES) -> float:
    """Area under the ROC curve of "hidden" on the occlusion set, 0..1."""
    if folder is None:
        raise NotHere("needs the training pack: bench --training-data DIR")
    pack = open_pack(folder, "all").split(evaluation=True)
    return presence_auc(model(), pack, scenes).auc


def presence_promise(folder: Path | None) -> Promise:
    """Whether the model knows that a thing is hidden."""
    return Promise("nano presence, area under ROC", "", at_least(0.88), lambda: presence(folder), quick=False)


def speed_promises(scratch: Path, weights: Path) -> list[Promise]:
    """Speed and size against the bars; clips are made in `scratch` when first needed."""

    def clip_480p() -> Path:
        path = scratch / "480p.mp4"
        return path if path.exists() else write_clip(path, 854, 480, TRACKED_FRAMES + 10, 30)

    one_object_fps = cache(lambda: tracking_fps(clip_480p()))

    return [
        Promise("nano weights", "MB", at_most(16), lambda: weights_mb(weights)),
        Promise("nano tracking, 480p, decode to stored mask", "fps", at_least(15), one_object_fps),
        Promise(
            "nano, what a second object costs",
            "%",
            at_most(35),
            lambda: second_object_percent(one_object_fps(), clip_480p()),
        ),
        Promise("nano, click on an encoded frame to mask", "ms", at_most(60), lambda: click_ms(clip_480p())),
        Promise(
            "nano, cold start to first mask, 10 min 1080p",
            "s",
            at_most(5),
            lambda: first_mask_seconds(ten_minutes(scratch)),
        ),
    ]
