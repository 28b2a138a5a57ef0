"""Everything that takes time, in one list: tracking, exports, downloads."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from app.views.models import JobRow, JobState
from app.views.panels.jobs import JobsPanel

SHOW_EVERY_MS = 100
"""Progress is painted ten times a second however fast it comes."""

OVER = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)

Deed = Callable[[], object]


def nothing() -> None:
    """For jobs that cannot be paused or revealed."""


@dataclass(frozen=True, slots=True)
class Handles:
    """What the buttons of one job do."""

    cancel: Deed
    pause: Deed = nothing
    resume: Deed = nothing
    reveal: Deed = nothing


class Jobs(QObject):
    """Other controllers put rows here and keep them up to date."""

    def __init__(self, panel: JobsPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panel = panel
        self._numbers = itertools.count(1)
        self._rows: dict[int, JobRow] = {}
        self._handles: dict[int, Handles] = {}
        self._showing = QTimer(self)
        self._showing.setSingleShot(True)
        self._showing.setInterval(SHOW_EVERY_MS)
        self._showing.timeout.connect(self._show)
        panel.pause_requested.connect(lambda number: self._handle(number).pause())
        panel.resume_requested.connect(lambda number: self._handle(number).resume())
        panel.cancel_requested.connect(lambda number: self._handle(number).cancel())
        panel.reveal_requested.connect(lambda number: self._handle(number).reveal())
        panel.dismissed.connect(self._dismiss)

    @property
    def rows(self) -> tuple[JobRow, ...]:
        return tuple(self._rows.values())

    def new_number(self) -> int:
        return next(self._numbers)

    def put(self, row: JobRow, handles: Handles | None = None) -> None:
        """Add or update a row."""
        self._rows[row.id] = row
        if handles is not None:
            self._handles[row.id] = handles
        if row.state in OVER and row.id in self._handles:
            # What is over can be looked at, no more: the other deeds would keep a closed clip in memory.
            self._handles[row.id] = Handles(nothing, reveal=self._handles[row.id].reveal)
        if not self._showing.isActive():
            self._showing.start()

    def drop(self, number: int) -> None:
        """Take a row away that says nothing any more."""
        self._rows.pop(number, None)
        self._handles.pop(number, None)
        if not self._showing.isActive():
            self._showing.start()

    def _dismiss(self, number: int) -> None:
        row = self._rows.get(number)
        if row is not None and row.state in OVER:
            self.drop(number)

    def _handle(self, number: int) -> Handles:
        return self._handles.get(number, Handles(nothing))

    def _show(self) -> None:
        self._panel.set_jobs(self.rows)


def time_left(seconds: float) -> str:
    """'12 s', '4 min', '1 h 20 min'."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
