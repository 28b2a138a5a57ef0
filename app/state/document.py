"""One open project and the only way to change it."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from engine.errors import ClickMatteError
from engine.project.edits import Edit
from engine.project.model import Project
from engine.project.project_file import HistoryView, ProjectFile


@dataclass(frozen=True, slots=True)
class Change:
    """The project before and after; equal parts are the same objects."""

    before: Project
    after: Project


class Document(QObject):
    """The project of one file. In memory an edit counts at once, on disk a moment later, and nobody waits for it.

    Signals:
        changed: a Change, after every edit, undo and redo.
        history_changed: a HistoryView.
        refused: a ClickMatteError: the disk did not take an edit; the project is what the disk has.
    """

    changed = Signal(object)
    history_changed = Signal(object)
    refused = Signal(object)
    _written = Signal(object)

    def __init__(self, file: ProjectFile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._shown = file.project
        self._written.connect(self._hear_disk)

    @property
    def file(self) -> ProjectFile:
        """For the workers, which read masks and record takes."""
        return self._file

    @property
    def project(self) -> Project:
        return self._shown

    @property
    def history(self) -> HistoryView:
        return self._file.history()

    def do(self, edit: Edit, into: int | None = None, renames: bool = False) -> int:
        """One step, or the completion of step `into` while that is the newest one. Returns the step's number.
        `renames`: the completed step is called by this edit.

        Raises UsageError, then nothing has changed.
        """
        self._watch(self._file.submit(edit, into, renames))
        return self._file.newest_step

    def undo(self) -> None:
        """One step back, if there is one."""
        self.go_to(self.history.position - 1)

    def redo(self) -> None:
        """One step forward again, if there is one."""
        self.go_to(self.history.position + 1)

    def go_to(self, position: int) -> None:
        """To where this many steps are done; nothing happens outside the history."""
        if 0 <= position <= len(self.history.names) and position != self.history.position:
            self._watch(self._file.go_to(position))

    def _watch(self, written: Future[None]) -> None:
        self._announce()
        written.add_done_callback(lambda future: self._written.emit(future.exception()))

    def _hear_disk(self, failure: object) -> None:
        """Emitted on the writer's thread, heard on this one."""
        if isinstance(failure, ClickMatteError):
            self.refused.emit(failure)
            self._announce()

    def _announce(self) -> None:
        before, after = self._shown, self._file.project
        if before is not after:
            self._shown = after
            self.changed.emit(Change(before, after))
        self.history_changed.emit(self._file.history())
