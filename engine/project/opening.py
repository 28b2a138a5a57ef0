"""Making a project file, opening one, copying one: whole files only, and nothing is ever written over another."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from engine.errors import ProjectError
from engine.project import database, migrations, state_rows, takes, typed_json
from engine.project import parts as parts_module
from engine.project.history import History
from engine.project.model import Project, TakeId
from engine.project.process_lock import ProcessLock
from engine.project.state_rows import State
from engine.project.takes import TakeInfo


@dataclass(frozen=True, slots=True)
class Opened:
    """An open, locked, checked file."""

    path: Path
    lock: ProcessLock
    writing: sqlite3.Connection
    reading: sqlite3.Connection
    state: State
    takes: dict[TakeId, TakeInfo]


def opened(path: Path) -> Opened:
    """Lock, check and, where needed, migrate the file at `path`. Raises ProjectError; then the file is as it was."""
    path = path.resolve()
    database.check_header(path)
    lock = ProcessLock(path)
    connections: list[sqlite3.Connection] = []
    try:
        with database.translated(path):
            return _checked(path, lock, connections)
    except BaseException:
        for connection in connections:
            connection.close()
        lock.release()
        raise


def write_new(path: Path, project: Project) -> None:
    """A new file with this project and no history. Raises ProjectError where one is there already."""
    _place(path, lambda beside: _fill(beside, project))


def copy(path: Path, target: Path) -> None:
    """What is committed in the open project at `path`, as another file. Raises ProjectError where one is there."""
    _place(target, lambda beside: _back_up(path, beside))


def _checked(path: Path, lock: ProcessLock, connections: list[sqlite3.Connection]) -> Opened:
    """Both connections are put into `connections` as they are made.

    The journal mode comes last: a file that is refused is not written to.
    """
    writing = database.connected(path)
    connections.append(writing)
    migrations.check_no_code(writing)
    database.check_pages(writing, path)
    migrations.migrate(writing)
    migrations.check_schema(writing)
    state, known = state_rows.read(writing), takes.read_all(writing)
    if (state.history.takes() | state.project_takes()) - set(known):
        raise database.damaged(path)
    database.choose_journal(writing, path)
    reading = database.connected(path)
    connections.append(reading)
    reading.execute("PRAGMA query_only = ON")
    return Opened(path, lock, writing, reading, state, known)


def _fill(path: Path, project: Project) -> None:
    attachments: typed_json.Attachments = {}
    parts = parts_module.split(project)
    texts = {key: parts_module.write_part(value, attachments) for key, value in parts.items()}
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        migrations.create_schema(connection)
        connection.execute("BEGIN IMMEDIATE")
        state_rows.write_first(connection, State(project, parts, texts, History(), 1), attachments)
        connection.execute("COMMIT")


def _back_up(path: Path, target: Path) -> None:
    with closing(database.connected(path)) as source, closing(sqlite3.connect(target)) as made:
        source.backup(made)


def _place(path: Path, make: Callable[[Path], None]) -> None:
    """Have a file made beside `path`, then give it its name."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    with database.translated(path):
        try:
            make(beside)
            _name(beside, path)
        finally:
            with suppress(OSError):
                beside.unlink()


def _name(beside: Path, path: Path) -> None:
    """Link, which never replaces a file; rename where the file system knows no links."""
    taken = ProjectError(f"There is a file {path.name} already.", "Choose another name.")
    try:
        os.link(beside, path)
    except FileExistsError:
        raise taken from None
    except OSError:
        if path.exists():
            raise taken from None
        _rename(beside, path)


def _rename(beside: Path, path: Path) -> None:
    try:
        beside.rename(path)
    except OSError as error:
        raise ProjectError(f"{path.name} cannot be written ({error.strerror}).", "Choose another folder.") from None
