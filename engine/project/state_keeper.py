"""The project now, its history, and the way of both to the disk.

In memory a change is there at once; on disk it follows in order. Where the disk refuses one, everything built on it is
refused too and memory goes back to what the disk has.
"""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import Future

from engine.errors import ProjectError
from engine.project import parts as parts_module
from engine.project import state_rows, takes, typed_json
from engine.project.clock import utc_now
from engine.project.edits import Edit
from engine.project.history import History
from engine.project.model import FramePrompts, Project, TakeId
from engine.project.parts import Parts
from engine.project.state_rows import State
from engine.project.take_shelf import TakeShelf
from engine.project.takes import TakeState
from engine.project.writer import Writer
from engine.types import ObjectId, Pts


class StateKeeper:
    """Owns the state of one file. Safe from any thread; nothing in here waits for the disk."""

    def __init__(self, state: State, shelf: TakeShelf, writer: Writer) -> None:
        self._state = state
        self._shelf = shelf
        self._writer = writer
        self._lock = threading.RLock()
        self._epoch = 0
        self._broken: ProjectError | None = None

    @property
    def project(self) -> Project:
        """As it is now."""
        return self._state.project

    @property
    def history(self) -> History:
        """As it is now."""
        return self._state.history

    def submit(self, edit: Edit, into: int | None, renames: bool = False) -> Future[None]:
        """One more step, or part of the newest step where that has the number `into`. Raises UsageError at once."""
        with self._lock:
            before = self._state
            name = edit.label(before.project)
            project, _ = edit.apply(before.project)
            parts = parts_module.split(project)
            changed = parts_module.changes(before.parts, parts)
            if not changed:
                return _resolved()
            self._shelf.check(project, parts_module.takes_in(changed))
            history = before.history
            joins = into is not None and into == history.newest_done and not history.view().can_redo
            after = (
                history.extended(changed, name if renames else None)
                if joins
                else history.recorded(name, utc_now(), changed)
            )
            return self._advance(project, parts, after)

    def move(self, position: int) -> Future[None]:
        """To where `position` steps are done. Raises UsageError."""
        with self._lock:
            history, parts = self._state.history.moved(position, self._state.parts)
            project = parts_module.joined(parts, self._state.project.next_object_id)
            return self._advance(project, parts, history)

    def step(self, by: int) -> Future[None]:
        """One step back (-1) or forward (1). Raises UsageError."""
        with self._lock:
            return self.move(self._state.history.position + by)

    def reload(self, connection: sqlite3.Connection) -> None:
        """A write failed; called on the writer thread after the transaction was rolled back."""
        with self._lock:
            self._epoch += 1
            try:
                self._state = state_rows.read(connection)
                self._shelf.reload(takes.read_all(connection))
            except (sqlite3.Error, ProjectError):
                self._broken = ProjectError("The project file can no longer be read.", "Close it and open it again.")

    def reachable(self) -> frozenset[TakeId]:
        """Every take that the project shows or a step could show."""
        return frozenset(self._state.project_takes() | self._state.history.takes())

    def prompts_ever(self) -> set[tuple[ObjectId, Pts, str]]:
        """Object, pts and digest of all prompts that are there or that a step could bring back."""
        values = list(self._state.parts.items())
        for step in self._state.history.steps:
            values.extend((change.key, value) for change in step.changes for value in (change.before, change.after))
        return {_key(key, said) for key, said in values if isinstance(said, FramePrompts)}

    def _advance(self, project: Project, parts: Parts, history: History) -> Future[None]:
        if self._broken is not None:
            raise self._broken
        before, epoch = self._state, self._epoch
        attachments: typed_json.Attachments = {}
        changed = {c.key: c.after for c in parts_module.changes(before.parts, parts)}
        texts = {key: text for key, text in before.texts.items() if key in parts}
        texts.update({k: parts_module.write_part(v, attachments) for k, v in changed.items() if v is not None})
        after = State(project, parts, texts, history, before.revision + 1)

        def work(connection: sqlite3.Connection) -> None:
            if epoch != self._epoch:
                raise ProjectError("An earlier change could not be saved, so this one was not made.")
            state_rows.write(connection, before, after, attachments)
            for info in adopted:
                takes.set_state(info, TakeState.ADOPTED)(connection)

        self._state = after
        # Adopted after the state is set: a reader in between takes a finished take for a growing one, never for none.
        adopted = self._shelf.adopt(after.project_takes())
        return self._writer.submit(work)


def _key(key: str, said: FramePrompts) -> tuple[ObjectId, Pts, str]:
    _, object_id, pts = key.split("/")
    return ObjectId(int(object_id)), Pts(int(pts)), parts_module.prompts_digest(said)


def _resolved() -> Future[None]:
    done: Future[None] = Future()
    done.set_result(None)
    return done
