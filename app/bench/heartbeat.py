"""How long the window's thread keeps a person waiting, seen by a timer that should beat every other millisecond."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer

from engine.bench.rows import Clock

BEAT_MS = 2
"""An eighth of the bar, so that what is measured is the thread and not the timer."""


@dataclass(frozen=True, slots=True, eq=False)
class Beats:
    """When the timer's beats came: (n,) seconds, ascending."""

    stamps_s: NDArray[np.float64]

    @property
    def blocks_s(self) -> NDArray[np.float64]:
        """How much later than due each beat came: so long nothing else could be served either."""
        return np.maximum(np.diff(self.stamps_s) - BEAT_MS / 1000, 0.0)

    def between(self, start_s: float, stop_s: float) -> Beats:
        """Those of a stretch of time."""
        return Beats(self.stamps_s[(self.stamps_s >= start_s) & (self.stamps_s <= stop_s)])

    @property
    def longest_ms(self) -> float:
        """The longest the thread was blocked; NaN where there were no beats to tell by."""
        return 1000 * float(self.blocks_s.max()) if len(self.stamps_s) > 1 else float("nan")

    def wait_ms(self, percent: float) -> float:
        """How long an event waits that comes at any moment whatever, at this percentile.

        Counted over time and not over beats: one block of a second is not outweighed by the hundred beats of the next.
        An event that comes in a block of g seconds waits evenly from 0 to g, so w is the answer where
        sum(max(0, g - w)) is `100 - percent` percent of the time. NaN where there were no beats.
        """
        if len(self.stamps_s) < 2:
            return float("nan")
        allowed = (1 - percent / 100) * float(self.stamps_s[-1] - self.stamps_s[0])
        blocks = np.sort(self.blocks_s)[::-1]
        excess = np.cumsum(blocks) - np.arange(1, len(blocks) + 1) * blocks  # above each block's own length
        count = int(np.searchsorted(excess, allowed, side="right"))
        return 1000 * max(0.0, (float(blocks[:count].sum()) - allowed) / count) if count else 0.0


class Heartbeat(QObject):
    """Beats on the thread it was made on, from `start` to `stop`."""

    def __init__(self, clock: Clock = time.perf_counter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._stamps: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Forget what was, and beat."""
        self._stamps = [self._clock()]
        self._timer.start()

    def stop(self) -> Beats:
        """All beats since `start`."""
        self._timer.stop()
        self._beat()
        return self.beats

    @property
    def beats(self) -> Beats:
        """Those so far."""
        return Beats(np.array(self._stamps))

    def _beat(self) -> None:
        self._stamps.append(self._clock())
