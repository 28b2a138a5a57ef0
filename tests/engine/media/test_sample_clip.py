"""The sample clip and the list of where its objects are."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.media import VideoSource, open_source
from engine.media.audio import read_waveform
from engine.types import FrameIndex

RESOURCES = Path(__file__).parents[3] / "resources"
CLIP = RESOURCES / "sample.mp4"


@pytest.fixture(scope="module")
def places() -> list[dict[str, dict[str, object] | None]]:
    described = json.loads((RESOURCES / "sample.json").read_text(encoding="utf-8"))
    assert (described["width"], described["height"], described["rate"]) == (960, 540, [30, 1])
    return described["frames"]  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def sample() -> Iterator[VideoSource]:
    source = open_source(CLIP)
    yield source
    source.close()


def test_it_is_small_whole_and_tagged(sample: VideoSource, places: list[object]) -> None:
    assert CLIP.stat().st_size <= 3_000_000
    assert sample.frame_count() == len(places) == 270
    info = sample.info
    assert (info.width, info.height, info.codec, info.warnings) == (960, 540, "h264", ())
    assert (info.colour.primaries, info.colour.transfer, info.colour.matrix) == (1, 1, 1)
    assert info.colour.guessed is None


def test_both_objects_can_be_clicked_on_the_first_frame(places: list[dict[str, dict[str, object] | None]]) -> None:
    for name in ("ball", "creature"):
        place = places[0][name]
        assert place is not None
        x, y = place["inside"]  # type: ignore[misc]
        x0, y0, x1, y1 = place["box"]  # type: ignore[misc]
        assert x0 < x < x1
        assert y0 < y < y1
        assert place["visible"] > 0.9  # type: ignore[operator]


def test_the_ball_is_hidden_leaves_and_comes_back(places: list[dict[str, dict[str, object] | None]]) -> None:
    seen = [0.0 if frame["ball"] is None else float(frame["ball"]["visible"]) for frame in places]  # type: ignore[arg-type]
    gone = [i for i, share in enumerate(seen) if share == 0]
    hidden = [i for i in gone if i < 60]
    away = [i for i in gone if i >= 60]
    assert hidden
    assert hidden == list(range(hidden[0], hidden[-1] + 1))
    assert any(0.05 < share < 0.7 for share in seen[: hidden[0]])
    assert len([i for i in away if 90 < i < 170]) > 40
    assert seen[-1] > 0.9
    assert all(frame["creature"] is not None for frame in places)


def test_the_list_points_at_what_is_in_the_picture(
    sample: VideoSource, places: list[dict[str, dict[str, object] | None]]
) -> None:
    """Wool is teal or pale, never the orange of the floor: blue is not below red by much at its middle."""
    for index in (0, 130, 269):
        place = places[index]["creature"]
        assert place is not None
        x, y = place["inside"]  # type: ignore[misc]
        rgb = sample.read(FrameIndex(index)).rgb8()[y - 25 : y + 25, x - 25 : x + 25].reshape(-1, 3).mean(axis=0)
        assert rgb[2] > 0.85 * rgb[0]


def test_there_is_sound_from_start_to_end() -> None:
    wave = read_waveform(CLIP, peaks_per_second=10)
    assert wave is not None
    assert 8.5 < float(wave.length_seconds) < 9.5
    assert (wave.highs[:80] > 0.01).mean() > 0.95
    assert wave.highs.max() < 1.0


@pytest.mark.slow
def test_the_script_still_draws_this_clip(sample: VideoSource, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is committed is what the script makes, but for the codec's loss."""
    monkeypatch.syspath_prepend(str(RESOURCES))
    import make_sample

    try:
        drawn = make_sample.Scene().shot(20).rgb.astype(float)
    finally:
        for name in [n for n in sys.modules if n == "make_sample" or n.startswith("sample_scene")]:
            del sys.modules[name]
    shown = sample.read(FrameIndex(20)).rgb8().astype(float)
    assert 10 * np.log10(255**2 / ((drawn - shown) ** 2).mean()) > 30
