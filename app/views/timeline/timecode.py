"""Frames as SMPTE 12M timecode and back, for display; drop-frame counting where the start says so (;)."""

from __future__ import annotations

import re
from fractions import Fraction

_PATTERN = re.compile(r"^(\d{1,2})[:.](\d{1,2})[:.](\d{1,2})([:;.,])(\d{1,3})$")


def nominal(rate: Fraction) -> int:
    """Frames counted a second: 24 for 23.976, 30 for 29.97; at least 1."""
    return max(1, round(rate))


def timecode(frame: int, rate: Fraction, start: str | None = None) -> str:
    """'HH:MM:SS:FF' of a frame; `start` is the timecode of frame 0."""
    per_second = nominal(rate)
    drop = start is not None and ";" in start and per_second % 30 == 0
    count = frame + (_count(start, per_second) or 0)
    if drop:
        count = _with_dropped(count, per_second)
    seconds, frames = divmod(count, per_second)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    width = 2 if per_second <= 100 else 3
    return f"{hours % 24:02}:{minutes:02}:{seconds:02}{';' if drop else ':'}{frames:0{width}}"


def parse(text: str, rate: Fraction, start: str | None = None) -> int | None:
    """The frame a person typed: a plain number or a timecode; None where it is neither."""
    text = text.strip()
    if text.isdigit() and len(text) <= 7:
        return int(text)
    count = _count(text, nominal(rate))
    if count is None:
        return None
    return count - (_count(start, nominal(rate)) or 0)


def _count(text: str | None, per_second: int) -> int | None:
    found = _PATTERN.match(text) if text else None
    if found is None:
        return None
    hours, minutes, seconds, frames = (int(found[i]) for i in (1, 2, 3, 5))
    total_minutes = 60 * hours + minutes
    count = (60 * total_minutes + seconds) * per_second + frames
    if found[4] == ";" and per_second % 30 == 0:
        count -= (per_second // 15) * (total_minutes - total_minutes // 10)
    return count


def _with_dropped(count: int, per_second: int) -> int:
    """SMPTE 12M: labels 0 and 1 (0 to 3 at 60) are left out at every minute that is not a tenth."""
    drop = per_second // 15
    per_minute = 60 * per_second - drop
    per_ten = 10 * per_minute + drop
    tens, rest = divmod(count, per_ten)
    extra = 0 if rest < drop else drop * ((rest - drop) // per_minute)
    return count + 9 * drop * tens + extra
