"""Index ↔ pts, in exact integers. Knows nothing about how the stamps were read.

Frame i is the i-th pts, sorted, of all packets that are shown: that holds for constant and variable rates, B-frames,
open GOPs, edit lists and offset starts alike. A `LiveTimeline` grows while a file is being indexed; a stamp is handed
out as soon as no later packet can come before it.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from engine.errors import MediaError, UsageError
from engine.types import FrameIndex, Pts


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one packet says about time, in time-base units; `dts` None where the file does not say."""

    pts: int
    dts: int | None
    duration: int
    is_key: bool


@dataclass(frozen=True, slots=True)
class RateFacts:
    """Frames a second, and whether every frame keeps to it (within one tick of the time base)."""

    rate: Fraction
    variable: bool


def fitting_rate(stamps: list[int], time_base: Fraction, candidates: tuple[Fraction, ...]) -> RateFacts:
    """The first candidate that every stamp keeps to within one tick; otherwise the mean rate, variable."""
    if len(stamps) < 2:
        return RateFacts(next((c for c in candidates if c > 0), Fraction(24)), False)
    for rate in candidates:
        if rate > 0 and _keeps_to(stamps, 1 / (rate * time_base)):
            return RateFacts(rate, False)
    mean_step = Fraction(stamps[-1] - stamps[0], len(stamps) - 1)
    if _keeps_to(stamps, mean_step):
        return RateFacts(1 / (mean_step * time_base), False)
    return RateFacts((1 / (mean_step * time_base)).limit_denominator(1001), True)


def _keeps_to(stamps: list[int], step: Fraction) -> bool:
    """Whether stamp i is within a tick of first + i * step (both ends are rounded, hence one tick and not half)."""
    top, bottom, first = step.numerator, step.denominator, stamps[0]
    return all(abs((stamp - first) * bottom - i * top) <= bottom for i, stamp in enumerate(stamps))


class LiveTimeline:
    """Stamps of a clip while they are being read. One thread adds, any thread asks; questions wait where they must."""

    def __init__(self, time_base: Fraction, rates: tuple[Fraction, ...], fallback_duration: int = 0) -> None:
        self._time_base = time_base
        self._rates = rates
        self._rate: RateFacts | None = None
        self._changed = threading.Condition()
        self._pending: list[int] = []
        self._pts: list[int] = []
        self._keys: list[int] = []
        self._last_duration: dict[int, int] = {}
        self._fallback_duration = fallback_duration
        self._horizon: int | None = None
        self._complete = False
        self._error: MediaError | None = None

    # -- the thread that reads the file ---------------------------------------------------------------------------

    def add(self, stamps: list[Stamp]) -> None:
        """Take in packets, in file order."""
        with self._changed:
            for stamp in stamps:
                self._pending.append(stamp.pts)
                if stamp.is_key:
                    insort(self._keys, stamp.pts)
                if stamp.dts is not None:
                    self._horizon = stamp.dts if self._horizon is None else max(self._horizon, stamp.dts)
            if stamps:
                newest = max(stamps, key=lambda s: s.pts)
                self._last_duration = {newest.pts: newest.duration}
            self._settle()
            self._changed.notify_all()

    def finish(self) -> None:
        """No more packets will come."""
        stamps = sorted({*self._pts, *self._pending})
        rate = fitting_rate(stamps, self._time_base, self._rates)
        with self._changed:
            self._pts = stamps
            self._rate = rate
            self._keys = sorted(set(self._keys))
            self._pending = []
            self._complete = True
            self._changed.notify_all()

    def fail(self, error: MediaError) -> None:
        """The index cannot be made; everyone who waits gets `error`. Without effect once it is finished or failed."""
        with self._changed:
            if not self._complete and self._error is None:
                self._error = error
                self._changed.notify_all()

    def _settle(self) -> None:
        # Packets come in dts order and pts >= dts, so nothing that is still to come lies before the newest dts.
        if self._horizon is None:
            return
        self._pending.sort()
        ready = bisect_left(self._pending, self._horizon)
        for pts in self._pending[:ready]:
            if not self._pts or pts > self._pts[-1]:
                self._pts.append(pts)
        del self._pending[:ready]

    # -- anyone ---------------------------------------------------------------------------------------------------

    @property
    def complete(self) -> bool:
        """True once the whole file was read."""
        return self._complete

    @property
    def rate(self) -> RateFacts | None:
        """None until complete."""
        return self._rate

    @property
    def known(self) -> int:
        """How many frames are settled so far."""
        return len(self._pts)

    def has(self, index: int) -> bool:
        """Whether frame `index` exists. Waits until that is sure."""
        with self._changed:
            self._wait(lambda: len(self._pts) > index)
            return 0 <= index < len(self._pts)

    def pts_of(self, index: int) -> Pts:
        """Raises UsageError outside the clip."""
        if not self.has(index):
            raise UsageError(
                f"Frame {index} is outside the clip, which has {len(self._pts)} frames.",
                f"Frames count from 0 to {max(len(self._pts) - 1, 0)}.",
            )
        return Pts(self._pts[index])

    def index_of(self, pts: int) -> FrameIndex:
        """The last frame whose pts is not later; the first frame for anything earlier."""
        with self._changed:
            self._wait(lambda: bool(self._pts) and self._pts[-1] > pts)
            return FrameIndex(max(bisect_right(self._pts, pts) - 1, 0))

    def duration_of(self, index: int) -> int:
        """How long frame `index` is shown, in time-base units; 0 where unknown. Waits for its successor."""
        if self.has(index + 1):
            return self._pts[index + 1] - self._pts[index]
        return self._last_duration.get(self._pts[index], 0) or self._fallback_duration

    def count(self) -> int:
        """Waits for the end."""
        with self._changed:
            self._wait(lambda: False)
            return len(self._pts)

    def keys_before(self, pts: int, most: int) -> list[int]:
        """Up to `most` key frames at or before `pts`, nearest first. Waits until the index has reached `pts`."""
        with self._changed:
            self._wait(lambda: bool(self._pts) and self._pts[-1] >= pts)
            end = bisect_right(self._keys, pts)
            return self._keys[max(end - most, 0) : end][::-1]

    def nearest_key(self, pts: int) -> int | None:
        """The key frame nearest to `pts` among those known by now; None: none is. Does not wait."""
        with self._changed:
            at = bisect_left(self._keys, pts)
            return min(self._keys[max(at - 1, 0) : at + 1], key=lambda key: abs(key - pts), default=None)

    def is_beyond(self, pts: int) -> bool:
        """Whether the index has not settled this stamp's frame yet."""
        with self._changed:
            return not self._complete and (not self._pts or self._pts[-1] < pts)

    def has_key_between(self, after: int, until: int) -> bool:
        """Whether a key frame lies in (after, until]."""
        with self._changed:
            return bisect_right(self._keys, until) > bisect_right(self._keys, after)

    def all_pts(self) -> list[int]:
        """Every frame's pts. Waits for the end."""
        self.count()
        return self._pts

    def _wait(self, enough: Callable[[], bool]) -> None:
        self._changed.wait_for(lambda: self._complete or self._error is not None or enough())
        if self._error is not None and not enough():
            raise self._error
