"""Opening, switching and closing projects; what is remembered between sessions."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.problems import Problems
from app.controllers.session import Session, Stage
from app.state.document import Document
from app.state.frame_times import FrameTimes
from app.state.settings import Place, SettingsStore
from app.state.view_state import ViewState
from app.workers.failure import Failure
from app.workers.job import Job, Work
from app.workers.model_requests import CloseClip, OpenClip
from app.workers.model_worker import Answered, ModelWorker, Refused
from app.workers.opening import ClipMissing, Opened, open_path, open_project, read_index
from app.workers.saving import save_copy
from engine.errors import ClickMatteError, UsageError

PLACE = "place"
"""The project file's note of where the person was."""

REMEMBER_AFTER_MS = 500


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
        self._projects_dir = projects_dir
        self._numbers = itertools.count(1)
        self._jobs: set[Job] = set()
        self._opening: dict[Job, Path] = {}
        self._closing: dict[int, Session] = {}
        self._close_asks: dict[int, int] = {}
        self._missing: Path | None = None
        self._held: set[int] = set()
        self._is_needed: Callable[[Session], bool] = lambda _session: False
        self._is_leaving = False
        self._waiting: list[tuple[Path, Session]] = []
        self._remembering = QTimer(self)
        self._remembering.setSingleShot(True)
        self._remembering.setInterval(REMEMBER_AFTER_MS)
        self._remembering.timeout.connect(self._remember_places)
        model.answered.connect(self._hear_model)
        stage.current_changed.connect(lambda _session: self._note_open())

    # -- opening --------------------------------------------------------------------------------------------------

    def open_paths(self, paths: list[Path]) -> None:
        """Each becomes a project of its own, beside those already open."""
        for path in paths:
            self.open_path(Path(path))

    def open_path(self, path: Path) -> None:
        """Show it if it is open already, else open it."""
        path = path.absolute()
        for session in self._stage.sessions:
            if path in _paths_of(session):
                self._stage.show(session)
                return
        for session in self._closing.values():
            if path in _paths_of(session) and session.number in self._held:
                self._bring_back(session)
                return
            if path in _paths_of(session):
                self._waiting.append((path, session))  # it is still being written; opened when it is done
                return
        if path not in self._opening.values():
            self._open(path, lambda: open_path(path, self._projects_dir))

    def open_sequence(self) -> None:
        """All stills of the folder that the one on stage lies in. Raises UsageError."""
        session = self._stage.current
        if session is None or session.times.count > 1 or not session.info.path.is_file():
            raise UsageError("This is no single still.", "Open one of a numbered sequence first.")
        self.open_path(session.info.path.parent)

    def relink(self, clip: Path) -> None:
        """The person found the clip of the project that could not be opened."""
        project, self._missing = self._missing, None
        if project is None:
            nothing = UsageError("No project is looking for its clip.", "Open a project whose clip has moved.")
            self._problems.tell_error(nothing)
            return

        def work() -> Generator[object, None, Opened]:
            yield None
            return open_project(project, clip)

        self._open(project, work)

    def restore(self) -> bool:
        """Open what was open when the program ended without being closed; False: nothing was."""
        settings = self._store.settings
        paths = [p for p in settings.open_projects if p != settings.active_project]
        names = [*paths, *([settings.active_project] if settings.active_project else [])]
        found = [Path(name) for name in names if Path(name).is_file()]
        self.open_paths(found)
        return bool(found)

    def save_copy(self, target: Path) -> None:
        """The project as it is now, in a second file."""
        session = self._stage.current
        if session is None:
            return
        file = session.document.file
        self._remember(session)
        job = Job("cm-saving", lambda: save_copy(file, target))
        job.failed.connect(self._problems.tell)
        job.returned.connect(lambda _: self._problems.notice(f"A copy of the project was saved as “{target.name}”."))
        self._start(job)

    def forget_recent(self, project: Path) -> None:
        self._store.change(self._store.settings.without_recent(project))

    def _open(self, path: Path, work: Work) -> None:
        if not self._opening:
            self._problems.clear()  # what earlier files were refused for does not concern this one
        job = Job("cm-opening", work)
        self._opening[job] = path
        job.returned.connect(self._take_opened)
        job.failed.connect(lambda failure: self._tell_why(job, failure))
        job.ended.connect(lambda: self._opening_ended(job))
        self._start(job)
        self.opening_changed.emit(len(self._opening))

    def _opening_ended(self, job: Job) -> None:
        self._opening.pop(job, None)
        self.opening_changed.emit(len(self._opening))

    def _take_opened(self, opened: Opened) -> None:
        if self._is_leaving:
            self._discard(opened)
            return
        document = Document(opened.file)
        document.refused.connect(self._problems.tell_error)
        try:
            place = Place.from_note(opened.file.note(PLACE))
        except ClickMatteError:
            place = Place()
        session = Session(next(self._numbers), document, ViewState(place), opened.source, self)
        document.setParent(session)
        session.view.setParent(session)
        session.view.place_changed.connect(self._remember_soon)
        session.closed.connect(lambda: self._session_closed(session))
        self._model.ask(session.number, OpenClip(session.make_source, opened.file, session.masks))
        session.start()
        self._store.change(self._store.settings.with_recent(opened.file.path))
        self._read_index(session, opened)
        self._stage.add(session)
        for note in opened.notes:
            self._problems.notice(note)
        if opened.siblings:
            self._problems.notice(
                f"“{session.title}” is one of {opened.siblings} numbered stills.",
                "Open them all to work on them as a clip.",
                "file.open_sequence",
                "Open them all",
            )

    def _read_index(self, session: Session, opened: Opened) -> None:
        """Frame times come when the index is complete; until then constant rate is assumed."""
        job = Job("cm-index", lambda: read_index(opened.source))
        job.returned.connect(lambda stamps: self._take_index(session, stamps))
        job.failed.connect(self._problems.tell)
        job.ended.connect(session.forget_index_job)
        session.index_job = job
        self._start(job)

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

    def _tell_why(self, job: Job, failure: Failure) -> None:
        """A missing clip can be found again with one button."""
        if isinstance(job.error, ClipMissing):
            self._missing = job.error.project
            self._problems.tell(failure, "clip.relink", "Find the clip…")
        else:
            self._problems.tell(failure)

    def _start(self, job: Job) -> None:
        self._jobs.add(job)
        job.ended.connect(lambda: self._jobs.discard(job))
        job.start()

    # -- closing --------------------------------------------------------------------------------------------------

    def close(self, session: Session) -> None:
        """The clip leaves the stage at once; its threads and file are closed behind the scenes."""
        if session not in self._stage.sessions:
            return
        self._remember(session)
        self.closing.emit(session)
        self._stage.remove(session)
        self._closing[session.number] = session
        self._note_open()
        self._model.drop_clip(session.number)
        if self._model.is_over:
            session.close()
        else:
            self._close_asks[self._model.ask(session.number, CloseClip())] = session.number

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
        for session in self._stage.sessions:
            self.close(session)
        self._store.change(replace(self._store.settings, open_projects=(), active_project=""))
        self._tell_if_all_closed()

    def wait(self, timeout_ms: int) -> bool:
        """Join what is left of jobs, at the end of the program."""
        return all(job.wait(timeout_ms) for job in list(self._jobs))

    def _hear_model(self, answer: object) -> None:
        """The model has let go of the clip; what a run still had to say came before this."""
        if isinstance(answer, Answered | Refused) and answer.number in self._close_asks:
            session = self._closing.get(self._close_asks.pop(answer.number))
            if session is not None and self._is_needed(session):
                self._held.add(session.number)
                self._open_waiting(session)  # it may be wanted again already
            elif session is not None:
                session.close()

    def keep_while(self, is_needed: Callable[[Session], bool]) -> None:
        """A closed clip's file and threads stay as long as this says so; `let_go` tells that it may have changed."""
        self._is_needed = is_needed

    def let_go(self, session: Session) -> None:
        """Nobody needs it any more, if it was closed meanwhile."""
        if session.number in self._held and not self._is_needed(session):
            self._held.discard(session.number)
            session.close()

    def _bring_back(self, session: Session) -> None:
        """Closed while it was exported, and opened again before that is done."""
        self._held.discard(session.number)
        del self._closing[session.number]
        self._model.ask(session.number, OpenClip(session.make_source, session.document.file, session.masks))
        self._stage.add(session)

    def _session_closed(self, session: Session) -> None:
        self._closing.pop(session.number, None)
        session.deleteLater()
        self._open_waiting(session)
        self._tell_if_all_closed()

    def _open_waiting(self, session: Session) -> None:
        """What was to be opened while this one was being closed."""
        ready = [path for path, closing in self._waiting if closing is session]
        self._waiting = [entry for entry in self._waiting if entry[1] is not session]
        for path in ready:
            self.open_path(path)

    def _tell_if_all_closed(self) -> None:
        if self._is_leaving and not self._closing and not self._stage.sessions:
            self.all_closed.emit()

    def _discard(self, opened: Opened) -> None:
        """Opened too late: the program is being left."""

        def work() -> Generator[object, None, None]:
            yield None
            opened.source.close()
            opened.file.close()

        self._start(Job("cm-closing", work))

    # -- remembering ----------------------------------------------------------------------------------------------

    def _remember_soon(self) -> None:
        if not self._remembering.isActive():
            self._remembering.start()

    def _remember_places(self) -> None:
        for session in self._stage.sessions:
            self._remember(session)

    def _remember(self, session: Session) -> None:
        try:
            session.document.file.put_note(PLACE, session.view.place.as_note())
        except ClickMatteError as error:
            self._problems.tell_error(error)

    def _note_open(self) -> None:
        """So that a crash comes back to the same projects."""
        if self._is_leaving:
            return
        paths = tuple(str(session.document.file.path) for session in self._stage.sessions)
        current = self._stage.current
        active = "" if current is None else str(current.document.file.path)
        self._store.change(replace(self._store.settings, open_projects=paths, active_project=active))


def _paths_of(session: Session) -> tuple[Path, Path]:
    """The project file, and its clip."""
    return session.document.file.path, session.document.project.source.path
