"""Words that every room shares: identities, time and ranges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

import numpy as np
from numpy.typing import NDArray

from engine.errors import UsageError

ObjectId = NewType("ObjectId", int)
"""A thing the person pointed at. Given once, never reused, never changed; not a position in any tensor."""

FrameIndex = NewType("FrameIndex", int)
"""The i-th displayed frame of a clip, from 0."""

Pts = NewType("Pts", int)
"""Presentation time stamp in units of the stream's time base, as the file has it."""

Rgb8 = NDArray[np.uint8]
"""(height, width, 3), 0..255, R G B."""

Rgb16 = NDArray[np.uint16]
"""(height, width, 3), 0..65535, R G B."""

Plane8 = NDArray[np.uint8]
"""(height, width), 0..255."""

Plane16 = NDArray[np.uint16]
"""(height, width), 0..65535."""

Logits = NDArray[np.float32]
"""(height, width); > 0 is inside."""

Alpha = NDArray[np.float32]
"""(height, width), 0..1."""

BoolMask = NDArray[np.bool_]
"""(height, width), True inside."""


class Direction(StrEnum):
    """Which way a tracking run goes from where it starts."""

    FORWARD = "forward"
    BACKWARD = "backward"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class FrameRange:
    """Frames `start` to `stop - 1`, as in Python. Never empty."""

    start: FrameIndex
    stop: FrameIndex

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.stop:
            raise UsageError(
                f"The range {self.start}:{self.stop} holds no frames.",
                "Give it as FIRST:LAST+1, counted from 0.",
            )

    def __len__(self) -> int:
        return self.stop - self.start

    def __contains__(self, frame: int) -> bool:
        return self.start <= frame < self.stop

    def __iter__(self) -> Iterator[FrameIndex]:
        return (FrameIndex(i) for i in range(self.start, self.stop))

    def clamped(self, frame_count: int) -> FrameRange:
        """The part inside a clip of `frame_count` frames. Raises UsageError where nothing is left."""
        return FrameRange(self.start, FrameIndex(min(self.stop, frame_count)))

    @classmethod
    def parse(cls, text: str, frame_count: int) -> FrameRange:
        """Read `A:B`, `A:`, `:B`; half-open, negative numbers count from the end. Raises UsageError."""
        try:
            first, last = text.split(":")
            start, stop, _ = slice(int(first) if first else None, int(last) if last else None).indices(frame_count)
        except ValueError:
            raise UsageError(f"'{text}' is not a range of frames.", "Give it as A:B, for instance 0:100.") from None
        if start >= stop:
            raise UsageError(
                f"The range {text} holds no frames of this clip, which has {frame_count}.",
                "Give it as FIRST:LAST+1, counted from 0.",
            )
        return cls(FrameIndex(start), FrameIndex(stop))
