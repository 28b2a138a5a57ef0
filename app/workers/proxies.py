"""Small copies of frames already decoded, so that dragging through a clip always has something near to show."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from dataclasses import dataclass

import cv2
import numpy as np

from engine.types import Pts, Rgb8

PROXY_WIDTH_PX = 640
LIMIT_BYTES = 128 * 2**20
"""About 190 proxies of 640 × 360."""


@dataclass(frozen=True, slots=True, eq=False)
class Proxy:
    """A reduced frame; `size` is the frame's own (width, height)."""

    frame: int
    pts: Pts
    rgb8: Rgb8
    size: tuple[int, int]


class Proxies:
    """By frame, bounded in bytes, least recently kept out first. For one thread."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._kept: OrderedDict[int, Proxy] = OrderedDict()
        self._order: list[int] = []
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, frame: int, pts: Pts, rgb8: Rgb8, frame_size: tuple[int, int] | None = None) -> None:
        """Keep a reduced copy, unless there is one. `frame_size`: (width, height) of the frame; None: `rgb8`'s."""
        if frame in self._kept:
            self._kept.move_to_end(frame)
            return
        height, width = rgb8.shape[:2]
        share = min(1.0, PROXY_WIDTH_PX / width)
        size = (max(1, round(width * share)), max(1, round(height * share)))
        small = np.asarray(cv2.resize(rgb8, size, interpolation=cv2.INTER_AREA))
        self._kept[frame] = Proxy(frame, pts, small, frame_size or (width, height))
        insort(self._order, frame)
        self._bytes += small.nbytes
        while self._bytes > self._limit_bytes and len(self._kept) > 1:
            self._forget_oldest()

    def nearest(self, frame: int) -> Proxy | None:
        """The one kept nearest to this frame."""
        if not self._order:
            return None
        at = bisect_left(self._order, frame)
        around = self._order[max(0, at - 1) : at + 1]
        return self._kept[min(around, key=lambda kept: abs(kept - frame))]

    def _forget_oldest(self) -> None:
        frame, proxy = self._kept.popitem(last=False)
        del self._order[bisect_left(self._order, frame)]
        self._bytes -= proxy.rgb8.nbytes
