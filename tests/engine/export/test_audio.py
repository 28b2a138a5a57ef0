"""Sound: copied or encoded again, cut to the range, in sync."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from engine.export.audio import plan_audio
from engine.export.formats import AudioKind
from engine.media import open_source
from engine.media.source import AudioInfo
from engine.types import FrameIndex, FrameRange
from tests.engine.export.clips import write_clip
from tests.engine.export.test_run import exported, planned

RATE = 48000


def samples_on_the_clock(path: Path) -> NDArray[np.float32]:
    """Mono sound on the clock of the first picture: sample i is heard i / 48000 s after it is shown."""
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        pictures = [p.pts * video.time_base for p in container.demux(video) if p.pts is not None and not p.is_discard]
    with av.open(str(path)) as container:
        # Opened anew: seeking to the start drops sound that begins before the first picture.
        audio = container.streams.audio[0]
        pieces: list[tuple[int, NDArray[np.float32]]] = []
        resampler = av.AudioResampler("fltp", "mono", RATE)
        for frame in container.decode(audio):
            start = frame.pts * frame.time_base - min(pictures)
            samples = np.concatenate([f.to_ndarray()[0] for f in resampler.resample(frame)] or [np.zeros(0)])
            pieces.append((round(start * RATE), samples))
    out = np.zeros(max(at + len(s) for at, s in pieces), np.float32)
    for at, samples in pieces:
        skip = max(0, -at)
        out[at + skip : at + len(samples)] = samples[skip:]
    return out


def clicks_ms(samples: NDArray[np.float32]) -> list[float]:
    """Times of the loudest sample around each click, in ms."""
    loud = np.flatnonzero(np.abs(samples) > 0.3 * np.abs(samples).max())
    groups = np.split(loud, np.flatnonzero(np.diff(loud) > RATE // 50) + 1)
    return [1000 * float(g[np.argmax(np.abs(samples[g]))]) / RATE for g in groups]


@pytest.mark.parametrize(
    ("codec", "preset", "kept"),
    [
        ("pcm_s16le", "prores4444", "pcm_s16le"),
        ("aac", "prores4444", "aac"),
        ("aac", "h264", "aac"),
        ("aac", "webm-alpha", "opus"),
        ("flac", "prores4444", "pcm_s24le"),
        ("flac", "ffv1", "flac"),
        ("flac", "h264", "aac"),
    ],
)
@pytest.mark.parametrize("first", [0, 7])
def test_sound_stays_in_sync(tmp_path: Path, codec: str, preset: str, kept: str, first: int) -> None:
    """A click every 100 ms of the source must be where it was relative to the picture, to the millisecond."""
    path = write_clip(tmp_path / "clip.mkv", frames=24, audio=codec)
    clip = open_source(path)
    file = exported(planned(clip, tmp_path, preset, frames=FrameRange(FrameIndex(first), FrameIndex(24))))[0]
    clip.close()
    with av.open(str(file)) as container:
        assert container.streams.audio[0].codec_context.name.removeprefix("lib") == kept
    shift_ms = 1000 * first / 24
    source = [t - shift_ms for t in clicks_ms(samples_on_the_clock(path)) if t - shift_ms > 1]
    found = [t for t in clicks_ms(samples_on_the_clock(file)) if t > 1]
    shared = min(len(source), len(found))
    assert shared >= 5
    assert max(abs(a - b) for a, b in zip(source[:shared], found[:shared], strict=True)) <= 1.0


def test_sound_ends_with_the_range(tmp_path: Path) -> None:
    clip = open_source(write_clip(tmp_path / "clip.mkv", frames=24, audio="flac"))
    file = exported(planned(clip, tmp_path, "prores4444", frames=FrameRange(FrameIndex(6), FrameIndex(18))))[0]
    clip.close()
    assert abs(len(samples_on_the_clock(file)) - RATE // 2) <= RATE // 1000


def test_sound_can_be_left_out(tmp_path: Path) -> None:
    clip = open_source(write_clip(tmp_path / "clip.mkv", audio="flac"))
    file = exported(planned(clip, tmp_path, "h264", sound=False))[0]
    clip.close()
    with av.open(str(file)) as container:
        assert not container.streams.audio


def test_containers_copy_only_what_they_take() -> None:
    info = AudioInfo(1, "aac", RATE, 2, "stereo", None)
    copied = {
        kind: [p.copied for p in plan_audio(Path("x"), (info,), kind, Fraction(0), Fraction(1))] for kind in AudioKind
    }
    assert copied[AudioKind.MOV] == [True]
    assert copied[AudioKind.WEBM] == [False]
    assert copied[AudioKind.NONE] == []
