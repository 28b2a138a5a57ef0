"""Open what was exported and check it against what was meant: count, times, alpha, colour, sound, pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import av
import cv2
import numpy as np

from engine.errors import ClickMatteError
from engine.export.composing import history_at, picture_for
from engine.export.encoders import output_colour
from engine.export.findings import Finding, ProofReport
from engine.export.formats import SequenceFormat, VideoFormat
from engine.export.hdr import hdr_to_carry, same_hdr
from engine.export.options import ExportPlan, Output, end_time
from engine.export.plate import open_plate
from engine.export.proof_sound import prove_sound, prove_waves
from engine.export.readback import read_still, read_video
from engine.media.colour import resolved
from engine.media.hdr import HdrMetadata, describe_hdr
from engine.media.source import VideoSource
from engine.render.compositor import Painted
from engine.render.looks import has_alpha, plate_of
from engine.render.pixels import full_scale
from engine.types import FrameIndex

LOSSY_ALPHA = 4.0
"""Largest mean difference of a lossy format's alpha in 1/255."""

LOSSY_COLOUR = 2.5
"""The same for colours, averaged over their surroundings: compression stays below 1.5, a wrong matrix does not."""

FEW_PIXELS, LOSSY_FEW = 4096, 4.0
"""Below this many pixels there is little to average over, and more is allowed."""

AROUND_PX = 9
"""What is averaged before lossy pictures are compared: a macroblock's half."""

CLOSE_ALPHA = 1.0
"""Largest difference of alpha in 1/255 where the format promises to keep it."""

PRORES = "prores_ks"


def prove(plan: ExportPlan) -> ProofReport:
    """Check every file of a finished export. Never raises for a bad file: that is a finding."""
    findings: list[Finding] = []
    source = plan.source.reopen()
    try:
        for output in plan.outputs:
            try:
                if isinstance(plan.preset.format, SequenceFormat):
                    findings += _prove_sequence(plan, output, source)
                else:
                    findings += _prove_video(plan, output, plan.preset.format, source)
            except (ClickMatteError, av.FFmpegError, OSError, StopIteration) as error:
                findings.append(Finding(f"opening {output.target.name}", False, str(error)))
    finally:
        source.close()
    return ProofReport(tuple(findings))


def chosen_frames(plan: ExportPlan) -> list[int]:
    """Three frames to look at: first, middle, last; the first three where each depends on the one before."""
    count = len(plan.frames)
    specs = [plan.project.object(one) for output in plan.outputs for one in output.objects]
    in_order = any(spec.refine.temporal > 0 or spec.refine_keys for spec in specs)
    return list(range(min(3, count))) if in_order else sorted({0, count // 2, count - 1})


def _prove_video(plan: ExportPlan, output: Output, form: VideoFormat, source: VideoSource) -> Iterator[Finding]:
    count = len(plan.frames)
    back = read_video(output.target, form, chosen_frames(plan))
    yield Finding("frame count", back.count == count, f"{back.count} of {count}")
    yield _times(plan, form, source, back.times)
    duration, wanted = back.duration, end_time(source, plan.frames) - _start(plan, source)
    slack = 1 / plan.info.rate + Fraction(1, form.time_base_den or 10**6)
    yield Finding("duration", abs(duration - wanted) <= slack, f"{float(duration):.3f} s of {float(wanted):.3f} s")
    if form.keeps_colour_tags and not form.is_rgb:
        colour = output_colour(resolved(plan.info.colour), plan.picture_size(output)[1], form)
        tags = (colour.primaries, colour.transfer, colour.matrix)
        yield Finding("colour tags", back.tags == tags, f"{back.tags} for {tags}")
    aspect = plan.info.pixel_aspect
    if aspect != 1 and form.container != "apng":
        # Matroska keeps whole sizes to be shown at, and the aspect follows from them.
        near = abs(back.pixel_aspect / aspect - 1) * plan.picture_size(output)[0] * aspect <= 1
        yield Finding("pixel aspect", near, f"{back.pixel_aspect} for {aspect}")
    hdr = hdr_to_carry(plan)
    if hdr is not None:
        yield Finding("HDR metadata", same_hdr(back.hdr, hdr), f"{_said(back.hdr)} for {_said(hdr)}")
    if plan.audio:
        yield prove_sound(plan, output.target)
    yield from _pixels(plan, output, source, back.pictures)


def _said(hdr: HdrMetadata | None) -> str:
    return "nothing" if hdr is None else describe_hdr(hdr)


def _prove_sequence(plan: ExportPlan, output: Output, source: VideoSource) -> Iterator[Finding]:
    form = plan.preset.format
    assert isinstance(form, SequenceFormat)
    single = output.target.suffix.lower() == form.suffix
    number = plan.frames.start if plan.options.start_number is None else plan.options.start_number
    names = [plan.options.pattern.format(number=number + i) + form.suffix for i in range(len(plan.frames))]
    files = [output.target] if single else [output.target / name for name in names]
    missing = [file.name for file in files if not file.is_file() or file.stat().st_size == 0]
    yield Finding("frame count", not missing, f"{len(files) - len(missing)} of {len(files)}")
    if plan.audio:
        yield prove_waves(plan, output)
    if not missing:
        transfer = resolved(plan.info.colour).transfer
        pictures = {i: read_still(files[i], form, transfer) for i in chosen_frames(plan)}
        yield from _pixels(plan, output, source, pictures)


def _start(plan: ExportPlan, source: VideoSource) -> Fraction:
    return source.pts_of(plan.frames.start) * plan.info.time_base


def _times(plan: ExportPlan, form: VideoFormat, source: VideoSource, times: Sequence[Fraction]) -> Finding:
    start = _start(plan, source)
    wanted = [source.pts_of(index) * plan.info.time_base - start for index in plan.frames]
    tick = Fraction(1, form.time_base_den) if form.time_base_den else Fraction(0)
    if form.container == "apng":
        # Its delays are 16 bit fractions: no better than a hundredth of a frame.
        tick = 1 / (100 * plan.info.rate)
    worst = max((abs(a - b) for a, b in zip(times, wanted, strict=False)), default=Fraction(0))
    good = len(times) == len(wanted) and worst <= tick
    return Finding("frame times", good, f"off by up to {float(worst) * 1000:.3f} ms")


def _pixels(plan: ExportPlan, output: Output, source: VideoSource, pictures: dict[int, Painted]) -> Iterator[Finding]:
    form = plan.preset.format
    wants_alpha = has_alpha(plan.look) and form.alpha
    plate = open_plate(plate_of(plan.look))
    try:
        for number, found in sorted(pictures.items()):
            frame = source.read(FrameIndex(plan.frames.start + number))
            wanted = picture_for(plan, output, frame, plate, history_at(plan, source, frame.index))
            yield from _compared(plan, number, found, wanted, wants_alpha)
    finally:
        if plate is not None:
            plate.close()


def _compared(plan: ExportPlan, number: int, found: Painted, wanted: Painted, alpha: bool) -> Iterator[Finding]:
    height, width = wanted.rgb.shape[:2]
    rgb = found.rgb[:height, :width]
    visible = np.ones((height, width), np.bool_)
    if alpha:
        if found.alpha is None or wanted.alpha is None:
            yield Finding(f"alpha of frame {number}", False, "there is none")
            return
        visible = wanted.alpha > 0
        differ = np.abs(_unit(found.alpha[:height, :width]) - _unit(wanted.alpha))
        limit, worst = _alpha_limit(plan, differ)
        yield Finding(f"alpha of frame {number}", worst <= limit, f"off by {worst:.2f}/255")
    if not visible.any():
        return
    if _is_exact(plan):
        there, meant, limit = _unit(rgb), _unit(wanted.rgb), 0.5
    else:
        share = visible.astype(np.float64) if not alpha or wanted.alpha is None else _unit(wanted.alpha)
        there, meant = _around(rgb, share), _around(wanted.rgb, share)
        limit = LOSSY_COLOUR if visible.sum() >= FEW_PIXELS else LOSSY_FEW
    mean = float(np.abs(there - meant)[visible].mean()) * 255
    yield Finding(f"colours of frame {number}", mean <= limit, f"off by {mean:.2f}/255 in the mean")


def _around(rgb: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Mean colours of each pixel's surroundings, 0..1, weighted by `share`: grain and halved chroma, which compression
    may lose, are not in them; a wrong matrix, range or frame is."""
    side = (AROUND_PX, AROUND_PX)
    weights = np.maximum(cv2.blur(share, side), 1e-9)
    return np.asarray(cv2.blur(_unit(rgb) * share[..., None], side)) / weights[..., None]


def _alpha_limit(plan: ExportPlan, differ: np.ndarray) -> tuple[float, float]:
    """What is allowed and what was found, in 1/255: the largest difference where alpha is kept, else the mean."""
    form = plan.preset.format
    keeps = _is_exact(plan) or (isinstance(form, VideoFormat) and form.codec == PRORES)
    return (CLOSE_ALPHA, float(differ.max()) * 255) if keeps else (LOSSY_ALPHA, float(differ.mean()) * 255)


def _is_exact(plan: ExportPlan) -> bool:
    form = plan.preset.format
    return isinstance(form, SequenceFormat) or form.lossless


def _unit(plane: np.ndarray) -> np.ndarray:
    return plane.astype(np.float64) / full_scale(plane)
