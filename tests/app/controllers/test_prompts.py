from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.controllers.badges import Badges
from app.controllers.display import DisplayController
from app.controllers.problems import Problems
from app.controllers.prompts import PromptController
from app.controllers.session import Session, Stage
from app.workers.failure import Failure
from app.workers.model_requests import Ask, CatchUp, Keep, Kept, Masked
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
        number, clip, ask = next(asked for asked in reversed(self.model.asked) if isinstance(asked[2], Ask))
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


def test_until_the_model_is_loaded_clicks_wait(desk: Desk) -> None:
    desk.prompts.set_model_ready(False)
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


def test_undo_of_a_click_reaches_a_run_under_way(desk: Desk) -> None:
    """The run went on with the click that had been taken back, and all it made from there on was stale at once."""
    desk.canvas.clicked.emit(30.0, 40.0, True)
    desk.answer_with_mask()
    desk.canvas.clicked.emit(50.0, 40.0, True)
    desk.answer_with_mask()
    assert not any(isinstance(asked[2], CatchUp) for asked in desk.model.asked)
    desk.session.document.undo()
    assert desk.ask == CatchUp()
    asked = len(desk.model.asked)
    desk.session.document.do(SetLocked(ObjectId(1), True))
    assert len(desk.model.asked) == asked


def test_with_the_last_point_goes_its_mask(desk: Desk) -> None:
    """The mask of a point that was deleted stood there on, called older than the last correction."""
    session = desk.session
    desk.canvas.clicked.emit(30.0, 40.0, True)
    desk.answer_with_mask()
    pts = session.pts_of(0)
    assert session.masks.logits(ObjectId(1), pts) is not None
    desk.canvas.point_deleted.emit(0)
    desk.answer(None)
    assert session.masks.logits(ObjectId(1), pts) is None
    assert session.document.history.names[-1] == "Clear prompts of Object 1"
    session.document.undo()
    assert session.masks.logits(ObjectId(1), pts) is not None


def test_a_deleted_correction_leaves_what_was_tracked(desk: Desk, qtbot: QtBot) -> None:
    desk.canvas.clicked.emit(30.0, 40.0, True)
    desk.answer_with_mask()
    desk.display.seek(7)
    qtbot.waitUntil(lambda: desk.display.shown is not None and desk.display.shown.frame == 7)
    desk.canvas.clicked.emit(30.0, 40.0, True)
    desk.answer_with_mask()
    desk.canvas.point_deleted.emit(0)
    assert desk.session.document.file.mask(ObjectId(1), desk.session.pts_of(7)) is not None


def test_a_stroke_after_a_click_keeps_what_the_click_gave(desk: Desk) -> None:
    """Brush, click, brush: the second stroke was laid over the first one's mask, and the click was lost."""
    desk.canvas.stroke_painted.emit([(20.0, 20.0)], 5.0, False)
    desk.answer_with_mask()
    desk.canvas.clicked.emit(60.0, 60.0, True)
    desk.answer_with_mask()  # the model answers the click with a mask that is inside everywhere
    desk.canvas.stroke_painted.emit([(20.0, 20.0)], 3.0, True)
    hint = desk.said().mask
    assert hint is not None
    painted = cv2.imdecode(np.frombuffer(hint.png, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert painted is not None
    assert painted[60, 60] == 255
    assert painted[20, 20] == 0


def test_nothing_is_painted_over_a_click_that_is_not_answered(desk: Desk, bar: Bar) -> None:
    """The stroke would have stood alone, and the click's mask, which came later, would have been thrown away."""
    desk.canvas.clicked.emit(60.0, 60.0, True)
    desk.canvas.stroke_painted.emit([(20.0, 20.0)], 3.0, False)
    assert bar.problems[-1].sentence == "The mask of your click is still being made."
    assert desk.said().clicks == (Click(60.0, 60.0),)
    desk.answer_with_mask()
    desk.canvas.stroke_painted.emit([(20.0, 20.0)], 3.0, False)
    assert desk.said().mask is not None


def test_a_box_has_one_meaning_and_undo_brings_back_the_clicks_three(desk: Desk) -> None:
    """The box kept the sign that said "1 / 3" and promised what Tab could not give."""
    desk.canvas.clicked.emit(30.0, 40.0, True)
    desk.answer_with_mask(numbers=(2, 0, 1))
    desk.canvas.box_drawn.emit(10.0, 10.0, 60.0, 60.0)
    desk.answer_with_mask()
    assert desk.canvas.last("set_prompts").hypothesis is None
    desk.session.document.undo()
    assert desk.canvas.last("set_prompts").hypothesis == (0, 3)


def test_objects_are_counted_anew_after_undo(desk: Desk) -> None:
    """The first object of a clip was called Object 2 where one had been made and undone before it."""
    desk.canvas.clicked.emit(30.0, 40.0, True)
    first = desk.session.document.project.objects[0]
    desk.session.document.undo()
    desk.canvas.clicked.emit(30.0, 40.0, True)
    again = desk.session.document.project.objects[0]
    assert (again.name, again.colour) == (first.name, first.colour)
    assert again.id != first.id
