"""The rows about long clips fail when the pipeline keeps its frames, or takes ever longer over them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine.bench.clips import repeat_clip, write_clip
from engine.bench.memory_probe import Probed
from engine.bench.rows import Promise
from engine.bench.tracking_rows import (
    FEW_FRAMES,
    MANY_FRAMES,
    QUICK_FRAMES,
    cost_growth_percent,
    device_growth_mb,
    memory_growth_mb,
    probed,
    tracking_promises,
)
from engine.media import open_source
from engine.types import FrameIndex

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
FLAT = Probed(300_000_000, 5_000_000, 0.004, 0.004)


def flat_but(**late: float) -> Callable[[int], Probed]:
    return lambda frames: FLAT if frames == FEW_FRAMES else replace(FLAT, **late)


def bar_of(part: str, folder: Path) -> Promise:
    return next(p for p in tracking_promises(folder) if part in p.name)


def test_growth_fails_each_row(tmp_path: Path) -> None:
    for part, figure, worse in (
        (f"memory: {MANY_FRAMES}", memory_growth_mb, flat_but(resident_bytes=401_000_000)),
        ("GPU memory", device_growth_mb, flat_but(device_bytes=5_000_512)),
        (
            f"end of {MANY_FRAMES}",
            lambda measure, few, many: cost_growth_percent(measure, many),
            flat_but(late_s=0.0042),
        ),
    ):
        bar = bar_of(part, tmp_path).bar
        assert bar is not None
        assert bar.met_by(figure(flat_but(), FEW_FRAMES, MANY_FRAMES))
        assert not bar.met_by(figure(worse, FEW_FRAMES, MANY_FRAMES))


def test_a_quick_bench_looks_at_fewer_frames(tmp_path: Path) -> None:
    quick = [promise.name for promise in tracking_promises(tmp_path) if promise.quick]
    assert len(quick) == 2
    assert all(str(QUICK_FRAMES) in name for name in quick)


@pytest.mark.skipif(torch.cuda.is_available(), reason="is measured here")
def test_a_row_about_a_card_is_open_without_one(tmp_path: Path) -> None:
    assert bar_of("GPU memory", tmp_path).row().passed is None


def test_a_clip_repeated_is_the_clip_over_and_over(tmp_path: Path) -> None:
    source = open_source(repeat_clip(write_clip(tmp_path / "a.mp4", 64, 48, 30, 10), tmp_path / "b.mp4", 4))
    try:
        assert source.frame_count() == 120
        assert (source.read(FrameIndex(95)).rgb8() == source.read(FrameIndex(5)).rgb8()).all()
        assert not (source.read(FrameIndex(95)).rgb8() == source.read(FrameIndex(6)).rgb8()).all()
    finally:
        source.close()


@pytest.mark.slow
def test_a_leak_fails_the_memory_row(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", 96, 64, 80)
    bar = bar_of(f"memory: {QUICK_FRAMES}", tmp_path).bar
    assert bar is not None
    assert bar.met_by(memory_growth_mb(lambda frames: probed(clip, frames), 10, 70))
    leaky = (sys.executable, "-c", LEAKS)
    assert not bar.met_by(memory_growth_mb(lambda frames: probed(clip, frames, probe=leaky), 10, 70))
