"""One matted clip above its source, as every timeline format wants to know it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from engine.export.formats import SequenceFormat
from engine.export.options import ExportPlan, Output, end_time
from engine.export.region import Region
from engine.export.timecode import frames_of
from engine.media.still_files import find_stills
from engine.types import FrameIndex


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
    sound: bool
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


def _shot(plan: ExportPlan, output: Output) -> Shot:
    info, form = plan.info, plan.preset.format
    numbered = isinstance(form, SequenceFormat)
    number = plan.frames.start if plan.options.start_number is None else plan.options.start_number
    timecode = info.start_timecode or ""
    matte = output.target
    if numbered and matte.suffix.lower() != form.suffix:
        matte = matte / (plan.options.pattern.format(number=number) + form.suffix)
    stills = None if info.path.is_file() else find_stills(info.path)
    first, frames, whole = _on_the_timeline(plan, numbered)
    region = output.region
    cropped = (region.width, region.height) != (info.width, info.height)
    return Shot(
        output.target.stem,
        (info.path if stills is None else stills.files[0]).absolute(),
        matte.absolute(),
        info.rate,
        info.width,
        info.height,
        first,
        frames,
        whole,
        frames_of(timecode, info.rate) or 0,
        ";" in timecode,
        info.pixel_aspect,
        bool(info.audio),
        numbered,
        int(number),
        form.alpha,
        plan.premultiplied,
        region if cropped else None,
        plan.options.scale,
        stills is not None,
        0 if stills is None else stills.numbers[0],
    )


def _on_the_timeline(plan: ExportPlan, numbered: bool) -> tuple[int, int, int]:
    """First frame, length and the source's whole length, in frames of the nominal rate.

    Where frame times vary, frames are counted by the clock, as editors do; pictures in a sequence stay pictures."""
    info, source = plan.info, plan.source
    first, frames, whole = int(plan.frames.start), len(plan.frames), source.frame_count()
    if not info.variable_rate:
        return first, frames, whole
    zero = source.pts_of(FrameIndex(0)) * info.time_base
    start = source.pts_of(plan.frames.start) * info.time_base - zero
    stop = end_time(source, plan.frames) - zero
    counted = round(stop * info.rate) - round(start * info.rate)
    everything = round(info.duration * info.rate)
    return round(start * info.rate), frames if numbered else max(1, counted), max(1, everything)
