"""Edits of the objects themselves: which there are, what they are called, how they stand to each other."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.errors import UsageError
from engine.project import checks
from engine.project.edit_base import Edit, found, unlocked, with_locked, with_object, with_value
from engine.project.model import FramePrompts, ObjectSpec, Project, Rgb, TakeSpan
from engine.project.take_spans import PtsSpan
from engine.types import ObjectId, Pts

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


def free_name(project: Project) -> str:
    """What a new object is called: counted from what there is, so that after undo the first is "Object 1" again."""
    taken = {spec.name for spec in project.objects}
    numbers = itertools.count(len(project.objects) + 1)
    return next(name for number in numbers if (name := f"Object {number}") not in taken)


def free_colour(project: Project) -> Rgb:
    """The colour of a new object: the first that is free, and where all are used the next one round."""
    taken = {spec.colour for spec in project.objects}
    return next((c for c in PALETTE if c not in taken), PALETTE[len(project.objects) % len(PALETTE)])


@dataclass(frozen=True, slots=True)
class AddObject:
    """A new object in front of the others. Its id is `project.next_object_id` of the project before."""

    name: str | None = None
    """None: "Object 3", where there are two already."""
    colour: Rgb | None = None
    """None: the first of the palette that no other object has."""
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
        name = free_name(project) if self.name is None else self.name
        colour = free_colour(project) if self.colour is None else self.colour
        return ObjectSpec(new_id, name, colour, {pts: said for pts, said in self.prompts.items() if said})


@dataclass(frozen=True, slots=True)
class RemoveObject:
    """Away with an object, its prompts, results, locks and hold-outs."""

    object: ObjectId

    def label(self, project: Project) -> str:
        return f"Remove {found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        spec = unlocked(project, self.object)
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
        less = replace(project, objects=objects, takes=with_value(project.takes, self.object, ()))
        return with_locked(less, self.object, ()), opposite


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
            takes=with_value(project.takes, self.spec.id, self.takes),
            next_object_id=max(project.next_object_id, ObjectId(self.spec.id + 1)),
        )
        grown = with_locked(grown, self.spec.id, self.locked_spans)
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
    """Another name, 1 to 200 letters."""

    object: ObjectId
    name: str

    def label(self, project: Project) -> str:
        return f"Rename {found(project, self.object).name} to {self.name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        checks.check_name(self.name)
        before = found(project, self.object)
        return with_object(project, replace(before, name=self.name)), RenameObject(self.object, before.name)


@dataclass(frozen=True, slots=True)
class SetColour:
    """The colour the object is drawn in, 0..255 each."""

    object: ObjectId
    colour: Rgb

    def label(self, project: Project) -> str:
        return f"Colour of {found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        checks.check_colour(self.colour)
        before = found(project, self.object)
        return with_object(project, replace(before, colour=self.colour)), SetColour(self.object, before.colour)


@dataclass(frozen=True, slots=True)
class SetVisible:
    """Whether the object is shown and exported."""

    object: ObjectId
    visible: bool

    def label(self, project: Project) -> str:
        name = found(project, self.object).name
        return f"Show {name}" if self.visible else f"Hide {name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        before = found(project, self.object)
        return with_object(project, replace(before, visible=self.visible)), SetVisible(self.object, before.visible)


@dataclass(frozen=True, slots=True)
class SetLocked:
    """A locked object takes no prompts, no refine settings, and cannot be removed, until it is unlocked."""

    object: ObjectId
    locked: bool

    def label(self, project: Project) -> str:
        name = found(project, self.object).name
        return f"Lock {name}" if self.locked else f"Unlock {name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        before = found(project, self.object)
        return with_object(project, replace(before, locked=self.locked)), SetLocked(self.object, before.locked)


@dataclass(frozen=True, slots=True)
class SetSolo:
    """While any object is solo, only those that are solo are shown."""

    object: ObjectId
    solo: bool

    def label(self, project: Project) -> str:
        name = found(project, self.object).name
        return f"Solo {name}" if self.solo else f"End solo of {name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        before = found(project, self.object)
        return with_object(project, replace(before, solo=self.solo)), SetSolo(self.object, before.solo)


@dataclass(frozen=True, slots=True)
class SetHoldouts:
    """Which objects this one is cut out of."""

    object: ObjectId
    in_front_of: tuple[ObjectId, ...]

    def label(self, project: Project) -> str:
        spec = found(project, self.object)
        names = {other.id: other.name for other in project.objects}
        come = [names[i] for i in self.in_front_of if i in names and i not in spec.in_front_of]
        gone = [names[i] for i in spec.in_front_of if i in names and i not in self.in_front_of]
        if come:
            return f"{spec.name} in front of {', '.join(come)}"
        return f"{spec.name} no longer in front of {', '.join(gone)}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        before = found(project, self.object)
        after = replace(before, in_front_of=self.in_front_of)
        checks.check_holdouts(project, after)
        return with_object(project, after), SetHoldouts(self.object, before.in_front_of)
