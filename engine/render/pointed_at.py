"""Which pieces of an object's mask a person pointed at, on one frame and on those around it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from engine.masks.islands import Said, smallest_said
from engine.project.model import FramePrompts, ObjectSpec, SourceReference
from engine.project.pointing import may_say_several, said_by
from engine.types import Logits, ObjectId, Pts

LOOKED_AT_PX = 256
"""Longer side at which a painted mask's pieces are measured."""


def pointed_at(
    spec: ObjectSpec, pts: Pts, source: SourceReference, logits_of: Callable[[ObjectId, Pts], Logits | None]
) -> Said:
    """What is said of the pieces on the frame at `pts`, and how small a piece was on the nearest frames before and
    after it where several were pointed at. `logits_of`: the object's mask on a frame, None where there is none."""
    smallest = math.inf
    for at in frames_of_several(spec, pts):
        prompts = spec.prompts[at]
        mask = _painted(prompts) if prompts.mask is not None and prompts.mask.final else logits_of(spec.id, at)
        if mask is not None:
            smallest = min(smallest, smallest_said(mask, said_by(prompts, source.width, source.height)))
    return replace(said_by(spec.prompts.get(pts), source.width, source.height), smallest=smallest)


def frames_of_several(spec: ObjectSpec, pts: Pts) -> list[Pts]:
    """The nearest frame up to `pts` and the nearest after it on which several pieces may have been pointed at."""
    times = sorted(at for at, prompts in spec.prompts.items() if may_say_several(prompts))
    return [at for at in times if at <= pts][-1:] + [at for at in times if at > pts][:1]


def _painted(prompts: FramePrompts) -> Logits | None:
    """A painted mask, small; None where it cannot be read, which whoever shows it will say."""
    assert prompts.mask is not None
    drawn = cv2.imdecode(np.frombuffer(prompts.mask.png, np.uint8), cv2.IMREAD_GRAYSCALE)
    if drawn is None:
        return None
    share = min(1.0, LOOKED_AT_PX / max(drawn.shape))
    small = cv2.resize(drawn, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return np.asarray(small.astype(np.float32) - 127.5, np.float32)
