"""Sound with known answers: tones, clicks, offsets, gaps in rate and channels."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from engine.errors import MediaError, UsageError
from engine.media import open_source
from engine.media.audio import list_audio, read_samples, read_waveform
from tests.clips import picture

RATE_HZ = 48_000


def write_sound(
    path: Path,
    samples: np.ndarray,
    codec: str = "pcm_s16le",
    rate_hz: int = RATE_HZ,
    start: int = 0,
    video: bool = True,
) -> Path:
    """`samples` (channels, n) float32, beside a second of pictures."""
    with av.open(str(path), "w") as container:
        if video:
            pictures = container.add_stream("libx264", rate=25, options={"preset": "veryfast"})
            pictures.width, pictures.height, pictures.pix_fmt = 96, 64, "yuv420p"
        layout = {1: "mono", 2: "stereo", 6: "5.1"}[len(samples)]
        sound = container.add_stream(codec, rate=rate_hz, layout=layout)
        if video:
            for number in range(25):
                container.mux(pictures.encode(av.VideoFrame.from_ndarray(picture(number), format="rgb24")))
            container.mux(pictures.encode(None))
        for at in range(0, samples.shape[1], 960):
            block = np.ascontiguousarray(samples[:, at : at + 960], np.float32)
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
            frame.sample_rate, frame.pts, frame.time_base = rate_hz, start + at, Fraction(1, rate_hz)
            container.mux(sound.encode(frame))
        container.mux(sound.encode(None))
    return path


def tone(seconds: float, hz: float = 440, channels: int = 2, rate_hz: int = RATE_HZ) -> np.ndarray:
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    return np.repeat(0.5 * np.sin(2 * np.pi * hz * t)[None], channels, axis=0).astype(np.float32)


def test_pcm_comes_back_sample_by_sample(tmp_path: Path) -> None:
    sound = tone(1.3)
    path = write_sound(tmp_path / "tone.mov", sound)
    blocks = list(read_samples(path))
    assert blocks[0].pts_seconds == 0
    for before, after in pairwise(blocks):
        assert after.pts_seconds == before.pts_seconds + Fraction(len(before.samples), RATE_HZ)
    found = np.concatenate([block.samples for block in blocks])
    assert found.dtype == np.float32
    assert found.shape == sound.T.shape
    assert np.abs(found - sound.T).max() < 1e-4


@pytest.mark.parametrize(("start", "stop"), [("0.25", "0.75"), ("0.9", "1.1"), ("0", "0.01"), ("1.2", "9")])
def test_a_range_is_exact_to_the_sample(tmp_path: Path, start: str, stop: str) -> None:
    """Compressed sound too: the part read alone is the part of the whole."""
    path = write_sound(tmp_path / "tone.mp4", tone(1.3), "aac")
    whole = list(read_samples(path))
    first, last = Fraction(start), Fraction(stop)
    expected = np.concatenate(
        [
            block.samples[i : i + 1]
            for block in whole
            for i in range(len(block.samples))
            if first <= block.pts_seconds + Fraction(i, RATE_HZ) < last
        ]
    )
    part = list(read_samples(path, first, last))
    found = np.concatenate([block.samples for block in part])
    assert 0 <= part[0].pts_seconds - first < Fraction(1, RATE_HZ)
    assert len(found) == len(expected)
    assert np.abs(found - expected).max() < 0.02


def test_any_rate_and_number_of_channels(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "six.mkv", tone(1.0, channels=6, rate_hz=44_100), "flac", 44_100)
    found = np.concatenate([block.samples for block in read_samples(path, rate_hz=16_000, channels=1)])
    assert found.shape[1] == 1
    assert abs(len(found) - 16_000) <= 2
    spectrum = np.abs(np.fft.rfft(found[:, 0] * np.hanning(len(found))))
    assert abs(int(spectrum.argmax()) - 440) <= 2


def test_what_sound_there_is(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "tone.mp4", tone(1.0), "aac")
    (sound,) = list_audio(path)
    assert (sound.codec, sound.sample_rate_hz, sound.channels, sound.layout) == ("aac", 48_000, 2, "stereo")
    source = open_source(path)
    assert source.info.audio == (sound,)
    source.close()


def test_the_waveform_shows_where_it_is_loud(tmp_path: Path) -> None:
    sound = tone(2.0)
    sound[:, : RATE_HZ // 2] = 0
    sound[:, RATE_HZ : RATE_HZ + RATE_HZ // 2] *= 0.25
    wave = read_waveform(write_sound(tmp_path / "loud.mov", sound), peaks_per_second=20)
    assert wave is not None
    assert abs(len(wave.highs) - 40) <= 1
    assert np.abs(wave.highs[1:9]).max() < 0.02
    assert wave.highs[11:19].min() > 0.45
    assert wave.lows[11:19].max() < -0.45
    assert 0.1 < wave.highs[21:29].min() <= wave.highs[21:29].max() < 0.15


def test_a_late_start_keeps_its_time(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "late.mkv", tone(0.5), "flac", start=RATE_HZ // 2)
    first = next(iter(read_samples(path)))
    assert abs(first.pts_seconds - Fraction(1, 2)) <= Fraction(1, 100)
    wave = read_waveform(path)
    assert wave is not None
    assert abs(wave.start_seconds - Fraction(1, 2)) <= Fraction(1, 100)


def test_no_sound_is_said(clip_of, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = clip_of("cfr_b_frames").path
    assert list_audio(path) == ()
    assert read_waveform(path) is None
    with pytest.raises(MediaError, match="no sound stream"):
        list(read_samples(path))
    with pytest.raises(UsageError, match="1 or 2 channels"):
        list(read_samples(path, channels=5))


def test_damaged_sound_is_passed_over(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "tone.mp4", tone(3.0), "aac")
    data = bytearray(path.read_bytes())
    rng = np.random.default_rng(3)
    for place in rng.integers(len(data) // 2, len(data) * 3 // 4, 60):
        data[place] ^= 0xFF
    path.write_bytes(data)
    assert sum(len(block.samples) for block in read_samples(path)) > RATE_HZ
