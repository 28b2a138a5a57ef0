"""How much memory tracking takes: one run of the real pipeline in a process of its own.

    python -m engine.bench.memory_probe CLIP FRAMES     prints the highest resident set in bytes

Decode, encode, attend, decode the masks, store them in a project file – with a model of tiny numbers, so that what is
measured is what the pipeline keeps and not what the network multiplies.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from pathlib import Path

import psutil
import torch

from engine.bench.pipeline import track_and_store
from engine.media import open_source
from engine.models.loader import LoadedModel
from engine.sam2.config import CompactConfig, DecoderConfig, MemoryConfig, Sam2Config
from engine.sam2.model import Sam2

SAMPLE_SECONDS = 0.02

TINY = Sam2Config(
    trunk=CompactConfig(width=0.25, stem=8),
    d_model=32,
    input_size=(64, 96),
    decoder=DecoderConfig(depth=2, heads=2, mlp_dim=32, quality_dim=16, prompt_mask_channels=8),
    memory=MemoryConfig(dim=16, layers=1, mlp_dim=32, dropout=0.0),
)
"""All parts of SAM 2 with numbers so small that thousands of frames take a minute."""


def tiny_model() -> LoadedModel:
    """A model of TINY numbers with seeded random weights."""
    torch.manual_seed(0)
    return LoadedModel(Sam2(TINY).eval(), TINY, "tiny", "tiny-0")


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


def main() -> None:
    """See the module's text."""
    clip, frames = Path(sys.argv[1]), int(sys.argv[2])
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder, HighWater() as high:
        source = open_source(clip)
        try:
            if track_and_store(source, tiny_model(), frames, Path(folder)).frames != frames - 1:
                sys.exit("the clip is too short for the measurement")
        finally:
            source.close()
    print(high.bytes)


if __name__ == "__main__":
    main()
