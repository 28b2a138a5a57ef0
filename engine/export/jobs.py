"""From a plan to what a writer needs to know."""

from __future__ import annotations

from engine.export.encoders import VideoJob
from engine.export.formats import SequenceFormat, VideoFormat
from engine.export.hdr import hdr_to_carry
from engine.export.options import ExportPlan, Output
from engine.export.sequences import SequenceJob
from engine.export.timecode import shifted
from engine.media.colour import resolved


def video_job(plan: ExportPlan, output: Output, form: VideoFormat) -> VideoJob:
    """A video file."""
    info = plan.info
    width, height = plan.picture_size(output)
    return VideoJob(
        output.target,
        form,
        width,
        height,
        info.rate,
        info.time_base,
        resolved(info.colour),
        info.pixel_aspect,
        shifted(info.start_timecode, plan.frames.start, info.rate),
        plan.audio,
        alpha_comment(plan) if form.alpha else "",
        hdr_to_carry(plan),
    )


def sequence_job(plan: ExportPlan, output: Output, form: SequenceFormat) -> SequenceJob:
    """A folder of pictures, or one picture."""
    number, colour = plan.options.start_number, resolved(plan.info.colour)
    return SequenceJob(
        output.target,
        form,
        plan.options.pattern,
        plan.frames.start if number is None else number,
        plan.premultiplied,
        colour.transfer,
        colour.primaries,
        output.target.suffix.lower() == form.suffix,
        plan.info.pixel_aspect,
    )


def alpha_comment(plan: ExportPlan) -> str:
    """What most containers have no field for."""
    return "Alpha: premultiplied over black" if plan.premultiplied else "Alpha: straight"
