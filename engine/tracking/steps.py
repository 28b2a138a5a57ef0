"""What the tracker answers: masks, and the steps of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from engine.types import FrameIndex, Logits, ObjectId, Pts

PRESENT_FROM = 0.5
"""An object whose presence is below is hidden on that frame: its logits are all negative then."""


@dataclass(frozen=True, slots=True, eq=False)
class MaskResult:
    """One object on one frame."""

    logits: Logits
    """(grid height, grid width); > 0 is inside. It covers the whole frame with a quarter of the model's input."""
    presence: float
    """0..1: how likely the object can be seen on this frame."""
    quality: float
    """0..1: the model's guess of its mask's IoU."""

    @property
    def hidden(self) -> bool:
        """The model believes that the object cannot be seen here."""
        return self.presence < PRESENT_FROM


@dataclass(frozen=True, slots=True, eq=False)
class Hypotheses:
    """What a prompt could mean, the best first."""

    logits: NDArray[np.float32]
    """(n, grid height, grid width); n is 3 for one ambiguous click, else 1."""
    quality: NDArray[np.float32]
    """(n,) predicted IoU, 0..1, descending."""
    numbers: tuple[int, ...]
    """What to put into `FramePrompts.hypothesis` to choose each."""


class Stage(StrEnum):
    """The parts of a frame's work; between any two of them the caller may prompt or preview."""

    ENCODE = "encode"
    ATTEND = "attend"
    DECODE = "decode"


@dataclass(frozen=True, slots=True)
class StageDone:
    """A part of a frame's work is done; more follows."""

    frame: FrameIndex
    stage: Stage


@dataclass(frozen=True, slots=True, eq=False)
class FrameTracked:
    """A frame is finished for all objects of the run."""

    frame: FrameIndex
    pts: Pts
    masks: Mapping[ObjectId, MaskResult]
    new_shot: bool = False
    """A shot begins here, in the direction of the pass: nothing was remembered from the frames before."""
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know: a shot cut, a fall-back for lack of memory."""

    sentence: str
    frame: FrameIndex | None = None


TrackEvent = StageDone | FrameTracked | Notice
