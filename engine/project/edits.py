"""Everything a person can change, as small frozen values that return their opposite.

    project, opposite = edit.apply(project)

An edit that makes no sense raises UsageError and nothing has changed: projects are frozen. `label(project)`, asked
before the edit is applied, is what the history panel shows. Applying the opposite gives the project before, except
`next_object_id`, which only grows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Protocol, TypeVar

from engine.errors import UsageError
from engine.project import checks
from engine.project.model import (
    FramePrompts,
    ObjectSpec,
    Project,
    ProjectSettings,
    RefineSettings,
    Rgb,
    SourceReference,
    TakeId,
    TakeSpan,
)
from engine.project.take_spans import PtsSpan, overlaid, united, without
from engine.types import ObjectId, Pts

_T = TypeVar("_T")

PALETTE: tuple[Rgb, ...] = (
    (86, 180, 233),
    (230, 159, 0),
    (0, 158, 115),
    (204, 121, 167),
    (240, 228, 66),
    (213, 94, 0),
    (0, 114, 178),
    (160, 160, 160),
)
"""Okabe and Ito's colours, told apart with every kind of colour vision ("Color Universal Design", 2008)."""


class Edit(Protocol):
    """One change, as data."""

    def label(self, project: Project) -> str:
        """What the history calls it; `project` is the one before."""
        ...

    def apply(self, project: Project) -> tuple[Project, Edit]:
        """The project after, and the edit that takes it back. Raises UsageError."""
        ...


@dataclass(frozen=True, slots=True)
class Batch:
    """Several edits as one step: a gesture, or results for several objects. All of them, or none."""

    name: str
    edits: tuple[Edit, ...]

    def label(self, project: Project) -> str:
        return self.name

    def apply(self, project: Project) -> tuple[Project, Edit]:
        opposites: list[Edit] = []
        for edit in self.edits:
            project, opposite = edit.apply(project)
            opposites.append(opposite)
        return project, Batch(self.name, tuple(reversed(opposites)))


@dataclass(frozen=True, slots=True)
class AddObject:
    """A new object in front of the others. Its id is `project.next_object_id` of the project before."""

    name: str | None = None
    """None: "Object 3", after its id."""
    colour: Rgb | None = None
    """None: the next of the palette."""
    prompts: Mapping[Pts, FramePrompts] = field(default_factory=dict)

    def label(self, project: Project) -> str:
        return f"Add {self._spec(project).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        spec = self._spec(project)
        checks.check_name(spec.name)
        checks.check_colour(spec.colour)
        for prompts in spec.prompts.values():
            checks.check_prompts(prompts, project.source)
        grown = replace(project, objects=(*project.objects, spec), next_object_id=ObjectId(spec.id + 1))
        return grown, RemoveObject(spec.id)

    def _spec(self, project: Project) -> ObjectSpec:
        new_id = project.next_object_id
        name = f"Object {new_id}" if self.name is None else self.name
        colour = PALETTE[(new_id - 1) % len(PALETTE)] if self.colour is None else self.colour
        return ObjectSpec(new_id, name, colour, {pts: said for pts, said in self.prompts.items() if said})


@dataclass(frozen=True, slots=True)
class RemoveObject:
    """Away with an object, its prompts, results, locks and hold-outs."""

    object: ObjectId

    def label(self, project: Project) -> str:
        return f"Remove {_found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        spec = _unlocked(project, self.object)
        opposite = RestoreObject(
            spec,
            project.objects.index(spec),
            project.takes.get(self.object, ()),
            project.settings.locked_spans.get(self.object, ()),
            {other.id: other.in_front_of for other in project.objects if self.object in other.in_front_of},
        )
        objects = tuple(
            replace(other, in_front_of=tuple(i for i in other.in_front_of if i != self.object))
            if self.object in other.in_front_of
            else other
            for other in project.objects
            if other.id != self.object
        )
        less = replace(project, objects=objects, takes=_with(project.takes, self.object, ()))
        return _with_locked(less, self.object, ()), opposite


@dataclass(frozen=True, slots=True)
class RestoreObject:
    """A removed object, back with all it had."""

    spec: ObjectSpec
    position: int
    takes: tuple[TakeSpan, ...] = ()
    locked_spans: tuple[PtsSpan, ...] = ()
    cut_out_of: Mapping[ObjectId, tuple[ObjectId, ...]] = field(default_factory=dict)
    """What `in_front_of` of others was."""

    def label(self, project: Project) -> str:
        return f"Restore {self.spec.name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        if any(other.id == self.spec.id for other in project.objects):
            raise UsageError(f"{self.spec.name} is still there.")
        others = [replace(o, in_front_of=self.cut_out_of.get(o.id, o.in_front_of)) for o in project.objects]
        others.insert(self.position, self.spec)
        grown = replace(
            project,
            objects=tuple(others),
            takes=_with(project.takes, self.spec.id, self.takes),
            next_object_id=max(project.next_object_id, ObjectId(self.spec.id + 1)),
        )
        grown = _with_locked(grown, self.spec.id, self.locked_spans)
        checks.check_project(grown)
        return grown, RemoveObject(self.spec.id)


@dataclass(frozen=True, slots=True)
class ReorderObjects:
    """A new drawing order, the first one at the back. Names every object once."""

    order: tuple[ObjectId, ...]

    def label(self, project: Project) -> str:
        return "Reorder objects"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        before = tuple(spec.id for spec in project.objects)
        if sorted(before) != sorted(self.order):
            raise UsageError("The new order has to name every object once.")
        objects = tuple(project.object(object_id) for object_id in self.order)
        return replace(project, objects=objects), ReorderObjects(before)


@dataclass(frozen=True, slots=True)
class RenameObject:
    object: ObjectId
    name: str

    def label(self, project: Project) -> str:
        return f"Rename {_found(project, self.object).name} to {self.name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        checks.check_name(self.name)
        before = _found(project, self.object)
        return _with_object(project, replace(before, name=self.name)), RenameObject(self.object, before.name)


@dataclass(frozen=True, slots=True)
class SetColour:
    object: ObjectId
    colour: Rgb

    def label(self, project: Project) -> str:
        return f"Colour of {_found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        checks.check_colour(self.colour)
        before = _found(project, self.object)
        return _with_object(project, replace(before, colour=self.colour)), SetColour(self.object, before.colour)


@dataclass(frozen=True, slots=True)
class SetVisible:
    object: ObjectId
    visible: bool

    def label(self, project: Project) -> str:
        return f"{'Show' if self.visible else 'Hide'} {_found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        before = _found(project, self.object)
        return _with_object(project, replace(before, visible=self.visible)), SetVisible(self.object, before.visible)


@dataclass(frozen=True, slots=True)
class SetLocked:
    """A locked object takes no prompts, no refine settings, and cannot be removed, until it is unlocked."""

    object: ObjectId
    locked: bool

    def label(self, project: Project) -> str:
        return f"{'Lock' if self.locked else 'Unlock'} {_found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        before = _found(project, self.object)
        return _with_object(project, replace(before, locked=self.locked)), SetLocked(self.object, before.locked)


@dataclass(frozen=True, slots=True)
class SetSolo:
    object: ObjectId
    solo: bool

    def label(self, project: Project) -> str:
        return f"{'Solo' if self.solo else 'End solo of'} {_found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        before = _found(project, self.object)
        return _with_object(project, replace(before, solo=self.solo)), SetSolo(self.object, before.solo)


@dataclass(frozen=True, slots=True)
class SetPrompts:
    """All that is said about an object on one frame; empty prompts take the frame's away."""

    object: ObjectId
    pts: Pts
    prompts: FramePrompts

    def label(self, project: Project) -> str:
        spec = _found(project, self.object)
        return f"{_what_changed(spec.prompts.get(self.pts, FramePrompts()), self.prompts)} {spec.name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        checks.check_prompts(self.prompts, project.source)
        before = _unlocked(project, self.object)
        prompts = {pts: said for pts, said in before.prompts.items() if pts != self.pts}
        if self.prompts:
            prompts[self.pts] = self.prompts
        after = replace(before, prompts=dict(sorted(prompts.items())))
        opposite = SetPrompts(self.object, self.pts, before.prompts.get(self.pts, FramePrompts()))
        return _with_object(project, after), opposite


@dataclass(frozen=True, slots=True)
class SetRefine:
    """How the object's edge is made, wherever no key frame says otherwise."""

    object: ObjectId
    settings: RefineSettings

    def label(self, project: Project) -> str:
        return f"Refine {_found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        checks.check_refine(self.settings)
        before = _unlocked(project, self.object)
        return _with_object(project, replace(before, refine=self.settings)), SetRefine(self.object, before.refine)


@dataclass(frozen=True, slots=True)
class SetRefineKey:
    """A key frame of the refine settings; None takes it away."""

    object: ObjectId
    pts: Pts
    settings: RefineSettings | None

    def label(self, project: Project) -> str:
        verb = "Remove refine key of" if self.settings is None else "Refine key of"
        return f"{verb} {_found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        before = _unlocked(project, self.object)
        keys = {pts: settings for pts, settings in before.refine_keys.items() if pts != self.pts}
        if self.settings is not None:
            checks.check_refine(self.settings)
            keys[self.pts] = self.settings
        after = replace(before, refine_keys=dict(sorted(keys.items())))
        return _with_object(project, after), SetRefineKey(self.object, self.pts, before.refine_keys.get(self.pts))


@dataclass(frozen=True, slots=True)
class SetHoldouts:
    """Which objects this one is cut out of."""

    object: ObjectId
    in_front_of: tuple[ObjectId, ...]

    def label(self, project: Project) -> str:
        return f"Hold-outs of {_found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        before = _found(project, self.object)
        after = replace(before, in_front_of=self.in_front_of)
        checks.check_holdouts(project, after)
        return _with_object(project, after), SetHoldouts(self.object, before.in_front_of)


@dataclass(frozen=True, slots=True)
class SetSettings:
    """All settings at once; take `project.settings` and replace what changes. Locked spans stay: see LockSpan."""

    settings: ProjectSettings

    def label(self, project: Project) -> str:
        before = project.settings
        changed = [f.name for f in fields(before) if getattr(before, f.name) != getattr(self.settings, f.name)]
        named = [_SETTING_LABELS.get(name, name.replace("_", " ")) for name in changed]
        return f"Set {', '.join(named)}" if named else "Settings"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        kept = replace(self.settings, locked_spans=project.settings.locked_spans)
        checks.check_settings(kept)
        return replace(project, settings=kept), SetSettings(project.settings)


_SETTING_LABELS: Mapping[str, str] = {"in_pts": "in point", "out_pts": "out point", "image_size": "model input size"}


@dataclass(frozen=True, slots=True)
class LockSpan:
    """Frames start <= pts < stop of an object keep what they show whatever is tracked; or do so no longer."""

    object: ObjectId
    start: Pts
    stop: Pts
    locked: bool = True

    def label(self, project: Project) -> str:
        return f"{'Lock' if self.locked else 'Unlock'} a span of {_found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        _found(project, self.object)
        if self.start >= self.stop:
            raise UsageError("The span holds no frames.", "Select at least one frame.")
        before = project.settings.locked_spans.get(self.object, ())
        span = (self.start, self.stop)
        after = united([*before, span]) if self.locked else without(before, [span])
        return _with_locked(project, self.object, after), SetLockedSpans(self.object, before)


@dataclass(frozen=True, slots=True)
class SetLockedSpans:
    """All locked spans of one object."""

    object: ObjectId
    spans: tuple[PtsSpan, ...]

    def label(self, project: Project) -> str:
        return f"Locked spans of {_found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        _found(project, self.object)
        after = _with_locked(project, self.object, self.spans)
        checks.check_settings(after.settings)
        return after, SetLockedSpans(self.object, project.settings.locked_spans.get(self.object, ()))


@dataclass(frozen=True, slots=True)
class AssignSpans:
    """An object shows `take` within `spans`, over what it showed before, except where it is locked.

    A take is never copied or changed: to take this back is to point the spans at the old takes again.
    """

    object: ObjectId
    take: TakeId
    spans: tuple[PtsSpan, ...]

    def label(self, project: Project) -> str:
        return f"Track {_found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        _found(project, self.object)
        if any(start >= stop for start, stop in self.spans):
            raise UsageError("A span of results holds no frames.")
        before = project.takes.get(self.object, ())
        locked = project.settings.locked_spans.get(self.object, ())
        after = overlaid(before, self.take, self.spans, locked)
        tracked = replace(project, takes=_with(project.takes, self.object, after))
        return tracked, ReplaceTakes(self.object, before)


@dataclass(frozen=True, slots=True)
class ReplaceTakes:
    """All of an object's results at once; an empty tuple clears them."""

    object: ObjectId
    spans: tuple[TakeSpan, ...]

    def label(self, project: Project) -> str:
        verb = "Results of" if self.spans else "Clear results of"
        return f"{verb} {_found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        _found(project, self.object)
        checks.check_take_spans(self.spans)
        after = replace(project, takes=_with(project.takes, self.object, self.spans))
        return after, ReplaceTakes(self.object, project.takes.get(self.object, ()))


@dataclass(frozen=True, slots=True)
class SetSource:
    """The clip is somewhere else now; see `source_reference.relink`, which checks that it is the same one."""

    source: SourceReference

    def label(self, project: Project) -> str:
        return f"Relink to {self.source.path.name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        after = replace(project, source=self.source)
        checks.check_project(after)
        return after, SetSource(project.source)


def _found(project: Project, object_id: ObjectId) -> ObjectSpec:
    try:
        return project.object(object_id)
    except KeyError:
        raise UsageError(f"There is no object {object_id}.") from None


def _unlocked(project: Project, object_id: ObjectId) -> ObjectSpec:
    spec = _found(project, object_id)
    if spec.locked:
        raise UsageError(f"{spec.name} is locked.", "Unlock it first.")
    return spec


def _with_object(project: Project, spec: ObjectSpec) -> Project:
    return replace(project, objects=tuple(spec if other.id == spec.id else other for other in project.objects))


def _with_locked(project: Project, object_id: ObjectId, spans: tuple[PtsSpan, ...]) -> Project:
    locked = _with(project.settings.locked_spans, object_id, spans)
    return replace(project, settings=replace(project.settings, locked_spans=locked))


def _with(
    mapping: Mapping[ObjectId, tuple[_T, ...]], key: ObjectId, value: tuple[_T, ...]
) -> Mapping[ObjectId, tuple[_T, ...]]:
    changed = {k: v for k, v in mapping.items() if k != key}
    return dict(sorted({**changed, key: value}.items())) if value else changed


def _what_changed(before: FramePrompts, after: FramePrompts) -> str:
    if not after:
        return "Clear prompts of"
    if after.mask != before.mask:
        return "Paint"
    if after.box != before.box:
        return "Box"
    if len(after.clicks) > len(before.clicks):
        return "Click" if after.clicks[-1].positive else "Exclude from"
    if len(after.clicks) < len(before.clicks):
        return "Remove a click of"
    return "Choose hypothesis for" if after.hypothesis != before.hypothesis else "Move a click of"
