"""The window's rows: what each one measures, and its bar."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np

from app.bench import measures
from app.bench.clips import tracked_project
from app.bench.hand import PATIENCE_S, Hand, Stuck
from app.bench.heartbeat import Beats
from engine.bench.clips import ten_minutes
from engine.bench.rows import NotHere, Promise, at_least, at_most

COLD_START = (sys.executable, "-m", "app.bench.cold_start")
NEVER_S = PATIENCE_S
"""What a time is said to be that did not come."""

STOOD_STILL = Beats(np.array([0.0, NEVER_S]))
"""A window's thread that was blocked all along."""

COLD_START_S = 120.0
"""How long a fresh process may take before it is said not to start here."""

Figure = TypeVar("Figure")


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure."""

    busy_s: float = 60.0
    hover_s: float = 5.0
    clicks: int = 40
    drags: int = 5
    drag_s: float = 6.0
    play_s: float = 9.0
    rounds: int = 20


FULL = Effort()
QUICK = Effort(busy_s=6.0, hover_s=1.5, clicks=10, drags=2, drag_s=2.5, play_s=3.0, rounds=6)


class ColdStarts:
    """Fresh processes, one without and one with a clip, each started once however many rows read it."""

    def __init__(self, scratch: Path, weights: Path | None, command: Sequence[str] = COLD_START) -> None:
        self._scratch, self._weights, self._command = scratch, weights, command
        self.bare = cache(lambda: self._run())
        self.with_clip = cache(lambda: self._run(ten_minutes(scratch)))

    def _run(self, clip: Path | None = None) -> dict[str, object]:
        folder = self._scratch / ("cold-clip" if clip else "cold")
        clips = [] if clip is None else [str(clip)]
        weights = [] if self._weights is None else ["--weights", str(self._weights)]
        command = [*self._command, str(folder), *clips, *weights]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=COLD_START_S)
        except subprocess.TimeoutExpired:
            raise NotHere(f"the window did not start here within {COLD_START_S:.0f} s") from None
        if done.returncode:
            raise NotHere(f"the window does not start here: {done.stderr.strip()[-160:]}")
        found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
        return found

    def figure(self, name: str, clip: bool) -> float:
        """One number of them."""
        value = (self.with_clip() if clip else self.bare())[name]
        return float(len(value)) if isinstance(value, list) else float(str(value))


class Bench:
    """One open window, given a clip or the tracked project for each row and left empty after it.

    What two rows read is measured once. A window that is stuck is left behind, and the next row gets a fresh one.
    """

    def __init__(self, make_hand: Callable[[], Hand], scratch: Path, effort: Effort) -> None:
        self._make_hand, self._scratch, self._effort = make_hand, scratch, effort
        self._hand: Hand | None = None
        self.stuck: list[Hand] = []
        """Windows that did not do what was waited for; their threads may still run."""
        self.scrubbed = cache(lambda: self._on(self.clip, self._scrubbed, measures.NOT_SCRUBBED))
        self.played = cache(lambda: self._on(self.project, self._played, measures.NOT_PLAYED))
        self.busy = cache(lambda: self._on(self.project, self._busy, STOOD_STILL))

    @property
    def hand(self) -> Hand:
        """Shows the window when first used."""
        if self._hand is None:
            self._hand = self._make_hand()
            self._hand.application.start()
        return self._hand

    def leave(self) -> None:
        """Close the window, if it was shown."""
        hand, self._hand = self._hand, None
        if hand is not None:
            try:
                hand.leave()
            except Stuck as stuck:
                self._abandon(hand, stuck)

    def hovers_per_s(self) -> float:
        def measure(hand: Hand) -> float:
            hand.wait_for_model()
            return measures.hovers_per_s(hand, self._effort.hover_s)

        return self._on(self.clip, measure, 0.0)

    def click_ms_p95(self) -> float:
        def measure(hand: Hand) -> float:
            hand.wait_for_model()
            return measures.percentile(measures.click_ms(hand, self._effort.clicks), 95)

        return self._on(self.clip, measure, 1000 * NEVER_S)

    def growth_mb(self) -> float:
        try:
            return measures.growth_mb_an_hour(self.hand, self.clip(), self._effort.rounds)
        except Stuck as stuck:
            self._abandon(self.hand, stuck)
            return math.nan

    def clip(self) -> Path:
        """Ten minutes of 1080p."""
        return ten_minutes(self._scratch)

    def project(self) -> Path:
        """With one object, tracked on the first ten seconds."""
        return tracked_project(self.clip(), self._scratch / "tracked.clickmatte")

    def _scrubbed(self, hand: Hand) -> measures.Scrubbed:
        return measures.scrub(hand, self._effort.drags, self._effort.drag_s)

    def _played(self, hand: Hand) -> measures.Played:
        return measures.play(hand, self._effort.play_s)

    def _busy(self, hand: Hand) -> Beats:
        hand.wait_for_model()
        return measures.busy_beats(hand, self._effort.busy_s, self._scratch)

    def _on(self, path: Callable[[], Path], measure: Callable[[Hand], Figure], never: Figure) -> Figure:
        """`never`: what is said where it did not happen within a person's patience."""
        clip, hand = path(), self.hand
        try:
            hand.open(clip)
            found = measure(hand)
            hand.close()
        except Stuck as stuck:
            self._abandon(hand, stuck)
            return never
        return found

    def _abandon(self, hand: Hand, stuck: Stuck) -> None:
        print(f"stuck: {stuck}", file=sys.stderr)
        self._hand = None
        try:
            hand.leave()  # else it would keep the clip's project from the next window
        except Stuck:
            self.stuck.append(hand)


def window_promises(bench: Bench, cold: ColdStarts, weights: Path) -> list[Promise]:
    """All rows. `weights`: the model's file; while it is missing, rows that need it stay open."""

    def with_model(measure: Callable[[], float]) -> Callable[[], float]:
        def run() -> float:
            if not weights.exists():
                raise NotHere(f"needs the shipped model: {weights.name} is not here yet")
            return measure()

        return run

    return [
        Promise("window: cold start, usable", "s", at_most(2), lambda: cold.figure("window_s", False)),
        Promise("window: of torch and av loaded by then", "modules", at_most(0), lambda: cold.figure("heavy", False)),
        Promise(
            "window: cold start to first mask, 10 min 1080p",
            "s",
            at_most(5),
            with_model(lambda: cold.figure("first_mask_s", True)),
        ),
        Promise(
            "window: GUI thread blocked while torch loads",
            "ms",
            at_most(250),
            with_model(lambda: cold.figure("load_block_ms", True)),
        ),
        Promise(
            "window: tracking + exporting + scrubbing, GUI wait p99",
            "ms",
            at_most(16),
            with_model(lambda: bench.busy().wait_ms(99)),
        ),
        Promise(
            "window: tracking + exporting + scrubbing, longest block",
            "ms",
            at_most(100),
            with_model(lambda: bench.busy().longest_ms),
        ),
        Promise("window: hover previews", "/s", at_least(12), with_model(bench.hovers_per_s)),
        Promise("window: click to mask on screen, p95", "ms", at_most(150), with_model(bench.click_ms_p95)),
        Promise(
            "window: pictures while scrubbing 1080p, key every 250",
            "/s",
            at_least(20),
            lambda: bench.scrubbed().pictures_per_s,
        ),
        Promise(
            "window: exact frame after letting go",
            "ms",
            at_most(500),
            lambda: bench.scrubbed().exact_ms,
        ),
        Promise(
            "window: playing 1080p at 30 fps with overlay",
            "fps",
            at_least(29.9),
            lambda: bench.played().pictures_per_s,
        ),
        Promise("window: frames dropped meanwhile", "frames", None, lambda: bench.played().dropped),
        Promise(
            "window: memory growth over an hour of use", "MB", at_most(100), with_model(bench.growth_mb), quick=False
        ),
    ]
