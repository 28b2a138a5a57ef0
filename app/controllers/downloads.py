"""Weights on their way: begun, held, gone on with, given up."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.jobs import Handles, Jobs, time_left
from app.controllers.problems import Problems
from app.views.models import JobRow, JobState, ModelState
from app.workers.failure import Failure
from app.workers.job import Job
from engine.models.download import DownloadProgress, discard_part, download_model, part_bytes
from engine.models.registry import ModelSpec
from engine.project.step_labels import model_title

SHOW_EVERY_MS = 200
"""Every chunk is reported; the panels need not follow each."""


class _Wish(Enum):
    """What the person wants of a download that may need a moment to hear it."""

    RUN = auto()
    HOLD = auto()
    GIVE_UP = auto()


@dataclass(slots=True)
class _Download:
    spec: ModelSpec
    number: int
    job: Job | None = None
    wish: _Wish = _Wish.RUN
    done_bytes: int = 0
    fresh_bytes: int = 0
    """Come since it was begun or gone on with, for the speed."""
    began_s: float = 0.0


class Downloads(QObject):
    """Every download is a job in the list; the models panel shows the same on the model's card.

    Signals:
        changed: a model stands otherwise than before.
    """

    changed = Signal()

    def __init__(self, jobs: Jobs, problems: Problems, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._problems = problems
        self._downloads: dict[str, _Download] = {}
        self._showing = QTimer(self)
        self._showing.setSingleShot(True)
        self._showing.setInterval(SHOW_EVERY_MS)
        self._showing.timeout.connect(self.changed)

    def state_of(self, spec: ModelSpec) -> tuple[ModelState, int]:
        """How the weights of a model that is not here stand, and how many bytes of them have come."""
        download = self._downloads.get(spec.name)
        if download is not None and download.job is not None and download.wish is _Wish.RUN:
            return ModelState.DOWNLOADING, download.done_bytes
        waiting = 0 if download is not None and download.wish is _Wish.GIVE_UP else part_bytes(spec)
        return (ModelState.PAUSED, waiting) if waiting else (ModelState.AVAILABLE, 0)

    def start(self, spec: ModelSpec) -> None:
        """Fetch, or go on fetching."""
        download = self._downloads.get(spec.name)
        if download is None:
            download = self._downloads[spec.name] = _Download(spec, self._jobs.new_number())
        download.wish = _Wish.RUN
        if download.job is None:  # else it has not stopped yet, and goes on when it has
            self._run(download)
        self._put(download, JobState.RUNNING)

    def hold(self, name: str) -> None:
        """What has come is kept."""
        self._wish(name, _Wish.HOLD)

    def give_up(self, spec: ModelSpec) -> None:
        """What has come is thrown away."""
        if spec.name not in self._downloads:  # held in an earlier session
            discard_part(spec)
            self.changed.emit()
        self._wish(spec.name, _Wish.GIVE_UP)

    def cancel_all(self) -> None:
        """The program is being left; what has come is kept."""
        for name in list(self._downloads):
            self.hold(name)

    def wait(self, timeout_ms: int) -> bool:
        return all(d.job is None or d.job.wait(timeout_ms) for d in list(self._downloads.values()))

    def _wish(self, name: str, wish: _Wish) -> None:
        download = self._downloads.get(name)
        if download is None:
            return
        download.wish = wish
        if download.job is not None:
            download.job.cancel()
            self._put(download, JobState.PAUSED if wish is _Wish.HOLD else JobState.CANCELLED)
        elif wish is _Wish.GIVE_UP:
            self._over(download, JobState.CANCELLED, "")

    def _run(self, download: _Download) -> None:
        spec = download.spec

        def work() -> Generator[object, None, None]:
            yield from download_model(spec)

        job = download.job = Job("cm-download", work, self)
        download.began_s, download.fresh_bytes = time.monotonic(), 0
        job.progressed.connect(lambda progress: self._progress(download, progress))
        job.returned.connect(lambda _: self._over(download, JobState.DONE, "checked and in place"))
        job.failed.connect(lambda failure: self._fail(download, failure))
        job.cancelled.connect(lambda: self._stopped(download))
        job.start()

    def _stopped(self, download: _Download) -> None:
        """The thread has let go of the part file."""
        download.job = None
        match download.wish:
            case _Wish.RUN:
                self.start(download.spec)
            case _Wish.HOLD:
                self._put(download, JobState.PAUSED)
            case _Wish.GIVE_UP:
                self._over(download, JobState.CANCELLED, "")

    def _fail(self, download: _Download, failure: Failure) -> None:
        self._problems.tell(failure)
        self._over(download, JobState.FAILED, failure.sentence)

    def _over(self, download: _Download, state: JobState, note: str) -> None:
        download.job = None
        self._downloads.pop(download.spec.name, None)
        if state is JobState.CANCELLED:
            discard_part(download.spec)
        self._put(download, state, note)

    def _progress(self, download: _Download, progress: DownloadProgress) -> None:
        download.fresh_bytes = progress.done_bytes - progress.resumed_bytes
        download.done_bytes = progress.done_bytes
        if download.wish is _Wish.RUN and not self._showing.isActive():
            self._put(download, JobState.RUNNING, soon=True)

    # -- what is shown --------------------------------------------------------------------------------------------

    def _put(self, download: _Download, state: JobState, note: str = "", soon: bool = False) -> None:
        title = f"Download {model_title(download.spec.name)}"
        speed, left = _pace(download) if state is JobState.RUNNING else ("", "")
        can_pause = state in (JobState.RUNNING, JobState.PAUSED)
        said = note or _said(download, state)
        row = JobRow(download.number, title, state, _fraction(download), speed, left, note=said, can_pause=can_pause)
        self._jobs.put(row, self._handles(download))
        if soon:
            self._showing.start()
        else:
            self.changed.emit()

    def _handles(self, download: _Download) -> Handles:
        spec = download.spec
        doing: dict[str, Callable[[], object]] = {
            "cancel": lambda: self.give_up(spec),
            "pause": lambda: self.hold(spec.name),
            "resume": lambda: self.start(spec),
        }
        return Handles(**doing)


def _fraction(download: _Download) -> float | None:
    size = download.spec.size_bytes
    return min(1.0, download.done_bytes / size) if size else None


def _said(download: _Download, state: JobState) -> str:
    if state is JobState.PAUSED:
        return "goes on where it stopped"
    if state is JobState.CANCELLED:
        return "what had come was thrown away"
    return f"{download.done_bytes / 1e6:.0f} of {download.spec.size_bytes / 1e6:.0f} MB"


def _pace(download: _Download) -> tuple[str, str]:
    """Speed and time left; '' until there is something to judge by."""
    seconds = time.monotonic() - download.began_s
    if seconds < 1.0 or download.fresh_bytes <= 0:
        return "", ""
    speed = download.fresh_bytes / seconds
    missing = max(0, download.spec.size_bytes - download.done_bytes)
    return f"{speed / 1e6:.1f} MB/s", time_left(missing / speed) if missing else ""
