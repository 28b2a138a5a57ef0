"""Windows no larger than the screen they are on: what hangs over its edge cannot be reached."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

TITLE_BAR_PX = 36
"""What a window's frame takes of the screen's height, about: it is not known before the window is shown."""


class FittingDialog(QDialog):
    """A dialog that is as large as it would like to be where the screen has the room."""

    def __init__(self, parent: QWidget | None, wanted: QSize) -> None:
        super().__init__(parent)
        self.resize(wanted)

    def showEvent(self, event: QShowEvent) -> None:
        """The screen may be another than last time, or have another scale."""
        super().showEvent(event)  # puts it over its parent
        if QGuiApplication.platformName() != "offscreen":  # says 800 x 800, whatever is drawn
            self.fit_into(self.screen().availableGeometry())

    def fit_into(self, room: QRect) -> None:
        """Take the size and the place that this part of the screen allows."""
        most = QSize(room.width(), room.height() - TITLE_BAR_PX)
        if self.width() > most.width() or self.height() > most.height():
            self.resize(self.size().boundedTo(most))
        place = within(self.pos(), self.size(), room)
        if place != self.pos():
            self.move(place)


def within(place: QPoint, size: QSize, room: QRect) -> QPoint:
    """The nearest place where something of this size, with a title bar above it, is in the room."""
    right, bottom = room.left() + room.width() - size.width(), room.top() + room.height() - size.height()
    x = max(min(place.x(), right), room.left())
    y = max(min(place.y(), bottom), room.top())
    return QPoint(x, y)
