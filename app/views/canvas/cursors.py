"""Pointer shapes that say what a click will do."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPen, QPixmap

from app.views import theme
from app.views.canvas import marks
from app.views.canvas.aim import Aim

_SIDE = 32
_MIDDLE = 11.0


def cursor(aim: Aim, ratio: float) -> QCursor:
    """While nothing is pressed; `ratio`: device pixels a view pixel."""
    shape = Qt.CursorShape
    if not aim.is_open:
        return QCursor(shape.ArrowCursor)
    if aim.pans:
        return QCursor(shape.OpenHandCursor)
    if aim.wipes:
        return QCursor(shape.SizeHorCursor)
    if aim.paints:
        return QCursor(shape.BlankCursor)
    return click_cursor(aim.under, positive=not aim.excludes, ratio=ratio)


def click_cursor(under: marks.Hit, positive: bool, ratio: float) -> QCursor:
    """What the click tool shows over a prompt, or over the bare picture."""
    if isinstance(under, marks.CornerHit):
        falling = under.corner in (0, 3)
        return QCursor(Qt.CursorShape.SizeFDiagCursor if falling else Qt.CursorShape.SizeBDiagCursor)
    if under is not None:
        return QCursor(Qt.CursorShape.PointingHandCursor)
    return point_cursor(positive, ratio)


def point_cursor(positive: bool, ratio: float) -> QCursor:
    """A fine cross with a plus or a minus beside it."""
    picture = QPixmap(round(_SIDE * ratio), round(_SIDE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for ink, width in ((QColor(0, 0, 0, 200), 3.0), (QColor("#ffffff"), 1.2)):
        painter.setPen(QPen(ink, width))
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            near, far = QPointF(_MIDDLE + 3 * dx, _MIDDLE + 3 * dy), QPointF(_MIDDLE + 9 * dx, _MIDDLE + 9 * dy)
            painter.drawLine(near, far)
    badge = QPointF(23, 23)
    painter.setPen(QPen(QColor(0, 0, 0, 200), 1.2))
    painter.setBrush(theme.POSITIVE if positive else theme.NEGATIVE)
    painter.drawEllipse(badge, 6, 6)
    painter.setPen(QPen(QColor("#101010"), 1.8))
    painter.drawLine(badge - QPointF(3, 0), badge + QPointF(3, 0))
    if positive:
        painter.drawLine(badge - QPointF(0, 3), badge + QPointF(0, 3))
    painter.end()
    return QCursor(picture, round(_MIDDLE), round(_MIDDLE))
