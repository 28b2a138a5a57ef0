"""Each row falls when the window gets worse in just that way: slower models, slower pictures, a blocked thread, a leak.

Where time is measured, a clock is passed on by what is made slow and by next to nothing else.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

import app.workers.picture_worker
from app.application import Application, Folders
from app.bench import measures
from app.bench.hand import Hand
from app.bench.suite import Bench, ColdStarts, Effort, window_promises
from app.workers.tracking_host import TrackingHost
from engine.bench.clips import TEN_MINUTES, write_clip
from engine.bench.rows import Clock, Row
from tests.tiny_models import tiny_model

BRIEF = Effort(busy_s=0.5, hover_s=0.4, clicks=2, drags=2, drag_s=0.4, play_s=0.6, rounds=1)
FRAMES = 60
PATIENCE_S = 120.0
LOOKING_S = 1e-5


class SlowClock:
    """Passes when something spends time, and a trifle with each look, so that it never stands."""

    def __init__(self) -> None:
        self._now_s = 0.0

    def __call__(self) -> float:
        self._now_s += LOOKING_S
        return self._now_s

    def spend(self, seconds: float) -> None:
        self._now_s += seconds


class SlowHost(TrackingHost):
    """A tiny model; requests of some kinds take their time."""

    def __init__(self, clock: SlowClock, costs_s: dict[str, float]) -> None:
        super().__init__(lambda _settings: tiny_model())
        self._clock, self._costs_s = clock, costs_s

    def answer(self, clip: int, payload: object) -> object:
        answered = super().answer(clip, payload)
        self._clock.spend(self._costs_s.get(type(payload).__name__, 0.0))
        return answered


class Window:
    """A bench over a small clip in a real window."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = SlowClock()
        self.costs_s: dict[str, float] = {}
        self.hand: Hand | None = None
        write_clip(folder / TEN_MINUTES, 160, 96, FRAMES, 10)
        self.weights = folder / "weights"
        self.weights.touch()

    def row(self, name: str, clock: Clock | None = None) -> Row:
        """The one row whose name holds this."""
        bench = Bench(lambda: self.make_hand(clock or self.clock), self.folder, BRIEF)
        promises = window_promises(bench, ColdStarts(self.folder, None), self.weights)
        (promise,) = (p for p in promises if name in p.name)
        found = promise.row()
        assert not bench.stuck
        return found

    def make_hand(self, clock: Clock) -> Hand:
        folders = Folders(self.folder / "config", self.folder / "data", self.folder / "cache")
        application = Application(folders, lambda: SlowHost(self.clock, self.costs_s))
        self.hand = Hand(application, clock, PATIENCE_S)
        return self.hand

    def leave(self) -> None:
        if self.hand is not None:
            self.hand.leave()
            self.hand.application.window.deleteLater()
            self.hand.application.deleteLater()


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[Window]:
    made = Window(tmp_path)
    yield made
    made.leave()


def slow_paint(monkeypatch: pytest.MonkeyPatch, spend: Callable[[bool], None]) -> None:
    """Every picture costs what `spend`, told whether it is a careful one, takes."""
    paint = app.workers.picture_worker.paint

    def painted(*arguments: Any, **named: Any) -> Any:
        spend(bool(signature(paint).bind(*arguments, **named).arguments.get("careful", True)))
        return paint(*arguments, **named)

    monkeypatch.setattr(app.workers.picture_worker, "paint", painted)


@pytest.mark.parametrize(("cost_s", "passed"), [(0.01, True), (0.2, False)])
def test_slow_previews(window: Window, cost_s: float, passed: bool) -> None:
    window.costs_s["Hover"] = cost_s
    assert window.row("hover previews").passed is passed


@pytest.mark.parametrize(("cost_s", "passed"), [(0.02, True), (0.2, False)])
def test_slow_masks(window: Window, cost_s: float, passed: bool) -> None:
    window.costs_s["Ask"] = cost_s
    assert window.row("click to mask").passed is passed


@pytest.mark.parametrize(("cost_s", "passed"), [(0.01, True), (0.1, False)])
def test_slow_pictures_while_scrubbing(
    window: Window, monkeypatch: pytest.MonkeyPatch, cost_s: float, passed: bool
) -> None:
    slow_paint(monkeypatch, lambda _careful: window.clock.spend(cost_s))
    assert window.row("pictures while scrubbing").passed is passed


@pytest.mark.parametrize(("cost_s", "passed"), [(0.1, True), (0.6, False)])
def test_a_slow_exact_frame(window: Window, monkeypatch: pytest.MonkeyPatch, cost_s: float, passed: bool) -> None:
    slow_paint(monkeypatch, lambda careful: window.clock.spend(cost_s if careful else 0.01))
    assert window.row("exact frame after").passed is passed


def test_slow_pictures_while_playing(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sound and pictures go by real time; a slow machine makes this row worse still."""
    slow_paint(monkeypatch, lambda _careful: time.sleep(0.1))
    assert window.row("playing 1080p", time.perf_counter).passed is False


@pytest.mark.parametrize("name", ["GUI wait p99", "longest block"])
def test_a_blocked_window(window: Window, name: str) -> None:
    blocking = QTimer(interval=150)
    blocking.timeout.connect(lambda: time.sleep(0.12))
    blocking.start()
    try:
        assert window.row(name, time.perf_counter).passed is False
    finally:
        blocking.stop()


@pytest.mark.parametrize(("leak_bytes", "passed"), [(0, True), (2_000_000, False)])
def test_a_leak(window: Window, monkeypatch: pytest.MonkeyPatch, leak_bytes: int, passed: bool) -> None:
    """2 MB a round are 120 MB an hour."""
    rounds = iter(range(100))
    monkeypatch.setattr(measures, "own_memory_bytes", lambda: 10**9 + leak_bytes * next(rounds))
    monkeypatch.setattr(measures, "WARM_ROUNDS", 1)
    monkeypatch.setattr(sys.modules[__name__], "BRIEF", Effort(rounds=2))
    assert window.row("memory growth", time.perf_counter).passed is passed


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cold start to first mask", '{"first_mask_s": 5.5, "load_block_ms": 90}'),
        ("blocked while torch loads", '{"first_mask_s": 3.5, "load_block_ms": 300}'),
    ],
)
def test_a_slow_start_with_a_clip(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / TEN_MINUTES).touch()
    bench = Bench(lambda: pytest.fail("another process is asked"), tmp_path, BRIEF)
    cold = ColdStarts(tmp_path, None, (sys.executable, "-c", f"print('{said}')"))
    (promise,) = (p for p in window_promises(bench, cold, tmp_path / TEN_MINUTES) if name in p.name)
    assert promise.row().passed is False


def test_a_window_that_is_stuck_fails_its_row_and_the_next_row_gets_another(tmp_path: Path, qapp: QApplication) -> None:
    """One wait without an end left all rows after it without a figure."""
    window = Window(tmp_path)
    window.costs_s["Hover"] = 0.01
    hands: list[Hand] = []

    def make_hand() -> Hand:
        made = window.make_hand(window.clock)
        made._patience_s = PATIENCE_S if hands else 0.0
        hands.append(made)
        return made

    bench = Bench(make_hand, tmp_path, BRIEF)
    promises = window_promises(bench, ColdStarts(tmp_path, None), window.weights)
    rows = {p.name: p for p in promises}
    assert rows["window: click to mask on screen, p95"].row().passed is False
    assert len(hands) == 1
    assert rows["window: hover previews"].row().passed is True
    bench.leave()
    for hand in bench.stuck:
        hand._patience_s = PATIENCE_S
        hand.wait(lambda hand=hand: hand.application.model.is_over)  # type: ignore[misc]
    assert len(hands) == 2
    for hand in hands:
        hand.application.window.deleteLater()
        hand.application.deleteLater()
