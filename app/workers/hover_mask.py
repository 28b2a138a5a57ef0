"""The mask under the pointer as it will look once it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.project.model import FramePrompts, ObjectSpec, Project, RefineSettings
from engine.project.pointing import said_by
from engine.refine.keyframes import settings_at
from engine.refine.pipeline import tidied
from engine.render.pointed_at import pointed_at
from engine.types import Logits, ObjectId, Pts


@dataclass(frozen=True)
class MaskAsShown:
    """Masks of one object on one frame without the specks and islands that the matte will not show either."""

    project: Project
    object_id: ObjectId | None
    """None, or one that is not there: what a new object would show."""
    pts: Pts
    logits_of: Callable[[ObjectId, Pts], Logits | None]
    """The object's masks."""

    def after(self, logits: Logits, prompts: FramePrompts) -> Logits:
        """What `prompts`, answered with `logits`, would show, (h, w)."""
        spec, source = self._spec, self.project.source
        hw = (source.height, source.width)
        if spec is None:
            return tidied(logits, hw, RefineSettings(), said_by(prompts, source.width, source.height))
        asked = replace(spec, prompts={**spec.prompts, self.pts: prompts})
        said = pointed_at(asked, self.pts, source, lambda thing, at: self._mask(thing, at, logits))
        return tidied(logits, hw, settings_at(spec, self.pts), said)

    def now(self) -> Logits | None:
        """What is shown now; None where there is no mask."""
        spec = self._spec
        logits = None if spec is None else self.logits_of(spec.id, self.pts)
        if spec is None or logits is None:
            return None
        return self.after(logits, spec.prompts.get(self.pts, FramePrompts()))

    @property
    def _spec(self) -> ObjectSpec | None:
        return next((spec for spec in self.project.objects if spec.id == self.object_id), None)

    def _mask(self, thing: ObjectId, at: Pts, here: Logits) -> Logits | None:
        return here if at == self.pts else self.logits_of(thing, at)
