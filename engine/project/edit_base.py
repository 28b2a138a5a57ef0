"""What every edit is, several of them as one, and finding what an edit speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from engine.errors import UsageError
from engine.project.model import ObjectSpec, Project
from engine.project.take_spans import PtsSpan
from engine.types import ObjectId

_T = TypeVar("_T")


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


def found(project: Project, object_id: ObjectId) -> ObjectSpec:
    """The object with this id. Raises UsageError."""
    try:
        return project.object(object_id)
    except KeyError:
        raise UsageError(f"There is no object {object_id}.") from None


def unlocked(project: Project, object_id: ObjectId) -> ObjectSpec:
    """The object with this id, which may be edited. Raises UsageError."""
    spec = found(project, object_id)
    if spec.locked:
        raise UsageError(f"{spec.name} is locked.", "Unlock it first.")
    return spec


def with_object(project: Project, spec: ObjectSpec) -> Project:
    """The project with `spec` in the place of the object of its id."""
    return replace(project, objects=tuple(spec if other.id == spec.id else other for other in project.objects))


def with_locked(project: Project, object_id: ObjectId, spans: tuple[PtsSpan, ...]) -> Project:
    """The project with these locked spans of one object."""
    locked = with_value(project.settings.locked_spans, object_id, spans)
    return replace(project, settings=replace(project.settings, locked_spans=locked))


def with_value(
    mapping: Mapping[ObjectId, tuple[_T, ...]], key: ObjectId, value: tuple[_T, ...]
) -> Mapping[ObjectId, tuple[_T, ...]]:
    """The mapping with one value replaced; an empty one is left out."""
    changed = {k: v for k, v in mapping.items() if k != key}
    return dict(sorted({**changed, key: value}.items())) if value else changed
