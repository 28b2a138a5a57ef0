from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Signal
from pytestqt.qtbot import QtBot

from app.controllers.display import DisplayController
from app.controllers.jobs import Jobs, time_left
from app.controllers.problems import Problems
from app.controllers.session import Session, Stage
from app.controllers.tracking import TrackingController, marked_range
from app.state.lanes import HIDDEN, VISIBLE, Lane
from app.views.models import JobState
from app.workers.failure import Failure
from app.workers.model_requests import Recorded, Run, Tracked
from app.workers.model_worker import RunBegan, RunEnded, RunOutcome, RunStepped
from engine.errors import UsageError
from engine.project.edits import AddObject, SetLocked, SetSettings
from engine.project.model import Click, FramePrompts
from engine.types import Direction, FrameIndex, FrameRange, ObjectId
from tests.app.controllers.conftest import FRAMES, Bar, Canvas, Model, Told


class Panel(Told):
    pause_requested = Signal(int)
    resume_requested = Signal(int)
    cancel_requested = Signal(int)
    reveal_requested = Signal(int)
    dismissed = Signal(int)


class Desk:
    def __init__(self, stage: Stage, canvas: Canvas, model: Model, problems: Problems, session: Session) -> None:
        self.model, self.session = model, session
        self.panel = Panel()
        self.jobs = Jobs(self.panel)  # type: ignore[arg-type]
        self.display = DisplayController(stage, canvas, problems)  # type: ignore[arg-type]
        self.tracking = TrackingController(stage, model, self.display, self.jobs, problems)  # type: ignore[arg-type]
        stage.add(session)

    def add(self, *frames: int) -> ObjectId:
        """An object prompted on these frames."""
        project = self.session.document.project
        prompts = {self.session.pts_of(f): FramePrompts((Click(30, 40),)) for f in frames}
        self.session.document.do(AddObject(prompts=prompts))
        return project.next_object_id

    @property
    def run(self) -> Run:
        return self.model.runs[-1][2]  # type: ignore[no-any-return]

    @property
    def number(self) -> int:
        return self.model.runs[-1][0]

    def tell(self, value: object) -> None:
        self.model.answered.emit(RunStepped(self.number, 1, value))

    def end(self, outcome: RunOutcome = RunOutcome.DONE, failure: Failure | None = None) -> None:
        self.model.answered.emit(RunEnded(self.number, 1, outcome, failure))


@pytest.fixture
def desk(stage: Stage, canvas: Canvas, model: Model, problems: Problems, session: Session, qtbot: QtBot) -> Desk:
    return Desk(stage, canvas, model, problems, session)


@pytest.mark.parametrize(
    ("direction", "playhead", "start"),
    [
        (Direction.BOTH, 14, 15),
        (Direction.BOTH, 4, 3),
        (Direction.FORWARD, 14, 3),
        (Direction.FORWARD, 16, 15),
        (Direction.FORWARD, 1, 3),
        (Direction.BACKWARD, 14, 15),
        (Direction.BACKWARD, 18, 15),
    ],
)
def test_a_run_starts_from_a_prompt_so_that_it_passes_the_playhead(
    desk: Desk, direction: Direction, playhead: int, start: int
) -> None:
    desk.add(3, 15)
    desk.session.view.set_frame(playhead)
    desk.tracking.start(direction)
    assert desk.run.start == start
    assert desk.run.frames == FrameRange(FrameIndex(0), FrameIndex(FRAMES))


def test_the_marked_range_is_tracked(desk: Desk) -> None:
    desk.add(3)
    settings = replace(
        desk.session.document.project.settings, in_pts=desk.session.pts_of(5), out_pts=desk.session.pts_of(9)
    )
    desk.session.document.do(SetSettings(settings))
    assert marked_range(desk.session) == FrameRange(FrameIndex(5), FrameIndex(9))
    desk.tracking.start(Direction.BOTH)
    assert (desk.run.frames, desk.run.start) == (FrameRange(FrameIndex(5), FrameIndex(9)), 5)


def test_the_selection_goes_before_the_range(desk: Desk) -> None:
    desk.add(3)
    desk.session.view.set_selection(FrameRange(FrameIndex(2), FrameIndex(6)))
    desk.tracking.start_selection()
    assert desk.run.frames == FrameRange(FrameIndex(2), FrameIndex(6))


def test_what_is_fresh_or_locked_is_left_alone(desk: Desk) -> None:
    fresh, locked, new = desk.add(0), desk.add(1), desk.add(2)
    desk.session.document.do(SetLocked(locked, True))
    lane = Lane.empty(fresh, FRAMES)
    lane.kinds[:] = VISIBLE
    lane.kinds[4:6] = HIDDEN
    desk.session.lanes[fresh] = lane
    desk.session.view.set_active_object(new)
    desk.tracking.start(Direction.BOTH)
    assert desk.run.objects == (new,)
    desk.session.view.set_active_object(fresh)
    desk.tracking.start(Direction.BOTH)
    assert desk.run.objects == (fresh, new), "the active object is tracked again because the person says so"


def test_without_prompts_there_is_nothing_to_track(desk: Desk) -> None:
    with pytest.raises(UsageError, match="nothing to track"):
        desk.tracking.start(Direction.BOTH)


def test_one_step_goes_on_from_the_playhead(desk: Desk) -> None:
    desk.add(0)
    desk.session.view.set_frame(6)
    desk.tracking.step(1)
    assert desk.run.frames == FrameRange(FrameIndex(7), FrameIndex(8))
    assert desk.run.resume
    assert desk.session.view.frame == 7
    desk.session.view.set_frame(0)
    with pytest.raises(UsageError, match="ends here"):
        desk.tracking.step(-1)


def test_lanes_grow_as_frames_are_made(desk: Desk) -> None:
    thing = desk.add(0)
    desk.tracking.start(Direction.FORWARD)
    desk.tell(Tracked(FrameIndex(3), desk.session.pts_of(3), ((thing, 0.9, 0.8),), 1, 20, 5.0, False, False))
    desk.tell(Tracked(FrameIndex(4), desk.session.pts_of(4), ((thing, 0.1, 0.2),), 2, 20, 5.0, False, False))
    lane = desk.session.lanes[thing]
    assert [lane.kind_at(i) for i in (2, 3, 4)] == [0, VISIBLE, HIDDEN]
    assert lane.presence[3] == pytest.approx(0.9)


def test_shot_cuts_are_noted_and_remembered(desk: Desk) -> None:
    thing = desk.add(0)
    desk.tracking.start(Direction.FORWARD)
    desk.tell(Tracked(FrameIndex(8), desk.session.pts_of(8), ((thing, 0.9, 0.8),), 1, 20, 5.0, True, False))
    assert desk.session.cuts == (8,)
    desk.session.cuts = ()
    desk.session.document.file.flush()
    desk.session.recall_cuts()
    assert desk.session.cuts == (8,)


def test_what_was_recorded_becomes_one_step(desk: Desk) -> None:
    thing = desk.add(0)
    take = desk.session.document.file.begin_take(thing)
    for i in range(4):
        take.put(desk.session.pts_of(i), np.full((8, 8), 2.0, np.float32), 0.9, 0.8)
    desk.tracking.start(Direction.FORWARD)
    desk.tell(Recorded((take.finish(),), 4))
    desk.end()
    assert desk.session.document.history.names[-1] == "Track Object 1 (4 frames)"
    assert len(desk.session.document.file.frames_with_masks(thing)) == 4
    assert desk.jobs.rows[-1].state is JobState.DONE
    desk.session.document.undo()
    assert len(desk.session.document.file.frames_with_masks(thing)) == 0


def test_pause_resume_and_cancel_reach_the_model(desk: Desk) -> None:
    desk.add(0)
    desk.tracking.start(Direction.FORWARD)
    desk.model.answered.emit(RunBegan(desk.number, 1))
    desk.tracking.toggle_pause()
    assert desk.model.paused[-1] is True
    desk.tracking.toggle_pause()
    assert desk.model.paused[-1] is False
    desk.tracking.cancel()
    assert desk.model.cancelled == [desk.number]
    desk.end(RunOutcome.CANCELLED)
    assert not desk.tracking.is_running
    assert desk.jobs.rows[-1].state is JobState.CANCELLED


def test_pausing_without_a_run_does_not_hold_the_next_one(desk: Desk) -> None:
    desk.add(0)
    desk.tracking.toggle_pause()
    assert not desk.tracking.is_paused


def test_a_failed_run_is_told_and_listed(desk: Desk, bar: Bar) -> None:
    desk.add(0)
    desk.tracking.start(Direction.FORWARD)
    desk.end(RunOutcome.FAILED, Failure("No memory.", "Use a smaller model.", "", True))
    assert bar.problems[-1].sentence == "No memory."
    assert desk.jobs.rows[-1].state is JobState.FAILED


def test_progress_shows_speed_and_time_left(desk: Desk, qtbot: QtBot) -> None:
    thing = desk.add(0)
    states: list[object] = []
    desk.tracking.state_changed.connect(states.append)
    desk.tracking.start(Direction.FORWARD)
    desk.tell(Tracked(FrameIndex(5), desk.session.pts_of(5), ((thing, 0.9, 0.8),), 5, 20, 2.5, False, False))
    qtbot.waitUntil(lambda: bool(states) and getattr(states[-1], "fraction", 0) == 0.25)
    assert (states[-1].speed, states[-1].left) == ("2.5 frames/s", "6 s")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s"), (12.4, "12 s"), (120, "2 min"), (5000, "83 min"), (7500, "2 h 5 min")]
)
def test_time_left_is_said_as_people_do(seconds: float, text: str) -> None:
    assert time_left(seconds) == text


def test_lanes_read_while_tracking_have_no_gaps(desk: Desk) -> None:
    """A change of the look during a run read the lanes from the file, which lacked the newest frames."""
    one = desk.add(3)
    desk.tracking.start(Direction.FORWARD)
    for frame in (3, 4, 5):
        desk.tell(Tracked(FrameIndex(frame), desk.session.pts_of(frame), ((one, 0.9, 0.8),), 1, 17, 9.0, False, False))
    read = Lane.empty(one, FRAMES)
    read.note(3, 0.1, 0.5)  # what the file says goes first
    desk.tracking.note_again(desk.session, {one: read})
    assert [read.kind_at(frame) for frame in (3, 4, 5)] == [HIDDEN, VISIBLE, VISIBLE]
    desk.end()
    later = Lane.empty(one, FRAMES)
    desk.tracking.note_again(desk.session, {one: later})
    assert later.kind_at(4) == 0


def test_progress_of_every_clip_is_told(desk: Desk, make_session, stage: Stage) -> None:
    """The tray said nothing of a clip that was tracked while another one was on stage."""
    told: list[dict[int, float]] = []
    desk.tracking.progressed.connect(told.append)
    one = desk.add(3)
    desk.tracking.start(Direction.FORWARD)
    desk.tell(Tracked(FrameIndex(4), desk.session.pts_of(4), ((one, 0.9, 0.8),), 5, 20, 9.0, False, False))
    stage.add(make_session())
    desk.tracking._show_progress()
    assert told[-1] == {desk.session.number: 0.25}
    desk.end()
    desk.tracking._show_progress()
    assert told[-1] == {}
