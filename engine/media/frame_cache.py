"""Decoded frames, least recently used first out, bounded in bytes."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """Anything that knows what it weighs."""

    @property
    def size_bytes(self) -> int: ...


T = TypeVar("T", bound=Sized)

PLAYING_BYTES = 32 * 2**20
"""Room that frames passed while going forward may take: a step or two back, without growing with the clip."""


class FrameCache(Generic[T]):
    """Frames by pts. The newest is kept even where it alone is over the bound."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._frames: OrderedDict[int, T] = OrderedDict()
        self._bytes = 0

    @property
    def size_bytes(self) -> int:
        return self._bytes

    def __len__(self) -> int:
        return len(self._frames)

    def __contains__(self, pts: int) -> bool:
        return pts in self._frames

    def nearest(self, pts: int) -> int | None:
        """Which of those here is nearest to `pts`; None: none is here."""
        return min(self._frames, key=lambda kept: abs(kept - pts), default=None)

    def get(self, pts: int) -> T | None:
        """The frame, marked as just used; None where it is not here."""
        frame = self._frames.get(pts)
        if frame is not None:
            self._frames.move_to_end(pts)
        return frame

    def keep(self, pts: int, frame: T) -> None:
        """Add a frame somebody may come back to; the least recently used go."""
        self._put(pts, frame, self._limit_bytes)

    def pass_by(self, pts: int, frame: T) -> None:
        """Add a frame met while going forward: replaces old ones rather than growing beyond `PLAYING_BYTES`."""
        self._put(pts, frame, min(max(self._bytes, PLAYING_BYTES), self._limit_bytes))

    def limit(self, limit_bytes: int) -> None:
        """Another bound from now on."""
        self._limit_bytes = limit_bytes

    def clear(self) -> None:
        self._frames.clear()
        self._bytes = 0

    def _put(self, pts: int, frame: T, limit_bytes: int) -> None:
        old = self._frames.pop(pts, None)
        self._bytes += frame.size_bytes - (old.size_bytes if old is not None else 0)
        self._frames[pts] = frame
        while self._bytes > limit_bytes and len(self._frames) > 1:
            _, gone = self._frames.popitem(last=False)
            self._bytes -= gone.size_bytes
