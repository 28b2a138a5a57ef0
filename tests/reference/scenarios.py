"""The recorded runs, played on this engine: seeded official-layout weights, made-up frames, the published policy."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from engine.sam2.config import Sam2Config
from engine.sam2.model import ImageFeatures, Sam2
from engine.sam2.state_dict import build_model
from engine.tracking.memory_bank import MemoryBank
from engine.tracking.predictor import FramePrediction, FramePredictor, at_size
from engine.tracking.preprocess import PillowBicubic
from engine.tracking.published import PublishedSession, Said
from engine.types import Direction, FrameIndex, ObjectId, Rgb8
from tests.reference.sam2_reference import make_frames, seeded_tensor

HERE = Path(__file__).parent
CONFIGS = HERE.parents[1] / "configs" / "sam2"
SOMETIMES = 0.115
"""A bias of the presence score with which objects are absent on some frames."""

SHORT_FRAMES, LONG_FRAMES = 4, 20
FEATURES_KEPT = 4

Maps = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Run:
    """One recorded file and the model it came from."""

    golden: str
    model: str
    presence: float = 3.0
    long: bool = False
    side: int = 1024
    """Height and width of the network's input."""
    seed: int = 1
    stride: int = 8
    """The recording keeps every so manieth pixel."""

    def recorded(self) -> Maps:
        with np.load(HERE / "golden" / f"{self.golden}.npz") as file:
            return dict(file)


RUNS = {
    run.golden: run
    for run in (
        Run("sam2.1_t", "sam2.1_hiera_tiny"),
        Run("sam2_t", "sam2_hiera_tiny"),
        Run("sam2.1_s", "sam2.1_hiera_small"),
        Run("sam2.1_bp", "sam2.1_hiera_base_plus"),
        Run("sam2.1_l", "sam2.1_hiera_large"),
        Run("sam2.1_t_long", "sam2.1_hiera_tiny", long=True),
        Run("sam2.1_t_absent", "sam2.1_hiera_tiny", presence=-3.0),
    )
}


def _small(golden: str, model: str, presence: float = 3.0, long: bool = False, seed: int = 1) -> Run:
    return Run(f"small_{golden}", model, presence, long, side=256, seed=seed, stride=16)


SMALL_RUNS = {
    run.golden: run
    for run in (
        _small("sam2.1_tiny", "sam2.1_hiera_tiny"),
        _small("sam2_tiny", "sam2_hiera_tiny"),
        _small("sam2.1_small", "sam2.1_hiera_small"),
        _small("sam2.1_base_plus", "sam2.1_hiera_base_plus"),
        _small("sam2.1_large", "sam2.1_hiera_large"),
        _small("long", "sam2.1_hiera_tiny", long=True, seed=2),
        _small("sometimes_absent", "sam2.1_hiera_tiny", presence=SOMETIMES),
    )
}
"""Recorded by record_small.py."""


def config_of(name: str) -> Sam2Config:
    return Sam2Config.from_mapping(tomllib.loads((CONFIGS / f"{name}.toml").read_text())["model"])


def seeded_weights(config: Sam2Config, presence: float, seed: int) -> dict[str, torch.Tensor]:
    """What `sam2_reference.py weights` writes, without the published code."""
    with torch.device("meta"):
        shapes = {key: value.shape for key, value in Sam2(config).state_dict().items()}
    return {key: seeded_tensor(key, shape, seed, presence) for key, shape in shapes.items()}


def seeded_model(run: Run) -> Sam2:
    config = replace(config_of(run.model), input_size=(run.side, run.side))
    return build_model(config, seeded_weights(config, run.presence, run.seed))


@cache
def frames(folder: Path) -> tuple[Rgb8, ...]:
    """The 24 recorded frames, made in `folder` and decoded by Pillow."""
    make_frames(str(folder))
    return tuple(np.asarray(Image.open(path).convert("RGB")) for path in sorted(folder.glob("*.jpg")))


@dataclass
class Player:
    """A published session over a clip; keeps the features of the last few frames.

    `nudged` moves every input value by its last bit, to see how far float noise alone carries.
    """

    model: Sam2
    clip: tuple[Rgb8, ...]
    nudged: bool = False
    stride: int = 8
    session: PublishedSession = field(init=False)
    out: Maps = field(default_factory=dict)
    _features: dict[FrameIndex, ImageFeatures] = field(default_factory=dict)

    def __post_init__(self) -> None:
        predictor = FramePredictor(self.model)
        self.session = PublishedSession(predictor, self.features_of, len(self.clip), self.size)

    @property
    def size(self) -> tuple[int, int]:
        height, width, _ = self.clip[0].shape
        return height, width

    def bank(self, thing: int) -> MemoryBank:
        return self.session._tracks[ObjectId(thing)].bank

    def features_of(self, frame: FrameIndex) -> ImageFeatures:
        if frame not in self._features:
            config = self.model.config
            image = PillowBicubic()(self.clip[frame], config.input_size, config, torch.device("cpu"))
            if self.nudged:
                image = torch.nextafter(image, torch.tensor(torch.inf))
            self._features[frame] = self.session.predictor.encode(image)
        while len(self._features) > FEATURES_KEPT:
            del self._features[next(iter(self._features))]
        return self._features[frame]

    def keep(self, name: str, answer: FramePrediction) -> None:
        self.out[name] = at_size(answer.logits_b1hw, *self.size)[0, :: self.stride, :: self.stride].numpy()

    def say(self, name: str, thing: int, frame: int, said: Said, add: bool = False) -> None:
        self.keep(name, self.session.say(ObjectId(thing), FrameIndex(frame), said, add))

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A point given as parts of width and height."""
        return x * self.size[1], y * self.size[0]

    def track(self, prefix: str, start: int | None, stop: int | None, direction: Direction) -> None:
        begin = None if start is None else FrameIndex(start)
        end = None if stop is None else FrameIndex(stop)
        for frame, answers in self.session.track(begin, end, direction):
            for thing, answer in answers.items():
                self.keep(f"{prefix}_f{frame}_o{thing}", answer)


def prompt_short(player: Player) -> None:
    """Frame 0: clicks on object 1, a box on 2, a mask on 3."""
    player.say("click", 1, 0, Said.of(positive=(player.at(0.5, 0.5),)))
    player.say("click2", 1, 0, Said.of(negative=(player.at(0.3, 0.4),)), add=True)
    player.say("box", 2, 0, Said.of(box=(player.at(0.2, 0.2), player.at(0.6, 0.7))))
    height, width = player.size
    mask = np.zeros((height, width), dtype=bool)
    mask[height // 4 : height // 2, width // 4 : width // 2] = True
    player.keep("mask", player.session.say_mask(ObjectId(3), FrameIndex(0), mask))


def play_short(player: Player) -> None:
    """`run_scenario`: three objects, forward, a correction on the last frame, backward."""
    prompt_short(player)
    player.track("track", None, None, Direction.FORWARD)
    last = len(player.clip) - 1
    player.say("correction", 1, last, Said.of(positive=(player.at(0.6, 0.6),)))
    player.track("reverse", last, None, Direction.BACKWARD)


def prompt_long(player: Player) -> None:
    """A click on frame 0; a box with clicks on another object on frame 5; the first object again on frame 9."""
    at = player.at
    player.session.say(ObjectId(1), FrameIndex(0), Said.of(positive=(at(0.35, 0.5),)))
    box = Said.of(positive=(at(0.7, 0.4),), negative=(at(0.2, 0.8),), box=(at(0.5, 0.2), at(0.9, 0.7)))
    player.say("box_clicks_f5", 2, 5, box)
    player.say("second_prompt_f9", 1, 9, Said.of(positive=(at(0.4, 0.55),)))


def play_long(player: Player) -> None:
    """`run_long_scenario`: past the memory's reach, staggered prompts, box with clicks, a second prompted frame."""
    prompt_long(player)
    player.track("track", 0, LONG_FRAMES, Direction.FORWARD)


def play(run: Run, clip: tuple[Rgb8, ...], nudged: bool = False) -> Maps:
    """The whole recorded run."""
    player = Player(seeded_model(run), clip if run.long else clip[:SHORT_FRAMES], nudged, run.stride)
    with torch.inference_mode():
        (play_long if run.long else play_short)(player)
    return player.out


def differences(found: Maps, recorded: Maps) -> dict[str, float]:
    """Largest absolute difference of each map that both hold."""
    return {name: float(np.abs(found[name] - recorded[name]).max()) for name in found if name in recorded}


def is_tracked(name: str) -> bool:
    """Whether a map comes after tracking; the others are prompted frames."""
    return name.startswith(("track", "reverse", "correction"))
