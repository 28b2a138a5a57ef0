"""Where a frame is on the timeline, and back; which frames get a tick."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from app.views.timeline.timecode import nominal

LARGEST_PIXELS = 80.0
"""View pixels a frame at the closest zoom."""


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Frame i covers x_of(i) to x_of(i + 1). `left` is the view x at which `first` is shown."""

    frame_count: int
    left: float
    width: float
    first: float = 0.0
    pixels: float = 1.0
    """View pixels a frame."""

    def x_of(self, frame: float) -> float:
        """View x of the frame's left side."""
        return self.left + (frame - self.first) * self.pixels

    def frame_at(self, x: float) -> int:
        """The frame at a view x, kept inside the clip."""
        return min(max(math.floor((x - self.left) / self.pixels + self.first), 0), max(self.frame_count - 1, 0))

    def boundary_at(self, x: float) -> int:
        """The nearest border between frames, 0 to frame_count."""
        return min(max(round((x - self.left) / self.pixels + self.first), 0), self.frame_count)

    @property
    def last(self) -> float:
        """The first frame right of the view."""
        return min(self.first + self.width / self.pixels, float(self.frame_count))

    def fitted(self) -> TimeAxis:
        """All frames in view."""
        return replace(self, first=0.0, pixels=self._smallest())

    def zoomed(self, factor: float, x: float) -> TimeAxis:
        """Larger by `factor`, with what is at view x staying there."""
        pixels = min(max(self.pixels * factor, self._smallest()), max(LARGEST_PIXELS, self._smallest()))
        fixed = (x - self.left) / self.pixels + self.first
        return replace(self, pixels=pixels, first=fixed - (x - self.left) / pixels).settled()

    def scrolled(self, first: float) -> TimeAxis:
        """Beginning at another frame."""
        return replace(self, first=first).settled()

    def resized(self, left: float, width: float) -> TimeAxis:
        """In another room; a fitted axis stays fitted."""
        was_fitted = self.pixels <= self._smallest() * 1.001
        made = replace(self, left=left, width=max(width, 1.0))
        return made.fitted() if was_fitted else made.settled()

    def settled(self) -> TimeAxis:
        """Without room before the first and after the last frame, as far as the zoom allows."""
        pixels = max(self.pixels, self._smallest())
        return replace(
            self, pixels=pixels, first=min(max(self.first, 0.0), max(0.0, self.frame_count - self.width / pixels))
        )

    def _smallest(self) -> float:
        return self.width / max(self.frame_count, 1)

    def tick_step(self, rate: Fraction, room: float) -> int:
        """Frames between labels at least `room` view pixels apart: single frames, then seconds, minutes, hours."""
        second = nominal(rate)
        steps = [1, 2, 5, 10, *(second * n for n in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600))]
        for step in steps:
            if step * self.pixels >= room:
                return step
        return steps[-1]
