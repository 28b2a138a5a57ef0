"""The undo history: which step changed which parts, and where we are in it. Pure data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.errors import UsageError
from engine.project.model import TakeId
from engine.project.parts import Change, Parts, takes_in

MAX_STEPS = 500
"""Older steps are forgotten; their takes can then be collected."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person did."""

    number: int
    """Steps of a history have consecutive numbers; the first one of a project has 1."""
    name: str
    made_at: str
    """UTC, ISO 8601."""
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class HistoryView:
    """For the history panel: every step's name, oldest first; the first `position` are done."""

    names: tuple[str, ...]
    position: int

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self.position > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return self.position < len(self.names)


@dataclass(frozen=True, slots=True)
class History:
    """Steps, oldest first; the first `position` of them are done, the others undone."""

    steps: tuple[Step, ...] = ()
    position: int = 0
    next_number: int = 1

    def view(self) -> HistoryView:
        """What the panel shows."""
        return HistoryView(tuple(step.name for step in self.steps), self.position)

    def recorded(self, name: str, made_at: str, changes: tuple[Change, ...]) -> History:
        """After one more step; what was undone is forgotten, and so is what is older than MAX_STEPS."""
        kept, undone = self.steps[: self.position], self.steps[self.position :]
        number = undone[0].number if undone else self.next_number
        steps = (*kept, Step(number, name, made_at, changes))[-MAX_STEPS:]
        return History(steps, len(steps), number + 1)

    def takes(self) -> set[TakeId]:
        """Every take that a step points to, before or after it."""
        return {take for step in self.steps for take in takes_in(step.changes)}

    @property
    def newest_done(self) -> int:
        """The number of the step that was done last; 0 where none is."""
        return self.steps[self.position - 1].number if self.position else 0

    def extended(self, changes: tuple[Change, ...], name: str | None = None) -> History:
        """After more changes within the newest step, which gets another name where one is given; nothing may be
        undone at that time."""
        newest = self.steps[-1]
        firsts = {change.key: change.before for change in newest.changes}
        afters = {change.key: change for change in (*newest.changes, *changes)}
        merged = tuple(Change(key, firsts.get(key, c.before), c.after) for key, c in afters.items())
        return replace(self, steps=(*self.steps[:-1], replace(newest, name=name or newest.name, changes=merged)))

    def moved(self, position: int, parts: Parts) -> tuple[History, Parts]:
        """After undoing or redoing up to `position`, and the parts as they are then. Raises UsageError."""
        if not 0 <= position <= len(self.steps):
            raise UsageError("There is nothing to undo." if position < 0 else "There is nothing to redo.")
        parts = dict(parts)
        for step in reversed(self.steps[position : self.position]):
            _put(parts, {change.key: change.before for change in step.changes})
        for step in self.steps[self.position : position]:
            _put(parts, {change.key: change.after for change in step.changes})
        return History(self.steps, position, self.next_number), parts


def _put(parts: Parts, values: Parts) -> None:
    for key, value in values.items():
        if value is None:
            parts.pop(key, None)
        else:
            parts[key] = value
