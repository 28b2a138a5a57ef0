"""Encoders of graphics hardware: tried for real before an export, software where none answers.

A codec that FFmpeg lists says nothing about this computer: drivers may be missing, sessions used up, sizes refused.
So each candidate is opened with the export's own numbers and has to encode a picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

from engine.errors import ExportError
from engine.export.encoders import VideoJob, opened_encoder, padded_size
from engine.export.formats import VideoFormat
from engine.export.planes import video_frame


@dataclass(frozen=True, slots=True)
class Candidate:
    """An encoder that stands in for a software one."""

    codec: str
    pixel_format: str
    options: tuple[tuple[str, str], ...]
    """What gives about the quality of the software preset."""


def _family(codec: str, pixel_format: str) -> tuple[Candidate, ...]:
    """NVIDIA, Apple, Intel, AMD, in the order of how well they are liked."""
    return (
        Candidate(f"{codec}_nvenc", pixel_format, (("preset", "p5"), ("rc", "vbr"), ("cq", "19"), ("b", "0"))),
        Candidate(
            f"{codec}_videotoolbox", pixel_format, (("flags", "+qscale"), ("global_quality", str(118 * 70)), ("b", "0"))
        ),
        Candidate(f"{codec}_qsv", pixel_format, (("preset", "medium"), ("global_quality", "19"))),
        Candidate(
            f"{codec}_amf", pixel_format, (("rc", "cqp"), ("qp_i", "18"), ("qp_p", "20"), ("quality", "quality"))
        ),
    )


CANDIDATES: Mapping[str, tuple[Candidate, ...]] = {
    "libx264": _family("h264", "nv12"),
    "libx265": _family("hevc", "p010le"),
}
"""By the software encoder they stand in for. VAAPI is left out: it takes frames in its own memory only."""


def hardware_format(job: VideoJob) -> VideoFormat | None:
    """The job's format with the first hardware encoder that really encodes a picture of its size; None where none."""
    for candidate in CANDIDATES.get(job.format.codec, ()):
        form = replace(
            job.format,
            codec=candidate.codec,
            pixel_format=candidate.pixel_format,
            options=candidate.options,
            frames_per_second=max(60.0, job.format.frames_per_second),
        )
        if encodes(replace(job, format=form)):
            return form
    return None


def encodes(job: VideoJob) -> bool:
    """Whether the job's encoder opens here and gives a packet for a picture."""
    width, height = padded_size(job.width, job.height, job.format)
    try:
        encoder = opened_encoder(job)
        return _packets(encoder, width, height, job.format.pixel_format) > 0
    except (ExportError, av.FFmpegError, ValueError, RuntimeError):
        return False


def _packets(encoder: VideoCodecContext, width: int, height: int, pixel_format: str) -> int:
    grey = np.full((height, width, 3), 90, np.uint8)
    frame = video_frame(grey, None, pixel_format, 1, False)
    frame.pts, frame.time_base = 0, encoder.time_base
    return len([*encoder.encode(frame), *encoder.encode(None)])
