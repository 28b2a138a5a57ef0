"""Edits of the whole project: settings, the clip, and which results are shown where."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.errors import UsageError
from engine.project import checks
from engine.project.edit_base import Edit, found, with_locked, with_value
from engine.project.model import LookSettings, Project, ProjectSettings, SourceReference, TakeId, TakeSpan
from engine.project.step_labels import look_label, settings_label
from engine.project.take_spans import PtsSpan, overlaid, united, without
from engine.types import ObjectId, Pts


@dataclass(frozen=True, slots=True)
class SetSettings:
    """All settings at once; take `project.settings` and replace what changes. Locked spans stay: see LockSpan."""

    settings: ProjectSettings

    def label(self, project: Project) -> str:
        return settings_label(project.settings, self.settings)

    def apply(self, project: Project) -> tuple[Project, Edit]:
        kept = replace(self.settings, locked_spans=project.settings.locked_spans)
        checks.check_settings(kept)
        return replace(project, settings=kept), SetSettings(project.settings)


@dataclass(frozen=True, slots=True)
class SetLook:
    """How the result is looked at: which look, and everything set for looks and effects."""

    look: str
    values: LookSettings

    def label(self, project: Project) -> str:
        return look_label(project.settings, self.look, self.values)

    def apply(self, project: Project) -> tuple[Project, Edit]:
        before = project.settings
        after = replace(before, look=self.look, look_settings=self.values)
        checks.check_settings(after)
        return replace(project, settings=after), SetLook(before.look, before.look_settings)


@dataclass(frozen=True, slots=True)
class LockSpan:
    """Frames start <= pts < stop of an object keep what they show whatever is tracked; or do so no longer."""

    object: ObjectId
    start: Pts
    stop: Pts
    locked: bool = True

    def label(self, project: Project) -> str:
        name = found(project, self.object).name
        return f"Lock a span of {name}" if self.locked else f"Unlock a span of {name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        found(project, self.object)
        if self.start >= self.stop:
            raise UsageError("The span holds no frames.", "Select at least one frame.")
        before = project.settings.locked_spans.get(self.object, ())
        span = (self.start, self.stop)
        after = united([*before, span]) if self.locked else without(before, [span])
        return with_locked(project, self.object, after), SetLockedSpans(self.object, before)


@dataclass(frozen=True, slots=True)
class SetLockedSpans:
    """All locked spans of one object."""

    object: ObjectId
    spans: tuple[PtsSpan, ...]

    def label(self, project: Project) -> str:
        return f"Locked spans of {found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        found(project, self.object)
        after = with_locked(project, self.object, self.spans)
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
        return f"Mask of {found(project, self.object).name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        found(project, self.object)
        if any(start >= stop for start, stop in self.spans):
            raise UsageError("A span of results holds no frames.")
        before = project.takes.get(self.object, ())
        locked = project.settings.locked_spans.get(self.object, ())
        after = overlaid(before, self.take, self.spans, locked)
        tracked = replace(project, takes=with_value(project.takes, self.object, after))
        return tracked, ReplaceTakes(self.object, before)


@dataclass(frozen=True, slots=True)
class ReplaceTakes:
    """All of an object's results at once; an empty tuple clears them."""

    object: ObjectId
    spans: tuple[TakeSpan, ...]

    def label(self, project: Project) -> str:
        name = found(project, self.object).name
        return f"Results of {name}" if self.spans else f"Clear results of {name}"

    def apply(self, project: Project) -> tuple[Project, Edit]:
        found(project, self.object)
        checks.check_take_spans(self.spans)
        after = replace(project, takes=with_value(project.takes, self.object, self.spans))
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
