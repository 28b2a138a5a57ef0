"""Which pictures reach the canvas."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.controllers.display import DisplayController
from app.controllers.problems import Problems
from app.controllers.session import Session, Stage
from app.workers.picture_worker import Painted
from engine.types import Pts
from tests.app.controllers.conftest import Canvas


@pytest.fixture
def display(stage: Stage, session: Session, canvas: Canvas, problems: Problems, qtbot: QtBot) -> DisplayController:
    made = DisplayController(stage, canvas, problems)  # type: ignore[arg-type]
    stage.add(session)
    qtbot.waitUntil(lambda: made.shown is not None and made.shown.exact)
    return made


def painted(number: int, frame: int) -> Painted:
    return Painted(number, frame, Pts(0), np.zeros((4, 4, 4), np.uint8), (4, 4), False, 0)


def numbers_of(session: Session, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of the orders given, in place of carrying them out."""
    given: list[int] = []

    def show(frame: int, exact: bool = True) -> int:
        given.append(1000 + len(given))
        return given[-1]

    monkeypatch.setattr(session.pictures, "show", show)
    return given


def test_while_dragging_pictures_of_places_passed_are_shown(
    display: DisplayController, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pointer is always ahead of the pictures: dropping those it had passed left one picture in six seconds."""
    given = numbers_of(session, monkeypatch)
    for frame in (3, 7, 11):
        display.seek(frame, dragging=True)
    session.pictures.answered.emit(painted(given[0], 3))
    assert display.shown is not None
    assert display.shown.frame == 3


def test_after_letting_go_only_the_frame_that_was_chosen_comes(
    display: DisplayController, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = numbers_of(session, monkeypatch)
    display.seek(3, dragging=True)
    display.seek(3)
    session.pictures.answered.emit(painted(given[0], 2))
    assert display.shown is not None
    assert display.shown.frame == 0
    session.pictures.answered.emit(painted(given[-1], 3))
    assert display.shown.frame == 3
