from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.controllers.badges import Badges
from app.controllers.display import DisplayController
from app.controllers.problems import Problems
from app.controllers.prompts import PromptController
from app.controllers.session import Session, Stage
from app.workers.failure import Failure
from app.workers.model_requests import Ask, Hover, Hovered, Keep, Kept, Masked
from app.workers.model_worker import Answered, Refused
from engine.project.edits import SetLocked
from engine.project.model import Box, Click, FramePrompts
from engine.types import FrameIndex, ObjectId, Pts
from tests.app.controllers.conftest import Bar, Canvas, Model


class Desk:
    """The controllers of the canvas, with a project on stage and its first picture shown."""

    def __init__(
        self, stage: Stage, canvas: Canvas, model: Model, problems: Problems, session: Session, qtbot: QtBot
    ) -> None:
        self.canvas, self.model, self.session = canvas, model, session
        self.display = DisplayController(stage, canvas, problems)  # type: ignore[arg-type]
        badges = Badges(canvas)  # type: ignore[arg-type]
        self.prompts = PromptController(stage, canvas, model, self.display, problems, badges)  # type: ignore[arg-type]
        stage.add(session)
        qtbot.waitUntil(lambda: self.display.shown is not None and self.display.shown.exact)
        self.prompts.set_model_ready(True)

    @property
    def ask(self) -> Ask:
        return self.model.asked[-1][2]  # type: ignore[no-any-return]

    def said(self, object_id: int = 1) -> FramePrompts:
        spec = self.session.document.project.object(ObjectId(object_id))
        return spec.prompts.get(self.session.pts_of(self.session.view.frame), FramePrompts())

    def answer(self, take: int | None) -> None:
        """The mask can be seen."""
        number, clip, ask = self.model.asked[-1]
        self.model.answered.emit(Answered(number, clip, Masked(ask.object_id, ask.frame, ask.prompts, take)))

    def answer_with_mask(self, numbers: tuple[int, ...] = ()) -> None:
        """As the model's thread does: the mask is a take of one frame, shown first and then kept."""
        ask: Ask = self.model.asked[-1][2]
        take = self.session.document.file.begin_take(ask.object_id)
        take.put(ask.pts, np.full((8, 8), 2.0, np.float32), 0.9, 0.8)
        self.answer(take.info.id)
        number, clip, keep = self.model.asked[-1]
        assert keep == Keep(take.info.id)
        self.model.answered.emit(Answered(number, clip, Kept(take.finish(), numbers)))


@pytest.fixture
def desk(stage: Stage, canvas: Canvas, model: Model, problems: Problems, session: Session, qtbot: QtBot) -> Desk:
    return Desk(stage, canvas, model, problems, session, qtbot)


def test_the_first_click_makes_an_object_and_asks_for_its_mask(desk: Desk) -> None:
    desk.canvas.clicked.emit(30.0, 40.0, True)
    (spec,) = desk.session.document.project.objects
    assert desk.said() == FramePrompts((Click(30.0, 40.0),))
    assert desk.session.view.active_object == spec.id
    assert desk.ask == Ask(spec.id, FrameIndex(0), Pts(0), desk.said())


def test_more_clicks_and_boxes_add_to_what_was_said(desk: Desk) -> None:
    desk.canvas.clicked.emit(30.0, 40.0, True)
    desk.canvas.clicked.emit(50.0, 40.0, False)
    desk.canvas.box_drawn.emit(1.0, 2.0, 60.0, 70.0)
    expected = FramePrompts((Click(30.0, 40.0), Click(50.0, 40.0, False)), Box(1.0, 2.0, 60.0, 70.0))
    assert desk.said() == expected
    assert desk.ask.prompts == expected
    assert len(desk.session.document.project.objects) == 1


def test_the_mask_completes_the_clicks_step(desk: Desk) -> None:
    """One undo takes back click and mask together."""
    desk.canvas.clicked.emit(30.0, 40.0, True)
    desk.answer_with_mask()
    assert desk.session.document.history.names == ("Add Object 1",)
    assert desk.session.document.file.mask(ObjectId(1), Pts(0)) is not None
    desk.session.document.undo()
    assert desk.session.document.project.objects == ()


def test_prompts_that_changed_meanwhile_keep_nothing(desk: Desk) -> None:
    desk.canvas.clicked.emit(30.0, 40.0, True)
    desk.session.document.undo()
    asked = len(desk.model.asked)
    desk.answer(None)
    assert len(desk.model.asked) == asked
    assert desk.session.document.project.objects == ()
    assert not desk.prompts.is_waiting


def test_a_new_object_on_request(desk: Desk) -> None:
    desk.canvas.clicked.emit(30.0, 40.0, True)
    desk.prompts.start_new_object()
    desk.canvas.clicked.emit(90.0, 40.0, True)
    assert [spec.id for spec in desk.session.document.project.objects] == [1, 2]


def test_excluding_without_an_object_is_refused_in_one_place(desk: Desk, bar: Bar) -> None:
    desk.canvas.clicked.emit(30.0, 40.0, False)
    assert desk.session.document.project.objects == ()
    assert bar.problems[-1].sentence == "There is no object to exclude from yet."


def test_a_locked_object_takes_no_clicks(desk: Desk, bar: Bar) -> None:
    desk.canvas.clicked.emit(30.0, 40.0, True)
    desk.session.document.do(SetLocked(ObjectId(1), True))
    asked = len(desk.model.asked)
    desk.canvas.clicked.emit(50.0, 40.0, True)
    assert len(desk.model.asked) == asked
    assert "locked" in bar.problems[-1].sentence


def test_points_are_moved_and_deleted(desk: Desk) -> None:
    desk.canvas.clicked.emit(30.0, 40.0, True)
    desk.canvas.clicked.emit(50.0, 40.0, True)
    desk.canvas.point_moved.emit(1, 55.0, 44.0)
    assert desk.said().clicks[1] == Click(55.0, 44.0)
    desk.canvas.point_deleted.emit(0)
    assert desk.said().clicks == (Click(55.0, 44.0),)
    desk.canvas.point_deleted.emit(0)
    assert not desk.said()
    assert desk.ask.prompts == FramePrompts(), "the tracker hears that nothing is said any more"


def test_tab_goes_round_the_hypotheses(desk: Desk) -> None:
    desk.canvas.clicked.emit(30.0, 40.0, True)
    desk.answer_with_mask(numbers=(2, 0, 1))
    assert desk.canvas.last("set_prompts").hypothesis == (0, 3)
    desk.prompts.next_hypothesis()
    assert desk.said().hypothesis == 0
    desk.answer_with_mask(numbers=(2, 0, 1))
    assert desk.canvas.last("set_prompts").hypothesis == (1, 3)
    desk.prompts.next_hypothesis()
    desk.answer_with_mask(numbers=(2, 0, 1))
    desk.prompts.next_hypothesis()
    assert desk.said().hypothesis == 2


def test_a_brush_stroke_is_the_last_word(desk: Desk) -> None:
    desk.canvas.stroke_painted.emit([(20.0, 20.0), (60.0, 20.0)], 5.0, False)
    hint = desk.said().mask
    assert hint is not None
    assert hint.final
    desk.canvas.stroke_painted.emit([(40.0, 20.0)], 4.0, True)
    assert desk.said().mask != hint


def test_a_click_on_a_painted_frame_starts_from_the_paint(desk: Desk) -> None:
    desk.canvas.stroke_painted.emit([(20.0, 20.0), (60.0, 20.0)], 5.0, False)
    desk.canvas.clicked.emit(30.0, 40.0, True)
    hint = desk.said().mask
    assert hint is not None
    assert not hint.final


def test_not_here_is_an_empty_mask_by_hand(desk: Desk) -> None:
    desk.canvas.clicked.emit(30.0, 40.0, True)
    desk.prompts.empty_here()
    hint = desk.said().mask
    assert hint is not None
    assert hint.final
    assert desk.said().clicks == ()
    assert desk.session.document.history.names[-1] == "Not here: Object 1"  # it was called a painting


def test_a_model_that_fails_keeps_the_click_and_tells(desk: Desk, bar: Bar) -> None:
    desk.canvas.clicked.emit(30.0, 40.0, True)
    number, clip, _ = desk.model.asked[-1]
    desk.model.answered.emit(Refused(number, clip, Failure("No memory.", "Use a smaller model.", "", True)))
    assert bar.problems[-1].remedy == "Use a smaller model."
    assert desk.said().clicks == (Click(30.0, 40.0),)
    assert not desk.prompts.is_waiting


def test_hovering_asks_what_one_more_click_would_give(desk: Desk) -> None:
    desk.canvas.clicked.emit(30.0, 40.0, True)
    desk.canvas.hovered.emit(50.0, 60.0)
    hover: Hover = desk.model.hovers[-1][2]
    assert hover.prompts.clicks == (Click(30.0, 40.0), Click(50.0, 60.0))
    assert hover.object_id == 1


def test_a_pointer_that_never_rests_sees_where_it_just_was(desk: Desk) -> None:
    """Only the newest hover was shown, and the pointer was always ahead of it: no preview as long as it moved."""
    desk.canvas.hovered.emit(50.0, 60.0)
    desk.canvas.hovered.emit(51.0, 60.0)
    (old, clip, _), _ = desk.model.hovers[-2:]
    layer = np.zeros((4, 4, 4), np.uint8)
    desk.model.answered.emit(Answered(old, clip, Hovered(FrameIndex(0), layer, 3, 0.9)))
    assert desk.canvas.last("set_layers")[0].bgra is layer


def test_what_was_asked_before_the_pointer_left_is_not_shown_when_it_is_back(desk: Desk) -> None:
    desk.canvas.hovered.emit(50.0, 60.0)
    old, clip, _ = desk.model.hovers[-1]
    desk.canvas.hover_left.emit()
    desk.canvas.hovered.emit(10.0, 10.0)
    desk.canvas.calls.clear()
    desk.model.answered.emit(Answered(old, clip, Hovered(FrameIndex(0), np.zeros((4, 4, 4), np.uint8), 1, 0.9)))
    assert desk.canvas.calls == []


def test_an_answer_after_the_pointer_left_is_not_shown(desk: Desk) -> None:
    desk.canvas.hovered.emit(50.0, 60.0)
    number, clip, _ = desk.model.hovers[-1]
    desk.canvas.hover_left.emit()
    desk.canvas.calls.clear()
    desk.model.answered.emit(Answered(number, clip, Hovered(FrameIndex(0), np.zeros((4, 4, 4), np.uint8), 1, 0.9)))
    assert desk.canvas.calls == []
    assert desk.model.left


def test_a_pointer_that_rests_while_the_model_is_loaded_sees_its_preview_then(desk: Desk) -> None:
    """No preview came until the mouse was moved again."""
    desk.prompts.set_model_ready(False)
    desk.canvas.hovered.emit(50.0, 60.0)
    assert desk.model.hovers == []
    desk.prompts.set_model_ready(True)
    assert desk.model.hovers[-1][2].prompts.clicks[-1] == Click(50.0, 60.0)
    desk.canvas.hover_left.emit()
    desk.prompts.set_model_ready(True)
    assert len(desk.model.hovers) == 1


def test_until_the_model_is_loaded_clicks_wait_and_hovers_are_not_asked(desk: Desk) -> None:
    desk.prompts.set_model_ready(False)
    desk.canvas.hovered.emit(50.0, 60.0)
    assert desk.model.hovers == []
    desk.canvas.clicked.emit(30.0, 40.0, True)
    assert len(desk.model.asked) == 1
    assert desk.canvas.last("set_badge") == "Loading the model…"
    desk.prompts.set_model_ready(True)
    assert desk.canvas.last("set_badge") == ""


def test_clicks_belong_to_the_frame_they_were_made_on(desk: Desk, qtbot: QtBot) -> None:
    desk.display.seek(7)
    qtbot.waitUntil(lambda: desk.display.shown is not None and desk.display.shown.frame == 7)
    desk.canvas.clicked.emit(30.0, 40.0, True)
    assert desk.ask.frame == 7
    assert desk.ask.pts == desk.session.pts_of(7)
    assert list(desk.session.document.project.objects[0].prompts) == [desk.session.pts_of(7)]


def test_an_answer_for_another_clip_goes_to_that_clip(
    desk: Desk, make_session: Callable[[], Session], stage: Stage
) -> None:
    desk.canvas.clicked.emit(30.0, 40.0, True)
    stage.add(make_session())
    desk.answer_with_mask()
    assert desk.session.document.file.mask(ObjectId(1), Pts(0)) is not None
    assert stage.current is not None
    assert stage.current.document.project.objects == ()
