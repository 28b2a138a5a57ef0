"""What can be asked of the model's thread, and what it answers: frozen values that cross between threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.workers.composer import Bgra
from app.workers.masks import FileMasks
from engine.media.source import VideoSource
from engine.project.edits import Edit
from engine.project.model import FramePrompts, Rgb
from engine.project.project_file import ProjectFile
from engine.types import Direction, FrameIndex, FrameRange, ObjectId, Pts

# --- What can be asked -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class OpenClip:
    """A clip the model will see. Answered with None."""

    make_source: Callable[[], VideoSource]
    file: ProjectFile
    masks: FileMasks


@dataclass(frozen=True, slots=True)
class CloseClip:
    """Let go of its source and features. Answered with None."""


@dataclass(frozen=True, slots=True)
class Preload:
    """Load what new projects use, before there is a clip. Answered with None."""


@dataclass(frozen=True, slots=True)
class WarmUp:
    """Load the model and encode this frame, so that the first click is quick. Answered with ModelReady."""

    frame: FrameIndex


@dataclass(frozen=True, slots=True)
class Compare:
    """The clip's model and another one on the same prompts. Answered with Compared."""

    frame: FrameIndex
    prompts: FramePrompts
    colour: Rgb
    other: str


@dataclass(frozen=True, slots=True)
class WhichDevices:
    """Where models can run here. Answered with Devices."""


@dataclass(frozen=True, slots=True)
class Hover:
    """What would these prompts give? Answered with Hovered."""

    frame: FrameIndex
    pts: Pts
    prompts: FramePrompts
    colour: Rgb
    object_id: ObjectId | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """These prompts are the person's; answer them with a mask. Answered with Masked."""

    object_id: ObjectId
    frame: FrameIndex
    pts: Pts
    prompts: FramePrompts


@dataclass(frozen=True, slots=True)
class CatchUp:
    """Prompts were changed by undo or redo, or their object is gone: a run under way goes on from what is said now.
    Answered with None; without a run there is nothing to do, whatever is asked next looks for itself."""


@dataclass(frozen=True, slots=True)
class Keep:
    """The mask of a Masked is on the screen: now put it on disk. Answered with Kept."""

    take: int


@dataclass(frozen=True, slots=True)
class Run:
    """Track. Yields Tracked, Said and, last, Recorded."""

    objects: tuple[ObjectId, ...]
    frames: FrameRange
    direction: Direction
    start: FrameIndex
    resume: bool = False
    closer: bool = False
    """The one object again, in windows that follow where it was; see `engine.tracking.closer`."""


# --- What is answered --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ModelReady:
    """Which model runs, and where."""

    name: str
    sentence: str
    """'on the CPU with 2 threads'."""


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """The frame with both masks over it, opaque."""

    left: Bgra
    right: Bgra
    left_quality: float
    right_quality: float


@dataclass(frozen=True, slots=True)
class Devices:
    """The devices of this machine, the fastest first."""

    names: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True, eq=False)
class Hovered:
    """A transparent picture of the mask (premultiplied) and how many meanings the prompts have."""

    frame: FrameIndex
    bgra: Bgra
    meanings: int
    quality: float


@dataclass(frozen=True, slots=True)
class Masked:
    """The mask can be seen (`FileMasks` has it). `take`: what Keep is told; None: nothing is to be kept, because
    nothing is said any more or the prompts had changed meanwhile."""

    object_id: ObjectId
    frame: FrameIndex
    prompts: FramePrompts
    take: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """The mask is on disk; `edit` shows it. None: the prompts had changed meanwhile."""

    edit: Edit | None
    numbers: tuple[int, ...] = ()
    """The hypotheses, best first, as they stand in `FramePrompts.hypothesis`."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """One frame of a run."""

    frame: FrameIndex
    pts: Pts
    scores: tuple[tuple[ObjectId, float, float], ...]
    """(object, presence, quality)."""
    done: int
    total: int
    frames_per_second: float
    new_shot: bool
    reverse: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Something a person should know about the run."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the run has done is on disk; the edits show it."""

    edits: tuple[Edit, ...]
    frames: int
