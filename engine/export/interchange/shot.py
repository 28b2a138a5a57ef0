"""One matted clip above its source, as every timeline format wants to know it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from engine.export.formats import SequenceFormat, VideoFormat
from engine.export.options import ExportPlan, Output, end_time
from engine.export.region import Region
from engine.export.timecode import frames_of
from engine.media.source import AudioInfo, ClipInfo
from engine.media.still_files import find_stills
from engine.types import FrameIndex

EDIT_RATES = tuple(
    Fraction(*rate)
    for rate in ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (50, 1), (60000, 1001), (60, 1))
)
"""Frames a second that every editing program has timelines for."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A source clip, the range that was exported, and what came out."""

    name: str
    source: Path
    matte: Path
    """The exported file; for sequences the first picture."""
    rate: Fraction
    width: int
    height: int
    first_frame: int
    """Of the range, in the source, from 0."""
    frames: int
    source_frames: int
    start_timecode_frames: int
    """The source's first frame on the timecode clock; 0 where it has none."""
    drop: bool
    pixel_aspect: Fraction
    audio: tuple[AudioInfo, ...]
    """The source's sound."""
    numbered: bool
    """The matte is a sequence of pictures."""
    first_number: int
    has_alpha: bool
    premultiplied: bool
    place: Region | None = None
    """The part of the source's picture that the matte covers; None: all of it."""
    scale: Fraction = Fraction(1)
    """Pixels of the matte for each pixel of the source."""
    source_numbered: bool = False
    """The clip itself is a sequence of pictures; `source` is its first."""
    source_first_number: int = 0
    matte_timecode_frames: int = 0
    """The matte's own first frame on the timecode clock; 0 where its file carries none."""

    @property
    def sound(self) -> bool:
        """Whether the source has any."""
        return bool(self.audio)

    @property
    def seconds(self) -> Fraction:
        """Length of the range."""
        return self.frames / self.rate

    @property
    def is_placed(self) -> bool:
        """Whether the matte has to be moved or enlarged to lie on what it was cut from."""
        return self.place is not None or self.scale != 1

    @property
    def covered(self) -> Region:
        """The matte's box in the source's picture."""
        return self.place or Region(0, 0, self.width, self.height)

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the matte in source pixels, from the top left."""
        box = self.covered
        return box.x + box.width / 2, box.y + box.height / 2


def counted(path: Path) -> tuple[str, int, str]:
    """What stands before the number in a picture's name, its digits, and the suffix."""
    digits = len(path.stem) - len(path.stem.rstrip("0123456789"))
    return path.stem[: len(path.stem) - digits], digits, path.suffix


def shots_of(plan: ExportPlan) -> tuple[Shot, ...]:
    """A shot for each file that a plan writes."""
    return tuple(_shot(plan, output) for output in plan.outputs)


def timeline_rate(info: ClipInfo) -> Fraction:
    """The clip's rate; where frame times vary, the usual one that lies within a per cent, if any does."""
    if not info.variable_rate:
        return info.rate
    nearest = min(EDIT_RATES, key=lambda rate: abs(rate - info.rate))
    return nearest if abs(nearest / info.rate - 1) <= Fraction(1, 100) else info.rate


def _shot(plan: ExportPlan, output: Output) -> Shot:
    info, form, rate = plan.info, plan.preset.format, timeline_rate(plan.info)
    numbered = isinstance(form, SequenceFormat)
    number = plan.frames.start if plan.options.start_number is None else plan.options.start_number
    timecode = frames_of(info.start_timecode or "", rate)
    matte = output.target
    if numbered and matte.suffix.lower() != form.suffix:
        matte = matte / (plan.options.pattern.format(number=number) + form.suffix)
    stills = None if info.path.is_file() else find_stills(info.path)
    first, frames, whole = _on_the_timeline(plan, rate, numbered)
    region = output.region
    cropped = (region.width, region.height) != (info.width, info.height)
    carried = timecode is not None and isinstance(form, VideoFormat) and form.carries_timecode
    return Shot(
        name=output.target.stem,
        source=(info.path if stills is None else stills.files[0]).absolute(),
        matte=matte.absolute(),
        rate=rate,
        width=info.width,
        height=info.height,
        first_frame=first,
        frames=frames,
        source_frames=whole,
        start_timecode_frames=timecode or 0,
        drop=";" in (info.start_timecode or ""),
        pixel_aspect=info.pixel_aspect,
        audio=info.audio,
        numbered=numbered,
        first_number=int(number),
        has_alpha=form.alpha,
        premultiplied=plan.premultiplied,
        place=region if cropped else None,
        scale=plan.options.scale,
        source_numbered=stills is not None,
        source_first_number=0 if stills is None else stills.numbers[0],
        matte_timecode_frames=(timecode or 0) + int(plan.frames.start) if carried else 0,
    )


def _on_the_timeline(plan: ExportPlan, rate: Fraction, numbered: bool) -> tuple[int, int, int]:
    """First frame, length and the source's whole length, in frames of `rate`.

    Where frame times vary, frames are counted by the clock, as editors do; pictures in a sequence stay pictures."""
    info, source = plan.info, plan.source
    first, frames, whole = int(plan.frames.start), len(plan.frames), source.frame_count()
    if not info.variable_rate:
        return first, frames, whole
    zero = source.pts_of(FrameIndex(0)) * info.time_base
    start = source.pts_of(plan.frames.start) * info.time_base - zero
    stop = end_time(source, plan.frames) - zero
    counted = round(stop * rate) - round(start * rate)
    everything = round(info.duration * rate)
    return round(start * rate), frames if numbered else max(1, counted), max(1, everything)
