"""What the panels show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.views.models.pixels import Bgra
from engine.project.model import RefineSettings, Rgb


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
    in_front_of: tuple[int, ...] = ()
    """Ids of the objects it is cut out of."""


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
    others: tuple[tuple[int, str], ...] = ()
    """Ids and names of the project's other objects: any may serve as garbage or core mask."""
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
    sizes: tuple[tuple[int, str], ...] = ()
    """(longer side of the model's input in pixels, 0: its own; title)."""
    size: int = 0
    size_note: str = ""
    """What the chosen size gains and costs."""
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
