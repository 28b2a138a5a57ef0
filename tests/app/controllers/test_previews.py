from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.controllers.display import DisplayController
from app.controllers.previews import PreviewController
from app.controllers.problems import Problems
from app.controllers.session import Session, Stage
from app.workers.model_requests import Hover, Hovered
from app.workers.model_worker import Answered
from engine.project.edits import AddObject, SetLocked, SetPrompts
from engine.project.model import Click, FramePrompts
from engine.types import FrameIndex, ObjectId
from tests.app.controllers.conftest import Canvas, Model

ONE = ObjectId(1)


class Desk:
    """The pointer on the first picture of a project, the model ready."""

    def __init__(
        self, stage: Stage, canvas: Canvas, model: Model, problems: Problems, session: Session, qtbot: QtBot
    ) -> None:
        self.canvas, self.model, self.session = canvas, model, session
        self.display = DisplayController(stage, canvas, problems)  # type: ignore[arg-type]
        self.previews = PreviewController(stage, canvas, model, self.display)  # type: ignore[arg-type]
        stage.add(session)
        qtbot.waitUntil(lambda: self.display.shown is not None and self.display.shown.exact)
        self.previews.set_model_ready(True)

    def click(self, x: float, y: float) -> None:
        """What is in the project after it."""
        self.session.document.do(AddObject(prompts={self.session.pts_of(0): FramePrompts((Click(x, y),))}))
        self.session.view.set_active_object(ONE)

    @property
    def hover(self) -> Hover:
        return self.model.hovers[-1][2]  # type: ignore[no-any-return]

    def answer(self) -> None:
        number, clip, _ = self.model.hovers[-1]
        self.model.answered.emit(Answered(number, clip, Hovered(FrameIndex(0), np.zeros((4, 4, 4), np.uint8), 1, 0.9)))


@pytest.fixture
def desk(stage: Stage, canvas: Canvas, model: Model, problems: Problems, session: Session, qtbot: QtBot) -> Desk:
    return Desk(stage, canvas, model, problems, session, qtbot)


def test_hovering_asks_what_one_more_click_would_give(desk: Desk) -> None:
    desk.click(30.0, 40.0)
    desk.canvas.hovered.emit(50.0, 60.0, True)
    hover: Hover = desk.model.hovers[-1][2]
    assert hover.prompts.clicks == (Click(30.0, 40.0), Click(50.0, 60.0))
    assert hover.object_id == 1


def test_a_pointer_that_never_rests_sees_where_it_just_was(desk: Desk) -> None:
    """Only the newest hover was shown, and the pointer was always ahead of it: no preview as long as it moved."""
    desk.canvas.hovered.emit(50.0, 60.0, True)
    desk.canvas.hovered.emit(51.0, 60.0, True)
    (old, clip, _), _ = desk.model.hovers[-2:]
    layer = np.zeros((4, 4, 4), np.uint8)
    desk.model.answered.emit(Answered(old, clip, Hovered(FrameIndex(0), layer, 3, 0.9)))
    assert desk.canvas.last("set_layers")[0].bgra is layer


def test_what_was_asked_before_the_pointer_left_is_not_shown_when_it_is_back(desk: Desk) -> None:
    desk.canvas.hovered.emit(50.0, 60.0, True)
    old, clip, _ = desk.model.hovers[-1]
    desk.canvas.hover_left.emit()
    desk.canvas.hovered.emit(10.0, 10.0, True)
    desk.canvas.calls.clear()
    desk.model.answered.emit(Answered(old, clip, Hovered(FrameIndex(0), np.zeros((4, 4, 4), np.uint8), 1, 0.9)))
    assert desk.canvas.calls == []


def test_an_answer_after_the_pointer_left_is_not_shown(desk: Desk) -> None:
    desk.canvas.hovered.emit(50.0, 60.0, True)
    number, clip, _ = desk.model.hovers[-1]
    desk.canvas.hover_left.emit()
    desk.canvas.calls.clear()
    desk.model.answered.emit(Answered(number, clip, Hovered(FrameIndex(0), np.zeros((4, 4, 4), np.uint8), 1, 0.9)))
    assert desk.canvas.calls == []
    assert desk.model.left


def test_a_pointer_that_rests_while_the_model_is_loaded_sees_its_preview_then(desk: Desk) -> None:
    """No preview came until the mouse was moved again."""
    desk.previews.set_model_ready(False)
    desk.canvas.hovered.emit(50.0, 60.0, True)
    assert desk.model.hovers == []
    desk.previews.set_model_ready(True)
    assert desk.model.hovers[-1][2].prompts.clicks[-1] == Click(50.0, 60.0)
    desk.canvas.hover_left.emit()
    desk.previews.set_model_ready(True)
    assert len(desk.model.hovers) == 1


def test_with_alt_the_preview_is_of_leaving_out(desk: Desk) -> None:
    """Alt changes what a click does, and the preview went on to show what a click without it would."""
    desk.click(30.0, 40.0)
    desk.canvas.hovered.emit(50.0, 60.0, True)
    desk.answer()
    desk.canvas.hovered.emit(50.0, 60.0, False)
    assert desk.canvas.last("set_layers") == ()
    assert desk.hover.prompts.clicks[-1] == Click(50.0, 60.0, False)


def test_nothing_is_left_out_of_no_object(desk: Desk) -> None:
    desk.canvas.hovered.emit(50.0, 60.0, False)
    assert desk.model.hovers == []


def test_a_locked_object_has_no_preview(desk: Desk) -> None:
    desk.click(30.0, 40.0)
    desk.session.document.do(SetLocked(ONE, True))
    asked = len(desk.model.hovers)
    desk.canvas.hovered.emit(50.0, 60.0, True)
    assert len(desk.model.hovers) == asked


def test_undo_under_a_resting_pointer_asks_again(desk: Desk) -> None:
    """The old preview stayed, with the box in it that had been taken back."""
    desk.click(30.0, 40.0)
    desk.session.document.do(SetPrompts(ONE, desk.session.pts_of(0), FramePrompts((Click(9.0, 9.0),))))
    desk.canvas.hovered.emit(50.0, 60.0, True)
    desk.answer()
    desk.session.document.undo()
    assert desk.canvas.last("set_layers") == ()
    assert desk.hover.prompts.clicks == (Click(30.0, 40.0), Click(50.0, 60.0))


def test_a_new_object_has_a_preview_of_its_own(desk: Desk) -> None:
    """After N the last object's preview stayed, in its colour, until the mouse was moved."""
    desk.click(30.0, 40.0)
    desk.canvas.hovered.emit(50.0, 60.0, True)
    desk.answer()
    colour = desk.hover.colour
    desk.session.view.set_active_object(None)
    assert desk.canvas.last("set_layers") == ()
    assert desk.hover.prompts.clicks == (Click(50.0, 60.0),)
    assert desk.hover.colour != colour
