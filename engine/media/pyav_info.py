"""What a video file says about itself, once its first frame is decoded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from engine.media.colour import GUESSES, UNSPECIFIED, guess_for
from engine.media.hdr import hdr_of
from engine.media.orientation import Orientation
from engine.media.pyav_decoder import Decoder
from engine.media.pyav_open import orientation_of, seconds
from engine.media.pyav_picture import bit_depth, has_alpha
from engine.media.source import AudioInfo, ClipInfo, ColourTags, ReadOptions

PLAUSIBLE_RATE = Fraction(1, 3600), Fraction(1000)
"""Frames a second; anything outside is a broken header."""


@dataclass(frozen=True, slots=True)
class ClipDescription:
    """All that is known before the index."""

    info: ClipInfo
    orientation: Orientation
    rates: tuple[Fraction, ...]
    """Rates the file names, most trusted first."""


def describe_clip(
    path: Path, decoder: Decoder, frame: av.VideoFrame, options: ReadOptions, counted: bool
) -> ClipDescription:
    """From container, stream and first frame."""
    stream, container = decoder.stream, decoder.container
    orientation = orientation_of(frame)
    rates = _rates(stream)
    tags = _colour(frame, stream.codec_context, options)
    aspect = _pixel_aspect(stream)
    interlaced = bool(frame.interlaced_frame)
    width, height = (frame.height, frame.width) if orientation.swaps_sides else (frame.width, frame.height)
    info = ClipInfo(
        path=path,
        container=container.format.name,
        codec=stream.codec_context.name,
        width=width,
        height=height,
        pixel_aspect=1 / aspect if orientation.swaps_sides else aspect,
        rotation=orientation.rotation_cw,
        rate=rates[0],
        time_base=1 / rates[0] if counted else Fraction(stream.time_base or Fraction(1, 1000)),
        frame_count=None,
        duration=_duration(container, stream),
        variable_rate=False,
        pixel_format=frame.format.name,
        bit_depth=bit_depth(frame.format),
        has_alpha=options.alpha and has_alpha(frame.format),
        interlaced=interlaced,
        colour=tags,
        audio=audio_streams(container),
        start_timecode=_timecode(container),
        warnings=_warnings(tags, interlaced, counted, options),
        hdr=hdr_of(frame),
    )
    return ClipDescription(info, orientation, rates)


def audio_streams(container: av.container.InputContainer) -> tuple[AudioInfo, ...]:
    """Every sound stream that can be decoded, in the file's order."""
    return tuple(
        AudioInfo(
            index=stream.index,
            codec=stream.codec_context.name,
            sample_rate_hz=stream.codec_context.sample_rate,
            channels=stream.codec_context.layout.nb_channels,
            layout=stream.codec_context.layout.name,
            duration=seconds(stream.duration, stream.time_base),
        )
        for stream in container.streams.audio
        if stream.codec_context is not None
    )


def _rates(stream: av.VideoStream) -> tuple[Fraction, ...]:
    low, high = PLAUSIBLE_RATE
    named = [stream.average_rate, stream.base_rate, stream.guessed_rate]
    rates = tuple(dict.fromkeys(Fraction(rate) for rate in named if rate and low <= rate <= high))
    return rates or (Fraction(25),)


def _colour(frame: av.VideoFrame, context: av.VideoCodecContext, options: ReadOptions) -> ColourTags:
    """The picture's own tags; the container's where it has none (libvpx reports the matrix alone)."""
    is_rgb = frame.format.is_rgb or frame.format.has_palette or frame.format.name == "pal8"
    always_full = is_rgb or frame.format.name.startswith(("yuvj", "gray", "ya", "mono"))
    tags = ColourTags(
        primaries=_said(frame.color_primaries, context.color_primaries),
        transfer=_said(frame.color_trc, context.color_trc),
        matrix=0 if is_rgb else _said(frame.colorspace, context.colorspace),
        full_range=int(frame.color_range) == 2 or (always_full and int(frame.color_range) != 1) or is_rgb,
    )
    return (
        tags
        if always_full and not frame.format.name.startswith("yuvj")
        else guess_for(tags, frame.width, frame.height, options.colour_guess)
    )


def _said(by_picture: int, by_container: int) -> int:
    return int(by_container if by_picture == UNSPECIFIED else by_picture)


def _pixel_aspect(stream: av.VideoStream) -> Fraction:
    aspect = stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio
    return Fraction(aspect) if aspect else Fraction(1)


def _duration(container: av.container.InputContainer, stream: av.VideoStream) -> Fraction:
    """Seconds; what the headers claim, until the index knows."""
    known = seconds(stream.duration, stream.time_base)
    if known is not None:
        return known
    return Fraction(container.duration, 1_000_000) if container.duration else Fraction(0)


def _timecode(container: av.container.InputContainer) -> str | None:
    for stream in container.streams:
        if "timecode" in stream.metadata:
            return stream.metadata["timecode"]
    return container.metadata.get("timecode")


def _warnings(tags: ColourTags, interlaced: bool, counted: bool, options: ReadOptions) -> tuple[str, ...]:
    found = []
    if tags.guessed:
        found.append(f"The file does not say its colours; they are read as {GUESSES[tags.guessed].title}.")
    if interlaced and not options.deinterlace:
        found.append("The picture is interlaced; deinterlacing gives cleaner mattes.")
    if counted:
        found.append("The file keeps no frame times; frames are counted at an even rate and jumping back is slow.")
    return tuple(found)
