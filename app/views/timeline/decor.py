"""What frames the rows of the timeline: headers, the playhead, the marked range, the selection."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap

from app.views import paint, theme
from app.views.models import CurveModel, InOut
from app.views.texts import translate
from app.views.timeline.axis import TimeAxis
from app.views.timeline.lane import LaneRow
from app.views.timeline.rows import CHANGE_INK, QUALITY_INK, CurveRow, Row, in_out_x

RULER_HEIGHT = 36
HEAD_MIDDLE = 8
_OUTSIDE = QColor(14, 14, 14, 130)


def draw_header(painter: QPainter, row: Row, rect: QRectF) -> None:
    """The row's name, an object's colour, and whether it is the active one."""
    lane = row.lane if isinstance(row, LaneRow) else None
    active = lane is not None and lane.active
    painter.fillRect(rect.adjusted(0, 0, -1, 0), QColor("#2b2b2b") if active else theme.PANEL)
    left = 10.0
    if lane is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paint.colour(lane.colour))
        painter.drawRoundedRect(QRectF(10, rect.center().y() - 5, 10, 10), 2.5, 2.5)
        left = 28.0
        if active:
            painter.fillRect(QRectF(0, rect.top(), 3, rect.height()), theme.ACCENT)
    if isinstance(row, CurveRow):
        _draw_legend(painter, rect, row.curve)
        return
    painter.setFont(theme.font(theme.FONT_PX if lane else theme.SMALL_PX, bold=active))
    painter.setPen(theme.TEXT if lane is not None else theme.FAINT)
    room = rect.width() - left - 8
    text = QFontMetricsF(painter.font()).elidedText(row.title, Qt.TextElideMode.ElideRight, room)
    painter.drawText(rect.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)


def _draw_legend(painter: QPainter, rect: QRectF, curve: CurveModel) -> None:
    entries = (
        (paint.colour(curve.colour).lighter(115), translate("Timeline", "presence")),
        (QUALITY_INK, translate("Timeline", "quality")),
        (CHANGE_INK, translate("Timeline", "change")),
    )
    painter.setFont(theme.font(10))
    for i, (ink, text) in enumerate(entries):
        y = rect.top() + 8 + i * 15
        painter.setPen(QPen(ink, 6 if ink is CHANGE_INK else 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QLineF(28, y + 6, 40, y + 6))
        painter.setPen(theme.DIM)
        painter.drawText(QRectF(46, y, rect.width() - 46, 13), Qt.AlignmentFlag.AlignVCenter, text)


def draw_outside(painter: QPainter, area: QRectF, axis: TimeAxis, marks: InOut) -> None:
    """What lies outside the marked range is dimmed."""
    x0, x1 = (_kept(x, area) for x in in_out_x(marks, axis))
    painter.fillRect(QRectF(area.left(), area.top(), x0 - area.left(), area.height()), _OUTSIDE)
    painter.fillRect(QRectF(x1, area.top(), area.right() - x1, area.height()), _OUTSIDE)


def draw_selection(painter: QPainter, area: QRectF, axis: TimeAxis, selection: tuple[int, int] | None) -> None:
    """The selected frames are lit."""
    if selection is None:
        return
    x0, x1 = (_kept(axis.x_of(frame), area) for frame in selection)
    painter.fillRect(QRectF(x0, area.top(), x1 - x0, area.height()), QColor(79, 157, 219, 34))
    painter.setPen(QPen(QColor(79, 157, 219, 150), 1))
    for x in (x0, x1):
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))


def draw_playhead(painter: QPainter, axis: TimeAxis, frame: int, height: float, head: QPixmap) -> None:
    """`head`, a `playhead`, at the frame's left side; the frame itself is lit where it is wide enough."""
    x = axis.x_of(frame)
    if axis.pixels >= 4:
        painter.fillRect(QRectF(x, RULER_HEIGHT, axis.pixels, height), QColor(255, 255, 255, 22))
    ratio = head.devicePixelRatio()
    painter.drawPixmap(QPointF(round((x - HEAD_MIDDLE) * ratio) / ratio, 0), head)


def playhead(height: float, ratio: float) -> QPixmap:
    """The line with its handle, drawn once: it is painted with every frame, and each call of a painter lets other
    threads have Python first."""
    picture = QPixmap(round(2 * HEAD_MIDDLE * ratio), max(1, round(height * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_playhead(painter, HEAD_MIDDLE, height)
    painter.end()
    return picture


def _draw_playhead(painter: QPainter, x: float, height: float) -> None:
    painter.setPen(QPen(QColor(0, 0, 0, 120), 3))
    painter.drawLine(QLineF(x, RULER_HEIGHT, x, height))
    painter.setPen(QPen(theme.PLAYHEAD, 1.2))
    painter.drawLine(QLineF(x, RULER_HEIGHT - 12, x, height))
    painter.setBrush(theme.PLAYHEAD)
    painter.setPen(QPen(QColor(0, 0, 0, 150), 1))
    top, tip = RULER_HEIGHT - 16, RULER_HEIGHT - 3
    corners = ((-5.5, top), (5.5, top), (5.5, tip - 5.5), (0, tip), (-5.5, tip - 5.5))
    painter.drawPolygon([QPointF(x + dx, y) for dx, y in corners])


def draw_empty(painter: QPainter, rect: QRectF, text: str) -> None:
    """A quiet sentence where there is nothing to show yet."""
    painter.setPen(theme.FAINT)
    painter.setFont(theme.font())
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def _kept(x: float, area: QRectF) -> float:
    return min(max(x, area.left()), area.right())
