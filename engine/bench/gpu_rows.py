"""How well a card is used: the encoder's share of its arithmetic, and how much of the time it computes at all."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.profiler import ProfilerActivity, profile

from engine.bench.clips import write_clip
from engine.bench.flops import gflops_of
from engine.bench.pipeline import track_and_store
from engine.bench.rows import Clock, NotHere, Promise, at_least
from engine.media import open_source
from engine.models.loader import LoadedModel, read_config, round_products
from engine.models.registry import model_spec
from engine.sam2.model import Sam2
from engine.tracking.compiled import CompiledEncoder, can_compile
from engine.tracking.compute import Compute
from engine.tracking.device import natural_dtype
from engine.tracking.feed import Encoder
from engine.tracking.graphs import Graphs
from engine.tracking.lookahead import look_ahead
from engine.tracking.predictor import FramePredictor
from engine.tracking.recorded import RecordedEncoder

PRODUCT_SIDE = 8192
"""Of the matrices whose product says what the hardware can do."""
REPEATS = 20
TRACKED = 60
ACTIVITIES = (ProfilerActivity.CUDA,)


def untrained(name: str, device: str) -> LoadedModel:
    """A model of full size on `device` with random weights: speed does not depend on them."""
    config, _ = read_config(model_spec(name))
    dtype = natural_dtype(device)
    torch.manual_seed(0)
    model = Sam2(config).eval()
    if dtype is not torch.float32:
        round_products(model, dtype)
    return LoadedModel(model.to(device), config, name, "untrained", device, dtype)


def seconds_each(
    work: Callable[[], object], device: str, repeats: int = REPEATS, clock: Clock = time.perf_counter
) -> float:
    """Mean time of `work`, once warm, everything queued counted."""
    for _ in range(3):
        work()
    _finish(device)
    start = clock()
    for _ in range(repeats):
        work()
    _finish(device)
    return (clock() - start) / repeats


def encoder_share_percent(
    model: LoadedModel, repeats: int = REPEATS, side: int = PRODUCT_SIDE, clock: Clock = time.perf_counter
) -> float:
    """The encoder's operations a second over those of one large product in the same precision, in percent.

    As many pictures together as tracking encodes here, and the quickest of the encoder's modes.
    """
    compute = Compute(model)
    config = model.config
    plan = look_ahead(config, config.input_size, compute.device, model.dtype)
    together = 1 if plan is None else plan.together
    torch.manual_seed(0)
    # Not zeros: a card that multiplies them stays cooler and runs faster than it ever does at work.
    images = torch.randn(together, 3, *config.input_size, device=compute.device)
    square = torch.randn(side, side, device=compute.device, dtype=model.dtype)
    with compute.arithmetic():
        product = seconds_each(lambda: square @ square, model.device, repeats, clock)
        encoding = min(
            seconds_each(partial(encoder.encode, images), model.device, repeats, clock)
            for encoder in _encoders(model, compute, images)
        )
    limit = 2 * side**3 / product
    return 100 * together * gflops_of(config)["image_encoder"] * 1e9 / encoding / limit


def _encoders(model: LoadedModel, compute: Compute, images: Tensor) -> Iterator[Encoder]:
    """As it is; on a card also compiled and recorded, as `track --compile` has it in the end."""
    predictor = FramePredictor(model.model, model.dtype)
    yield predictor
    if model.device != "cuda" or not can_compile(model.model):
        return
    said: list[str] = []
    compiled, graphs = CompiledEncoder(predictor, compute, said.append), Graphs(model.model, said.append)
    compiled.encode(images)
    compiled.close()  # returns when the compiler has ended
    yield RecordedEncoder(compiled, graphs)
    graphs.close()
    for sentence in said:
        print(sentence, file=sys.stderr)


def busy_percent(clip: Path, model: LoadedModel, frames: int = TRACKED) -> float:
    """Share of a tracking run, decode to stored mask, during which the card computes or copies."""
    source = open_source(clip)
    try:
        with tempfile.TemporaryDirectory() as folder:
            track_and_store(source, model, frames // 2, Path(folder) / "warm")
            with profile(activities=ACTIVITIES) as seen:
                track_and_store(source, model, frames, Path(folder) / "run")
    finally:
        source.close()
    return 100 * busy_share(spans_on_card(seen.events() or ()))


def spans_on_card(events: Iterable[Any]) -> list[tuple[float, float]]:
    """Start and end of everything that the card did, in the profiler's time. Raises NotHere where it saw nothing."""
    spans = [(e.time_range.start, e.time_range.end) for e in events if e.device_type.name == "CUDA"]
    if not spans:
        raise NotHere("torch's profiler does not see this card")
    return spans


def busy_share(spans: list[tuple[float, float]]) -> float:
    """0..1: how much of the time from the first span's start to the last one's end is covered by any."""
    covered, reached = 0.0, float("-inf")
    for start, end in sorted(spans):
        covered += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    length = reached - min((start for start, _ in spans), default=0.0)
    return covered / length if spans and length > 0 else 0.0


def gpu_promises(scratch: Path) -> list[Promise]:
    """The rows; open where there is no card."""
    found = [
        Promise(
            f"GPU, {name}: the encoder's share of the arithmetic limit",
            "%",
            at_least(bar),
            lambda name=name: encoder_share_percent(_on_card(f"sam2.1_hiera_{name}")),  # type: ignore[misc]
            quick=False,
        )
        for name, bar in (("tiny", 30), ("large", 45))
    ]
    busy = Promise(
        "GPU busy while tracking, tiny",
        "%",
        at_least(90),
        lambda: busy_percent(_clip(scratch), _on_card("sam2.1_hiera_tiny")),
        quick=False,
    )
    return [*found, busy]


def _on_card(name: str) -> LoadedModel:
    if not torch.cuda.is_available():
        raise NotHere("needs an NVIDIA GPU")
    return untrained(name, "cuda")


def _clip(scratch: Path) -> Path:
    path = scratch / "card.mp4"
    if not torch.cuda.is_available():
        raise NotHere("needs an NVIDIA GPU")
    return path if path.exists() else write_clip(path, 1920, 1080, TRACKED + 4, 30)


def _finish(device: str) -> None:
    if device == "cuda":
        torch.cuda.synchronize()
