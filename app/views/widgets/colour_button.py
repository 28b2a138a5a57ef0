"""A swatch that opens the colour dialog."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QColorDialog, QWidget

from app.views import paint, theme
from engine.project.model import Rgb


class ColourButton(QAbstractButton):
    """A colour, and a way to choose another. The dialog blocks nothing.

    Signals:
        chosen(tuple): (r, g, b), 0..255.
    """

    chosen = Signal(tuple)

    def __init__(self, tip: str, side: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rgb: Rgb = (128, 128, 128)
        self._side = side
        self.setFixedSize(QSize(side + 4, side + 4))
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._ask)

    def set_rgb(self, rgb: Rgb) -> None:
        """Show this colour."""
        self._rgb = rgb
        self.setAccessibleDescription(paint.colour(rgb).name())
        self.update()

    def rgb(self) -> Rgb:
        """The colour on show."""
        return self._rgb

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = theme.ACCENT if self.hasFocus() else QColor("#ffffff") if self.underMouse() else QColor(0, 0, 0, 120)
        painter.setPen(QPen(ring, 1.2))
        painter.setBrush(paint.colour(self._rgb))
        painter.drawRoundedRect(QRectF(2, 2, self._side, self._side), 4, 4)

    def _ask(self) -> None:
        dialog = QColorDialog(paint.colour(self._rgb), self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(self._take)
        dialog.open()

    def _take(self, colour: QColor) -> None:
        rgb = (colour.red(), colour.green(), colour.blue())
        if rgb != self._rgb:
            self.set_rgb(rgb)
            self.chosen.emit(rgb)
