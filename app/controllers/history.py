"""Undo, redo and the history panel."""

from __future__ import annotations

from collections.abc import Callable

from app.controllers.actions import Deed
from app.controllers.session import Session, SessionController, Stage
from app.state.document import Change
from app.views.panels.history import HistoryPanel
from engine.project.project_file import HistoryView


class HistoryController(SessionController):
    """Every edit is in the list by its name; a click goes there."""

    def __init__(self, stage: Stage, panel: HistoryPanel, set_enabled: Callable[[dict[str, bool]], None]) -> None:
        super().__init__(stage)
        self._panel = panel
        self._set_enabled = set_enabled
        panel.step_chosen.connect(self._go_to)

    def deeds(self) -> dict[str, Deed]:
        """Actions by id."""
        return {"edit.undo": self.undo, "edit.redo": self.redo}

    def undo(self) -> None:
        if self.session is not None:
            self.session.document.undo()

    def redo(self) -> None:
        if self.session is not None:
            self.session.document.redo()

    def _go_to(self, position: int) -> None:
        if self.session is not None:
            self.session.document.go_to(position)

    def _entered(self, session: Session) -> None:
        self._hear(session.document.history_changed, self._show)
        self._hear(session.document.changed, self._forget_fresh)
        self._show(session.document.history)

    def _emptied(self) -> None:
        self._show(HistoryView((), 0))

    def _show(self, history: HistoryView) -> None:
        self._panel.set_history(history.names, history.position)
        self._set_enabled({"edit.undo": history.can_undo, "edit.redo": history.can_redo})

    def _forget_fresh(self, change: Change) -> None:
        """Masks kept in memory belong to takes; where those change hands, the file is the truth."""
        if self.session is not None and change.before.takes is not change.after.takes:
            self.session.masks.drop()
