"""One object in front of another: the picture and the export lose the same pixels, and undo gives them back."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from app.views.models import ExportChoice, JobState
from tests.e2e.conftest import FRAMES, Person


@pytest.fixture
def two(person: Person, clip: Path) -> Person:
    """Two objects painted by hand that share a square; the second one's matte is on show."""
    person.open(clip)
    person.press("tool.brush")
    canvas = person.app.window.canvas
    for start in (30.0, 50.0):
        person.press("object.add")
        canvas.stroke_painted.emit([(start, 50.0), (start + 30, 50.0)], 8.0, False)
        person.wait(lambda: not person.app.prompts.is_waiting and person.has_mask_here())
    person.press("look.matte")
    person.app.window.objects.solo_set.emit(1, True)
    return person


def is_lit(person: Person, x: int, y: int) -> bool:
    """Whether the matte on the screen is white there."""
    shown = person.app.display.shown
    assert shown is not None
    height, width = shown.bgra.shape[:2]
    return bool(shown.bgra[round(y * height / 96), round(x * width / 128), 0] > 128)


def test_what_is_behind_loses_what_is_in_front(two: Person, tmp_path: Path) -> None:
    person, window = two, two.app.window
    person.wait(lambda: is_lit(person, 60, 50) and is_lit(person, 30, 50))
    menu = window.objects.row(2).front_menu()
    next(action for action in menu.actions() if action.text() == "Object 1").trigger()
    menu.deleteLater()
    person.wait(lambda: not is_lit(person, 60, 50))
    assert is_lit(person, 30, 50)
    assert person.session.document.history.names[-1] == "Object 2 in front of Object 1"
    assert window.objects.row(2)._note.text().startswith("in front of Object 1")

    target = tmp_path / "out.mov"
    person.app.export.enqueue(ExportChoice("prores4444", target, (1,), 0, 1))
    person.wait(lambda: any(row.state in (JobState.DONE, JobState.FAILED) for row in person.app.jobs.rows))
    with av.open(str(target)) as written:
        alpha = next(written.decode(video=0)).to_ndarray(format="rgba")[..., 3]
    assert (alpha[50, 30], alpha[50, 60]) == (255, 0)

    person.press("edit.undo")
    person.wait(lambda: is_lit(person, 60, 50))


def test_the_other_way_round_and_no_circle(two: Person) -> None:
    person, panel = two, two.app.window.objects
    panel.front_set.emit(2, 1, True)
    panel.front_set.emit(1, 2, True)
    assert [spec.in_front_of for spec in person.session.document.project.objects] == [(2,), ()]
    person.press("object.add")
    person.app.window.canvas.stroke_painted.emit([(10.0, 10.0), (20.0, 10.0)], 4.0, False)
    person.wait(lambda: len(person.session.document.project.objects) == 3 and not person.app.prompts.is_waiting)
    panel.front_set.emit(2, 3, True)
    panel.front_set.emit(3, 1, True)
    assert "Object 1 is in front of Object 3 already, by way of Object 2." in (
        person.app.window.problems.accessibleDescription()
    )
    assert person.session.document.project.objects[2].in_front_of == ()
    person.wait_for_picture()
    assert np.isfinite(person.app.display.shown.bgra).all()  # type: ignore[union-attr]
    assert person.session.times.count == FRAMES


def test_a_held_out_object_need_not_be_seen(two: Person) -> None:
    """Hidden objects are held out as well: that is what a hold-out matte is for."""
    person, panel = two, two.app.window.objects
    panel.front_set.emit(2, 1, True)
    panel.visible_set.emit(2, False)
    person.wait(lambda: not is_lit(person, 60, 50))
    assert is_lit(person, 30, 50)
