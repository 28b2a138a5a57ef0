"""One open project with the threads that serve it, and the stage on which one of them is shown."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, SignalInstance

from app.state.document import Document
from app.state.frame_times import FrameTimes
from app.state.lanes import Lane
from app.state.view_state import ViewState
from app.workers.job import Job
from app.workers.lane_worker import LaneWorker
from app.workers.masks import FileMasks
from app.workers.memory import give_back
from app.workers.picture_worker import PictureWorker
from app.workers.service import Service
from app.workers.thumbnail_worker import ThumbnailWorker
from engine.media.source import ClipInfo, VideoSource
from engine.project.model import Project
from engine.types import ObjectId, Pts

CUTS = "shot_starts"
"""The project file's note of where shots begin, as a list of pts."""

SIDE_CACHE_BYTES = 32 * 2**20

SHOWN_AT_FIRST = (960, 540)
"""Until the canvas says how large it is."""


class Session(QObject):
    """Everything about one open clip. Closing it ends its threads and then the file.

    Signals:
        times_changed: FrameTimes; the index has grown or is complete.
        lanes_changed: the lanes are others.
        tried_changed: a Project to look at in place of the document's, or None.
        closed: all threads are gone and the file is closed.
    """

    times_changed = Signal(object)
    lanes_changed = Signal()
    tried_changed = Signal(object)
    closed = Signal()

    def __init__(
        self, number: int, document: Document, view: ViewState, source: VideoSource, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.number = number
        self.document = document
        self.view = view
        self.info: ClipInfo = source.info
        self.masks = FileMasks(document.file)
        self.make_source: Callable[[], VideoSource] = lambda: with_small_cache(source.reopen())
        self._source = source
        self.times = _first_times(source.info, source.pts_of)
        self.tried: Project | None = None
        self.lanes: dict[ObjectId, Lane] = {}
        self.cuts: tuple[int, ...] = ()
        self.pictures = PictureWorker(source.reopen, SHOWN_AT_FIRST, self)
        self.thumbnails = ThumbnailWorker(lambda: with_small_cache(source.reopen()), self)
        self.lane_reader = LaneWorker(document.file, self)
        self._services: tuple[Service, ...] = (self.pictures, self.thumbnails, self.lane_reader)
        self._left = 0
        self._closing: Job | None = None
        self.index_job: Job | None = None

    def source_info(self) -> ClipInfo:
        """What is known about the clip by now."""
        return self._source.info

    @property
    def title(self) -> str:
        return self.info.path.name

    @property
    def paths(self) -> tuple[Path, Path]:
        """The project file, and its clip."""
        return self.document.file.path, self.document.project.source.path

    def start(self) -> None:
        for service in self._services:
            service.start()

    def set_times(self, times: FrameTimes) -> None:
        self.times = times
        self.times_changed.emit(times)

    def add_cut(self, frame: int) -> None:
        """A shot begins there; remembered with the project."""
        if frame not in self.cuts:
            self.cuts = tuple(sorted({*self.cuts, frame}))
            self.document.file.put_note(CUTS, [int(self.pts_of(cut)) for cut in self.cuts])
            self.times_changed.emit(self.times)

    def recall_cuts(self) -> None:
        """Those found in earlier sessions."""
        noted = self.document.file.note(CUTS)
        if isinstance(noted, list):
            known = {int(self.times.frame_of(pts)) for pts in noted if isinstance(pts, int)}
            self.cuts = tuple(sorted({*self.cuts, *known}))

    def set_lanes(self, lanes: dict[ObjectId, Lane]) -> None:
        self.lanes = lanes
        self.lanes_changed.emit()

    def try_project(self, project: Project | None) -> None:
        """Look at a change before it is made, while a slider moves."""
        if project is not self.tried:
            self.tried = project
            self.tried_changed.emit(project)

    def pts_of(self, frame: int) -> Pts:
        return self.times.pts_of(frame)

    def close(self) -> None:
        """Ask all threads to end; `closed` follows."""
        if self.index_job is not None:
            self.index_job.cancel()
        self._left = len(self._services)
        for service in self._services:
            service.ended.connect(self._one_ended)
        for service in self._services:
            service.stop()

    def forget_index_job(self) -> None:
        """It is over, and its signals name this session: neither would go without the other."""
        self.index_job = None

    def wait(self, timeout_ms: int) -> bool:
        """Join the threads after `close`, at the end of the program."""
        ended = all(service.wait(timeout_ms) for service in self._services)
        return ended and (self._closing is None or self._closing.wait(timeout_ms))

    def _one_ended(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._closing = Job("cm-closing", self._close_files, self)
            self._closing.ended.connect(self.closed)
            self._closing.start()

    def _close_files(self) -> Generator[object, None, None]:
        """Not on the window's thread: the file is tidied when it is closed."""
        yield None
        self._source.close()
        self.document.file.close()
        give_back()


def with_small_cache(source: VideoSource) -> VideoSource:
    """For readers that seldom come back to a frame: the picture worker's cache is the one that a person feels."""
    limit = getattr(source, "limit_cache", None)
    if limit is not None:
        limit(SIDE_CACHE_BYTES)
    return source


def _first_times(info: ClipInfo, pts_of: Callable[..., Pts]) -> FrameTimes:
    """What is known before the index is complete: the first frame, and a length by duration."""
    guess = info.frame_count or max(1, round(info.duration * info.rate))
    return FrameTimes(np.array([pts_of(0)], np.int64), info.time_base, info.rate, guess == 1, guess)


class Stage(QObject):
    """The open projects, and which of them the window shows.

    Signals:
        sessions_changed: one was opened or closed, or its title changed.
        current_changed: Session or None.
    """

    sessions_changed = Signal()
    current_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sessions: list[Session] = []
        self._current: Session | None = None

    @property
    def sessions(self) -> tuple[Session, ...]:
        return tuple(self._sessions)

    @property
    def current(self) -> Session | None:
        return self._current

    def find(self, number: int) -> Session | None:
        return next((s for s in self._sessions if s.number == number), None)

    def add(self, session: Session) -> None:
        self._sessions.append(session)
        self.sessions_changed.emit()
        self.show(session)

    def remove(self, session: Session) -> None:
        """Show its neighbour instead."""
        at = self._sessions.index(session)
        self._sessions.remove(session)
        if self._current is session:
            self.show(self._sessions[min(at, len(self._sessions) - 1)] if self._sessions else None)
        self.sessions_changed.emit()

    def show(self, session: Session | None) -> None:
        if session is not self._current:
            self._current = session
            self.current_changed.emit(session)
            self.sessions_changed.emit()

    def show_neighbour(self, step: int) -> None:
        """The next or previous one, round and round."""
        if self._current is not None and len(self._sessions) > 1:
            at = (self._sessions.index(self._current) + step) % len(self._sessions)
            self.show(self._sessions[at])


class SessionController(QObject):
    """Base of controllers that serve the project on stage. Subclasses override `_entered` and `_left`.

    What is heard with `_hear` is unheard when another project is shown.
    """

    def __init__(self, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self.session: Session | None = None
        self._heard: list[tuple[SignalInstance, Callable[..., object]]] = []
        stage.current_changed.connect(self._switch)

    def _hear(self, signal: SignalInstance, slot: Callable[..., object]) -> None:
        signal.connect(slot)
        self._heard.append((signal, slot))

    def _switch(self, session: Session | None) -> None:
        for signal, slot in self._heard:
            signal.disconnect(slot)
        self._heard.clear()
        if self.session is not None:
            self._left(self.session)
        self.session = session
        if session is not None:
            self._entered(session)
        else:
            self._emptied()

    def _entered(self, session: Session) -> None:
        """A project is on stage: show it and hear it."""

    def _left(self, session: Session) -> None:
        """It is no longer on stage."""

    def _emptied(self) -> None:
        """Nothing is open."""
