"""The rows of the two-hour clip, on a short one: what is slower gives a worse figure; asked for only."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engine.bench.clips import write_clip
from engine.bench.long_clip_rows import index_seconds, long_clip_promises, scrub_ms, tracking_at_end_fps
from engine.bench.memory_probe import tiny_model


@dataclass
class Steps:
    """A clock that moves on by `step` whenever it is read."""

    step: float
    count: itertools.count[int] = field(default_factory=itertools.count)

    def __call__(self) -> float:
        return next(self.count) * self.step


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_clip(tmp_path / "clip.mp4", 96, 64, 30, 10)


def test_slower_is_worse(clip: Path) -> None:
    assert index_seconds(clip, Steps(0.1)) < index_seconds(clip, Steps(0.2))
    assert scrub_ms(clip, Steps(0.1)) == pytest.approx(100)
    assert scrub_ms(clip, Steps(0.3)) == pytest.approx(300)
    quick, slow = (tracking_at_end_fps(clip, tiny_model, Steps(step)) for step in (0.01, 0.02))
    assert slow == pytest.approx(quick / 2)


def test_nothing_is_written_unasked(tmp_path: Path) -> None:
    rows = [promise.row() for promise in long_clip_promises(tmp_path, wanted=False)]
    assert all(row.value is None and "--long" in row.note for row in rows)
    assert list(tmp_path.iterdir()) == []
