"""Shots that timelines and scripts are made of in tests."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from engine.export.interchange.shot import Shot
from engine.export.interchange.tracks import TrackPoint
from engine.export.region import Region
from engine.export.timecode import frames_of
from engine.media.source import AudioInfo

NTSC = Fraction(30000, 1001)


def shot(**changes: object) -> Shot:
    made = Shot(
        name="dog “cut” & <paste>",
        source=Path("/media/Ünïcode clip [1] $x.mov"),
        matte=Path("/media/out/dog.mov"),
        rate=NTSC,
        width=1920,
        height=1080,
        first_frame=120,
        frames=90,
        source_frames=900,
        start_timecode_frames=frames_of("01:00:00;00", NTSC) or 0,
        drop=True,
        pixel_aspect=Fraction(1),
        audio=(AudioInfo(1, "aac", 48000, 2, "stereo", None),),
        numbered=False,
        first_number=0,
        has_alpha=True,
        premultiplied=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


SEQUENCE = shot(matte=Path("/media/out/dog/shot.1001.png"), numbered=True, first_number=1001)
POINTS = [TrackPoint(1, 'the "dog"', 120 + i, i / float(NTSC), 100.0 + i, 200.0, 0, 0, 9, 9, 81) for i in range(3)]

MOVED = shot(matte_timecode_frames=(frames_of("01:00:00;00", NTSC) or 0) + 120)
"""A matte whose file says when it begins: at 01:00:04;00, as its source does there."""

PLACED = shot(place=Region(480, 270, 640, 360), scale=Fraction(1, 2))
"""A matte of 320 × 180 that covers 640 × 360 of a picture of 1920 × 1080."""
