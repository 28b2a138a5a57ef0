"""Trackers as they look from outside the process they run in. Nothing in here imports torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from engine.errors import ChildLost
from engine.media import ReadOptions
from engine.project.model import FramePrompts, ProjectSettings
from engine.tracking.closer_plan import CloserRun
from engine.tracking.plan import TrackRun
from engine.tracking.steps import Hypotheses, MaskResult, TrackEvent
from engine.tracking.tracker_room import Loader, TrackerFacts, TrackerRoom
from engine.types import FrameIndex, Logits, ObjectId


class Room(Protocol):
    """Somewhere a `TrackerRoom` is: `engine.child.Child`, or `RoomHere`."""

    @property
    def generation(self) -> int:
        """Another number: everything opened before is gone."""
        ...

    @property
    def has_died(self) -> bool:
        """The next call will raise ChildLost."""
        ...

    def reap(self) -> None:
        """Where it has died: the next call begins anew instead."""
        ...

    def call(self, method: str, *values: object) -> Any: ...
    def close(self) -> None: ...


class RoomHere:
    """In this process, on the calling thread."""

    generation = 0
    has_died = False

    def __init__(self, load: Loader | None = None) -> None:
        self._room = TrackerRoom(load)

    def call(self, method: str, *values: object) -> Any:
        return getattr(self._room, method)(*values)

    def reap(self) -> None:
        """What runs here does not die alone."""

    def close(self) -> None:
        self._room.close()


class RemoteTracker:
    """`engine.tracking.tracker.Tracker`, asked through a room. Every method raises ChildLost where the room is lost."""

    def __init__(
        self, room: Room, settings: ProjectSettings, path: Path, options: ReadOptions, apart: bool = False
    ) -> None:
        """See `TrackerRoom.open`."""
        self._room = room
        facts: TrackerFacts = room.call("open", settings, path, options, apart)
        self._number = facts.number
        self._generation = room.generation
        self.fingerprint = facts.fingerprint
        self.model_fingerprint = facts.model_fingerprint

    @property
    def is_lost(self) -> bool:
        """The room it was in is gone."""
        return self._room.has_died or self._room.generation != self._generation

    @property
    def objects(self) -> tuple[ObjectId, ...]:
        objects: tuple[ObjectId, ...] = self._ask("objects")
        return objects

    def where(self, precision: str) -> str:
        """Where it runs, for people."""
        sentence: str = self.call("where", self._number, precision)
        return sentence

    def encode(self, frame: FrameIndex) -> None:
        self._ask("encode", frame)

    def preview(
        self,
        frame: FrameIndex,
        prompts: FramePrompts,
        object_id: ObjectId | None = None,
        shown: Logits | None = None,
    ) -> Hypotheses:
        found: Hypotheses = self._ask("preview", frame, prompts, object_id, shown)
        return found

    def prompt(
        self, object_id: ObjectId, frame: FrameIndex, prompts: FramePrompts, shown: Logits | None = None
    ) -> MaskResult | None:
        found: MaskResult | None = self._ask("prompt", object_id, frame, prompts, shown)
        return found

    def answer_record(self, object_id: ObjectId, frame: FrameIndex) -> bytes | None:
        record: bytes | None = self._ask("answer_record", object_id, frame)
        return record

    def restore_answer(self, object_id: ObjectId, frame: FrameIndex, prompts: FramePrompts, record: bytes) -> None:
        self._ask("restore_answer", object_id, frame, prompts, record)

    def track(self, run: TrackRun | CloserRun) -> RemoteRun:
        """See `Tracker.track` and `look_closer`; whoever leaves it before its end closes it."""
        return RemoteRun(self, self.call("begin", self._number, run))

    def close(self) -> None:
        if not self.is_lost:
            self.call("close_tracker", self._number)

    def call(self, method: str, *values: object) -> Any:
        """Ask the room, unless it was begun anew meanwhile: its numbers are others' now. Raises ChildLost."""
        if self._room.generation != self._generation:
            raise ChildLost("The process that computes was begun anew.")
        return self._room.call(method, *values)

    def _ask(self, method: str, *values: object) -> Any:
        return self.call("ask", self._number, method, *values)


class RemoteRun:
    """The events of a run. Ends at its end or when closed: the collector, which may come on any thread, asks nobody."""

    def __init__(self, tracker: RemoteTracker, number: int) -> None:
        self._tracker, self._number = tracker, number

    def __iter__(self) -> RemoteRun:
        return self

    def __next__(self) -> TrackEvent:
        event: TrackEvent | None = self._tracker.call("step", self._number)
        if event is None:
            raise StopIteration
        return event

    def close(self) -> None:
        """Leave the run where it stands. Safe to call twice, and after its end."""
        if not self._tracker.is_lost:
            self._tracker.call("end", self._number)
