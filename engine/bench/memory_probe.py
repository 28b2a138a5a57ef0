"""What tracking keeps and what a frame costs: one run of the real pipeline in a process of its own.

    python -m engine.bench.memory_probe CLIP FRAMES [DEVICE] [--after FEW] [--fresh-runs MOST]

prints JSON: `resident_growth_bytes` and `device_growth_bytes`, by how much the highest over FRAMES frames lies above
the highest over the first FEW; the latter 0 on a CPU. If asked for, the run then goes on in turns, a few frames each,
with one that starts at the clip's beginning, with a tracker, a reader and a project file of its own, and after it with
others until the figure or its verdict is certain; `ratios` are those of what they took of the processor. In one
process, because the same work takes a few per cent more in one than in another; what a process gathers as a whole is
for the memory's row to find.

Decode, encode, attend, decode the masks, store them in a project file – with a model of tiny numbers, so that what is
measured is what the pipeline keeps and not what the network multiplies.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import psutil
import torch

from engine.bench.pipeline import storing
from engine.media import open_source
from engine.models.loader import LoadedModel
from engine.sam2.config import DecoderConfig, HieraConfig, MemoryConfig, Sam2Config
from engine.sam2.model import Sam2

SAMPLE_SECONDS = 0.02
SETTLING_SECONDS = 0.004
SETTLED_S = 0.0004
"""Processor seconds in so much time below which no thread is at work."""
WARM_FRAMES = 40
"""Until then the fresh run remembers less than it will; not compared."""
BLOCK_FRAMES = 10
"""Tracked at a turn: long enough to be measured, short enough that the machine is the same for the other run's turn."""
BLOCKS = 26
BESIDE_FRAMES = WARM_FRAMES + BLOCKS * BLOCK_FRAMES
"""Frames of both runs, of the clip's beginning and after the long run's end."""
ROUNDS = 4
"""Fresh runs at most, one after the other; fewer where the ratios agree, as they do on an idle machine."""
AGREED = 0.01
"""Standard error of the ratios' median from which on no further round is needed."""
BAR = 1.03
"""The ratio that is still good."""
SURE = 2.0
"""Standard errors from the bar at which its verdict is certain, however rough the figure: no further round either."""
FEW_FRAMES = 300
"""By then a run holds all that it will."""

TINY = Sam2Config(
    trunk=HieraConfig(
        embed_dim=8, heads=1, stages=(1, 1, 1, 1), global_blocks=(2,), windows=(4, 4, 4, 4), background_grid=(4, 4)
    ),
    d_model=32,
    input_size=(64, 96),
    decoder=DecoderConfig(depth=2, heads=2, mlp_dim=32, quality_dim=16, prompt_mask_channels=8),
    memory=MemoryConfig(dim=16, layers=1, mlp_dim=32, dropout=0.0),
)
"""All parts of SAM 2 with numbers so small that thousands of frames take a minute."""


def tiny_model(device: str = "cpu") -> LoadedModel:
    """A model of TINY numbers, seeded random weights; every object counts as present: absent ones are less work."""
    torch.manual_seed(0)
    model = Sam2(TINY).eval()
    presence = model.sam_mask_decoder.pred_obj_score_head.layers[-1].bias
    assert isinstance(presence, torch.Tensor)
    torch.nn.init.constant_(presence, 5.0)
    return LoadedModel(model.to(device), TINY, "tiny", "tiny-0", device)


@dataclass(frozen=True, slots=True)
class Probed:
    """See the module's text."""

    resident_growth_bytes: int
    device_growth_bytes: int
    ratios: tuple[float, ...] = ()
    """The long run's processor time to the fresh one's, block by block."""


class HighWater:
    """Watches this process's resident set from a thread of its own."""

    def __init__(self) -> None:
        self.bytes = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="high-water")

    def _watch(self) -> None:
        process = psutil.Process()
        while not self._stop.wait(SAMPLE_SECONDS):
            self.bytes = max(self.bytes, process.memory_info().rss)

    def __enter__(self) -> HighWater:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def probe(clip: Path, frames: int, device: str = "cpu", fresh_runs: int = 0, after: int = FEW_FRAMES) -> Probed:
    """Track `frames` frames of the clip; `fresh_runs`: and then some more, in turns with so many at most.

    `after`: memory is compared with its highest over so many of the frames. Ends the process where the clip is too
    short.
    """
    model = tiny_model(device)
    with tempfile.TemporaryDirectory() as folder, closing(open_source(clip)) as source:
        total = frames + fresh_runs * BESIDE_FRAMES
        if source.frame_count() < total:
            sys.exit("the clip is too short for the measurement")
        with storing(source, model, total, Path(folder) / "long") as late:
            with HighWater() as high:
                _advance(late, after)
                few = high.bytes, _most_on_card(device)
                _advance(late, frames - after)
                many = high.bytes, _most_on_card(device)
            ratios: list[float] = []
            for number in range(fresh_runs):
                ratios += _beside(late, clip, model, Path(folder) / f"fresh-{number}")
                if is_certain(ratios):
                    break
            return Probed(many[0] - few[0], many[1] - few[1], tuple(ratios))


def _most_on_card(device: str) -> int:
    return torch.cuda.max_memory_allocated() if device == "cuda" else 0


def is_certain(ratios: Sequence[float]) -> bool:
    """Whether their median is known well enough, or lies so far from the bar that more of them would not move it
    across."""
    error = agreement(ratios)
    return error <= AGREED or abs(float(np.median(ratios)) - BAR) >= SURE * error


def agreement(ratios: Sequence[float]) -> float:
    """The standard error of their median, its spread taken from the median's own deviations: single outliers do not
    count."""
    deviation = float(np.median(np.abs(np.asarray(ratios) - np.median(ratios))))
    return 1.2533 * 1.4826 * deviation / math.sqrt(len(ratios))


def _beside(late: Iterator[int], clip: Path, model: LoadedModel, folder: Path) -> Iterator[float]:
    """Take the long run on, in turns with one over the same pictures from the clip's beginning."""
    with closing(open_source(clip)) as source, storing(source, model, BESIDE_FRAMES, folder) as early:
        _advance(late, WARM_FRAMES)
        _advance(early, WARM_FRAMES)
        for number in range(BLOCKS):
            turns = (late, early) if number % 2 else (early, late)
            seconds = {id(run): _block_s(run) for run in turns}
            yield seconds[id(late)] / seconds[id(early)]


def _block_s(run: Iterator[int]) -> float:
    """Processor seconds of a run's next block, on all threads."""
    _settle()
    start = time.process_time()
    _advance(run, BLOCK_FRAMES)
    _settle()
    return time.process_time() - start


def _settle() -> None:
    """Wait until no thread works any more: what was read ahead or is still being written belongs to this turn."""
    before = -1.0
    while time.process_time() - before > SETTLED_S:
        before = time.process_time()
        time.sleep(SETTLING_SECONDS)


def _advance(run: Iterator[int], frames: int) -> None:
    for _ in range(frames):
        next(run)


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser()
    parser.add_argument("clip", type=Path)
    parser.add_argument("frames", type=int)
    parser.add_argument("device", nargs="?", default="cpu")
    parser.add_argument("--after", type=int, default=FEW_FRAMES)
    parser.add_argument("--fresh-runs", type=int, default=0)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    print(json.dumps(asdict(probe(asked.clip, asked.frames, asked.device, asked.fresh_runs, asked.after))))


if __name__ == "__main__":
    main()
