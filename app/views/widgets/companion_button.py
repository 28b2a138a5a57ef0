"""What is written beside a file: a button that names what is chosen and opens the list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.views.labels import label
from app.views.texts import translate


class CompanionButton(QPushButton):
    """Several of the list may be chosen.

    Signals:
        changed(): another choice.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("Export", "Beside it"))
        self.setToolTip(translate("Export", "Timelines, scripts and tracks for other programs"))
        self.setAutoDefault(False)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._actions: dict[str, QAction] = {}
        self._name()

    def set_companions(self, companions: tuple[tuple[str, str], ...], chosen: tuple[str, ...]) -> None:
        """(name, title) of all, and the names of the chosen ones. Says nothing."""
        if companions != self._shown:
            self._shown = companions
            self._menu.clear()
            self._actions = {name: self._made(title) for name, title in companions}
        for name, action in self._actions.items():
            action.setChecked(name in chosen)
        self._name()

    def chosen(self) -> tuple[str, ...]:
        """Names, in the order of the list."""
        return tuple(name for name, action in self._actions.items() if action.isChecked())

    def _made(self, title: str) -> QAction:
        action = self._menu.addAction(label(title))
        action.setCheckable(True)
        action.triggered.connect(self._say)
        return action

    def _say(self) -> None:
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        titles = [label(title) for name, title in self._shown if self._actions[name].isChecked()]
        few = ", ".join(titles) or translate("Export", "Nothing")
        more = translate("Export", "{0} and {1} more").format(titles[0] if titles else "", len(titles) - 1)
        self.setText(few if len(titles) <= 2 else more)
        self.setAccessibleDescription(", ".join(titles))
