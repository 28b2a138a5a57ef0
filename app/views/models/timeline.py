"""What the timeline and the transport bar show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engine.project.model import Rgb


class SpanKind(StrEnum):
    """How one object stands in a stretch of frames."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    STALE = "stale"
    LOCKED = "locked"
    """Drawn over the others."""


@dataclass(frozen=True, slots=True)
class LaneSpan:
    """Frames start to stop - 1."""

    start: int
    stop: int
    kind: SpanKind


@dataclass(frozen=True, slots=True)
class LaneModel:
    """One object's lane."""

    object_id: int
    name: str
    colour: Rgb
    spans: tuple[LaneSpan, ...] = ()
    prompted: tuple[int, ...] = ()
    returns: tuple[int, ...] = ()
    """Frames at which it comes back into view."""
    doubtful: tuple[int, ...] = ()
    active: bool = False
    tracking: tuple[int, int] | None = None
    """The run that is filling this lane: (first, stop)."""


@dataclass(frozen=True, slots=True, eq=False)
class CurveModel:
    """Confidence of the active object. All arrays (n,); values 0..1, NaN where nothing is known."""

    frames: NDArray[np.int32]
    presence: NDArray[np.float32]
    quality: NDArray[np.float32]
    change: NDArray[np.float32]
    colour: Rgb = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class ClipTimes:
    """What the ruler needs."""

    frame_count: int
    """The best guess until the index is complete."""
    rate: Fraction
    complete: bool = True
    start_timecode: str | None = None
    """'HH:MM:SS:FF' (or ';FF' for drop frame)."""
    cuts: tuple[int, ...] = ()
    """First frames after shot cuts."""


@dataclass(frozen=True, slots=True)
class InOut:
    """The marked range: first frame and first frame after it; None: the clip's own."""

    start: int | None = None
    stop: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Waveform:
    """Sound over the whole clip: (n, 2) float32, lowest and highest sample -1..1 of n equal stretches."""

    peaks: NDArray[np.float32]
    seconds: float


@dataclass(frozen=True, slots=True)
class PlaybackState:
    """For the transport bar."""

    playing: bool = False
    speed: float = 1.0
    """Negative: backwards."""
    loop: bool = False
    muted: bool = False
    has_sound: bool = False
    frame: int = 0
    frame_count: int = 0
    timecode: str = ""
    dropped: int = 0
    """Frames not shown since playing began."""
