"""A tracker in a process of its own answers as the one here does."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from engine.child import Child
from engine.errors import ChildLost, UsageError
from engine.media import ReadOptions
from engine.models.loader import LoadedModel
from engine.project.model import Click, FramePrompts, ProjectSettings
from engine.tracking.plan import TrackRun
from engine.tracking.remote import RemoteTracker, Room, RoomHere
from engine.tracking.steps import FrameTracked
from engine.tracking.tracker_room import TrackerRoom
from engine.types import FrameIndex, FrameRange, Logits, ObjectId
from tests import moving
from tests.tiny_models import tiny_model

COUNT = 5
THING = ObjectId(1)
CLICKED = FramePrompts((Click(*map(float, moving.place(0))),))


def load_tiny(_settings: ProjectSettings) -> LoadedModel:
    return tiny_model()


def make_room() -> TrackerRoom:
    return TrackerRoom(load_tiny)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return moving.write(tmp_path_factory.mktemp("clip") / "disc.mp4", moving.pictures(COUNT))


def opened(room: Room, clip: Path) -> RemoteTracker:
    return RemoteTracker(room, ProjectSettings(), clip, ReadOptions())


def masks(tracker: RemoteTracker) -> list[Logits]:
    run = TrackRun(FrameRange(FrameIndex(0), FrameIndex(COUNT)))
    return [step.masks[THING].logits for step in tracker.track(run) if isinstance(step, FrameTracked)]


def test_it_answers_as_one_here_does(clip: Path) -> None:
    found = []
    for room in (RoomHere(load_tiny), Child(make_room, "test")):
        tracker = opened(room, clip)
        assert tracker.objects == ()
        preview = tracker.preview(FrameIndex(0), CLICKED)
        answer = tracker.prompt(THING, FrameIndex(0), CLICKED)
        assert answer is not None
        assert tracker.objects == (THING,)
        record = tracker.answer_record(THING, FrameIndex(0))
        assert record is not None
        facts = (tracker.fingerprint, tracker.model_fingerprint, tracker.where("float32"))
        found.append((facts, [preview.logits, answer.logits, *masks(tracker)]))
        with pytest.raises(UsageError):
            tracker.preview(FrameIndex(COUNT), CLICKED)
        tracker.close()
        room.close()
    assert found[0][0] == found[1][0]
    assert len(found[0][1]) == 2 + COUNT
    for here, there in zip(found[0][1], found[1][1], strict=True):
        np.testing.assert_allclose(there, here, atol=1e-4)


def test_a_run_that_is_left_is_closed_there_and_prompts_go_between_its_steps(clip: Path) -> None:
    room = Child(make_room, "test")
    tracker = opened(room, clip)
    tracker.prompt(THING, FrameIndex(0), CLICKED)
    steps = tracker.track(TrackRun(FrameRange(FrameIndex(0), FrameIndex(COUNT))))
    next(steps)
    assert tracker.preview(FrameIndex(0), CLICKED).numbers
    steps.close()
    assert len(masks(tracker)) == COUNT, "another run can begin"
    room.close()


def test_what_was_lost_knows_it(clip: Path) -> None:
    room = Child(make_room, "test")
    tracker = opened(room, clip)
    room.call("ask", 1, "encode", 0)
    assert room._process is not None
    room._process.kill()
    with pytest.raises(ChildLost):
        tracker.encode(FrameIndex(0))
    again = opened(room, clip)
    assert tracker.is_lost
    assert not again.is_lost
    tracker.close()
    again.encode(FrameIndex(0))
    room.close()


def test_a_run_is_not_mistaken_for_one_in_the_room_that_came_after(clip: Path) -> None:
    """A hover that came first had the room begun anew, and the run asked there for a number of its old room's."""
    room = Child(make_room, "test")
    tracker = opened(room, clip)
    tracker.prompt(THING, FrameIndex(0), CLICKED)
    whole = TrackRun(FrameRange(FrameIndex(0), FrameIndex(COUNT)))
    steps = tracker.track(whole)
    next(steps)
    assert room._process is not None
    room._process.kill()
    room._process.join()
    assert tracker.is_lost
    room.reap()
    again = opened(room, clip)
    again.prompt(THING, FrameIndex(0), CLICKED)
    others = again.track(whole)
    with pytest.raises(ChildLost):
        next(steps)
    steps.close()
    tracker.close()
    assert next(others) is not None
    others.close()
    room.close()


def test_a_run_that_outlives_its_room_asks_nobody(clip: Path) -> None:
    room = Child(make_room, "test")
    tracker = opened(room, clip)
    tracker.prompt(THING, FrameIndex(0), CLICKED)
    steps = tracker.track(TrackRun(FrameRange(FrameIndex(0), FrameIndex(COUNT))))
    next(steps)
    room.close()
    steps.close()
    tracker.close()
    assert room._process is None, "no process was begun to be told of an end"


def test_a_run_that_is_collected_asks_nobody(clip: Path) -> None:
    class Watched(RoomHere):
        asked: ClassVar[list[str]] = []

        def call(self, method: str, *values: object) -> object:
            self.asked.append(method)
            return super().call(method, *values)

    room = Watched(load_tiny)
    tracker = opened(room, clip)
    tracker.prompt(THING, FrameIndex(0), CLICKED)
    whole = TrackRun(FrameRange(FrameIndex(0), FrameIndex(COUNT)))
    left, closed = tracker.track(whole), tracker.track(whole)
    next(left)
    closed.close()
    assert room.asked.count("end") == 1
    del left
    gc.collect()
    assert room.asked.count("end") == 1
    assert len(masks(tracker)) == COUNT, "what was left behind is in nobody's way"
    room.close()
