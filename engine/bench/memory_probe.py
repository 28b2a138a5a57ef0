"""What tracking keeps and what a frame costs: one run of the real pipeline in a process of its own.

    python -m engine.bench.memory_probe CLIP FRAMES [DEVICE]

prints JSON: `resident_bytes` and `device_bytes` (the highest of the run; the latter 0 on a CPU), `early_s` and `late_s`
(the lower quartile of a frame's processor time over the run's first and last 300 frames: other work only adds to it).

Decode, encode, attend, decode the masks, store them in a project file – with a model of tiny numbers, so that what is
measured is what the pipeline keeps and not what the network multiplies.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import psutil
import torch

from engine.bench.pipeline import track_and_store
from engine.media import open_source
from engine.models.loader import LoadedModel
from engine.sam2.config import CompactConfig, DecoderConfig, MemoryConfig, Sam2Config
from engine.sam2.model import Sam2

SAMPLE_SECONDS = 0.02
STRETCH_FRAMES = 300
"""Frames at either end of the run whose cost is compared."""

TINY = Sam2Config(
    trunk=CompactConfig(width=0.25, stem=8),
    d_model=32,
    input_size=(64, 96),
    decoder=DecoderConfig(depth=2, heads=2, mlp_dim=32, quality_dim=16, prompt_mask_channels=8),
    memory=MemoryConfig(dim=16, layers=1, mlp_dim=32, dropout=0.0),
)
"""All parts of SAM 2 with numbers so small that thousands of frames take a minute."""


def tiny_model(device: str = "cpu") -> LoadedModel:
    """A model of TINY numbers with seeded random weights."""
    torch.manual_seed(0)
    return LoadedModel(Sam2(TINY).eval().to(device), TINY, "tiny", "tiny-0", device)


@dataclass(frozen=True, slots=True)
class Probed:
    """See the module's text."""

    resident_bytes: int
    device_bytes: int
    early_s: float
    late_s: float


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


def probe(clip: Path, frames: int, device: str = "cpu") -> Probed:
    """Track `frames` frames of the clip. Ends the process where the clip is shorter."""
    with tempfile.TemporaryDirectory() as folder, HighWater() as high:
        source = open_source(clip)
        try:
            stored = track_and_store(source, tiny_model(device), frames, Path(folder), clock=time.process_time)
        finally:
            source.close()
    if stored.frames != frames - 1:
        sys.exit("the clip is too short for the measurement")
    on_card = torch.cuda.max_memory_allocated() if device == "cuda" else 0
    stretch = min(STRETCH_FRAMES, frames // 2)
    each = stored.frame_seconds
    early, late = (float(np.quantile(part, 0.25)) for part in (each[:stretch], each[-stretch:]))
    return Probed(high.bytes, on_card, early, late)


def main() -> None:
    """See the module's text."""
    torch.set_num_threads(1)
    print(json.dumps(asdict(probe(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:4]))))


if __name__ == "__main__":
    main()
