"""Where the person was: in each project, and which projects were open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app.controllers.problems import Problems
from app.controllers.session import Session, Stage
from app.state.settings import Place, SettingsStore
from engine.errors import ClickMatteError
from engine.project.project_file import ProjectFile

PLACE = "place"
"""The project file's note of where the person was."""

REMEMBER_AFTER_MS = 500


class Places(QObject):
    """Writes it down soon after it changes, so that a crash comes back to the same frame of the same projects."""

    def __init__(self, stage: Stage, store: SettingsStore, problems: Problems, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._store = store
        self._problems = problems
        self._is_leaving = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REMEMBER_AFTER_MS)
        self._soon.timeout.connect(self._remember_all)
        stage.current_changed.connect(lambda _session: self.note_open())

    def recall(self, file: ProjectFile) -> Place:
        """Where the person was in this project; its beginning where that cannot be told."""
        try:
            return Place.from_note(file.note(PLACE))
        except ClickMatteError:
            return Place()

    def follow(self, session: Session) -> None:
        """Remember its place whenever it changes."""
        session.view.place_changed.connect(self._remember_soon)

    def remember(self, session: Session) -> None:
        """Now."""
        try:
            session.document.file.put_note(PLACE, session.view.place.as_note())
        except ClickMatteError as error:
            self._problems.tell_error(error)

    def note_open(self) -> None:
        """Which projects are on stage, and which of them is looked at."""
        if self._is_leaving:
            return
        paths = tuple(str(session.document.file.path) for session in self._stage.sessions)
        current = self._stage.current
        active = "" if current is None else str(current.document.file.path)
        self._store.change(replace(self._store.settings, open_projects=paths, active_project=active))

    def last_open(self) -> list[Path]:
        """What was open when the program ended without being closed and is still there; the active one last."""
        settings = self._store.settings
        paths = [p for p in settings.open_projects if p != settings.active_project]
        names = [*paths, *([settings.active_project] if settings.active_project else [])]
        return [Path(name) for name in names if Path(name).is_file()]

    def forget_open(self) -> None:
        """The program is being left: what is open is not reopened by itself next time."""
        self._is_leaving = True
        self._store.change(replace(self._store.settings, open_projects=(), active_project=""))

    def _remember_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _remember_all(self) -> None:
        for session in self._stage.sessions:
            self.remember(session)
