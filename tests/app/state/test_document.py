from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.state.document import Change, Document
from engine.errors import UsageError
from engine.project.edits import AddObject, RenameObject
from engine.project.model import Project, SourceReference
from engine.project.project_file import HistoryView, ProjectFile
from engine.types import ObjectId

DOG = ObjectId(1)


@pytest.fixture
def document(qtbot: QtBot, tmp_path: Path) -> Iterator[Document]:
    source = SourceReference(tmp_path / "dog.mp4", "f" * 64, 640, 360, Fraction(1, 1000), Fraction(25), 100)
    with ProjectFile.create(tmp_path / "dog.clickmatte", Project(source)) as file:
        yield Document(file)


def test_an_edit_counts_at_once_and_is_told(document: Document) -> None:
    changes: list[Change] = []
    histories: list[HistoryView] = []
    document.changed.connect(changes.append)
    document.history_changed.connect(histories.append)
    step = document.do(AddObject("Dog"))
    assert step == document.file.newest_step
    assert [c.after.objects[0].name for c in changes] == ["Dog"]
    assert changes[0].before.objects == ()
    assert changes[0].before.settings is changes[0].after.settings, "what did not change is the same object"
    assert histories[-1].names == ("Add Dog",)


def test_undo_redo_and_jumps_stop_at_the_ends(document: Document) -> None:
    document.do(AddObject("Dog"))
    document.do(RenameObject(DOG, "Wolf"))
    document.undo()
    assert document.project.object(DOG).name == "Dog"
    document.redo()
    document.redo()
    assert document.project.object(DOG).name == "Wolf"
    document.go_to(0)
    assert document.project.objects == ()
    document.undo()
    document.go_to(7)
    assert document.history.position == 0


def test_what_is_refused_changes_and_tells_nothing(document: Document) -> None:
    changes: list[Change] = []
    document.changed.connect(changes.append)
    with pytest.raises(UsageError):
        document.do(RenameObject(DOG, "Wolf"))
    assert changes == []


def test_an_edit_that_changes_nothing_is_not_told(document: Document) -> None:
    document.do(AddObject("Dog"))
    changes: list[Change] = []
    document.changed.connect(changes.append)
    document.do(RenameObject(DOG, "Dog"))
    assert changes == []


def test_a_disk_that_refuses_takes_the_edit_back(document: Document, qtbot: QtBot) -> None:
    """Another program has written to the project: what was shown for a moment is what the disk has again."""
    import sqlite3

    document.do(AddObject("Dog"))
    document.file.flush()
    with closing(sqlite3.connect(document.file.path)) as connection, connection as rival:
        rival.execute("UPDATE head SET revision = revision + 5")
    with qtbot.waitSignal(document.refused) as refused:
        document.do(RenameObject(DOG, "Wolf"))
    assert refused.args
    assert refused.args[0].sentence
