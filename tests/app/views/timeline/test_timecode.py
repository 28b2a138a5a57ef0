from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.views.timeline.timecode import parse, timecode

NTSC = Fraction(30000, 1001)


@pytest.mark.parametrize(
    ("frame", "rate", "start", "text"),
    [
        (0, Fraction(24), None, "00:00:00:00"),
        (25, Fraction(24000, 1001), None, "00:00:01:01"),
        (0, Fraction(25), "10:00:00:00", "10:00:00:00"),
        (1799, NTSC, "00:00:00;00", "00:00:59;29"),
        (1800, NTSC, "00:00:00;00", "00:01:00;02"),
        (17982, NTSC, "00:00:00;00", "00:10:00;00"),
        (107892, NTSC, "00:00:00;00", "01:00:00;00"),
        (3600, Fraction(60000, 1001), "00:00:00;00", "00:01:00;04"),
        (120, Fraction(120), None, "00:00:01:000"),
        (1, Fraction(1, 2), None, "00:00:01:00"),
    ],
)
def test_known_values(frame: int, rate: Fraction, start: str | None, text: str) -> None:
    """Drop-frame values by SMPTE 12M: two labels are left out a minute, none at every tenth."""
    assert timecode(frame, rate, start) == text


@given(
    st.integers(0, 2_000_000),
    st.sampled_from([Fraction(24), NTSC, Fraction(60000, 1001)]),
    st.sampled_from([None, "00:00:00;00", "01:00:00;00"]),
)
def test_what_is_shown_can_be_typed(frame: int, rate: Fraction, start: str | None) -> None:
    shown = timecode(frame, rate, start)
    hours = (frame + 3600 * 60) // (3600 * round(rate))
    if hours < 22:
        assert parse(shown, rate, start) == frame


@pytest.mark.parametrize(("text", "frame"), [("118", 118), (" 7 ", 7), ("00:00:02:00", 48), ("dog", None), ("", None)])
def test_typed(text: str, frame: int | None) -> None:
    assert parse(text, Fraction(24)) == frame
