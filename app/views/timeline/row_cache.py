"""Rows that look as they did are not drawn again: while objects are tracked, only their lanes change."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from app.views.timeline.axis import TimeAxis
from app.views.timeline.rows import Row, ThumbRow


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    row: Row
    axis: TimeAxis
    ratio: float
    picture: QPixmap


class RowCache:
    """Pictures of the rows of one repaint, for the next one. Bounded by what is on the screen."""

    def __init__(self) -> None:
        self._before: list[_Drawn] = []
        self._now: list[_Drawn] = []

    def begin(self) -> None:
        """A repaint begins: what it does not use is forgotten."""
        self._before, self._now = self._now, []

    def draw(self, painter: QPainter, row: Row, rect: QRectF, axis: TimeAxis, ratio: float) -> None:
        """Draw a row at `rect`, from its picture where nothing about it changed."""
        if isinstance(row, ThumbRow):  # its pictures come one by one into the same dict
            row.paint(painter, rect, axis)
            return
        drawn = self._found(row, axis, ratio) or _draw(row, rect, axis, ratio)
        self._now.append(drawn)
        painter.drawPixmap(rect.topLeft(), drawn.picture)

    def _found(self, row: Row, axis: TimeAxis, ratio: float) -> _Drawn | None:
        for drawn in self._before:
            if drawn.axis == axis and drawn.ratio == ratio and drawn.row == row:
                return drawn
        return None


def _draw(row: Row, rect: QRectF, axis: TimeAxis, ratio: float) -> _Drawn:
    picture = QPixmap(round(rect.width() * ratio), round(rect.height() * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(QPointF(-rect.left(), 0))
    row.paint(painter, QRectF(rect.left(), 0, rect.width(), rect.height()), axis)
    painter.end()
    return _Drawn(row, axis, ratio, picture)
