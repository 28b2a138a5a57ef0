"""The rows about long clips fail when the pipeline keeps its frames, or takes ever longer over them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from app.bench.disc import PIECE_FRAMES
from engine.bench import memory_probe
from engine.bench.clips import LONG_GOP, first_group, repeat_clip, write_clip
from engine.bench.memory_probe import Probed
from engine.bench.rows import Promise
from engine.bench.tracking_rows import (
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
FLAT = Probed(800_000, 0, (0.9, 1.0, 1.4))
SLOWS = """
import engine.bench.memory_probe as probe
import contextlib, time
plain = probe.storing
@contextlib.contextmanager
def slowing(*arguments):
    def later(counts):
        for count in counts:
            end = time.process_time() + 2e-6 * count
            while time.process_time() < end:
                pass
            yield count
    with plain(*arguments) as counts:
        yield later(counts)
probe.storing = slowing
probe.main()
"""


def flat_but(**late: Any) -> Callable[[int], Probed]:
    return lambda frames: replace(FLAT, **late)


def bar_of(part: str, folder: Path) -> Promise:
    return next(p for p in tracking_promises(folder) if p.name.startswith(part))


def test_growth_fails_each_row(tmp_path: Path) -> None:
    for part, figure, worse in (
        (f"memory: {MANY_FRAMES}", memory_growth_mb, flat_but(resident_growth_bytes=101_000_000)),
        ("GPU memory", device_growth_mb, flat_but(device_growth_bytes=512)),
        (f"a frame at the end of {MANY_FRAMES}", cost_growth_percent, flat_but(ratios=(0.9, 1.04, 1.1))),
    ):
        bar = bar_of(part, tmp_path).bar
        assert bar is not None
        assert bar.met_by(figure(flat_but(), MANY_FRAMES))
        assert not bar.met_by(figure(worse, MANY_FRAMES))


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


def test_a_first_group_is_the_clip_up_to_its_second_key_frame(tmp_path: Path) -> None:
    whole = write_clip(tmp_path / "a.mp4", 64, 48, 30, 5)
    with closing(open_source(whole)) as wanted, closing(open_source(first_group(whole, tmp_path / "b.mp4"))) as found:
        assert found.frame_count() == 5
        for frame in (FrameIndex(0), FrameIndex(4)):
            assert (found.read(frame).rgb8() == wanted.read(frame).rgb8()).all()


@pytest.mark.slow
def test_a_leak_fails_the_memory_row(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", 96, 64, 80)
    bar = bar_of(f"memory: {QUICK_FRAMES}", tmp_path).bar
    assert bar is not None
    assert bar.met_by(memory_growth_mb(lambda frames: probed(clip, frames, few=10), 70))
    leaky = (sys.executable, "-c", LEAKS)
    assert not bar.met_by(memory_growth_mb(lambda frames: probed(clip, frames, few=10, probe=leaky), 70))


@pytest.mark.slow
def test_a_run_that_slows_down_fails_the_cost_row(tmp_path: Path) -> None:
    clip = repeat_clip(write_clip(tmp_path / "a.mp4", 96, 64, 300, 60), tmp_path / "b.mp4", 10)
    bar = bar_of(f"a frame at the end of {QUICK_FRAMES}", tmp_path).bar
    assert bar is not None
    slowing = (sys.executable, "-c", SLOWS)
    assert not bar.met_by(cost_growth_percent(lambda frames: probed(clip, frames, probe=slowing), 600))


def test_a_long_run_takes_turns_with_fresh_ones_until_they_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"WARM_FRAMES": 1, "BLOCK_FRAMES": 2, "BLOCKS": 3, "BESIDE_FRAMES": 7}.items():
        monkeypatch.setattr(memory_probe, name, value)
    clip = write_clip(tmp_path / "clip.mp4", 96, 64, 24)
    for certain, rounds in ((False, 2), (True, 1)):
        monkeypatch.setattr(memory_probe, "is_certain", lambda ratios, certain=certain: certain)
        ratios = memory_probe.probe(clip, 10, fresh_runs=2, after=5).ratios
        assert len(ratios) == 3 * rounds and min(ratios) > 0
    assert memory_probe.probe(clip, 20, after=5).ratios == ()
    with pytest.raises(SystemExit, match="too short"):
        memory_probe.probe(clip, 20, fresh_runs=2, after=5)


def test_rounds_end_when_the_figure_or_its_verdict_is_certain() -> None:
    """Few ratios that scatter by 8 % say little about a bar 1 % away, and enough about one 9 % away."""
    scattered = np.random.default_rng(1).normal(0, 0.08, 26)
    scattered -= np.median(scattered)
    assert memory_probe.agreement(scattered) > memory_probe.AGREED
    for median, certain in ((1.02, False), (1.04, False), (0.94, True), (1.12, True)):
        assert memory_probe.is_certain(scattered + median) is certain
    assert memory_probe.is_certain(scattered / 10 + memory_probe.BAR)


def test_agreement_is_the_median_s_standard_error() -> None:
    drawn = np.random.default_rng(1).normal(1, 0.1, (2000, 26))
    found = np.median([memory_probe.agreement(row) for row in drawn])
    assert found == pytest.approx(np.std(np.median(drawn, axis=1)), rel=0.15)
    assert memory_probe.agreement([1.0] * 25 + [9.0]) == 0


def test_the_window_s_disc_starts_anew_with_the_clip_s_group() -> None:
    assert PIECE_FRAMES == LONG_GOP
