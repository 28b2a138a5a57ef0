"""One matted clip above its source, as every timeline format wants to know it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from engine.export.options import ExportPlan
from engine.export.presets import SequenceFormat
from engine.export.timecode import frames_of


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

    @property
    def seconds(self) -> Fraction:
        """Length of the range."""
        return self.frames / self.rate


def shots_of(plan: ExportPlan) -> tuple[Shot, ...]:
    """A shot for each file that a plan writes."""
    info, form = plan.info, plan.preset.format
    numbered = isinstance(form, SequenceFormat)
    number = plan.frames.start if plan.options.start_number is None else plan.options.start_number
    timecode = info.start_timecode or ""
    shots = []
    for output in plan.outputs:
        matte = output.target
        if numbered and matte.suffix.lower() != form.suffix:
            matte = matte / (plan.options.pattern.format(number=number) + form.suffix)
        shots.append(
            Shot(
                output.target.stem,
                info.path.absolute(),
                matte.absolute(),
                info.rate,
                info.width,
                info.height,
                int(plan.frames.start),
                len(plan.frames),
                plan.source.frame_count(),
                frames_of(timecode, info.rate) or 0,
                ";" in timecode,
                info.pixel_aspect,
                bool(info.audio),
                numbered,
                int(number),
                form.alpha,
                plan.premultiplied,
            )
        )
    return tuple(shots)
