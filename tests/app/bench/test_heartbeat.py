"""What counts as the window being blocked."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEventLoop, QTimer

from app.bench.heartbeat import BEAT_MS, Beats, Heartbeat


def beats(*gaps_ms: float) -> Beats:
    return Beats(np.concatenate([[0.0], np.cumsum(gaps_ms)]) / 1000)


def test_beats_on_time_are_no_block() -> None:
    even = beats(*[BEAT_MS] * 500)
    assert even.longest_ms == pytest.approx(0, abs=1e-6)
    assert even.wait_ms(99) == pytest.approx(0, abs=1e-6)


def test_the_longest_block_is_found() -> None:
    assert beats(*[2] * 100, 152, *[2] * 100).longest_ms == pytest.approx(150)


def test_one_long_block_is_not_outweighed_by_many_beats() -> None:
    """A second of standing still within ten: every tenth event falls into it, however many beats came after."""
    uneven = beats(1002, *[2] * 4500)
    # 1 % of the 10 s may wait longer than w: 1000 ms - w = 100 ms.
    assert uneven.wait_ms(99) == pytest.approx(900, abs=2)
    assert np.percentile(1000 * uneven.blocks_s, 99) < 1


def test_short_blocks_add_up() -> None:
    """Half of all time in blocks of 20 ms."""
    found = beats(*[22, *[2] * 10] * 100).wait_ms(99)
    assert 16 < found < 20


def test_a_stretch_of_time_is_cut_out() -> None:
    uneven = beats(*[2] * 100, 300, *[2] * 100)
    assert uneven.between(0, 0.2).longest_ms == pytest.approx(0, abs=1e-6)


def test_nothing_heard_is_not_a_good_figure() -> None:
    assert np.isnan(Beats(np.array([1.0])).wait_ms(99))
    assert np.isnan(Beats(np.array([1.0])).longest_ms)


@pytest.mark.usefixtures("qapp")
def test_a_blocked_event_loop_is_heard() -> None:
    """The clock moves only while the loop is held; that is what the beats tell."""
    now_s = [0.0]
    heart, loop = Heartbeat(lambda: now_s[0]), QEventLoop()

    def hold() -> None:
        now_s[0] += 0.25

    heart.start()
    QTimer.singleShot(10, hold)
    QTimer.singleShot(40, loop.quit)
    loop.exec()
    assert heart.stop().longest_ms == pytest.approx(250 - BEAT_MS)
