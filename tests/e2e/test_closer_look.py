"""A second look from nearby, in the window: finer masks as one step, and a plain sentence where it is of no use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.tracking.tracker_room import load_installed
from engine.types import ObjectId, Rgb8
from tests import moving
from tests.e2e.conftest import Person

WIDTH, HEIGHT, COUNT = 640, 384, 8
THING = ObjectId(1)


def pictures(radius: int) -> Iterator[Rgb8]:
    """A disc that is small, or large, in the picture."""
    behind = moving.ground(3, WIDTH, HEIGHT)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    for frame in range(COUNT):
        picture = behind.copy()
        picture[np.hypot(columns - 250 - 6 * frame, rows - 200) < radius] = (235, 60, 40)
        yield picture


@pytest.fixture
def tracked(people: Callable[..., Person], tmp_path: Path) -> Callable[[int], Person]:
    def begin(radius: int) -> Person:
        person = people(load=load_installed)
        person.open(moving.write(tmp_path / "disc.mp4", pictures(radius)))
        person.click_and_see(250, 200)
        person.track()
        return person

    return begin


def columns(person: Person, frame: int) -> int:
    """How wide the mask's grid is."""
    record = person.session.document.file.mask(THING, person.session.pts_of(frame))
    assert record is not None
    return record.logits().shape[1]


def test_a_small_thing_gets_finer_masks_in_one_step(tracked: Callable[[int], Person]) -> None:
    person = tracked(22)
    before = [columns(person, frame) for frame in range(COUNT)]
    person.track("track.closer")
    assert all(columns(person, frame) > 1.5 * before[frame] for frame in range(COUNT))
    names = person.session.document.file.history().names
    assert names[-1] == f"Look closer at {person.session.document.project.object(THING).name}"
    person.press("edit.undo")
    assert [columns(person, frame) for frame in range(COUNT)] == before


def test_a_correction_afterwards_is_taken_as_ever(tracked: Callable[[int], Person]) -> None:
    person = tracked(22)
    person.track("track.closer")
    person.go_to(4)
    steps = len(person.session.document.file.history().names)
    person.click(275, 195)
    person.wait(lambda: len(person.session.document.file.history().names) > steps and not person.app.prompts.is_waiting)
    person.track()
    assert person.tracked() == COUNT


def test_what_fills_the_picture_is_told_in_a_sentence(tracked: Callable[[int], Person]) -> None:
    person = tracked(150)
    before = len(person.session.document.file.history().names)
    person.track("track.closer")
    assert "fills the picture" in person.app.window.problems.accessibleDescription()
    assert len(person.session.document.file.history().names) == before
