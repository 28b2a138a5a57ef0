"""Opening, switching and closing projects."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from app.controllers.closer import Closer
from app.controllers.errands import Errands
from app.controllers.opener import Opener
from app.controllers.places import Places
from app.controllers.problems import Problems
from app.controllers.session import Session, Stage
from app.state.document import Document
from app.state.frame_times import FrameTimes
from app.state.settings import SettingsStore
from app.state.view_state import ViewState
from app.workers.job import Job
from app.workers.model_requests import OpenClip
from app.workers.model_worker import ModelWorker
from app.workers.opening import Opened, read_index
from app.workers.saving import save_copy
from engine.errors import UsageError


class Clips(QObject):
    """Opens whatever is dropped on the window and closes it without losing anything.

    Signals:
        opening_changed: how many are being opened.
        closing: the Session that is about to be closed: runs and exports from it have to end.
        all_closed: after `close_all`: every project is on disk and every thread of theirs gone.
    """

    opening_changed = Signal(int)
    closing = Signal(object)
    all_closed = Signal()

    def __init__(
        self,
        stage: Stage,
        model: ModelWorker,
        problems: Problems,
        store: SettingsStore,
        projects_dir: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._stage = stage
        self._model = model
        self._problems = problems
        self._store = store
        self._numbers = itertools.count(1)
        self._is_leaving = False
        self._errands = Errands()
        self._places = Places(stage, store, problems, self)
        self._opener = Opener(problems, self._errands, projects_dir, self)
        self._opener.opened.connect(self._take_opened)
        self._opener.busy_changed.connect(self.opening_changed)
        self._closer = Closer(model, self)
        self._closer.kept.connect(self._bring_on)
        self._closer.wanted.connect(self.open_path)
        self._closer.closed.connect(self._tell_if_all_closed)

    @property
    def is_busy(self) -> bool:
        """Something is being opened or closed."""
        return self._opener.is_busy or self._closer.is_busy

    # -- opening --------------------------------------------------------------------------------------------------

    def open_paths(self, paths: list[Path]) -> None:
        """Each becomes a project of its own, beside those already open."""
        for path in paths:
            self.open_path(Path(path))

    def open_path(self, path: Path) -> None:
        """Show it if it is open already, else open it."""
        path = path.absolute()
        shown = next((session for session in self._stage.sessions if path in session.paths), None)
        if shown is not None:
            self._stage.show(shown)
        elif not self._closer.open_again(path):
            self._opener.open(path)

    def open_sequence(self) -> None:
        """All stills of the folder that the one on stage lies in. Raises UsageError."""
        session = self._stage.current
        if session is None or session.times.count > 1 or not session.info.path.is_file():
            raise UsageError("This is no single still.", "Open one of a numbered sequence first.")
        self.open_path(session.info.path.parent)

    def relink(self, clip: Path) -> None:
        """The person found the clip of the project that could not be opened."""
        self._opener.relink(clip)

    def restore(self) -> bool:
        """Open what was open when the program ended without being closed; False: nothing was."""
        found = self._places.last_open()
        self.open_paths(found)
        return bool(found)

    def save_copy(self, target: Path) -> None:
        """The project as it is now, in a second file."""
        session = self._stage.current
        if session is None:
            return
        file = session.document.file
        self._places.remember(session)
        job = Job("cm-saving", lambda: save_copy(file, target))
        job.failed.connect(self._problems.tell)
        job.returned.connect(lambda _: self._problems.notice(f"A copy of the project was saved as “{target.name}”."))
        self._errands.start(job)

    def forget_recent(self, project: Path) -> None:
        self._store.change(self._store.settings.without_recent(project))

    def _take_opened(self, opened: Opened) -> None:
        session = self._session_of(opened)
        session.start()
        self._store.change(self._store.settings.with_recent(opened.file.path))
        self._read_index(session, opened)
        self._bring_on(session)
        for note in opened.notes:
            self._problems.notice(note)
        if opened.siblings:
            self._problems.notice(
                f"“{session.title}” is one of {opened.siblings} numbered stills.",
                "Open them all to work on them as a clip.",
                "file.open_sequence",
                "Open them all",
            )

    def _session_of(self, opened: Opened) -> Session:
        document = Document(opened.file)
        document.refused.connect(self._problems.tell_error)
        view = ViewState(self._places.recall(opened.file))
        session = Session(next(self._numbers), document, view, opened.source, self)
        document.setParent(session)
        view.setParent(session)
        session.closed.connect(lambda: self._closer.forget(session))
        self._places.follow(session)
        return session

    def _bring_on(self, session: Session) -> None:
        """On stage, and known to the model; also one that was closed and is wanted again before it is gone."""
        self._model.ask(session.number, OpenClip(session.make_source, session.document.file, session.masks))
        self._stage.add(session)

    def _read_index(self, session: Session, opened: Opened) -> None:
        """Frame times come when the index is complete; until then constant rate is assumed."""
        job = Job("cm-index", lambda: read_index(opened.source))
        job.returned.connect(lambda stamps: self._take_index(session, stamps))
        job.failed.connect(self._problems.tell)
        job.ended.connect(session.forget_index_job)
        session.index_job = job
        self._errands.start(job)

    def _take_index(self, session: Session, stamps: NDArray[np.int64]) -> None:
        if session in self._stage.sessions:
            session.info = session.source_info()
            times = FrameTimes(stamps, session.info.time_base, session.info.rate, complete=True)
            session.times = times
            session.recall_cuts()
            session.set_times(times)
            last = session.times.count - 1
            if session.view.frame > last:
                session.view.set_frame(last)

    # -- closing --------------------------------------------------------------------------------------------------

    def close(self, session: Session) -> None:
        """The clip leaves the stage at once; its threads and file are closed behind the scenes."""
        if session not in self._stage.sessions:
            return
        self._places.remember(session)
        self.closing.emit(session)
        self._stage.remove(session)
        self._places.note_open()
        self._closer.close(session)

    def read_again(self, session: Session) -> None:
        """Its reading has changed: close the clip and open it anew, at the same place."""
        path = session.document.file.path
        self.close(session)
        self.open_path(path)

    def close_current(self) -> None:
        if self._stage.current is not None:
            self.close(self._stage.current)

    def close_all(self) -> None:
        """For leaving: `all_closed` follows. What was open is not reopened by itself next time."""
        self._is_leaving = True
        self._opener.leave()
        self._places.forget_open()
        for session in self._stage.sessions:
            self.close(session)
        self._tell_if_all_closed()

    def keep_while(self, is_needed: Callable[[Session], bool]) -> None:
        """A closed clip's file and threads stay as long as this says so; `let_go` tells that it may have changed."""
        self._closer.keep_while(is_needed)

    def let_go(self, session: Session) -> None:
        """Nobody needs it any more, if it was closed meanwhile."""
        self._closer.let_go(session)

    def wait(self, timeout_ms: int) -> bool:
        """Join what is left of jobs, at the end of the program."""
        return self._errands.wait(timeout_ms)

    def _tell_if_all_closed(self) -> None:
        if self._is_leaving and not self._closer.is_busy and not self._stage.sessions:
            self.all_closed.emit()
