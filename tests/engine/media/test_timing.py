"""Index ↔ pts, without any file."""

from __future__ import annotations

import threading
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import MediaError, UsageError
from engine.media.timing import LiveTimeline, Stamp, fitting_rate

MS = Fraction(1, 1000)
NTSC = Fraction(30000, 1001)


def timeline() -> LiveTimeline:
    return LiveTimeline(MS, (Fraction(25),), 40)


def reordered(count: int, step: int = 40) -> list[Stamp]:
    """I B B P order with the decode times that go with it."""
    order = [0]
    for anchor in range(3, count + 2, 3):
        order += [n for n in (anchor, anchor - 2, anchor - 1) if n < count]
    return [Stamp(number * step, place * step - 2 * step, step, number % 12 == 0) for place, number in enumerate(order)]


def test_stamps_are_given_out_only_when_nothing_can_come_before() -> None:
    live = timeline()
    for stamp in reordered(30):
        live.add([stamp])
        settled = [live.pts_of(i) for i in range(live.known)]
        assert settled == [i * 40 for i in range(live.known)]
    assert live.known > 20
    live.finish()
    assert live.count() == 30


@given(st.lists(st.integers(-(10**9), 10**12), min_size=1, max_size=60, unique=True), st.randoms())
@settings(max_examples=60, deadline=None)
def test_any_order_ends_sorted(stamps: list[int], chance: object) -> None:
    shuffled = list(stamps)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    live = timeline()
    for stamp in shuffled:
        live.add([Stamp(stamp, None, 1, True)])
    live.finish()
    expected = sorted(stamps)
    assert [live.pts_of(i) for i in range(live.count())] == expected
    assert all(live.index_of(pts) == i for i, pts in enumerate(expected))
    assert live.keys_before(expected[-1], 3)[0] == expected[-1]


def test_who_asks_too_early_waits() -> None:
    live = timeline()
    found: list[int] = []
    asker = threading.Thread(target=lambda: found.append(live.pts_of(5)))
    asker.start()
    live.add([Stamp(i * 40, i * 40, 40, i == 0) for i in range(5)])
    asker.join(0.05)
    assert found == []
    live.add([Stamp(i * 40, i * 40, 40, False) for i in range(5, 9)])
    asker.join(10)
    assert found == [200]


def test_who_waits_is_told_of_failure() -> None:
    live = timeline()
    said: list[str] = []

    def ask() -> None:
        try:
            live.count()
        except MediaError as error:
            said.append(error.sentence)

    asker = threading.Thread(target=ask)
    asker.start()
    live.fail(MediaError("No."))
    live.fail(MediaError("Too late."))
    asker.join(10)
    assert said == ["No."]


def test_outside_is_refused_with_the_count() -> None:
    live = timeline()
    live.add([Stamp(0, 0, 40, True), Stamp(40, 40, 40, False)])
    live.finish()
    with pytest.raises(UsageError, match="has 2 frames"):
        live.pts_of(2)


def test_durations_are_the_way_to_the_next_frame() -> None:
    live = timeline()
    live.add([Stamp(0, 0, 9, True), Stamp(30, 30, 9, False), Stamp(130, 130, 25, False)])
    live.finish()
    assert [live.duration_of(i) for i in range(3)] == [30, 100, 25]


def test_keys_are_found_on_both_sides() -> None:
    live = timeline()
    live.add([Stamp(i * 10, i * 10, 10, i % 5 == 0) for i in range(20)])
    live.finish()
    assert live.keys_before(99, 9) == [50, 0]
    assert live.keys_before(100, 2) == [100, 50]
    assert live.has_key_between(50, 100)
    assert not live.has_key_between(50, 99)


@pytest.mark.parametrize("rate", [Fraction(24), NTSC, Fraction(24000, 1001), Fraction(60000, 1001), Fraction(50)])
@pytest.mark.parametrize("base", [MS, Fraction(1, 90000), Fraction(1, 600)])
def test_rounded_stamps_still_show_the_exact_rate(rate: Fraction, base: Fraction) -> None:
    stamps = [round(i / (rate * base)) + 7 for i in range(500)]
    facts = fitting_rate(stamps, base, (Fraction(1000), rate))
    assert (facts.rate, facts.variable) == (rate, False)


def test_one_late_frame_makes_a_rate_variable() -> None:
    stamps = [i * 40 for i in range(100)]
    stamps[60:] = [stamp + 40 for stamp in stamps[60:]]
    assert fitting_rate(stamps, MS, (Fraction(25),)).variable


def test_an_even_rate_no_header_names_is_found() -> None:
    facts = fitting_rate([i * 125 for i in range(50)], MS, (Fraction(30),))
    assert (facts.rate, facts.variable) == (Fraction(8), False)


def test_one_frame_has_the_named_rate() -> None:
    assert fitting_rate([3], MS, (Fraction(12),)).rate == 12
