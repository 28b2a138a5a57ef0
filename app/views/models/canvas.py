"""What the canvas shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.views.models.pixels import Bgra, Points
from engine.project.model import Rgb


class Tool(StrEnum):
    """What the left button does on the canvas."""

    CLICK = "click"
    """Click = point, Alt or right click = exclude, drag = box."""
    BRUSH = "brush"
    ERASER = "eraser"
    HAND = "hand"


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One composed frame. `bgra` may be smaller than the frame (a proxy); it is stretched over `size`."""

    bgra: Bgra
    frame: int
    size: tuple[int, int]
    """(width, height) of the frame in its stored grid."""
    pixel_aspect: Fraction = Fraction(1)
    exact: bool = True
    """False: the nearest ready frame stands in while the right one is decoded."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A transparent picture over the frame, of any size, stretched over it smoothly."""

    key: str
    """'hover' (what a click would give), 'stroke', 'compare' …; one layer a key."""
    bgra: Bgra
    """Premultiplied."""


@dataclass(frozen=True, slots=True)
class PointMark:
    """One click of the active object on this frame; its place in the tuple is its index in signals."""

    x: float
    y: float
    positive: bool


@dataclass(frozen=True, slots=True)
class PromptMarks:
    """What was said about the active object on the shown frame."""

    colour: Rgb
    points: tuple[PointMark, ...] = ()
    box: tuple[float, float, float, float] | None = None
    hypothesis: tuple[int, int] | None = None
    """(shown one, how many): where the click is ambiguous and Tab cycles."""
    name: str = ""
    """The object's, so that the canvas can say where a click goes."""
    locked: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Ghost:
    """The last known outline of an object that is away; dashed, in its colour."""

    colour: Rgb
    outlines: tuple[Points, ...]


class Fit(StrEnum):
    """How the picture sits in the canvas."""

    FIT = "fit"
    ACTUAL = "actual"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class ZoomState:
    """`scale` is device-independent screen pixels a frame pixel; `centre` in frame pixels. Remembered with the clip."""

    fit: Fit = Fit.FIT
    scale: float = 1.0
    centre: tuple[float, float] | None = None
