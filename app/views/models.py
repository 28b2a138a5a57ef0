"""What the views show and what they say back, as frozen values that controllers fill.

Frames are counted from 0. Coordinates are pixels of the upright frame in its stored grid (pixel aspect not applied),
(0, 0) at the outer corner of the top left pixel. Pictures are numpy arrays ready for QImage; who shows one keeps a
reference.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.project.model import RefineSettings, Rgb

Bgra = NDArray[np.uint8]
"""(height, width, 4) uint8, B G R A in memory: QImage.Format_RGB32 (A ignored) or, for layers, ARGB32_Premultiplied."""

Points = NDArray[np.float32]
"""(n, 2), x and y in frame pixels."""


# ---------------------------------------------------------------------------------------------------------- canvas
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


# -------------------------------------------------------------------------------------------------------- timeline
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


# ---------------------------------------------------------------------------------------------------------- panels
@dataclass(frozen=True, slots=True)
class ObjectRow:
    """One object; rows come front to back, the first one on top."""

    object_id: int
    name: str
    colour: Rgb
    visible: bool = True
    locked: bool = False
    solo: bool = False
    active: bool = False
    note: str = ""
    """'tracked 0–240', 'not tracked yet', 'hidden here' …"""


class ParameterKind(StrEnum):
    """Which control a parameter wants."""

    NUMBER = "number"
    COLOUR = "colour"
    CHOICE = "choice"
    FILE = "file"
    SWITCH = "switch"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One adjustable thing of a look or an effect; `value` is float, Rgb, str or bool by kind."""

    id: str
    title: str
    kind: ParameterKind
    value: object
    minimum: float = 0.0
    maximum: float = 1.0
    step: float = 0.01
    choices: tuple[tuple[str, str], ...] = ()
    """(value, title)."""
    filter: str = ""
    """File dialog filter for FILE."""


@dataclass(frozen=True, slots=True)
class LookItem:
    """One look (keys 1–8) or effect."""

    id: str
    title: str
    key: str = ""
    parameters: tuple[Parameter, ...] = ()
    """Only of the current one."""


@dataclass(frozen=True, slots=True)
class LooksModel:
    """What the looks panel shows."""

    looks: tuple[LookItem, ...] = ()
    current: str = "overlay"
    effects: tuple[LookItem, ...] = ()
    effect: str = "none"
    on_object: bool = True
    """The effect works on the object; else on everything else."""


@dataclass(frozen=True, slots=True)
class RefineModel:
    """What the refine panel shows: the active object's settings on the shown frame."""

    object_name: str = ""
    settings: RefineSettings = RefineSettings()
    keyed_here: bool = False
    key_frames: tuple[int, ...] = ()
    matting_available: bool = True
    enabled: bool = False


class ModelState(StrEnum):
    """Where a model's weights stand."""

    HERE = "here"
    AVAILABLE = "available"
    DOWNLOADING = "downloading"
    PAUSED = "paused"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model."""

    name: str
    title: str
    state: ModelState
    detail: str = ""
    """Parameters, licence, where from: one line."""
    size_bytes: int = 0
    done_bytes: int = 0
    suits: bool = True
    advice: str = ""
    """Why it suits this machine or not, and how fast it would be."""
    current: bool = False


@dataclass(frozen=True, slots=True)
class DeviceModel:
    """Where the model runs."""

    devices: tuple[tuple[str, str], ...] = (("auto", "Automatic"),)
    """(value, title)."""
    device: str = "auto"
    precisions: tuple[tuple[str, str], ...] = (("auto", "Automatic"),)
    precision: str = "auto"
    advice: str = ""
    """A line saying what would be faster."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two models on the current frame."""

    left_title: str
    left: Bgra
    right_title: str
    right: Bgra
    note: str = ""


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class JobRow:
    """Tracking, an export, a download: anything that takes time."""

    id: int
    title: str
    state: JobState
    fraction: float | None = None
    """0..1; None: unknown."""
    speed: str = ""
    left: str = ""
    memory: str = ""
    note: str = ""
    """'checked: 240 frames, 23.976 fps, alpha', or what went wrong."""
    can_pause: bool = False
    result: Path | None = None


# ------------------------------------------------------------------------------------------------- window and start
@dataclass(frozen=True, slots=True, eq=False)
class RecentRow:
    """One project on the start page."""

    path: Path
    title: str
    detail: str = ""
    thumbnail: Bgra | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ClipRow:
    """One open project in the tray."""

    id: int
    title: str
    thumbnail: Bgra | None = None
    active: bool = False
    busy: str = ""
    """'tracking 40 %' …"""


@dataclass(frozen=True, slots=True)
class Problem:
    """An error or a notice for the one place where they appear."""

    sentence: str
    remedy: str = ""
    details: str = ""
    """Trace and machine facts to copy."""
    action: str = ""
    """Action id of a button that mends it, e.g. 'clip.relink'."""
    action_title: str = ""
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class TrackingState:
    """The run the tracking bar shows."""

    title: str
    """'Dog, Ball · forwards' …"""
    fraction: float | None = None
    """0..1; None: unknown."""
    speed: str = ""
    left: str = ""
    memory: str = ""
    paused: bool = False


@dataclass(frozen=True, slots=True)
class StatusModel:
    """The status line."""

    hint: str = ""
    """What a click will do now."""
    frame: str = ""
    model: str = ""
    memory: str = ""


# ---------------------------------------------------------------------------------------------------------- export
@dataclass(frozen=True, slots=True)
class PresetRow:
    """One export preset."""

    name: str
    title: str
    goes_to: str
    """'DaVinci Resolve', 'web page', …: the list is grouped by this."""
    detail: str = ""
    suffix: str = ""
    """With the dot; '' for a folder of stills."""
    alpha: bool = True


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What the person asks for."""

    preset: str
    path: Path
    object_ids: tuple[int, ...] = ()
    """Empty: all visible ones."""
    start: int = 0
    stop: int = 0
    separate: bool = False
    """One file an object; '{object}' in the path becomes its name."""
    premultiplied: bool | None = None
    """Colours multiplied by alpha; None: as the preset has it."""


@dataclass(frozen=True, slots=True)
class ExportModel:
    """What the export dialog shows."""

    presets: tuple[PresetRow, ...] = ()
    objects: tuple[ObjectRow, ...] = ()
    frame_count: int = 0
    choice: ExportChoice = field(default_factory=lambda: ExportChoice("", Path()))
    estimate: str = ""
    """'about 1.2 GB, 4 min'."""
    warning: str = ""
    """'frames 120–240 are not tracked yet' …"""
