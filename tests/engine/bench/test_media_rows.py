"""Each media row fails when the thing it measures gets worse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.bench.clips import repeat_clip, write_clip
from engine.bench.media_rows import first_frame_seconds, media_promises, step_back_ms, wrong_frames
from engine.bench.rows import Bar
from engine.media import open_source
from engine.media.source import Frame, VideoSource
from engine.types import FrameIndex


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_clip(tmp_path_factory.mktemp("bench") / "clip.mp4", 96, 64, 300)


class Ticking:
    """A clock that only the slow source moves."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class Worse:
    """A source that is slow to read, or reads the wrong frame."""

    def __init__(self, path: Path, clock: Ticking | None = None, delay_s: float = 0.0, shift: int = 0) -> None:
        self.source, self.clock, self.delay_s, self.shift = open_source(path), clock, delay_s, shift

    def __getattr__(self, name: str) -> Any:
        return getattr(self.source, name)

    def read(self, index: FrameIndex) -> Frame:
        if self.clock:
            self.clock.now_s += self.delay_s
        return self.source.read(FrameIndex(max(0, index + self.shift)))


def bar(tmp_path: Path, name: str) -> Bar:
    (found,) = (p.bar for p in media_promises(tmp_path) if name in p.name)
    assert found is not None
    return found


def test_a_slow_open_fails_its_row(clip: Path, tmp_path: Path) -> None:
    limit, clock = bar(tmp_path, "first frame"), Ticking()
    assert not limit.met_by(first_frame_seconds(clip, lambda p: Worse(p, clock, limit.limit + 0.01), clock))


def test_a_slow_step_back_fails_its_row(clip: Path, tmp_path: Path) -> None:
    limit, clock = bar(tmp_path, "step back"), Ticking()
    assert not limit.met_by(step_back_ms(clip, lambda p: Worse(p, clock, limit.limit / 1000 + 0.001), clock))


def test_off_by_one_fails_its_row(clip: Path, tmp_path: Path) -> None:
    def shifted(path: Path) -> VideoSource:
        return Worse(path, shift=-1)

    limit = bar(tmp_path, "random access")
    assert limit.met_by(wrong_frames(clip))
    assert not limit.met_by(wrong_frames(clip, shifted))


def test_a_repeated_clip_is_as_long_as_it_says(clip: Path, tmp_path: Path) -> None:
    source = open_source(repeat_clip(clip, tmp_path / "long.mp4", 4))
    try:
        assert source.frame_count() == 1200
        assert not source.info.variable_rate
    finally:
        source.close()
