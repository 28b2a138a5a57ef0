"""Small pictures for the timeline, made when nothing else needs the time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, cast

import cv2
import numpy as np
from PySide6.QtCore import QObject

from app.workers.composer import Bgra
from app.workers.failure import Failure
from app.workers.priority import give_way
from app.workers.service import Service
from engine.errors import ClickMatteError
from engine.media.source import Frame, VideoSource
from engine.types import FrameIndex, Rgb8


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """One frame, or a key frame nearer to it than the next thumbnail's. `bgra.shape[0]` pixels high, pixel aspect
    applied."""

    frame: int
    bgra: Bgra


@dataclass(frozen=True, slots=True)
class NoThumbnails:
    """Reading failed; the clip's own display tells why."""

    failure: Failure


class Keyed(Protocol):
    """A source that reads some frames by themselves; see `PyavSource`."""

    def nearest_key(self, index: FrameIndex) -> FrameIndex | None: ...
    def read_key(self, index: FrameIndex) -> Frame | None: ...


class ThumbnailWorker(Service):
    """Reads with a decoder of its own at low priority; the newest wish replaces what is left of the one before.

    `answered` gives Thumbnail and NoThumbnails.
    """

    def __init__(self, make_source: Callable[[], VideoSource], parent: QObject | None = None) -> None:
        super().__init__("cm-thumbnails", parent)
        self._make_source = make_source
        self._changed = threading.Condition()
        self._wanted: list[int] = []
        self._reach = 0
        self._height_px = 1
        self._is_stopped = False
        self._is_held = True

    def release(self) -> None:
        """Until this is said once, nothing is made: the first picture and the model come before."""
        with self._changed:
            self._is_held = False
            self._changed.notify()

    def want(self, frames: list[int], height_px: int) -> None:
        """Make these, in this order; what was wanted before and is not among them is forgotten."""
        with self._changed:
            self._wanted = list(frames)
            self._reach = min((b - a for a, b in pairwise(sorted(frames))), default=0) // 2
            self._height_px = max(1, height_px)
            self._changed.notify()

    def _wake_to_stop(self) -> None:
        with self._changed:
            self._is_stopped = True
            self._changed.notify()

    def _next(self) -> tuple[int, int] | None:
        with self._changed:
            self._changed.wait_for(lambda: (self._wanted and not self._is_held) or self._is_stopped)
            return None if self._is_stopped else (self._wanted.pop(0), self._height_px)

    def _serve(self) -> None:
        give_way()
        source = self._make_source()
        try:
            while (wish := self._next()) is not None:
                try:
                    self._make(source, *wish)
                except ClickMatteError as error:
                    self._box.post(NoThumbnails(Failure.of(error)))
        finally:
            source.close()

    def _key_near(self, source: VideoSource, frame: int) -> Frame | None:
        """A key frame that stands nearer than the next picture does: made without all the frames before it."""
        if not hasattr(source, "nearest_key"):
            return None
        keyed = cast(Keyed, source)
        key = keyed.nearest_key(FrameIndex(frame))
        if key is None or abs(key - frame) > self._reach:
            return None
        return keyed.read_key(key)

    def _make(self, source: VideoSource, frame: int, height_px: int) -> None:
        rgb8 = (self._key_near(source, frame) or source.read(FrameIndex(frame))).preview8()
        self._box.post(Thumbnail(frame, thumbnail(rgb8, height_px, float(source.info.pixel_aspect))))


def thumbnail(rgb8: Rgb8, height_px: int, pixel_aspect: float) -> Bgra:
    """The frame reduced to this height, opaque."""
    height, width = rgb8.shape[:2]
    size = (max(1, round(width * pixel_aspect * height_px / height)), height_px)
    small = cv2.resize(rgb8, size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(cv2.cvtColor(small, cv2.COLOR_RGB2BGRA))
