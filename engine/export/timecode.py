"""SMPTE timecode (ST 12-1): frame numbers as HH:MM:SS:FF, with dropped numbers at 29.97 and 59.94."""

from __future__ import annotations

import re
from fractions import Fraction

PATTERN = re.compile(r"^(\d\d):(\d\d):(\d\d)([:;.])(\d\d\d?)$")


def nominal_fps(rate: Fraction) -> int:
    """The whole number of frames that timecode counts in a second: 24 for 23.976, 30 for 29.97."""
    return max(1, round(rate))


def frames_of(timecode: str, rate: Fraction) -> int | None:
    """The frame number a timecode stands for, or None where it is not one."""
    match = PATTERN.match(timecode.strip())
    if match is None:
        return None
    hours, minutes, seconds, frames = (int(match[i]) for i in (1, 2, 3, 5))
    fps = nominal_fps(rate)
    total_minutes = hours * 60 + minutes
    number = (total_minutes * 60 + seconds) * fps + frames
    if match[4] == ";":
        number -= _dropped_per_minute(fps) * (total_minutes - total_minutes // 10)
    return number


def timecode_of(frame: int, rate: Fraction, drop: bool = False) -> str:
    """The timecode of a frame number, wrapped at 24 hours. `drop` counts only where the rate has drop-frame."""
    fps = nominal_fps(rate)
    dropped = _dropped_per_minute(fps) if drop else 0
    if dropped:
        per_minute, per_ten = fps * 60 - dropped, fps * 600 - 9 * dropped
        tens, rest = divmod(frame % (per_ten * 144), per_ten)
        frame = tens * fps * 600 + rest
        if rest >= fps * 60:
            frame += dropped * (1 + (rest - fps * 60) // per_minute)
    seconds, frames = divmod(frame, fps)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours % 24:02d}:{minutes:02d}:{seconds:02d}{';' if dropped else ':'}{frames:02d}"


def shifted(timecode: str | None, frames: int, rate: Fraction) -> str | None:
    """The timecode `frames` later, in the same notation; None where there is none."""
    if timecode is None:
        return None
    number = frames_of(timecode, rate)
    return None if number is None else timecode_of(number + frames, rate, drop=";" in timecode)


def _dropped_per_minute(fps: int) -> int:
    return {30: 2, 60: 4, 120: 8}.get(fps, 0)
