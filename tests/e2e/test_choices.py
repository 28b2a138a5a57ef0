"""What a person chooses in a panel or a dialog reaches what it is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from app.views.models import ExportChoice, JobState
from engine.models.loader import LoadedModel
from engine.project.model import ProjectSettings
from tests.e2e.conftest import FRAMES, Person
from tests.moving import place
from tests.tiny_models import tiny_model


@pytest.fixture
def loads() -> list[ProjectSettings]:
    return []


@pytest.fixture
def person(people: Callable[..., Person], loads: list[ProjectSettings]) -> Person:
    """At a window whose model notes the settings it was loaded with."""

    def load(settings: ProjectSettings) -> LoadedModel:
        loads.append(settings)
        return tiny_model()

    return people(load=load)


def test_device_and_precision_reach_the_model(person: Person, clip: Path, loads: list[ProjectSettings]) -> None:
    """The precision was shown and had no effect."""
    person.open(clip)
    person.wait(lambda: len(loads) == 1)
    person.app.window.models.precision_chosen.emit("bfloat16")
    person.wait(lambda: len(loads) == 2)
    assert loads[-1].precision == "bfloat16"
    assert person.session.document.history.names[-1] == "Precision: Half (bfloat16)"
    person.press("edit.undo")
    person.wait(lambda: len(loads) == 3)
    assert loads[-1].precision == "auto"


def test_how_a_clip_is_read_is_chosen_and_undone(person: Person, clip: Path) -> None:
    """Neither deinterlacing nor the colours of a clip that does not say could be set."""
    person.open(clip)
    first = person.session
    person.press("clip.reading")
    dialog = person.app.window.clip_dialog
    assert dialog.isVisible()
    dialog.colour_guess_chosen.emit("bt2020")
    person.wait(lambda: person.app.stage.current not in (None, first))
    person.wait_for_picture()
    second = person.session
    assert second.document.project.settings.colour_guess == "bt2020"
    assert second.info.colour.guessed == "bt2020"
    person.press("edit.undo")
    person.wait(lambda: person.app.stage.current not in (None, first, second))
    person.wait_for_picture()
    assert person.session.info.colour.guessed == "bt601"
    dialog.close()


def test_a_set_of_keys_replaces_the_keys(person: Person) -> None:
    window = person.app.window
    window.shortcuts_dialog.keymap_chosen.emit({"view.fit": "Shift+Z"})
    assert window.actions_by_id["view.fit"].shortcut().toString() == "Shift+Z"
    assert person.app.store.settings.shortcuts == {"view.fit": "Shift+Z"}
    window.shortcuts_dialog.keymap_chosen.emit({})
    assert window.actions_by_id["view.fit"].shortcut().toString() == "F"


def test_what_the_window_shows_can_be_exported(person: Person, clip: Path, tmp_path: Path) -> None:
    """An effect could be looked at and not be written."""
    person.open(clip)
    person.click_and_see(*place(0))
    person.app.window.looks.effect_chosen.emit("fill", False)
    target = tmp_path / "out.mp4"
    person.app.export.enqueue(ExportChoice("h264", target, (), 0, FRAMES, as_shown=True))
    person.wait(lambda: any(row.state in (JobState.DONE, JobState.FAILED) for row in person.app.jobs.rows))
    assert [row.state for row in person.app.jobs.rows] == [JobState.DONE]
    with av.open(str(target)) as written:
        picture = next(written.decode(video=0)).to_ndarray(format="rgb24")
    assert np.median(picture) < 30  # everything but the object is filled with black
