"""What the export dialog says before, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.views.models import ExportChoice, JobState
from app.workers.job import Job
from tests.e2e.conftest import FRAMES, Person
from tests.moving import place


@pytest.fixture
def person(people: Callable[..., Person], clip: Path) -> Person:
    """With an object on the first frame."""
    made = people()
    made.open(clip)
    made.click_and_see(*place(0))
    return made


def opened(person: Person) -> ExportChoice:
    person.press("file.export")
    return person.app.window.export_dialog.choice()


def exported(person: Person, choice: ExportChoice) -> None:
    count = len(person.app.jobs.rows)
    person.app.window.export_dialog.accept()
    person.app.export.enqueue(choice)
    person.wait(lambda: len(person.app.jobs.rows) > count and person.app.jobs.rows[-1].state is JobState.DONE)


def test_the_size_is_measured_and_comes_near(person: Person, clip: Path) -> None:
    """About 218 MB were said of a file that came out at 36."""
    dialog = person.app.window.export_dialog
    choice = opened(person)
    person.wait(lambda: dialog._estimate.text().startswith(("about", "between")))
    person.wait(lambda: person.app.export._estimating is not None and person.app.export._estimating.is_over)
    assert person.app.export._measured is not None
    wish, high_bytes = person.app.export._measured
    exported(person, choice)
    assert wish.target == choice.path
    assert high_bytes / 3 < choice.path.stat().st_size <= high_bytes


def test_closing_it_ends_the_measuring(person: Person) -> None:
    dialog = person.app.window.export_dialog
    opened(person)
    person.wait(lambda: person.app.export._forecaster._room is not None)
    dialog.reject()
    person.wait(lambda: person.app.export._forecaster._room is None)


def test_a_name_that_is_taken_is_not_proposed_and_said(person: Person, clip: Path) -> None:
    """An earlier export was written over without a word."""
    dialog = person.app.window.export_dialog
    first = opened(person)
    assert first.path.name == "disc-prores4444.mov"
    exported(person, replace(first, start=0, stop=2))
    second = opened(person)
    assert second.path.name == "disc-prores4444-2.mov"
    dialog._path.setText(str(first.path))
    dialog._path.editingFinished.emit()
    person.wait(lambda: "will be replaced" in dialog._warning.text())
    dialog.reject()


def test_what_was_typed_and_chosen_stays(person: Person, clip: Path, tmp_path: Path) -> None:
    """Another preset took the name away, and the next export the folder and all choices."""
    dialog = person.app.window.export_dialog
    opened(person)
    (tmp_path / "shots").mkdir()
    dialog._path.setText(str(tmp_path / "shots" / "hero.mov"))
    dialog._path.editingFinished.emit()
    dialog.choose_preset("webm-alpha")
    assert dialog.choice().path == tmp_path / "shots" / "hero.webm"
    dialog._size.setCurrentIndex(2)
    dialog._size.activated.emit(2)
    exported(person, replace(dialog.choice(), stop=2))
    again = opened(person)
    assert (again.preset, again.scale_percent, again.path.parent) == ("webm-alpha", 50, tmp_path / "shots")
    assert (again.start, again.stop) == (0, FRAMES)
    dialog.reject()


def test_two_exports_do_not_write_to_one_file(person: Person, tmp_path: Path) -> None:
    choice = ExportChoice("prores4444", tmp_path / "twice.mov", (), 0, FRAMES)
    person.app.export.enqueue(choice)
    person.app.export.enqueue(choice)
    assert len(person.app.jobs.rows) == 1
    person.wait(lambda: person.app.jobs.rows[0].state is JobState.DONE)


def test_a_hidden_object_that_is_chosen_is_exported(person: Person) -> None:
    """All boxes checked meant: the visible ones."""
    person.press("object.toggle_visible")
    person.press("object.add")
    person.click_and_see(*place(0))
    dialog = person.app.window.export_dialog
    opened(person)
    names = [dialog._objects.item(row).text() for row in range(dialog._objects.count())]
    for row in range(dialog._objects.count()):
        dialog._objects.item(row).setCheckState(Qt.CheckState.Checked)
    assert len(names) == 2
    assert len(dialog.choice().object_ids) == 2
    dialog.reject()


def test_leaving_with_the_dialog_open_ends_its_process(person: Person) -> None:
    opened(person)
    forecaster = person.app.export._forecaster
    person.wait(lambda: forecaster._room is not None)
    person.leave()
    assert forecaster._room is None


def test_closing_leaving_and_opening_again_at_once(person: Person) -> None:
    """Two threads ended the same process, and the window waited for one of them only."""
    forecaster = person.app.export._forecaster
    for _ in range(3):
        opened(person)
        person.wait(lambda: forecaster.has_begun)
        person.app.window.export_dialog.reject()
    opened(person)
    person.wait(lambda: forecaster.has_begun)
    person.app.window.export_dialog.reject()
    person.leave()
    jobs = [job for job in person.app.export.findChildren(Job) if not job.is_over]
    assert jobs == []
    assert not forecaster.has_begun
