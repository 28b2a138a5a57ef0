"""The middle of the window: the start page or the editor, and over either what there is to say."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

_MOVES_THE_BAR = {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize, QEvent.Type.LayoutRequest}


class Middle(QWidget):
    """Two pages. The bar of problems lies over them, under the clip tray: where it pushed the picture down, the next
    click met another pixel than the one that was aimed at."""

    def __init__(
        self, start_page: QWidget, tray: QWidget, canvas: QWidget, transport: QWidget, problems: QWidget
    ) -> None:
        super().__init__()
        self._tray, self._problems = tray, problems
        self._start_page, self._editor = start_page, QWidget(self)
        self._editor.setObjectName("editor")
        editor = tight_column(self._editor)
        editor.addWidget(tray)
        editor.addWidget(canvas, 1)
        editor.addWidget(transport)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(start_page)
        self._pages.addWidget(self._editor)
        tight_column(self).addWidget(self._pages)
        problems.setParent(self)
        problems.hide()
        tray.installEventFilter(self)
        problems.installEventFilter(self)

    def show_start_page(self) -> None:
        """Nothing is open."""
        self._pages.setCurrentWidget(self._start_page)
        self._place()

    def show_editor(self) -> None:
        """A project is open."""
        self._pages.setCurrentWidget(self._editor)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES_THE_BAR:
            self._place()
        return False

    def _place(self) -> None:
        """As high as its words need at this width."""
        bar, is_under_tray = self._problems, self._pages.currentWidget() is self._editor and self._tray.isVisible()
        wanted = bar.heightForWidth(self.width()) if bar.hasHeightForWidth() else bar.sizeHint().height()
        bar.setGeometry(0, self._tray.height() if is_under_tray else 0, self.width(), wanted)
        bar.raise_()


def tight_column(widget: QWidget) -> QVBoxLayout:
    """Its parts one under the other, without space between."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
