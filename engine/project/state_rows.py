"""The project's present state and its undo history, as rows; read with every checksum compared."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import ProjectError
from engine.project import parts as parts_module
from engine.project import typed_json
from engine.project.history import History, Step
from engine.project.model import Project, TakeId
from engine.project.parts import Change, Parts
from engine.types import ObjectId


@dataclass(frozen=True, slots=True)
class State:
    """All that edits and undo concern, in memory as on disk."""

    project: Project
    parts: Parts
    texts: Mapping[str, str]
    """The parts' JSON, by key."""
    history: History
    revision: int
    """Counts every write of the state: whoever finds another number than he left has a rival."""

    def project_takes(self) -> set[TakeId]:
        """Every take the project shows."""
        return {span.take for spans in self.project.takes.values() for span in spans}


def read(connection: sqlite3.Connection) -> State:
    """The state on disk. Raises ProjectError where anything does not add up."""
    head = connection.execute("SELECT * FROM head").fetchall()
    if len(head) != 1 or head[0][-1] != _crc(*head[0][:-1]):
        raise _damaged()
    _, revision, position, last_step, step_count, next_object, digest, _ = head[0]
    texts = dict(connection.execute("SELECT key, json FROM parts").fetchall())
    if parts_module.digest(texts) != digest:
        raise _damaged()
    attachments = _Attachments(connection)
    parts = {key: parts_module.read_part(key, text, attachments.get) for key, text in texts.items()}
    history = _read_history(connection, attachments, (position, last_step, step_count))
    return State(parts_module.checked(parts, ObjectId(next_object)), parts, texts, history, revision)


def write(connection: sqlite3.Connection, before: State, after: State, attachments: typed_json.Attachments) -> None:
    """Bring the rows from `before` to `after`. Raises ProjectError where the file holds another revision."""
    _write_parts(connection, before.texts, after.texts)
    _write_steps(connection, before.history, after.history, attachments)
    connection.executemany(
        "INSERT OR IGNORE INTO attachments (digest, data) VALUES (?, ?)", sorted(attachments.items())
    )
    head = _head(after)
    changed = connection.execute(
        """UPDATE head SET revision = ?, position = ?, last_step = ?, step_count = ?, next_object = ?, parts_digest = ?,
        crc = ? WHERE id = 1 AND revision = ?""",
        (*head[1:], before.revision),
    )
    if changed.rowcount != 1:
        raise ProjectError("The project was changed by another program.", "Close it and open it again.")


def write_first(connection: sqlite3.Connection, state: State, attachments: typed_json.Attachments) -> None:
    """The state of a file that was just created."""
    connection.executemany("INSERT INTO parts VALUES (?, ?)", sorted(state.texts.items()))
    connection.executemany("INSERT INTO attachments (digest, data) VALUES (?, ?)", sorted(attachments.items()))
    connection.execute("INSERT INTO head VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _head(state))


def collect_attachments(connection: sqlite3.Connection) -> None:
    """Delete the attachments that neither a part nor a step names."""
    named: set[str] = set()
    for table in ("parts", "steps"):
        for (text,) in connection.execute(f"SELECT json FROM {table}"):
            named |= typed_json.attachment_names(text)
    present = {digest for (digest,) in connection.execute("SELECT digest FROM attachments")}
    connection.executemany("DELETE FROM attachments WHERE digest = ?", [(d,) for d in sorted(present - named)])


def write_note(connection: sqlite3.Connection, key: str, text: str) -> None:
    """Put a note in the place of the one with this key."""
    connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (key, text))


def read_note(connection: sqlite3.Connection, key: str) -> str | None:
    """The note with this key."""
    row = connection.execute("SELECT json FROM notes WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


class _Attachments:
    """Bytes by digest, read when asked for, each once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[str, bytes] = {}

    def get(self, digest: str) -> bytes:
        if digest not in self._known:
            row = self._connection.execute("SELECT data FROM attachments WHERE digest = ?", (digest,)).fetchone()
            if row is None or not isinstance(row[0], bytes) or hashlib.sha256(row[0]).hexdigest() != digest:
                raise _damaged()
            self._known[digest] = row[0]
        return self._known[digest]


def _read_history(connection: sqlite3.Connection, attachments: _Attachments, where: tuple[int, int, int]) -> History:
    position, last_step, step_count = where
    rows = connection.execute("SELECT number, name, made_at, json, crc FROM steps ORDER BY number").fetchall()
    expected = list(range(last_step - step_count + 1, last_step + 1))
    if [row[0] for row in rows] != expected or not 0 <= position <= step_count:
        raise _damaged()
    steps = []
    for number, name, made_at, text, crc in rows:
        if crc != _crc(number, name, made_at, text):
            raise _damaged()
        steps.append(Step(number, name, made_at, _read_changes(text, attachments)))
    return History(tuple(steps), position, last_step + 1)


def _read_changes(text: str, attachments: _Attachments) -> tuple[Change, ...]:
    try:
        listed = typed_json.from_text(text, tuple[tuple[str, str | None, str | None], ...], attachments.get)
    except typed_json.NotThatType:
        raise _damaged() from None
    return tuple(Change(key, *(_value(key, value, attachments) for value in values)) for key, *values in listed)


def _value(key: str, text: str | None, attachments: _Attachments) -> object:
    return None if text is None else parts_module.read_part(key, text, attachments.get)


def _changes_text(changes: tuple[Change, ...], attachments: typed_json.Attachments) -> str:
    def text(value: object) -> str | None:
        return None if value is None else parts_module.write_part(value, attachments)

    return typed_json.to_text([(c.key, text(c.before), text(c.after)) for c in changes], {})


def _write_parts(connection: sqlite3.Connection, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    gone = [(key,) for key in before if key not in after]
    new = [(key, text) for key, text in after.items() if before.get(key) != text]
    connection.executemany("DELETE FROM parts WHERE key = ?", gone)
    connection.executemany("INSERT OR REPLACE INTO parts VALUES (?, ?)", new)


def _write_steps(
    connection: sqlite3.Connection, before: History, after: History, attachments: typed_json.Attachments
) -> None:
    if before.steps is after.steps:
        return
    kept = {id(step) for step in after.steps}
    old = {id(step) for step in before.steps}
    gone = [(step.number,) for step in before.steps if id(step) not in kept]
    connection.executemany("DELETE FROM steps WHERE number = ?", gone)
    for step in after.steps:
        if id(step) not in old:
            row = (step.number, step.name, step.made_at, _changes_text(step.changes, attachments))
            connection.execute("INSERT INTO steps VALUES (?, ?, ?, ?, ?)", (*row, _crc(*row)))


def _head(state: State) -> tuple[object, ...]:
    """The row of `head`, its checksum last."""
    history = state.history
    row = (
        *(1, state.revision, history.position, history.next_number - 1, len(history.steps)),
        *(state.project.next_object_id, parts_module.digest(state.texts)),
    )
    return (*row, _crc(*row))


def _crc(*values: object) -> int:
    return zlib.crc32(repr([str(value) for value in values]).encode("utf-8", "surrogatepass"))


def _damaged() -> ProjectError:
    return ProjectError(
        "The project's contents are damaged.", "The file has been left as it is; go back to a copy of it."
    )
