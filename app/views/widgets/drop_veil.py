"""What the window shows while something is dragged over it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.views import theme
from app.views.texts import translate


class DropVeil(QWidget):
    """A veil with one sentence; it never takes the pointer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def rise(self) -> None:
        """Cover the window."""
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(16, 16, 16, 190))
        painter.setPen(QPen(theme.ACCENT, 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(18, 18, -18, -18), 12, 12)
        painter.setPen(theme.TEXT)
        painter.setFont(theme.font(theme.TITLE_PX))
        text = translate("Window", "Drop to open. What is open now stays open.")
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
