"""Edits of what is said about an object: prompts, and how its edge is made."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.project import checks
from engine.project.edit_base import Edit, found, unlocked, with_object
from engine.project.model import FramePrompts, Project, RefineSettings
from engine.project.step_labels import refine_label
from engine.types import ObjectId, Pts


@dataclass(frozen=True, slots=True)
class SetPrompts:
    """All that is said about an object on one frame; empty prompts take the frame's away."""

    object: ObjectId
    pts: Pts
    prompts: FramePrompts

    def label(self, project: Project) -> str:
        spec = found(project, self.object)
        return _what_changed(spec.prompts.get(self.pts, FramePrompts()), self.prompts, spec.name)

    def apply(self, project: Project) -> tuple[Project, Edit]:
        checks.check_prompts(self.prompts, project.source)
        before = unlocked(project, self.object)
        prompts = {pts: said for pts, said in before.prompts.items() if pts != self.pts}
        if self.prompts:
            prompts[self.pts] = self.prompts
        after = replace(before, prompts=dict(sorted(prompts.items())))
        opposite = SetPrompts(self.object, self.pts, before.prompts.get(self.pts, FramePrompts()))
        return with_object(project, after), opposite


def _what_changed(before: FramePrompts, after: FramePrompts, name: str) -> str:
    if not after:
        return f"Clear prompts of {name}"
    if after.mask != before.mask:
        return f"Paint {name}"
    if after.box != before.box:
        return f"Box {name}"
    if len(after.clicks) > len(before.clicks):
        return f"Click {name}" if after.clicks[-1].positive else f"Exclude from {name}"
    if len(after.clicks) < len(before.clicks):
        return f"Remove a click of {name}"
    another = after.hypothesis != before.hypothesis
    return f"Choose hypothesis for {name}" if another else f"Move a click of {name}"


@dataclass(frozen=True, slots=True)
class SetRefine:
    """How the object's edge is made, wherever no key frame says otherwise."""

    object: ObjectId
    settings: RefineSettings

    def label(self, project: Project) -> str:
        spec = found(project, self.object)
        what = refine_label(project, spec.refine, self.settings)
        return f"Refine {spec.name}: {what}" if what else f"Refine {spec.name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        checks.check_refine(self.settings)
        before = unlocked(project, self.object)
        return with_object(project, replace(before, refine=self.settings)), SetRefine(self.object, before.refine)


@dataclass(frozen=True, slots=True)
class SetRefineKey:
    """A key frame of the refine settings; None takes it away."""

    object: ObjectId
    pts: Pts
    settings: RefineSettings | None

    def label(self, project: Project) -> str:
        spec = found(project, self.object)
        if self.settings is None:
            return f"Remove refine key of {spec.name}"
        before = spec.refine_keys.get(self.pts)
        what = "" if before is None else refine_label(project, before, self.settings)
        return f"Refine key of {spec.name}: {what}" if what else f"Refine key of {spec.name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        before = unlocked(project, self.object)
        keys = {pts: settings for pts, settings in before.refine_keys.items() if pts != self.pts}
        if self.settings is not None:
            checks.check_refine(self.settings)
            keys[self.pts] = self.settings
        after = replace(before, refine_keys=dict(sorted(keys.items())))
        return with_object(project, after), SetRefineKey(self.object, self.pts, before.refine_keys.get(self.pts))
