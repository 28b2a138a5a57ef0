"""The history panel: every step with its name; choose one to go back or forward to it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.views import icons, theme
from app.views.labels import label
from app.views.texts import translate


class HistoryPanel(QWidget):
    """Steps, oldest first, below the state the project was opened in.

    Signals:
        step_chosen(int): so many steps are to be done; 0: none.
    """

    step_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shown: tuple[tuple[str, ...], int] = ((), -1)
        self._list = QListWidget(self)
        self._list.setIconSize(QSize(14, 14))
        self._list.setAccessibleName(translate("History", "History"))
        self._list.setToolTip(translate("History", "Click a step to go back or forward to it"))
        self._list.itemClicked.connect(lambda item: self.step_chosen.emit(self._list.row(item)))
        self._list.itemActivated.connect(lambda item: self.step_chosen.emit(self._list.row(item)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self._list)
        self.set_history((), 0)

    def set_history(self, steps: tuple[str, ...], done: int) -> None:
        """Names of all steps, and how many of them are done; the rest were undone."""
        if (steps, done) == self._shown:
            return
        self._shown = (steps, done)
        names = (translate("History", "Opened"), *map(label, steps))
        with QSignalBlocker(self._list):
            while self._list.count() > len(names):
                self._list.takeItem(self._list.count() - 1)
            while self._list.count() < len(names):
                self._list.addItem(QListWidgetItem())
            for place, name in enumerate(names):
                self._show(self._list.item(place), name, place, done)
            self._list.setCurrentRow(done)
        self._list.scrollToItem(self._list.item(done))

    def _show(self, item: QListWidgetItem, name: str, place: int, done: int) -> None:
        item.setText(name)
        item.setFont(theme.font(bold=place == done))
        undone = place > done
        item.setForeground(QColor(theme.FAINT if undone else theme.TEXT))
        item.setIcon(icons.icon("open" if place == 0 else "redo" if undone else "check"))
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, translate("History", "undone") if undone else "")
