"""Sound for an export: packets copied where the container takes the codec, encoded again where not; cut to the range.

Copied sound is cut at packets: the first one may begin before the picture, which QuickTime and MP4 hide with an edit
list, so that the offset is exact. Encoded sound is cut to the sample.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet

from engine.export.formats import AudioKind
from engine.media.source import AudioInfo

COPIED: dict[AudioKind, frozenset[str]] = {
    AudioKind.MOV: frozenset({"aac", "alac", "mp3", "ac3", "eac3", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le"}),
    AudioKind.MP4: frozenset({"aac", "alac", "mp3", "ac3", "eac3"}),
    AudioKind.MATROSKA: frozenset(
        {"aac", "ac3", "eac3", "mp3", "opus", "vorbis", "pcm_s16le", "pcm_s24le", "pcm_f32le"}
    ),
    AudioKind.WEBM: frozenset({"opus", "vorbis"}),
    AudioKind.AVI: frozenset({"mp3", "ac3", "pcm_s16le"}),
    AudioKind.WAV: frozenset(),
    AudioKind.NONE: frozenset(),
}
"""Codecs (FFmpeg's names) that a container takes as they are. FLAC goes into Matroska newly made: its packets are long,
Matroska has no edit lists, and making it anew costs no quality while it cuts to the sample."""

ENCODED: dict[AudioKind, str] = {
    AudioKind.MOV: "pcm_s24le",
    AudioKind.MP4: "aac",
    AudioKind.MATROSKA: "flac",
    AudioKind.WEBM: "libopus",
    AudioKind.AVI: "pcm_s16le",
    AudioKind.WAV: "pcm_s24le",
}
"""What other codecs become."""

SAMPLE_FORMATS = {"pcm_s24le": "s32", "pcm_s16le": "s16", "aac": "fltp", "flac": "s32", "libopus": "flt"}
OPUS_RATE_HZ = 48000
LOSSY_BIT_RATE = 192_000


@dataclass(frozen=True, slots=True)
class AudioPlan:
    """One stream and what becomes of it. Times in seconds on the source's clock."""

    path: Path
    index: int
    source_codec: str
    target_codec: str
    copied: bool
    start: Fraction
    stop: Fraction


def plan_audio(
    path: Path, streams: tuple[AudioInfo, ...], kind: AudioKind, start: Fraction, stop: Fraction
) -> tuple[AudioPlan, ...]:
    """All streams of a clip for a container, from `start` to `stop` seconds; empty where it carries no sound."""
    if kind is AudioKind.NONE:
        return ()
    plans = []
    for info in streams:
        copied = info.codec in COPIED[kind]
        plans.append(
            AudioPlan(path, info.index, info.codec, info.codec if copied else ENCODED[kind], copied, start, stop)
        )
    return tuple(plans)


class AudioFeed:
    """One planned stream, delivered piece by piece so that it interleaves with the picture. Close it when done."""

    def __init__(self, plan: AudioPlan, output: OutputContainer) -> None:
        self._plan = plan
        self._container: InputContainer = av.open(str(plan.path), metadata_errors="replace")
        stream = self._container.streams[plan.index]
        assert isinstance(stream, AudioStream)
        self._stream = stream
        if plan.copied:
            self._target: AudioStream = output.add_stream_from_template(stream)
            self._packets = self._copied()
        else:
            self._target = self._encoder(output)
            self._packets = self._encoded()
        self._waiting: Packet[AudioStream] | None = None

    def until(self, seconds: Fraction | None) -> Iterator[Packet[AudioStream]]:
        """Packets, ready to be muxed, that begin before `seconds` of the exported clip (None: all that are left)."""
        while True:
            if self._waiting is None:
                self._waiting = next(self._packets, None)
            packet = self._waiting
            if packet is None or (seconds is not None and _seconds(packet) >= seconds):
                return
            self._waiting = None
            yield packet

    def close(self) -> None:
        """Close the source."""
        self._packets.close()
        self._container.close()

    def _copied(self) -> Generator[Packet[AudioStream]]:
        time_base = self._stream.time_base or Fraction(1, self._stream.rate)
        shift = round(self._plan.start / time_base)
        for packet in demuxed(self._container, self._stream, self._plan):
            if packet.pts is None or packet.dts is None:
                continue
            end = packet.pts + (packet.duration or 0)
            if end * time_base <= self._plan.start:
                continue
            packet.pts -= shift
            packet.dts -= shift
            packet.stream = self._target
            yield packet

    def _encoder(self, output: OutputContainer) -> AudioStream:
        codec = self._plan.target_codec
        rate = OPUS_RATE_HZ if codec == "libopus" else self._stream.rate
        target = output.add_stream(codec, rate=rate)
        assert isinstance(target, AudioStream)
        target.codec_context.layout = self._stream.layout
        target.codec_context.format = av.AudioFormat(self._sample_format())
        target.codec_context.time_base = Fraction(1, rate)
        if codec in ("aac", "libopus"):
            target.codec_context.bit_rate = LOSSY_BIT_RATE
        return target

    def _sample_format(self) -> str:
        """What the encoder is fed with; 16 bit sources stay 16 bit in FLAC."""
        narrow = self._plan.target_codec == "flac" and self._stream.format.name in ("s16", "s16p", "u8", "u8p")
        return "s16" if narrow else SAMPLE_FORMATS[self._plan.target_codec]

    def _encoded(self) -> Generator[Packet[AudioStream]]:
        target = self._target
        rate = target.codec_context.sample_rate
        resampler: AudioResampler | None = None
        position = 0
        for frame in trimmed(self._container, self._stream, self._plan):
            if resampler is None:
                # Fixed frames for codecs that want them; the sample-exact start is the first frame's own.
                position = round(max(Fraction(0), start_of(frame) - self._plan.start) * rate)
                resampler = AudioResampler(self._sample_format(), target.codec_context.layout, rate)
            for piece in resampler.resample(frame):
                piece.pts, piece.time_base = position, Fraction(1, rate)
                position += piece.samples
                yield from target.encode(piece)
        for piece in resampler.resample(None) if resampler is not None else ():
            piece.pts, piece.time_base = position, Fraction(1, rate)
            position += piece.samples
            yield from target.encode(piece)
        yield from target.encode(None)


def demuxed(container: InputContainer, stream: AudioStream, plan: AudioPlan) -> Iterator[Packet[AudioStream]]:
    """Packets from just before the range on. A second of lead-in primes decoders that need it."""
    time_base = stream.time_base or Fraction(1, stream.rate)
    container.seek(max(0, int((plan.start - 1) / time_base)), stream=stream, backward=True)
    for packet in container.demux(stream):
        if packet.pts is not None and packet.pts * time_base >= plan.stop:
            return
        yield packet


def trimmed(container: InputContainer, stream: AudioStream, plan: AudioPlan) -> Iterator[av.AudioFrame]:
    """Decoded frames cut to [start, stop) on the sample."""
    for packet in demuxed(container, stream, plan):
        for frame in packet.decode():
            if frame.pts is None:
                continue
            cut = _cut(frame, plan.start, plan.stop)
            if cut is not None:
                yield cut


def start_of(frame: av.AudioFrame) -> Fraction:
    """When a frame's first sample is heard, in seconds of its file's clock."""
    assert frame.pts is not None
    assert frame.time_base is not None
    return frame.pts * frame.time_base


def _seconds(packet: Packet[AudioStream]) -> Fraction:
    stamp = packet.dts if packet.dts is not None else packet.pts
    return (stamp or 0) * packet.time_base


def _cut(frame: av.AudioFrame, start: Fraction, stop: Fraction) -> av.AudioFrame | None:
    """The samples of a frame inside [start, stop), or None."""
    begins = start_of(frame)
    first = max(0, round((start - begins) * frame.sample_rate))
    last = min(frame.samples, round((stop - begins) * frame.sample_rate))
    if first >= last:
        return None
    if (first, last) == (0, frame.samples):
        return frame
    samples = frame.to_ndarray()
    if not frame.format.is_planar:
        channels = frame.layout.nb_channels
        first, last, skipped = first * channels, last * channels, first
    else:
        skipped = first
    piece = av.AudioFrame.from_ndarray(
        samples[:, first:last].copy(), format=frame.format.name, layout=frame.layout.name
    )
    piece.sample_rate = frame.sample_rate
    piece.time_base = Fraction(1, frame.sample_rate)
    piece.pts = round(begins * frame.sample_rate) + skipped
    return piece
