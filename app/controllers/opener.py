"""From a path to an open project and its clip, away from the window's thread."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.controllers.errands import Errands
from app.controllers.problems import Problems
from app.workers.failure import Failure
from app.workers.job import Job, Work
from app.workers.opening import ClipMissing, Opened, open_path, open_project
from engine.errors import UsageError


class Opener(QObject):
    """Opens several at a time, each once; remembers the project whose clip could not be found.

    Signals:
        opened: an Opened; whoever hears it closes it.
        busy_changed: how many are being opened.
    """

    opened = Signal(object)
    busy_changed = Signal(int)

    def __init__(self, problems: Problems, errands: Errands, projects_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems = problems
        self._errands = errands
        self._projects_dir = projects_dir
        self._opening: dict[Job, Path] = {}
        self._missing: Path | None = None
        self._is_leaving = False

    @property
    def is_busy(self) -> bool:
        return bool(self._opening)

    def open(self, path: Path) -> None:
        """A project, or a clip with the project that belongs to it."""
        if path not in self._opening.values():
            self._begin(path, lambda: open_path(path, self._projects_dir))

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

        self._begin(project, work)

    def leave(self) -> None:
        """What is still being opened is closed again."""
        self._is_leaving = True

    def _begin(self, path: Path, work: Work) -> None:
        if not self._opening:
            self._problems.clear()  # what earlier files were refused for does not concern this one
        job = Job("cm-opening", work)
        self._opening[job] = path
        job.returned.connect(self._take)
        job.failed.connect(lambda failure: self._tell_why(job, failure))
        job.ended.connect(lambda: self._end(job))
        self._errands.start(job)
        self.busy_changed.emit(len(self._opening))

    def _end(self, job: Job) -> None:
        self._opening.pop(job, None)
        self.busy_changed.emit(len(self._opening))

    def _take(self, opened: Opened) -> None:
        if self._is_leaving:
            self._discard(opened)
        else:
            self.opened.emit(opened)

    def _tell_why(self, job: Job, failure: Failure) -> None:
        """A missing clip can be found again with one button."""
        if isinstance(job.error, ClipMissing):
            self._missing = job.error.project
            self._problems.tell(failure, "clip.relink", "Find the clip…")
        else:
            self._problems.tell(failure)

    def _discard(self, opened: Opened) -> None:
        def work() -> Generator[object, None, None]:
            yield None
            opened.source.close()
            opened.file.close()

        self._errands.start(Job("cm-closing", work))
