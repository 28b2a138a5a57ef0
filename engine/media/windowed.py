"""A clip seen through a window that moves from frame to frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.source import ClipInfo, Frame, VideoSource
from engine.types import FrameIndex, Plane16, Pts, Rgb8, Rgb16

Sample = TypeVar("Sample", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a frame, in whole pixels."""

    x: int
    y: int
    width: int
    height: int

    def inside(self, frame_size: tuple[int, int]) -> Window:
        """Moved, and where it must be cut, so that it lies in a frame of (width, height)."""
        width, height = min(self.width, frame_size[0]), min(self.height, frame_size[1])
        x = min(max(self.x, 0), frame_size[0] - width)
        y = min(max(self.y, 0), frame_size[1] - height)
        return Window(x, y, width, height)


WindowOf = Callable[[FrameIndex], Window]
"""Where to look on a frame."""


@dataclass(frozen=True, slots=True)
class WindowedFrame:
    """A `Frame`: the part of another that a window shows, at a fixed size."""

    frame: Frame
    window: Window
    size: tuple[int, int]
    """(width, height)."""

    @property
    def index(self) -> FrameIndex:
        return self.frame.index

    @property
    def pts(self) -> Pts:
        return self.frame.pts

    @property
    def duration_pts(self) -> int:
        return self.frame.duration_pts

    def rgb8(self) -> Rgb8:
        return seen_through(self.window, self.frame.rgb8(), self.size)

    def rgb16(self) -> Rgb16:
        return seen_through(self.window, self.frame.rgb16(), self.size)

    def alpha16(self) -> Plane16 | None:
        alpha = self.frame.alpha16()
        return None if alpha is None else seen_through(self.window, alpha, self.size)

    def display8(self) -> Rgb8:
        return seen_through(self.window, self.frame.display8(), self.size)

    def preview8(self, size: tuple[int, int] | None = None) -> Rgb8:
        return seen_through(self.window, self.frame.preview8(), size or self.size)


class WindowedSource:
    """A `VideoSource` over another, which it closes. Frames keep their numbers and times."""

    def __init__(self, source: VideoSource, window_of: WindowOf, size: tuple[int, int]) -> None:
        """`size`: (width, height) that every window is scaled to."""
        self._source, self._window_of, self._size = source, window_of, size

    @property
    def info(self) -> ClipInfo:
        return replace(self._source.info, width=self._size[0], height=self._size[1])

    def read(self, index: FrameIndex) -> Frame:
        return self._seen(self._source.read(index))

    def stream(self, start: FrameIndex, stop: FrameIndex | None, step: int = 1) -> Iterator[Frame]:
        for frame in self._source.stream(start, stop, step):
            yield self._seen(frame)

    def pts_of(self, index: FrameIndex) -> Pts:
        return self._source.pts_of(index)

    def index_of(self, pts: Pts) -> FrameIndex:
        return self._source.index_of(pts)

    def frame_count(self) -> int:
        return self._source.frame_count()

    def reopen(self) -> WindowedSource:
        return WindowedSource(self._source.reopen(), self._window_of, self._size)

    def close(self) -> None:
        self._source.close()

    def _seen(self, frame: Frame) -> WindowedFrame:
        return WindowedFrame(frame, self._window_of(frame.index), self._size)


def seen_through(window: Window, picture: NDArray[Sample], size: tuple[int, int]) -> NDArray[Sample]:
    """The window's part of a picture (h, w, ...) at `size` (width, height)."""
    part: NDArray[Any] = picture[window.y : window.y + window.height, window.x : window.x + window.width]
    shrinks = size[0] * size[1] < window.width * window.height
    scaled = cv2.resize(part, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    return np.ascontiguousarray(scaled)
