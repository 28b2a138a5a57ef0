"""What a tracking run will do, worked out before it starts. Pure: numbers in, passes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.errors import UsageError
from engine.types import Direction, FrameIndex, FrameRange, ObjectId


@dataclass(frozen=True, slots=True)
class TrackRun:
    """A wish: track within `range`, outwards from `start`. `objects` None: all that have prompts."""

    range: FrameRange
    direction: Direction = Direction.FORWARD
    start: FrameIndex | None = None
    """None: the range's first frame, or its last one where the direction is backward."""
    objects: tuple[ObjectId, ...] | None = None
    resume: bool = False
    """True: go on from the masks remembered on the frames before `start`, as if the last run had not ended."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Frames visited one after the other, each taking the ones before it as memory."""

    first: FrameIndex
    count: int
    reverse: bool

    def __iter__(self) -> Iterator[FrameIndex]:
        step = -1 if self.reverse else 1
        return (FrameIndex(self.first + step * i) for i in range(self.count))

    def __len__(self) -> int:
        return self.count


def passes(run: TrackRun) -> tuple[Pass, ...]:
    """The passes of a run. Both ways: forward with the start frame, then backward from the frame before it.

    Raises UsageError where the start lies outside the range.
    """
    first, last = run.range.start, FrameIndex(run.range.stop - 1)
    start = run.start if run.start is not None else (last if run.direction is Direction.BACKWARD else first)
    if start not in run.range:
        raise UsageError(
            f"Tracking cannot start on frame {start}: the range is {first}:{run.range.stop}.",
            "Start inside the range or widen it.",
        )
    if run.direction is Direction.FORWARD:
        return (Pass(start, run.range.stop - start, False),)
    if run.direction is Direction.BACKWARD:
        return (Pass(start, start - first + 1, True),)
    forward = Pass(start, run.range.stop - start, False)
    if start == first:
        return (forward,)
    return (forward, Pass(FrameIndex(start - 1), start - first, True))


def total_frames(run: TrackRun) -> int:
    """How many frames a run visits."""
    return sum(len(p) for p in passes(run))
