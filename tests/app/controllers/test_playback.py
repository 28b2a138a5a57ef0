"""Playback against a clock that stands where the test puts it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.controllers.display import DisplayController
from app.controllers.playback import ElapsedClock, PlaybackController
from app.controllers.problems import Problems
from app.controllers.session import Session, Stage
from app.workers.picture_desk import READY_PICTURES
from engine.project.edits import SetSettings
from tests.app.controllers.conftest import FRAMES, Canvas

RATE = 25


class HandClock:
    def __init__(self) -> None:
        self.at = 0.0
        self.started: list[tuple[float, float]] = []

    def start(self, seconds: float, speed: float) -> None:
        self.at = 0.0
        self.started.append((seconds, speed))

    def stop(self) -> None:
        pass

    def seconds(self) -> float:
        return self.at


class Desk:
    def __init__(self, stage: Stage, canvas: Canvas, problems: Problems, session: Session, qtbot: QtBot) -> None:
        self.canvas, self.session, self.qtbot = canvas, session, qtbot
        self.clock = HandClock()
        self.display = DisplayController(stage, canvas, problems)  # type: ignore[arg-type]
        self.playback = PlaybackController(stage, self.display, self.clock)
        stage.add(session)
        qtbot.waitUntil(lambda: self.display.shown is not None and self.display.shown.exact)

    def wait_for_pile(self, count: int = READY_PICTURES) -> None:
        """The worker has painted as far ahead as it may."""
        self.qtbot.waitUntil(lambda: len(self.playback._pile) >= count)

    def at(self, frames: float) -> int:
        """The frame on the canvas when the clock stands there."""
        self.clock.at = frames / RATE
        self.playback.tick()
        return int(self.canvas.last("set_picture").frame)


@pytest.fixture
def desk(stage: Stage, canvas: Canvas, problems: Problems, session: Session, qtbot: QtBot) -> Desk:
    return Desk(stage, canvas, problems, session, qtbot)


def test_each_frame_is_shown_when_the_clock_says_so(desk: Desk) -> None:
    desk.playback.toggle()
    desk.wait_for_pile()
    assert desk.clock.started == [(0.0, 1.0)]
    assert [desk.at(f) for f in (0.0, 0.5, 1.0, 1.9, 2.0, 3.0)] == [0, 0, 1, 1, 2, 3]
    assert desk.session.view.frame == 3
    assert desk.playback.state.dropped == 0


def test_the_clock_waits_for_the_first_picture(desk: Desk) -> None:
    desk.playback.play(1.0)
    assert desk.clock.started == []
    desk.wait_for_pile(1)
    assert desk.clock.started


def test_what_comes_late_is_counted_as_dropped(desk: Desk) -> None:
    desk.playback.play(1.0)
    desk.wait_for_pile()
    assert desk.at(0) == 0
    assert desk.at(4) == 4
    assert desk.playback.state.dropped == 3


def test_at_the_end_it_stops_on_the_last_frame(desk: Desk) -> None:
    desk.session.view.set_frame(FRAMES - 4)
    desk.playback.play(1.0)
    desk.qtbot.waitUntil(lambda: desk.playback._is_played_out)
    assert desk.at(5) == FRAMES - 1
    assert not desk.playback.is_playing


def test_playing_at_the_end_begins_again(desk: Desk) -> None:
    desk.session.view.set_frame(FRAMES - 1)
    desk.playback.play(1.0)
    desk.wait_for_pile(1)
    assert desk.clock.started == [(0.0, 1.0)]


def test_backwards(desk: Desk) -> None:
    desk.session.view.set_frame(10)
    desk.playback.shuttle(-1)
    desk.wait_for_pile()
    assert [desk.at(f) for f in (0, 1.5, 3)] == [10, 9, 7]
    assert desk.playback.state.speed == -1.0


def test_l_again_is_twice_as_fast_and_j_turns_round(desk: Desk) -> None:
    for speed in (1.0, 2.0, 4.0, 8.0, 8.0):
        desk.playback.shuttle(1)
        assert desk.playback.state.speed == speed
    desk.playback.shuttle(-1)
    assert desk.playback.state.speed == -1.0
    desk.playback.pause()
    assert not desk.playback.is_playing


def test_double_speed_leaves_out_every_other_frame_without_calling_it_dropped(desk: Desk) -> None:
    desk.playback.play(2.0)
    desk.wait_for_pile()
    assert [desk.at(f) for f in (0, 2, 4, 6)] == [0, 2, 4, 6]
    assert desk.playback.state.dropped == 0


def test_the_marked_range_is_looped(desk: Desk) -> None:
    """The ninth frame after 5 in a loop of 5..8 is 6: laps are counted, not only frames."""
    settings = replace(
        desk.session.document.project.settings, in_pts=desk.session.pts_of(5), out_pts=desk.session.pts_of(9)
    )
    desk.session.document.do(SetSettings(settings))
    desk.playback.toggle_loop()
    desk.session.view.set_frame(5)
    desk.playback.play(1.0)
    seen = []
    for f in range(10):
        desk.wait_for_pile(2)
        seen.append(desk.at(f))
    assert seen == [5, 6, 7, 8, 5, 6, 7, 8, 5, 6]


def test_pause_shows_the_exact_frame_again(desk: Desk) -> None:
    desk.playback.play(1.0)
    desk.wait_for_pile()
    desk.at(3)
    desk.canvas.calls.clear()
    desk.playback.pause()
    desk.qtbot.waitUntil(lambda: any(name == "set_picture" for name, _ in desk.canvas.calls))
    assert desk.canvas.last("set_picture").frame == 3


def test_steps_and_jumps_stay_in_the_clip(desk: Desk) -> None:
    desk.playback.step(-1)
    assert desk.session.view.frame == 0
    desk.playback.step(10)
    assert desk.session.view.frame == 10
    desk.playback.jump_to_end()
    assert desk.session.view.frame == FRAMES - 1
    desk.playback.step(1)
    assert desk.session.view.frame == FRAMES - 1


def test_the_timecode_follows_the_playhead(desk: Desk) -> None:
    desk.playback.jump(RATE // 2)
    assert desk.playback.state.timecode == "00:00:00:12"


def test_real_time_runs_at_the_chosen_speed() -> None:
    now = [10.0]
    clock = ElapsedClock(lambda: now[0])
    clock.start(0.0, -2.0)
    now[0] += 1.5
    assert clock.seconds() == pytest.approx(3.0)
