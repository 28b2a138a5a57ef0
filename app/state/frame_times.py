"""Which frame is shown when, as far as it is known yet. Never waits."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engine.types import FrameIndex, Pts


@dataclass(frozen=True, slots=True, eq=False)
class FrameTimes:
    """All pts of a clip, ascending; before the index is complete, those of the first frames.

    `guessed_count` stands in for the length until then.
    """

    pts: NDArray[np.int64]
    """(known frames,)."""
    time_base: Fraction
    rate: Fraction
    complete: bool = False
    guessed_count: int = 1

    @property
    def count(self) -> int:
        """How many frames the clip has, or the best guess."""
        return len(self.pts) if self.complete else max(len(self.pts), self.guessed_count)

    def knows(self, frame: int) -> bool:
        return 0 <= frame < len(self.pts)

    def pts_of(self, frame: int) -> Pts:
        """The frame's pts; outside what is known, where it would be at constant rate."""
        if self.knows(frame):
            return Pts(int(self.pts[frame]))
        last = len(self.pts) - 1
        ticks = Fraction(frame - last) / self.rate / self.time_base
        return Pts(int(self.pts[last]) + round(ticks))

    def frame_of(self, pts: int) -> FrameIndex:
        """The frame on show at `pts`: the last one that is not later; the first one for what lies before."""
        found = int(np.searchsorted(self.pts, pts, side="right")) - 1
        if found == len(self.pts) - 1 and not self.complete:
            beyond = (pts - int(self.pts[-1])) * self.time_base * self.rate
            return FrameIndex(min(len(self.pts) - 1 + int(beyond), self.count - 1))
        return FrameIndex(max(found, 0))

    def first_at_or_after(self, pts: int) -> int:
        """The first frame shown at `pts` or later; the count where there is none."""
        if not self.complete:
            frame = self.frame_of(pts)
            return frame if self.pts_of(frame) >= pts else frame + 1
        return int(np.searchsorted(self.pts, pts, side="left"))

    def seconds_of(self, frame: int) -> float:
        """When it is shown, counted from the first frame; for display and the playback clock."""
        return float((self.pts_of(frame) - int(self.pts[0])) * self.time_base)

    def frame_at_seconds(self, seconds: float) -> FrameIndex:
        """The frame on show `seconds` after the first one began."""
        return self.frame_of(int(self.pts[0]) + int(Fraction(seconds) / self.time_base))
