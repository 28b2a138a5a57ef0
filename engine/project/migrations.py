"""From an older schema to this one, a version at a time, all in one transaction: done, or as if never begun."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.errors import ProjectError
from engine.project.clock import utc_now
from engine.project.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES


@dataclass(frozen=True, slots=True)
class Migration:
    """Makes a file of `version - 1` one of `version`."""

    version: int
    name: str
    apply: Callable[[sqlite3.Connection], None]


MIGRATIONS: tuple[Migration, ...] = ()
"""Every step since version 1, in order. A new schema adds one, raises SCHEMA_VERSION and keeps a fixture of the old."""


def create_schema(connection: sqlite3.Connection) -> None:
    """An empty file of the present version; runs in its own transaction."""
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("BEGIN IMMEDIATE")
    for statement in TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    _note(connection, SCHEMA_VERSION, "created")
    connection.execute("COMMIT")


def migrate(
    connection: sqlite3.Connection,
    migrations: Sequence[Migration] = MIGRATIONS,
    target: int = SCHEMA_VERSION,
) -> int:
    """Bring an open file up to `target`; returns the version it had. Raises ProjectError; then nothing has changed."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found > target:
        raise ProjectError("A newer ClickMatte made this project.", "Update ClickMatte to open it.")
    ahead = [migration for migration in migrations if found < migration.version <= target]
    if found < 1 or [migration.version for migration in ahead] != list(range(found + 1, target + 1)):
        raise ProjectError("This project is of a version that cannot be brought up to date.")
    if ahead:
        _apply(connection, ahead)
    return int(found)


def _apply(connection: sqlite3.Connection, ahead: Sequence[Migration]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for migration in ahead:
            migration.apply(connection)
            connection.execute(f"PRAGMA user_version = {migration.version}")
            _note(connection, migration.version, migration.name)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _note(connection: sqlite3.Connection, version: int, name: str) -> None:
    connection.execute("INSERT INTO migrations VALUES (?, ?, ?)", (version, name, utc_now()))


def describe(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Every table's columns and everything else in the schema: equal for files that are built alike."""
    entries = connection.execute("SELECT type, name, tbl_name FROM sqlite_schema ORDER BY 1, 2").fetchall()
    columns: list[tuple[object, ...]] = []
    for kind, name, _ in entries:
        if kind == "table":
            rows = connection.execute('SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?)', (name,))
            columns.extend((name, *row) for row in rows)
    return [*entries, *columns]


def check_schema(connection: sqlite3.Connection) -> None:
    """Refuse a file that is not built as ours are: a trigger or a view would run somebody else's statements."""
    with_ours = sqlite3.connect(":memory:", isolation_level=None)
    try:
        create_schema(with_ours)
        expected = describe(with_ours)
    finally:
        with_ours.close()
    if describe(connection) != expected:
        raise ProjectError("The project file is not built as ClickMatte builds them.", "Go back to a copy of it.")


def check_no_code(connection: sqlite3.Connection) -> None:
    """Refuse triggers and views, which SQLite would run. To be asked before anything is written."""
    (count,) = connection.execute("SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')").fetchone()
    if count:
        raise ProjectError("The project file carries statements that would run by themselves; it is not opened.")
