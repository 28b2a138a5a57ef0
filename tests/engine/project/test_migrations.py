"""Older files are brought forward in one go or not at all; version 1 is frozen as a fixture for all to come."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from engine.errors import ProjectError
from engine.project.migrations import MIGRATIONS, Migration, create_schema, describe, migrate
from engine.project.project_file import ProjectFile
from engine.project.schema import APPLICATION_ID, SCHEMA_VERSION

FIXTURES = Path(__file__).parent / "fixtures"


def from_dump(name, path):
    """A project file as an older version wrote it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.executescript((FIXTURES / name).read_text(encoding="utf-8"))
    return path


def test_a_project_of_version_1_opens_today(path):
    with ProjectFile.open(from_dump("version_1.sql", path)) as file:
        assert [spec.name for spec in file.project.objects] == ["dog"]
        assert file.history().names == ("Add dog", "Click dog", "Track dog", "Rename dog to hound")
        assert file.history().position == 3
        assert file.mask(1, 1001).logits().tolist() == [[-8.0, -8.0, 1.5], [-8.0, 2.0, 7.9375]]
        assert file.mask(1, 1001).presence == 0.75
        assert file.redo().objects[0].name == "hound"


def test_the_migrations_lead_to_this_version():
    assert [migration.version for migration in MIGRATIONS] == list(range(2, SCHEMA_VERSION + 1))


def add_colour(connection):
    connection.execute("ALTER TABLE notes ADD COLUMN colour TEXT")


def fill_colour(connection):
    connection.execute("UPDATE notes SET colour = 'red'")


def break_off(connection):
    connection.execute("DELETE FROM notes")
    raise ProjectError("broken off")


@pytest.fixture
def old():
    """A file of the present version, taken as the oldest of three."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        create_schema(connection)
        connection.execute("INSERT INTO notes VALUES ('key', 'value')")
        yield connection


def version(connection):
    return connection.execute("PRAGMA user_version").fetchone()[0]


def ahead(*steps):
    return [Migration(SCHEMA_VERSION + 1 + i, step.__name__, step) for i, step in enumerate(steps)]


def test_migrations_run_in_order_and_are_noted(old):
    assert migrate(old, ahead(add_colour, fill_colour), SCHEMA_VERSION + 2) == SCHEMA_VERSION
    assert version(old) == SCHEMA_VERSION + 2
    assert old.execute("SELECT key, colour FROM notes").fetchall() == [("key", "red")]
    names = [name for (name,) in old.execute("SELECT name FROM migrations ORDER BY version")]
    assert names == ["created", "add_colour", "fill_colour"]


def test_a_migration_that_fails_leaves_the_file_as_it_was(old):
    before = describe(old)
    with pytest.raises(ProjectError):
        migrate(old, ahead(add_colour, break_off), SCHEMA_VERSION + 2)
    assert version(old) == SCHEMA_VERSION
    assert describe(old) == before
    assert old.execute("SELECT key FROM notes").fetchall() == [("key",)]


def test_a_file_of_this_version_is_not_touched(old):
    assert migrate(old) == SCHEMA_VERSION
    assert [n for (n,) in old.execute("SELECT name FROM migrations")] == ["created"]


@pytest.mark.parametrize("found", [0, -3, SCHEMA_VERSION + 5])
def test_versions_nobody_can_read_are_refused(old, found):
    old.execute(f"PRAGMA user_version = {found}")
    with pytest.raises(ProjectError):
        migrate(old)


def test_a_missing_step_is_refused(old):
    with pytest.raises(ProjectError):
        migrate(old, [Migration(SCHEMA_VERSION + 2, "fill_colour", fill_colour)], SCHEMA_VERSION + 2)


def test_the_header_says_whose_file_it_is(file):
    pragma = lambda name: file._reader.read(lambda c: c.execute(f"PRAGMA {name}").fetchone()[0])  # noqa: E731
    assert pragma("application_id") == APPLICATION_ID
    assert pragma("user_version") == SCHEMA_VERSION
    assert pragma("auto_vacuum") == 2
