"""The jobs panel: all that takes time, with its progress, its result and its proof."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.views import icons, theme
from app.views.labels import label
from app.views.models import JobRow, JobState
from app.views.texts import translate
from app.views.widgets.icon_button import IconButton
from app.views.widgets.section import rule, scrolling

_SIGNS = {
    JobState.QUEUED: ("queue", theme.DIM),
    JobState.RUNNING: ("play", theme.ACCENT),
    JobState.PAUSED: ("pause", theme.DOUBT),
    JobState.DONE: ("check", theme.POSITIVE),
    JobState.FAILED: ("error", theme.NEGATIVE),
    JobState.CANCELLED: ("close", theme.DIM),
}


class JobsPanel(QWidget):
    """A row for each job, newest first.

    Signals:
        pause_requested(int), resume_requested(int), cancel_requested(int): job id.
        reveal_requested(int): show its result in the file manager.
        dismissed(int): take it off the list.
    """

    pause_requested = Signal(int)
    resume_requested = Signal(int)
    cancel_requested = Signal(int)
    reveal_requested = Signal(int)
    dismissed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jobs")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(translate("Jobs", "Jobs"))
        self._rows: dict[int, JobCard] = {}
        self._empty = QLabel(translate("Jobs", "Nothing is running.\nExports and downloads appear here."), self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setProperty("role", "dim")
        self._empty.setMinimumHeight(80)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._empty)
        outer.addWidget(scrolling(inner), 1)

    def set_jobs(self, jobs: tuple[JobRow, ...]) -> None:
        """All jobs, in the order they are shown."""
        wanted = {job.id for job in jobs}
        for name in [name for name in self._rows if name not in wanted]:
            gone = self._rows.pop(name)
            gone.hide()
            gone.deleteLater()
        for place, job in enumerate(jobs):
            if job.id not in self._rows:
                self._rows[job.id] = JobCard(self)
            card = self._rows[job.id]
            if self._column.indexOf(card) != place:
                self._column.removeWidget(card)
                self._column.insertWidget(place, card)
            card.set_job(job)
        self._empty.setVisible(not jobs)

    def card(self, job_id: int) -> JobCard:
        """The row of one job. Raises KeyError."""
        return self._rows[job_id]


class JobCard(QWidget):
    """One job."""

    def __init__(self, panel: JobsPanel) -> None:
        super().__init__(panel)
        self._job: JobRow | None = None
        self._sign, self._title, self._facts, self._note = QLabel(), QLabel(), QLabel(), QLabel()
        self._facts.setFont(theme.number_font(theme.SMALL_PX))
        self._facts.setProperty("role", "dim")
        self._note.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(translate("Jobs", "Progress"))
        self._bar.setToolTip(translate("Jobs", "Progress"))
        self._pause = IconButton("pause", translate("Jobs", "Pause"), self, 16)
        self._resume = IconButton("resume", translate("Jobs", "Go on"), self, 16)
        self._cancel = IconButton("stop", translate("Jobs", "Cancel this job"), self, 16)
        self._reveal = IconButton("reveal", translate("Jobs", "Show in folder"), self, 16)
        self._dismiss = IconButton("close", translate("Jobs", "Take off the list"), self, 16)
        self._lay_out()
        for button, signal in (
            (self._pause, panel.pause_requested),
            (self._resume, panel.resume_requested),
            (self._cancel, panel.cancel_requested),
            (self._reveal, panel.reveal_requested),
            (self._dismiss, panel.dismissed),
        ):
            button.clicked.connect(lambda _on=False, say=signal: say.emit(self._job.id) if self._job else None)

    def set_job(self, job: JobRow) -> None:
        """Show this state of it."""
        if job == self._job:
            return
        self._job = job
        name, ink = _SIGNS[job.state]
        self._sign.setPixmap(icons.pixmap(name, 16, ink, self.devicePixelRatioF()))
        title = label(job.title)
        self._title.setText(title)
        self._facts.setText("  ·  ".join(label(part) for part in (job.speed, job.left, job.memory) if part))
        self._facts.setVisible(bool(self._facts.text()))
        self._note.setText(label(job.note))
        self._note.setVisible(bool(job.note))
        self._note.setStyleSheet(f"color: {_note_ink(job)}; font-size: {theme.SMALL_PX}px;")
        active = job.state in (JobState.RUNNING, JobState.PAUSED, JobState.QUEUED)
        self._bar.setVisible(job.state in (JobState.RUNNING, JobState.PAUSED))
        self._bar.setRange(0, 0 if job.fraction is None else 1000)
        self._bar.setValue(round(1000 * (job.fraction or 0.0)))
        self._pause.setVisible(job.can_pause and job.state is JobState.RUNNING)
        self._resume.setVisible(job.can_pause and job.state is JobState.PAUSED)
        self._cancel.setVisible(active)
        self._reveal.setVisible(job.result is not None and job.state is JobState.DONE)
        self._dismiss.setVisible(not active)
        self.setAccessibleName(title)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._sign)
        head.addSpacing(6)
        head.addWidget(self._title, 1)
        for button in (self._pause, self._resume, self._cancel, self._reveal, self._dismiss):
            head.addWidget(button)
        body = QVBoxLayout()
        body.setContentsMargins(24, 0, 4, 0)
        body.setSpacing(3)
        for widget in (self._bar, self._facts, self._note):
            body.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 6, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(body)
        column.addSpacing(6)
        column.addWidget(rule(self), 0, Qt.AlignmentFlag.AlignBottom)


def _note_ink(job: JobRow) -> str:
    if job.state is JobState.FAILED:
        return theme.NEGATIVE.name()
    return theme.POSITIVE.name() if job.state is JobState.DONE else theme.DIM.name()
