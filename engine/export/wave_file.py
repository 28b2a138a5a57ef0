"""Sound as a WAV file of its own, beside pictures that cannot carry it: as long as the range, on the sample.

Where the clip's sound begins after the range's first frame, or has holes, there is silence: the file's first sample
belongs to the first picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream

from engine.errors import ExportError
from engine.export.atomic import flush_to_disk, partial_path, put_in_place, remove_quietly, write_failure
from engine.export.audio import AudioPlan, start_of, trimmed
from engine.export.coded import CodedPicture
from engine.export.writer import PictureWriter
from engine.render.compositor import Painted

NARROW = ("s16", "s16p", "u8", "u8p")
"""Sample formats that 16 bit hold; all others become 24 bit."""

ROUNDED_BY = Fraction(3, 2)
"""Ticks of the file's clock by which two times may be off together, with some room."""

PIECE = 1 << 16
"""Samples of silence at a time."""


class SoundBeside:
    """A `PictureWriter` whose pictures get a WAV file for each of the clip's sound streams."""

    def __init__(self, inner: PictureWriter, target: Path, plans: tuple[AudioPlan, ...]) -> None:
        self._inner = inner
        self._plans = plans
        self._targets = wave_paths(target, len(plans))
        self._partials: list[Path] = []

    @property
    def files(self) -> tuple[Path, ...]:
        return (*self._inner.files, *self._targets)

    def write(self, picture: Painted | CodedPicture, time_pts: int, duration_pts: int) -> None:
        self._inner.write(picture, time_pts, duration_pts)

    def finish(self) -> None:
        try:
            for plan, target in zip(self._plans, self._targets, strict=True):
                self._partials.append(partial_path(target))
                write_wave(plan, self._partials[-1], target)
            self._inner.finish()
            for partial, target in zip(self._partials, self._targets, strict=True):
                put_in_place(partial, target)
        finally:
            self._remove()

    def abort(self) -> None:
        self._inner.abort()
        self._remove()

    def _remove(self) -> None:
        for partial in self._partials:
            remove_quietly(partial)
        self._partials.clear()


def wave_paths(target: Path, count: int) -> tuple[Path, ...]:
    """Beside a folder of pictures: NAME.wav, NAME-2.wav, …"""
    names = [target.name + ("" if number == 1 else f"-{number}") + ".wav" for number in range(1, count + 1)]
    return tuple(target.with_name(name) for name in names)


def wave_length(plan: AudioPlan, rate_hz: int) -> int:
    """How many samples a range has."""
    return round((plan.stop - plan.start) * rate_hz)


def write_wave(plan: AudioPlan, path: Path, target: Path) -> None:
    """Write the stream's range to `path`; failures speak of `target`. Raises ExportError."""
    try:
        with av.open(str(plan.path), metadata_errors="replace") as source, av.open(str(path), "w", format="wav") as out:
            stream = source.streams[plan.index]
            assert isinstance(stream, AudioStream)
            narrow = stream.format.name in NARROW
            sound = out.add_stream("pcm_s16le" if narrow else "pcm_s24le", rate=stream.rate)
            assert isinstance(sound, AudioStream)
            sound.codec_context.layout = stream.layout
            sound.codec_context.format = av.AudioFormat("s16" if narrow else "s32")
            for frame in _filled(trimmed(source, stream, plan), stream, plan, "s16" if narrow else "s32"):
                for packet in sound.encode(frame):
                    out.mux(packet)
            for packet in sound.encode(None):
                out.mux(packet)
        flush_to_disk(path)
    except OSError as error:
        raise write_failure(target, error) from error
    except (av.FFmpegError, ValueError) as error:
        raise ExportError(
            f"The sound for '{target.name}' could not be written ({error}).", "Export without sound."
        ) from error


def _filled(
    frames: Iterator[av.AudioFrame], stream: AudioStream, plan: AudioPlan, sample_format: str
) -> Iterator[av.AudioFrame]:
    """The frames in `sample_format`, exactly as many samples as the range has, silence where there are none."""
    rate, total = stream.rate, wave_length(plan, stream.rate)
    resampler = AudioResampler(sample_format, stream.layout, rate)
    # Containers round times, Matroska to a millisecond: what is no longer than that is no hole.
    hole = max(2, math.ceil(ROUNDED_BY * (stream.time_base or 0) * rate))
    at = 0
    for frame in frames:
        begins = round((start_of(frame) - plan.start) * rate)
        for piece in resampler.resample(frame):
            if begins - at > hole:
                yield from _silence(begins - at, stream, sample_format)
                at = begins
            if at + piece.samples > total:
                piece = _shortened(piece, total - at)
            if piece.samples:
                at += piece.samples
                piece.pts = None
                yield piece
    yield from _silence(total - at, stream, sample_format)


def _shortened(piece: av.AudioFrame, count: int) -> av.AudioFrame:
    channels = piece.layout.nb_channels
    kind = np.int16 if piece.format.name == "s16" else np.int32
    part = piece.to_ndarray()[:, : max(0, count) * channels].astype(kind, copy=False)
    if part.size == 0:
        return av.AudioFrame(piece.format.name, piece.layout.name, 0)
    shorter = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), format=piece.format.name, layout=piece.layout.name)
    shorter.sample_rate = piece.sample_rate
    return shorter


def _silence(count: int, stream: AudioStream, sample_format: str) -> Iterator[av.AudioFrame]:
    kind = np.int16 if sample_format == "s16" else np.int32
    while count > 0:
        samples = min(count, PIECE)
        nothing = np.zeros((1, samples * stream.layout.nb_channels), kind)
        frame = av.AudioFrame.from_ndarray(nothing, format=sample_format, layout=stream.layout.name)
        frame.sample_rate, frame.time_base = stream.rate, Fraction(1, stream.rate)
        count -= samples
        yield frame
