"""Encoders: what they are told of size, rate and colour, and whether they take it.

PyAV keeps pixels and tags apart: setting a tag does not change a conversion, so both are given explicitly, and tags go
on the frame and on the codec context (ProRes has one place for each).
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
from av.codec.codec import UnknownCodecError
from av.video.codeccontext import VideoCodecContext

from engine.errors import ExportError
from engine.export.audio import AudioPlan
from engine.export.formats import VideoFormat
from engine.export.hdr import encoder_options
from engine.export.planes import LUMA_WEIGHTS
from engine.media.colour import BT709, BT2020, HD_MIN_LINES, MATRIX_RGB, SMPTE170M
from engine.media.hdr import HdrMetadata
from engine.media.source import ColourTags

RANGE_LIMITED, RANGE_FULL = 1, 2
BT2020_CONSTANT = 10


@dataclass(frozen=True, slots=True)
class VideoJob:
    """Everything about a file but its pictures."""

    target: Path
    format: VideoFormat
    width: int
    height: int
    """Of the pictures that will come; padding to even sizes is the writer's business."""
    rate: Fraction
    time_base: Fraction
    colour: ColourTags
    """Complete tags: no code point left open."""
    pixel_aspect: Fraction = Fraction(1)
    timecode: str | None = None
    audio: tuple[AudioPlan, ...] = ()
    comment: str = ""
    hdr: HdrMetadata | None = None
    """What the file is to say of HDR10; only for formats that can."""


def padded_size(width: int, height: int, form: VideoFormat) -> tuple[int, int]:
    """The coded (width, height): one column or row is repeated where the format needs even numbers."""
    return width + (width % 2 if form.even_width else 0), height + (height % 2 if form.even_height else 0)


def output_colour(source: ColourTags, height: int, form: VideoFormat) -> ColourTags:
    """The source's tags for a YUV file: sources in RGB, and matrices nobody reads, get that of their size."""
    if form.only_matrix is not None:
        return replace(source, matrix=form.only_matrix)
    if source.matrix in LUMA_WEIGHTS:
        return source
    if source.matrix == BT2020_CONSTANT:
        return replace(source, matrix=BT2020)
    return replace(source, matrix=BT709 if height >= HD_MIN_LINES else SMPTE170M)


def context_matrix(form: VideoFormat, colour: ColourTags) -> int:
    """The matrix code to write: 0 where pixels stay RGB."""
    return MATRIX_RGB if form.is_rgb else colour.matrix


def is_full_range(job: VideoJob) -> bool:
    """Whether codes fill the whole range. ProRes, DNxHR and VP9 with alpha are limited by definition or custom."""
    return job.format.is_rgb or (job.colour.full_range and job.format.codec in ("libx264", "libx265"))


def range_code(job: VideoJob) -> int:
    """FFmpeg's number for the range."""
    return RANGE_FULL if is_full_range(job) else RANGE_LIMITED


def check_encoder(job: VideoJob) -> None:
    """Open the encoder once with a job's numbers and close it again. Raises ExportError where it will not take them."""
    opened_encoder(job)


def opened_encoder(job: VideoJob) -> VideoCodecContext:
    """A job's encoder by itself, open. Raises ExportError where it will not take the job's numbers."""
    quiet_svt()
    try:
        context = av.CodecContext.create(job.format.codec, "w")
    except UnknownCodecError as error:
        raise ExportError(f"This build of FFmpeg has no encoder '{job.format.codec}'.", "Choose another.") from error
    assert isinstance(context, VideoCodecContext)
    context.options = encoder_options(job.format, job.hdr)
    configure(context, job)
    try:
        context.open(strict=False)
    except (av.FFmpegError, ValueError, RuntimeError) as error:
        raise ExportError(
            f"{job.format.codec} does not take pictures of {job.width} × {job.height}.",
            "Choose another preset, or another size.",
        ) from error
    return context


def configure(context: VideoCodecContext, job: VideoJob) -> None:
    """Everything an encoder has to know."""
    colour = output_colour(job.colour, job.height, job.format)
    context.width, context.height = padded_size(job.width, job.height, job.format)
    context.pix_fmt = job.format.pixel_format
    if job.format.codec_tag is not None:
        context.codec_tag = job.format.codec_tag
    context.time_base, context.framerate = job.time_base, job.rate
    context.sample_aspect_ratio = job.pixel_aspect
    context.colorspace, context.color_range = context_matrix(job.format, colour), range_code(job)
    context.color_primaries, context.color_trc = colour.primaries, colour.transfer


def quiet_svt() -> None:
    """SVT-AV1 prints its configuration unless its own environment variable asks for errors only."""
    os.environ.setdefault("SVT_LOG", "1")
