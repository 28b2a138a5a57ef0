"""The picture or clip behind a cut-out: opened on a thread of its own, handed to the display when it is ready."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QObject

from app.controllers.display import DisplayController
from app.controllers.problems import Problems
from app.controllers.session import Session
from app.controllers.tracking import marked_range
from app.state.settings import SettingsStore
from app.workers.failure import Failure
from app.workers.job import Job
from app.workers.plates import OpenPlate, open_plate


class Plates(QObject):
    """One background at a time. Until it is open the clip itself stands behind the object, blurred.

    A path that came with a project is read only where a person chose that file here: a project from somebody else
    opens nothing but its clip.
    """

    def __init__(
        self, display: DisplayController, problems: Problems, store: SettingsStore, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._display = display
        self._problems = problems
        self._store = store
        self._wanted: tuple[Session | None, str] = (None, "")
        self._open: OpenPlate | None = None
        self._jobs: set[Job] = set()
        self._failure: Failure | None = None

    def allow(self, path: Path) -> None:
        """The person chose this file."""
        self._store.change(self._store.settings.with_plate(path))

    def show(self, session: Session | None, path: str) -> None:
        """This one from now on; '' for none."""
        if (session, path) == self._wanted:
            return
        self._wanted = (session, path)
        self._put(None)
        if self._failure is not None:
            self._problems.take_back(self._failure)
            self._failure = None
        if not path or session is None:
            return
        if path not in self._store.settings.plates:
            self._problems.notice(
                f"The background “{Path(path).name}” came with the project and is not opened by itself.",
                "Choose it in Looks to use it.",
            )
            return
        job = Job("cm-background", lambda: open_plate(Path(path), marked_range(session).start))
        job.returned.connect(lambda plate: self._take(session, path, plate))
        job.failed.connect(lambda failure: self._tell(session, path, failure))
        self._start(job)

    def wait(self, timeout_ms: int) -> bool:
        """Let go of the file and join the jobs, at the end of the program."""
        self._put(None)
        return all(job.wait(timeout_ms) for job in list(self._jobs))

    def _take(self, session: Session, path: str, plate: OpenPlate) -> None:
        if self._wanted == (session, path):
            self._put(plate)
        else:
            self._close(plate)

    def _tell(self, session: Session, path: str, failure: Failure) -> None:
        if self._wanted == (session, path):
            self._failure = failure
            self._problems.tell(failure)

    def _put(self, plate: OpenPlate | None) -> None:
        old, self._open = self._open, plate
        if old is not None or plate is not None:
            self._display.set_plate(plate)
        if old is not None:
            self._close(old)

    def _close(self, plate: OpenPlate) -> None:
        """Not on the window's thread: a frame of it may just be decoded."""

        def work() -> Generator[object, None, None]:
            yield None
            plate.close()

        self._start(Job("cm-closing", work))

    def _start(self, job: Job) -> None:
        self._jobs.add(job)
        job.ended.connect(lambda: self._jobs.discard(job))
        job.start()
