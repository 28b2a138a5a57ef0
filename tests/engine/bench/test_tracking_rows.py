"""The memory row fails when the pipeline keeps its frames."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engine.bench.clips import write_clip
from engine.bench.tracking_rows import memory_growth_mb, tracking_promises

LEAKS = """
import engine.bench.memory_probe as probe
import numpy as np
kept = []
plain = probe.open_source
class Leaky:
    def __init__(self, source): self.source = source
    def __getattr__(self, name): return getattr(self.source, name)
    def reopen(self): return Leaky(self.source.reopen())
    def stream(self, *arguments):
        for frame in self.source.stream(*arguments):
            kept.append(np.ones(3_000_000, np.uint8))
            yield frame
probe.open_source = lambda path: Leaky(plain(path))
probe.main()
"""


@pytest.mark.slow
def test_a_leak_fails_the_memory_row(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", 96, 64, 80)
    (promise,) = tracking_promises(tmp_path)
    assert promise.bar is not None
    assert promise.bar.met_by(memory_growth_mb(clip, 10, 70))
    assert not promise.bar.met_by(memory_growth_mb(clip, 10, 70, (sys.executable, "-c", LEAKS)))
