"""CMX 3600 edit decision lists: one event for each shot, the matted clip in place of its source."""

from __future__ import annotations

from collections.abc import Sequence

from engine.export.interchange.shot import Shot
from engine.export.timecode import frames_of, timecode_of

RECORD_START = "01:00:00{}00"
"""Programmes begin at hour one by custom, in drop-frame as well."""


def edl(shots: Sequence[Shot], title: str) -> str:
    """An .edl file's text. Reel names are eight characters, so full names stand in comments."""
    drop = any(shot.drop for shot in shots)
    lines = [f"TITLE: {title}", f"FCM: {'DROP FRAME' if drop else 'NON-DROP FRAME'}", ""]
    rate = shots[0].rate
    record = frames_of(RECORD_START.format(";" if drop else ":"), rate) or 0
    for number, shot in enumerate(shots, start=1):
        source = shot.start_timecode_frames + shot.first_frame
        times = [source, source + shot.frames, record, record + shot.frames]
        codes = " ".join(timecode_of(frame, rate, drop) for frame in times)
        lines += [
            f"{number:03d}  {_reel(shot):<8} V     C        {codes}",
            f"* FROM CLIP NAME: {shot.matte.name}",
            f"* SOURCE FILE: {shot.source}",
            f"* MATTE FILE: {shot.matte}",
        ]
        if shot.is_placed:
            box = shot.covered
            lines.append(f"* MATTE AT: {box.x} {box.y} {box.width} {box.height} SCALE {shot.scale}")
        lines.append("")
        record += shot.frames
    return "\n".join(lines)


def _reel(shot: Shot) -> str:
    letters = "".join(c for c in shot.source.stem.upper() if c.isascii() and c.isalnum())
    return letters[:8] or "AX"
