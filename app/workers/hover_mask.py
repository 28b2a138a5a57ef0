"""The mask under the pointer as it will look once it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.project.model import FramePrompts, ObjectSpec, RefineSettings, SourceReference
from engine.project.pointing import said_by
from engine.refine.keyframes import settings_at
from engine.refine.pipeline import tidied
from engine.render.pointed_at import pointed_at
from engine.types import Logits, ObjectId, Pts


def as_shown(
    logits: Logits,
    source: SourceReference,
    spec: ObjectSpec | None,
    pts: Pts,
    prompts: FramePrompts,
    logits_of: Callable[[ObjectId, Pts], Logits | None],
) -> Logits:
    """What a click would give, without the specks and islands that its mask will not show either. `spec`: the object,
    None for one that is not there yet; `logits_of`: its masks on other frames."""
    hw = (source.height, source.width)
    if spec is None:
        return tidied(logits, hw, RefineSettings(), said_by(prompts, source.width, source.height))
    asked = replace(spec, prompts={**spec.prompts, pts: prompts})
    said = pointed_at(asked, pts, source, lambda thing, at: logits if at == pts else logits_of(thing, at))
    return tidied(logits, hw, settings_at(spec, pts), said)
