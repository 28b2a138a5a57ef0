"""Where shots begin, as far as it is known."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable

from engine.types import FrameIndex, FrameRange


class ShotMap:
    """First frames of shots, in ascending order. Parts nobody has looked at yet count as one shot."""

    def __init__(self, starts: Iterable[int] = ()) -> None:
        self._starts = sorted({FrameIndex(s) for s in starts if s > 0})

    @property
    def starts(self) -> tuple[FrameIndex, ...]:
        """Frames at which a new shot begins; the clip's first frame is not among them."""
        return tuple(self._starts)

    def add(self, start: FrameIndex) -> bool:
        """Note that a shot begins at `start`. Answers whether that is news."""
        if start <= 0 or start in self._starts:
            return False
        insort(self._starts, start)
        return True

    def shot_of(self, frame: FrameIndex, frame_count: int) -> FrameRange:
        """The shot that `frame` lies in."""
        after = bisect_right(self._starts, frame)
        start = self._starts[after - 1] if after else FrameIndex(0)
        stop = self._starts[after] if after < len(self._starts) else FrameIndex(max(frame_count, frame + 1))
        return FrameRange(start, stop)
