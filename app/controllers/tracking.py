"""Tracking runs: which objects, which frames, how they are shown, paused, stopped, and what stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.actions import Deed
from app.controllers.display import DisplayController
from app.controllers.jobs import Handles, Jobs, time_left
from app.controllers.problems import Problems
from app.controllers.session import Session, SessionController, Stage
from app.state.document import Change
from app.state.lanes import NOTHING, STALE, VISIBLE, Lane
from app.views.models import JobRow, JobState, TrackingState
from app.workers.memory import resident_bytes
from app.workers.model_requests import Recorded, Run, Said, Tracked
from app.workers.model_worker import ModelWorker, RunBegan, RunEnded, RunOutcome, RunStepped
from engine.errors import UsageError
from engine.project.edits import Batch
from engine.project.model import ObjectSpec
from engine.types import Direction, FrameIndex, FrameRange, ObjectId

SHOW_EVERY_MS = 100
"""Lanes and progress are painted ten times a second; the canvas shows every mask of the playhead's frame."""

DIRECTIONS = {Direction.FORWARD: "forwards", Direction.BACKWARD: "backwards", Direction.BOTH: "both ways"}


@dataclass(slots=True)
class _UnderWay:
    """One run, from the wish to its end."""

    session: Session
    job: int
    title: str
    run: Run
    done: int = 0
    total: int = 1
    frames_per_second: float = 0.0
    paused: bool = False
    began: bool = False
    notes: list[str] = field(default_factory=list)
    scores: list[tuple[int, ObjectId, float, float]] = field(default_factory=list)
    """(frame, object, presence, quality) of every result so far; the file may not have the newest yet."""


class TrackingController(SessionController):
    """Starts runs and takes in what they bring.

    Signals:
        run_ended: the Session whose run has ended, however it did.
        state_changed: a TrackingState or None, for the bar.
        progressed: {Session.number: 0..1} of every clip that is being tracked, on stage or not.
    """

    run_ended = Signal(object)
    state_changed = Signal(object)
    progressed = Signal(object)

    def __init__(
        self,
        stage: Stage,
        model: ModelWorker,
        display: DisplayController,
        jobs: Jobs,
        problems: Problems,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(stage, parent)
        self._model = model
        self._display = display
        self._jobs = jobs
        self._problems = problems
        self._runs: dict[int, _UnderWay] = {}
        self._is_paused = False
        self._showing = QTimer(self)
        self._showing.setSingleShot(True)
        self._showing.setInterval(SHOW_EVERY_MS)
        self._showing.timeout.connect(self._show_progress)
        model.answered.connect(self._hear_model)

    def deeds(self) -> dict[str, Deed]:
        """Actions by id."""
        return {
            "track.both": lambda: self.start(Direction.BOTH),
            "track.forward": lambda: self.start(Direction.FORWARD),
            "track.backward": lambda: self.start(Direction.BACKWARD),
            "track.selection": self.start_selection,
            "track.closer": self.look_closer,
            "track.step_forward": lambda: self.step(1),
            "track.step_back": lambda: self.step(-1),
            "track.pause": self.toggle_pause,
            "track.cancel": self.cancel,
        }

    @property
    def is_running(self) -> bool:
        return bool(self._runs)

    @property
    def is_paused(self) -> bool:
        return self._is_paused

    def runs_of(self, session: Session) -> tuple[tuple[ObjectId, FrameRange], ...]:
        """What is being tracked in a clip, for the lanes."""
        return tuple(
            (object_id, way.run.frames)
            for way in self._runs.values()
            if way.session is session
            for object_id in way.run.objects
        )

    def note_again(self, session: Session, lanes: dict[ObjectId, Lane]) -> None:
        """Into lanes that were just read from the file: what has been tracked and is not there yet."""
        for way in self._runs.values():
            if way.session is not session:
                continue
            for frame, object_id, presence, quality in way.scores:
                lane = lanes.get(object_id)
                if lane is not None and lane.kind_at(frame) == NOTHING:
                    lane.note(frame, presence, quality)

    # -- wishes ---------------------------------------------------------------------------------------------------

    def start(self, direction: Direction, frames: FrameRange | None = None) -> None:
        """Track what needs it within the marked range, outwards from the prompt nearest to the playhead."""
        session = self._session()
        frames = frames or marked_range(session)
        objects = self._objects(session, frames)
        start = starting_frame(session, objects, frames, direction)
        self._begin(session, Run(tuple(o.id for o in objects), frames, direction, start), objects)

    def start_selection(self) -> None:
        """Only what is selected in the timeline; without a selection the range from in to out."""
        session = self._session()
        self.start(Direction.BOTH, session.view.selection or marked_range(session))

    def look_closer(self) -> None:
        """The active object once more within the marked range, in windows that follow where it was."""
        session = self._session()
        frames = marked_range(session)
        spec = next((o for o in session.document.project.objects if o.id == session.view.active_object), None)
        if spec is None:
            raise UsageError("No object is active.", "Choose the object to look at more closely.")
        if spec.locked:
            raise UsageError(f"{spec.name} is locked.", "Unlock it first.")
        self._begin(session, Run((spec.id,), frames, Direction.BOTH, frames.start, closer=True), (spec,))

    def step(self, step: int) -> None:
        """One frame from the playhead, which follows."""
        session = self._session()
        target = session.view.frame + step
        if not 0 <= target < session.times.count:
            raise UsageError("The clip ends here.", "Track in the other direction.")
        frames = FrameRange(FrameIndex(target), FrameIndex(target + 1))
        objects = self._objects(session, frames)
        direction = Direction.FORWARD if step > 0 else Direction.BACKWARD
        self._begin(session, Run(tuple(o.id for o in objects), frames, direction, FrameIndex(target), True), objects)
        self._display.seek(target)

    def toggle_pause(self) -> None:
        """Hold, or go on; clicks and hovers are answered meanwhile."""
        self._set_paused(not self._is_paused and self.is_running)

    def cancel(self) -> None:
        """Stop the runs of the clip on stage; what is done stays."""
        for number, way in list(self._runs.items()):
            if way.session is self.session:
                self._model.cancel(way.session.number, number)
        self._set_paused(False)

    def cancel_all(self, session: Session) -> None:
        """The clip is being closed."""
        for number, way in list(self._runs.items()):
            if way.session is session:
                self._model.cancel(session.number, number)

    def _session(self) -> Session:
        if self.session is None:
            raise UsageError("Nothing is open.", "Open a clip first.")
        if not self.session.times.complete:
            raise UsageError("The clip is still being read.", "Try again in a moment.")
        return self.session

    def _objects(self, session: Session, frames: FrameRange) -> tuple[ObjectSpec, ...]:
        """The active object, and others that have prompts but no fresh results everywhere in the range."""
        able = [o for o in session.document.project.objects if o.prompts and not o.locked]
        active = session.view.active_object
        chosen = tuple(o for o in able if o.id == active or not _is_fresh(session.lanes.get(o.id), frames))
        if not able:
            raise UsageError("There is nothing to track yet.", "Click on an object first.")
        return chosen or tuple(able)

    def _begin(self, session: Session, run: Run, objects: tuple[ObjectSpec, ...]) -> None:
        number = self._model.track(session.number, run)
        names = ", ".join(o.name for o in objects)
        how = "from nearby" if run.closer else DIRECTIONS[run.direction]
        way = _UnderWay(session, self._jobs.new_number(), f"{names} · {how}", run)
        self._runs[number] = way
        handles = Handles(
            cancel=lambda: self._model.cancel(session.number, number),
            pause=lambda: self._set_paused(True),
            resume=lambda: self._set_paused(False),
        )
        self._jobs.put(JobRow(way.job, f"Track {way.title}", JobState.QUEUED, can_pause=True), handles)
        self._set_paused(False)
        self._show_soon()

    def _set_paused(self, is_paused: bool) -> None:
        self._is_paused = is_paused
        self._model.set_paused(is_paused)
        for way in self._runs.values():
            way.paused = is_paused
        self._show_soon()

    # -- answers --------------------------------------------------------------------------------------------------

    def _hear_model(self, answer: object) -> None:
        match answer:
            case RunBegan(number, _) if number in self._runs:
                self._runs[number].began = True
                self._show_soon()
            case RunStepped(number, _, value) if number in self._runs:
                self._take_step(self._runs[number], value)
            case RunEnded() if answer.number in self._runs:
                self._end(self._runs.pop(answer.number), answer)
            case _:
                pass

    def _take_step(self, way: _UnderWay, value: object) -> None:
        match value:
            case Tracked():
                way.done, way.total, way.frames_per_second = value.done, value.total, value.frames_per_second
                for object_id, presence, quality in value.scores:
                    lane = way.session.lanes.get(object_id)
                    if lane is None:
                        lane = way.session.lanes[object_id] = Lane.empty(object_id, way.session.times.count)
                    lane.note(value.frame, presence, quality)
                    way.scores.append((int(value.frame), object_id, presence, quality))
                if value.new_shot:
                    way.session.add_cut(int(value.frame) + (1 if value.reverse else 0))
                if way.session is self.session and value.frame == way.session.view.frame:
                    self._display.refresh()
                self._show_soon()
            case Said(sentence):
                way.notes.append(sentence)
            case Recorded(edits=edits, frames=frames) if edits:
                names = way.title.split(" · ")[0]
                way.session.document.do(Batch(_step_name(names, frames, way.run.closer), edits))
            case _:
                pass

    def _end(self, way: _UnderWay, ended: RunEnded) -> None:
        state = {
            RunOutcome.DONE: JobState.DONE,
            RunOutcome.CANCELLED: JobState.CANCELLED,
            RunOutcome.FAILED: JobState.FAILED,
        }[ended.outcome]
        done = "1 frame" if way.done == 1 else f"{way.done} frames"
        note = done if ended.failure is None else ended.failure.sentence
        self._jobs.put(replace(self._row(way), state=state, note=note, speed="", left="", can_pause=False))
        if ended.failure is not None:
            self._problems.tell(ended.failure)
        if not self._runs:
            self._set_paused(False)
        self.run_ended.emit(way.session)
        if way.session is self.session:
            self._display.refresh()
        self._show_soon()

    # -- progress -------------------------------------------------------------------------------------------------

    def _show_soon(self) -> None:
        if not self._showing.isActive():
            self._showing.start()

    def _show_progress(self) -> None:
        for way in self._runs.values():
            self._jobs.put(self._row(way))
        self.progressed.emit({way.session.number: way.done / max(way.total, 1) for way in self._runs.values()})
        mine = [way for way in self._runs.values() if way.session is self.session]
        self.state_changed.emit(self._state(mine[0]) if mine else None)
        if mine and self.session is not None:
            self.session.lanes_changed.emit()

    def _state(self, way: _UnderWay) -> TrackingState:
        row = self._row(way)
        return TrackingState(way.title, row.fraction, row.speed, row.left, row.memory, way.paused)

    def _row(self, way: _UnderWay) -> JobRow:
        state = JobState.PAUSED if way.paused else JobState.RUNNING if way.began else JobState.QUEUED
        speed = f"{way.frames_per_second:.1f} frames/s" if way.frames_per_second else ""
        left = time_left((way.total - way.done) / way.frames_per_second) if way.frames_per_second else ""
        memory = f"{resident_bytes() / 2**20:.0f} MB"
        fraction = way.done / max(way.total, 1)
        return JobRow(way.job, f"Track {way.title}", state, fraction, speed, left, memory, "", True)

    def _entered(self, session: Session) -> None:
        self._hear(session.document.changed, self._document_changed)
        self._show_soon()

    def _document_changed(self, change: Change) -> None:
        """A run whose objects are all gone has nothing left to do, not even where it is paused."""
        if change.before.objects is change.after.objects:
            return
        left = {spec.id for spec in change.after.objects}
        for number, way in list(self._runs.items()):
            if way.session is self.session and left.isdisjoint(way.run.objects):
                self._model.cancel(way.session.number, number)

    def _emptied(self) -> None:
        self.state_changed.emit(None)


def _step_name(names: str, frames: int, closer: bool) -> str:
    """What the history calls a run."""
    if closer:
        return f"Look closer at {names}"
    return f"Track {names} (1 frame)" if frames == 1 else f"Track {names} ({frames} frames)"


def marked_range(session: Session) -> FrameRange:
    """From the in to the out point; the whole clip where they are not set."""
    settings, times = session.document.project.settings, session.times
    start = 0 if settings.in_pts is None else times.first_at_or_after(settings.in_pts)
    stop = times.count if settings.out_pts is None else times.first_at_or_after(settings.out_pts)
    return FrameRange(FrameIndex(min(start, times.count - 1)), FrameIndex(max(start + 1, min(stop, times.count))))


def starting_frame(
    session: Session, objects: tuple[ObjectSpec, ...], frames: FrameRange, direction: Direction
) -> FrameIndex:
    """The prompted frame of these objects nearest to the playhead; what lies behind it is reached from there too.

    Outside the range its nearer end stands in.
    """
    playhead = session.view.frame
    prompted = sorted({session.times.frame_of(pts) for o in objects for pts in o.prompts})
    reachable = [p for p in prompted if _is_behind(p, playhead, direction)] or prompted
    nearest = min(reachable, key=lambda p: (abs(p - playhead), p))
    return FrameIndex(min(max(nearest, frames.start), frames.stop - 1))


def _is_behind(prompted: int, playhead: int, direction: Direction) -> bool:
    """Whether a run that passes the playhead in this direction may begin there."""
    ways: dict[Direction, Callable[[], bool]] = {
        Direction.FORWARD: lambda: prompted <= playhead,
        Direction.BACKWARD: lambda: prompted >= playhead,
        Direction.BOTH: lambda: True,
    }
    return ways[direction]()


def _is_fresh(lane: Lane | None, frames: FrameRange) -> bool:
    """Every frame of the range has an up-to-date result."""
    if lane is None:
        return False
    kinds = lane.kinds[frames.start : frames.stop]
    return bool(len(kinds)) and bool(((kinds >= VISIBLE) & (kinds != STALE)).all())
