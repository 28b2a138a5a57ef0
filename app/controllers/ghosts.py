"""Where an object is away, its last known outline stands in the picture as a ghost."""

from __future__ import annotations

import itertools

import numpy as np

from app.controllers.badges import Badge, Badges
from app.controllers.playback import PlaybackController
from app.controllers.session import Session, SessionController, Stage
from app.state.lanes import HIDDEN, NOTHING, STALE, VISIBLE
from app.views.canvas.canvas_view import CanvasView
from app.views.models import Ghost
from app.workers.lane_worker import OutlineRead, OutlineWish
from engine.project.model import ObjectSpec


class GhostController(SessionController):
    """Of the active object, when the playhead stands in one of its hidden spans. Where it has no mask at all, the badge
    says so: an empty picture would be a riddle."""

    def __init__(self, stage: Stage, canvas: CanvasView, playback: PlaybackController, badges: Badges) -> None:
        super().__init__(stage)
        self._canvas = canvas
        self._badges = badges
        self._playback = playback
        self._numbers = itertools.count(1)
        self._wish: tuple[int, ObjectSpec] | None = None
        self._asked: tuple[object, ...] = ()
        playback.state_changed.connect(lambda _state: self._look())

    def _entered(self, session: Session) -> None:
        self._asked = ()
        for signal in (session.view.frame_changed, session.view.active_object_changed, session.lanes_changed):
            self._hear(signal, self._look)
        self._hear(session.lane_reader.answered, self._take)
        self._look()

    def _emptied(self) -> None:
        self._badges.put(Badge.ABSENCE, "")

    def _look(self, *_: object) -> None:
        session = self.session
        if session is None:
            return
        found = None if self._playback.is_playing else _last_seen(session)
        self._badges.put(Badge.ABSENCE, "" if self._playback.is_playing else _absence(session))
        key = () if found is None else (found[0].id, found[0].colour, found[1])
        if key == self._asked:
            return
        self._asked = key
        self._wish = None
        self._canvas.set_ghosts(())
        if found is not None:
            spec, frame = found
            number = next(self._numbers)
            self._wish = (number, spec)
            size = (session.info.width, session.info.height)
            session.lane_reader.want(OutlineWish(number, spec.id, session.pts_of(frame), size))

    def _take(self, answer: object) -> None:
        if isinstance(answer, OutlineRead) and self._wish is not None and answer.number == self._wish[0]:
            self._canvas.set_ghosts((Ghost(self._wish[1].colour, answer.outlines),) if answer.outlines else ())


def _absence(session: Session) -> str:
    """Why the active object is not to be seen on this frame; '' where it is, or is not asked for."""
    spec = next((s for s in session.document.project.objects if s.id == session.view.active_object), None)
    if spec is None or session.pts_of(session.view.frame) in spec.prompts:
        return ""
    lane = session.lanes.get(spec.id)
    kind = NOTHING if lane is None else lane.kind_at(session.view.frame)
    reasons = {HIDDEN: f"{spec.name} is hidden here", NOTHING: f"{spec.name} is not tracked here"}
    return reasons.get(kind, "")


def _last_seen(session: Session) -> tuple[ObjectSpec, int] | None:
    """The active object and the last frame it was seen on, where it is hidden under the playhead."""
    active, frame = session.view.active_object, session.view.frame
    lane = session.lanes.get(active) if active is not None else None
    if lane is None or lane.kind_at(frame) != HIDDEN:
        return None
    seen = np.flatnonzero((lane.kinds[:frame] == VISIBLE) | (lane.kinds[:frame] == STALE))
    spec = next((s for s in session.document.project.objects if s.id == active), None)
    return None if spec is None or not len(seen) else (spec, int(seen[-1]))
