"""Sound: what a file has, its shape for the timeline, and samples for playing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from engine.errors import MediaError, UsageError
from engine.media.pyav_info import audio_streams
from engine.media.pyav_open import open_container, seconds
from engine.media.source import AudioInfo

Samples = NDArray[np.float32]
"""(n, channels), -1..1 as a rule."""

PLAYING_LAYOUTS = {1: "mono", 2: "stereo"}

JUMP_SECONDS = Fraction(1, 100)
"""Stamps that differ by more than this from where the samples before them end mean a gap, not rounding."""


@dataclass(frozen=True, slots=True)
class AudioBlock:
    """Samples in a row; the first one is heard at `pts_seconds` on the clip's clock (the video's, offsets included)."""

    pts_seconds: Fraction
    samples: Samples
    rate_hz: int


@dataclass(frozen=True, slots=True)
class Waveform:
    """The loudest and lowest sample of each short stretch, all channels together."""

    start_seconds: Fraction
    peaks_per_second: int
    lows: NDArray[np.float32]
    """(n,), -1..0 as a rule."""
    highs: NDArray[np.float32]
    """(n,), 0..1 as a rule."""

    @property
    def length_seconds(self) -> Fraction:
        return Fraction(len(self.highs), self.peaks_per_second)


def list_audio(path: Path) -> tuple[AudioInfo, ...]:
    """Every sound stream of a file. Raises MediaError."""
    with open_container(path) as container:
        return audio_streams(container)


def read_samples(
    path: Path,
    start: Fraction | None = None,
    stop: Fraction | None = None,
    *,
    rate_hz: int = 48_000,
    channels: int = 2,
    stream: int = 0,
) -> Iterator[AudioBlock]:
    """Sound between two times in seconds, exact to the sample, in blocks of at most some thousand samples.

    `stream` counts sound streams, not all streams. Silence that the file leaves out (gaps, a late start) is not filled
    in: look at each block's time. Raises MediaError where there is no such stream, UsageError for other than 1 or 2
    channels. Close the iterator when done.
    """
    if channels not in PLAYING_LAYOUTS:
        raise UsageError(f"Sound is given in 1 or 2 channels, not {channels}.")
    with open_container(path) as container:
        audio = _audio_stream(container, path, stream)
        if start is not None and start > 0:
            _seek(container, audio, start)
        for block in _resampled(container, audio, rate_hz, channels):
            cut = _within(block, start, stop)
            if cut is not None:
                yield cut
            if stop is not None and block.pts_seconds >= stop:
                return


def read_waveform(path: Path, peaks_per_second: int = 50, stream: int = 0) -> Waveform | None:
    """The shape of a whole file's sound, or None where it has none. Memory: two numbers for each peak."""
    if not list_audio(path):
        return None
    rate_hz = peaks_per_second * max(1, 12_000 // peaks_per_second)
    each = rate_hz // peaks_per_second
    peaks = _Peaks(each)
    first: Fraction | None = None
    for block in read_samples(path, rate_hz=rate_hz, channels=2, stream=stream):
        if first is None:
            first = block.pts_seconds
        peaks.add(round((block.pts_seconds - first) * rate_hz), block.samples)
    lows, highs = peaks.finished()
    return Waveform(first or Fraction(0), peaks_per_second, lows, highs)


class _Peaks:
    """Minimum and maximum over each `each` samples, placed by time so that gaps stay flat."""

    def __init__(self, each: int) -> None:
        self._each = each
        self._lows = np.zeros(1024, np.float32)
        self._highs = np.zeros(1024, np.float32)
        self._count = 0

    def add(self, at: int, samples: Samples) -> None:
        places = (max(at, 0) + np.arange(len(samples))) // self._each
        top = int(places[-1]) + 1
        while top > len(self._lows):
            self._lows = np.concatenate([self._lows, np.zeros_like(self._lows)])
            self._highs = np.concatenate([self._highs, np.zeros_like(self._highs)])
        starts = np.flatnonzero(np.diff(places, prepend=-1))
        rows = places[starts]
        self._lows[rows] = np.minimum(self._lows[rows], np.minimum.reduceat(samples.min(axis=1), starts))
        self._highs[rows] = np.maximum(self._highs[rows], np.maximum.reduceat(samples.max(axis=1), starts))
        self._count = max(self._count, top)

    def finished(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return self._lows[: self._count].copy(), self._highs[: self._count].copy()


def _audio_stream(container: av.container.InputContainer, path: Path, stream: int) -> av.AudioStream:
    usable = [s for s in container.streams.audio if s.codec_context is not None]
    if not 0 <= stream < len(usable):
        raise MediaError(f"“{path.name}” has no sound stream number {stream + 1}.", "Choose one that the file has.")
    return usable[stream]


def _seek(container: av.container.InputContainer, audio: av.AudioStream, start: Fraction) -> None:
    """A little before `start`: decoders need some samples to settle (80 ms is more than AAC's or Opus's lead-in)."""
    assert audio.time_base is not None
    early = max(start - Fraction(8, 100), Fraction(0))
    try:
        container.seek(int(early / audio.time_base), stream=audio, backward=True)
    except av.error.FFmpegError:
        container.seek(0, backward=True)


class _Run:
    """Sound without a jump in time, brought to the wanted rate and number of channels."""

    def __init__(self, origin: Fraction, rate_hz: int, channels: int) -> None:
        self._resampler = av.AudioResampler(format="flt", layout=PLAYING_LAYOUTS[channels], rate=rate_hz)
        self._at = origin
        self._rate_hz = rate_hz
        self._channels = channels

    def push(self, frame: av.AudioFrame | None) -> Iterator[AudioBlock]:
        """None: give out what is left."""
        if frame is not None:
            frame.pts = None  # placed by counting from `origin`: stamps are rounded, samples are not
        for made in self._resampler.resample(frame):
            samples = np.asarray(made.to_ndarray(), np.float32).reshape(-1, self._channels)
            if len(samples):
                yield AudioBlock(self._at, samples, self._rate_hz)
                self._at += Fraction(len(samples), self._rate_hz)


def _resampled(
    container: av.container.InputContainer, audio: av.AudioStream, rate_hz: int, channels: int
) -> Iterator[AudioBlock]:
    """Blocks at the wanted rate; a new run wherever the file's stamps jump."""
    run: _Run | None = None
    ends = Fraction(0)
    for frame in _frames(container, audio):
        at = seconds(frame.pts, frame.time_base)
        if run is None or (at is not None and abs(at - ends) > JUMP_SECONDS):
            if run is not None:
                yield from run.push(None)
            ends = ends if at is None else at
            run = _Run(ends, rate_hz, channels)
        ends = (ends if at is None else at) + Fraction(frame.samples, frame.sample_rate)
        yield from run.push(frame)
    if run is not None:
        yield from run.push(None)


def _frames(container: av.container.InputContainer, audio: av.AudioStream) -> Iterator[av.AudioFrame]:
    """Decoded sound; damaged packets are passed over."""
    packets = container.demux(audio)
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                return
            yield from packet.decode()
        except (av.error.InvalidDataError, av.error.EOFError):
            continue


def _within(block: AudioBlock, start: Fraction | None, stop: Fraction | None) -> AudioBlock | None:
    """The part of a block in [start, stop), or None."""
    count = len(block.samples)

    def place(at: Fraction) -> int:
        """Index of the first sample at or after `at`."""
        return min(max(ceil((at - block.pts_seconds) * block.rate_hz), 0), count)

    first = 0 if start is None else place(start)
    last = count if stop is None else place(stop)
    if last <= first:
        return None
    at = block.pts_seconds + Fraction(first, block.rate_hz)
    return AudioBlock(at, block.samples[first:last], block.rate_hz)
