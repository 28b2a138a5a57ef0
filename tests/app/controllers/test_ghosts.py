"""Why an object is not to be seen is said on the picture."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.controllers.badges import Badge, Badges
from app.controllers.ghosts import GhostController
from app.controllers.session import Session, Stage
from app.state.lanes import Lane
from engine.project.edits import AddObject
from engine.project.model import Click, FramePrompts
from engine.types import ObjectId
from tests.app.controllers.conftest import FRAMES, Canvas


class Playback(QObject):
    state_changed = Signal(object)
    is_playing = False


def test_a_frame_without_a_mask_says_so(stage: Stage, session: Session, canvas: Canvas) -> None:
    """The cut-out of a frame that was not tracked was an empty picture without a word."""
    playback = Playback()
    kept = GhostController(stage, canvas, playback, Badges(canvas))  # type: ignore[arg-type]
    stage.add(session)
    session.document.do(AddObject("Dog", prompts={session.pts_of(0): FramePrompts((Click(30, 40),))}))
    one = ObjectId(1)
    session.view.set_active_object(one)
    assert canvas.last("set_badge") == ""
    lane = Lane.empty(one, FRAMES)
    lane.note(1, 0.9, 0.9)
    lane.note(2, 0.1, 0.9)
    session.set_lanes({one: lane})
    said = []
    for frame in (1, 2, 3):
        session.view.set_frame(frame)
        said.append(canvas.last("set_badge"))
    assert said == ["", "Dog is hidden here", "Dog is not tracked here"]
    playback.is_playing = True
    playback.state_changed.emit(None)
    assert canvas.last("set_badge") == ""
    assert kept.session is session


def test_the_more_urgent_text_stands_before_the_other(canvas: Canvas) -> None:
    badges = Badges(canvas)  # type: ignore[arg-type]
    badges.put(Badge.ABSENCE, "away")
    badges.put(Badge.LOADING, "loading")
    assert canvas.last("set_badge") == "loading"
    badges.put(Badge.LOADING, "")
    assert canvas.last("set_badge") == "away"
