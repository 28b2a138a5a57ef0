"""The timeline: seeking, marks, lanes and curves, locks, jumps."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import Signal

from app.controllers.actions import Deed
from app.controllers.display import DisplayController
from app.controllers.playback import PlaybackController
from app.controllers.problems import Problems
from app.controllers.session import Session, SessionController, Stage
from app.controllers.tracking import TrackingController
from app.state.document import Change
from app.state.lanes import HIDDEN, STALE, VISIBLE, Lane, run_around, runs
from app.views.models import ClipTimes, CurveModel, InOut, LaneModel, LaneSpan, SpanKind
from app.views.timeline.timeline_view import TimelineView
from app.views.widgets.transport import TransportBar
from app.workers.lane_worker import LanesFailed, LanesRead, LaneWish
from app.workers.thumbnail_worker import NoThumbnails, Thumbnail
from engine.errors import ClickMatteError, UsageError
from engine.project.edits import LockSpan, SetSettings
from engine.project.model import ObjectSpec
from engine.types import FrameIndex, FrameRange, ObjectId

KINDS = {VISIBLE: SpanKind.VISIBLE, HIDDEN: SpanKind.HIDDEN, STALE: SpanKind.STALE}


class TimelineController(SessionController):
    """Fills the timeline and answers it.

    Signals:
        said: a sentence for the status line.
    """

    said = Signal(str)

    def __init__(
        self,
        stage: Stage,
        timeline: TimelineView,
        transport: TransportBar,
        display: DisplayController,
        playback: PlaybackController,
        tracking: TrackingController,
        problems: Problems,
    ) -> None:
        super().__init__(stage)
        self._timeline = timeline
        self._transport = transport
        self._display = display
        self._playback = playback
        self._tracking = tracking
        self._problems = problems
        self._numbers = itertools.count(1)
        self._wish = 0
        self._resume_speed: float | None = None
        timeline.seek_requested.connect(self._seek)
        timeline.in_out_changed.connect(self._set_in_out)
        timeline.selection_changed.connect(self._select)
        timeline.lane_activated.connect(self._activate)
        timeline.lock_requested.connect(self._lock)
        timeline.thumbnails_needed.connect(self._want_thumbnails)
        transport.seek_requested.connect(playback.jump)
        playback.state_changed.connect(transport.set_state)
        tracking.run_ended.connect(self._run_ended)

    def deeds(self) -> dict[str, Deed]:
        """Actions by id."""
        return {
            "mark.in": self.mark_in,
            "mark.out": self.mark_out,
            "mark.clear": lambda: self._set_in_out(InOut()),
            "lock.here": lambda: self._lock_around(True),
            "unlock.here": lambda: self._lock_around(False),
            "jump.next_prompt": lambda: self._jump(self._prompted(), 1, "There is no prompt after this frame."),
            "jump.previous_prompt": lambda: self._jump(self._prompted(), -1, "There is no prompt before this frame."),
            "jump.next_hidden": lambda: self._jump(self._hidden(), 1, "Nothing is hidden after this frame."),
            "jump.next_return": lambda: self._jump(
                self._lane_frames("returns"), 1, "Nothing comes back after this frame."
            ),
            "jump.next_doubtful": lambda: self._jump(
                self._lane_frames("doubtful"), 1, "There is no doubtful frame after this one."
            ),
            "jump.next_cut": lambda: self._jump(
                self.session.cuts if self.session else (), 1, "No shot cut is known after this frame."
            ),
        }

    # -- wishes ---------------------------------------------------------------------------------------------------

    def mark_in(self) -> None:
        """The range begins at the playhead."""
        if self.session is not None:
            marks = self._marks(self.session)
            frame = self.session.view.frame
            stop = marks.stop if marks.stop is not None and marks.stop > frame else None
            self._set_in_out(InOut(frame, stop))

    def mark_out(self) -> None:
        """The range ends with the playhead's frame."""
        if self.session is not None:
            marks = self._marks(self.session)
            stop = self.session.view.frame + 1
            start = marks.start if marks.start is not None and marks.start < stop else None
            self._set_in_out(InOut(start, stop))

    def _seek(self, frame: int, dragging: bool) -> None:
        """Playing goes on from there when the mouse is let go."""
        if self._playback.is_playing:
            self._resume_speed = self._playback.state.speed
            self._playback.pause()
        self._display.seek(frame, dragging)
        if not dragging and self._resume_speed is not None:
            speed, self._resume_speed = self._resume_speed, None
            self._playback.play(speed)

    def _set_in_out(self, marks: InOut) -> None:
        session = self.session
        if session is None:
            return
        start = None if not marks.start else session.pts_of(marks.start)
        whole = marks.stop is None or marks.stop >= session.times.count
        stop = None if whole or marks.stop is None else session.pts_of(marks.stop)
        settings = replace(session.document.project.settings, in_pts=start, out_pts=stop)
        self._try(lambda: session.document.do(SetSettings(settings)))
        self._show_marks(session)

    def _select(self, selection: tuple[int, int] | None) -> None:
        if self.session is not None:
            frames = None if selection is None else FrameRange(FrameIndex(selection[0]), FrameIndex(selection[1]))
            self.session.view.set_selection(frames)

    def _activate(self, object_id: int) -> None:
        if self.session is not None:
            self.session.view.set_active_object(ObjectId(object_id))

    def _lock(self, object_id: int, start: int, stop: int, locked: bool) -> None:
        session = self.session
        if session is not None:
            edit = LockSpan(ObjectId(object_id), session.pts_of(start), session.pts_of(stop), locked)
            self._try(lambda: session.document.do(edit))

    def _lock_around(self, locked: bool) -> None:
        """The stretch of one kind around the playhead; to unlock, the locked stretch itself."""
        session, lane = self._active_lane()
        frame = session.view.frame
        if not locked:
            spans = [span for span in lane.locked if span[0] <= frame < span[1]]
            if not spans:
                raise UsageError("Nothing is locked here.")
            start, stop = spans[0]
        elif lane.kind_at(frame) == 0:
            raise UsageError("There is no mask to lock here.", "Track the object first.")
        else:
            start, stop = run_around(lane.kinds, frame)
        session.document.do(LockSpan(lane.object_id, session.pts_of(start), session.pts_of(stop), locked))

    def _want_thumbnails(self, frames: list[int], height_px: int) -> None:
        if self.session is not None and self.session.times.complete:
            self.session.thumbnails.want(frames, height_px)

    # -- jumps ----------------------------------------------------------------------------------------------------

    def _jump(self, frames: Iterable[int], step: int, none: str) -> None:
        """To the nearest of these; `none` is said where there is none that way."""
        session = self.session
        if session is None:
            return
        here = session.view.frame
        beyond = [f for f in frames if (f - here) * step > 0]
        if beyond:
            self._playback.jump(min(beyond, key=lambda f: abs(f - here)))
        else:
            self.said.emit(none)

    def _active_lane(self) -> tuple[Session, Lane]:
        session = self.session
        if session is None:
            raise UsageError("Nothing is open.", "Open a clip first.")
        lane = session.lanes.get(session.view.active_object) if session.view.active_object is not None else None
        if lane is None:
            raise UsageError("No object is active.", "Click on an object in the picture or in the list.")
        return session, lane

    def _shown_lanes(self) -> list[Lane]:
        """The active object's, or all where none is active."""
        session = self.session
        if session is None:
            return []
        active = session.view.active_object
        return [session.lanes[active]] if active in session.lanes else list(session.lanes.values())

    def _prompted(self) -> list[int]:
        return [frame for lane in self._shown_lanes() for frame in lane.prompted]

    def _lane_frames(self, name: str) -> list[int]:
        return [frame for lane in self._shown_lanes() for frame in getattr(lane, name)]

    def _hidden(self) -> list[int]:
        return [start for lane in self._shown_lanes() for start, _, kind in runs(lane.kinds) if kind == HIDDEN]

    # -- what is shown --------------------------------------------------------------------------------------------

    def _entered(self, session: Session) -> None:
        self._timeline.set_clip(None)
        self._hear(session.times_changed, self._times_changed)
        self._hear(session.lanes_changed, self._show_lanes)
        self._hear(session.document.changed, self._document_changed)
        self._hear(session.view.frame_changed, self._timeline.set_playhead)
        self._hear(session.view.active_object_changed, self._show_lanes)
        self._hear(session.lane_reader.answered, self._take_lanes)
        self._hear(session.thumbnails.answered, self._take_thumbnail)
        self._show_clip(session)
        self._show_marks(session)
        self._show_lanes()
        self._read_lanes()
        self._timeline.set_playhead(session.view.frame)

    def _emptied(self) -> None:
        self._timeline.set_clip(None)
        self._transport.set_clip(None)

    def _times_changed(self, _times: object) -> None:
        if self.session is not None:
            self._show_clip(self.session)
            self._show_marks(self.session)
            self._read_lanes()

    def _document_changed(self, change: Change) -> None:
        before, after = change.before, change.after
        if before.settings is not after.settings and self.session is not None:
            self._show_marks(self.session)
        locks = before.settings.locked_spans != after.settings.locked_spans
        if before.takes is not after.takes or before.objects is not after.objects or locks:
            self._show_lanes()
            self._read_lanes()

    def _run_ended(self, session: Session) -> None:
        if session is self.session:
            self._show_lanes()
            self._read_lanes()
            self._show_clip(session)

    def _read_lanes(self) -> None:
        session = self.session
        if session is None or not session.times.complete:
            return
        self._wish = next(self._numbers)
        session.lane_reader.want(LaneWish(self._wish, session.document.project, session.times.pts))

    def _take_lanes(self, answer: object) -> None:
        session = self.session
        if session is None:
            return
        if isinstance(answer, LanesRead) and answer.number == self._wish:
            lanes = {lane.object_id: lane for lane in answer.lanes}
            self._tracking.note_again(session, lanes)
            session.set_lanes(lanes)
        elif isinstance(answer, LanesFailed):
            self._problems.tell(answer.failure)

    def _take_thumbnail(self, answer: object) -> None:
        if isinstance(answer, Thumbnail):
            self._timeline.set_thumbnail(answer.frame, answer.bgra)
        elif isinstance(answer, NoThumbnails):
            return  # a picture that cannot be read is told by the canvas when the person goes there

    def _show_clip(self, session: Session) -> None:
        times = session.times
        clip = ClipTimes(times.count, times.rate, times.complete, session.info.start_timecode, session.cuts)
        self._timeline.set_clip(clip)
        self._transport.set_clip(clip)

    def _show_marks(self, session: Session) -> None:
        self._timeline.set_in_out(self._marks(session))

    def _marks(self, session: Session) -> InOut:
        settings, times = session.document.project.settings, session.times
        return InOut(
            None if settings.in_pts is None else times.first_at_or_after(settings.in_pts),
            None if settings.out_pts is None else times.first_at_or_after(settings.out_pts),
        )

    def _show_lanes(self, *_: object) -> None:
        session = self.session
        if session is None:
            return
        tracking = dict(self._tracking.runs_of(session))
        # The front object's lane on top, as in the list of objects.
        specs = tuple(reversed(session.document.project.objects))
        self._timeline.set_lanes(tuple(lane_model(session, spec, tracking.get(spec.id)) for spec in specs))
        self._timeline.set_curves(curve_model(session))

    def _try(self, deed: Deed) -> None:
        try:
            deed()
        except ClickMatteError as error:
            self._problems.tell_error(error)


def lane_model(session: Session, spec: ObjectSpec, tracking: FrameRange | None) -> LaneModel:
    """One object's lane as the timeline draws it."""
    lane = session.lanes.get(spec.id)
    prompted = tuple(sorted(int(session.times.frame_of(pts)) for pts in spec.prompts))
    spans: tuple[LaneSpan, ...] = ()
    if lane is not None:
        spans = tuple(LaneSpan(a, b, KINDS[kind]) for a, b, kind in runs(lane.kinds))
        spans += tuple(LaneSpan(a, b, SpanKind.LOCKED) for a, b in lane.locked)
    return LaneModel(
        spec.id,
        spec.name,
        spec.colour,
        spans,
        prompted,
        lane.returns if lane is not None else (),
        lane.doubtful if lane is not None else (),
        spec.id == session.view.active_object,
        None if tracking is None else (int(tracking.start), int(tracking.stop)),
    )


def curve_model(session: Session) -> CurveModel | None:
    """The active object's curves over the frames that are known."""
    active = session.view.active_object
    lane = session.lanes.get(active) if active is not None else None
    spec = next((s for s in session.document.project.objects if s.id == active), None)
    if lane is None or spec is None:
        return None
    known = lane.kinds.nonzero()[0]
    if not len(known):
        return None
    return CurveModel(known.astype("int32"), lane.presence[known], lane.quality[known], lane.change[known], spec.colour)
