"""What lies over the picture, drawn: ghosts, the wipe line, the brush, the grid of single pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.views import paint
from app.views.canvas.view_transform import ViewTransform
from app.views.models import Ghost


@dataclass(frozen=True, slots=True, eq=False)
class GhostPath:
    """An outline in frame pixels, ready to be drawn at any zoom."""

    ink: QColor
    path: QPainterPath


def ghost_paths(ghosts: tuple[Ghost, ...]) -> tuple[GhostPath, ...]:
    """Outlines as paths, made once and not at every repaint."""
    return tuple(GhostPath(paint.colour(ghost.colour, 220), _outline_path(ghost)) for ghost in ghosts)


def draw_ghosts(painter: QPainter, placed: ViewTransform, ghosts: tuple[GhostPath, ...]) -> None:
    """Dashed outlines of objects that are away, in their colours."""
    for ghost in ghosts:
        painter.save()
        painter.translate(*placed.to_view(0, 0))
        painter.scale(placed.scale_x, placed.scale)
        for ink, width in ((QColor(0, 0, 0, 130), 3.2), (ghost.ink, 1.6)):
            pen = QPen(ink, width, Qt.PenStyle.CustomDashLine)
            pen.setCosmetic(True)
            pen.setDashPattern([5 * 1.6 / width, 4 * 1.6 / width])
            painter.strokePath(ghost.path, pen)
        painter.restore()


def draw_brush(painter: QPainter, at: QPointF, radius: float, aspect: float, ink: QColor, erases: bool) -> None:
    """The brush's outline; `radius` in view pixels; a plus or a minus in the middle."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(QColor(0, 0, 0, 170), 3), QPen(ink.lighter(130), 1.4)):
        painter.setPen(pen)
        painter.drawEllipse(at, max(radius * aspect, 2), max(radius, 2))
    painter.drawLine(at - QPointF(3, 0), at + QPointF(3, 0))
    if not erases:
        painter.drawLine(at - QPointF(0, 3), at + QPointF(0, 3))


def draw_key_point(painter: QPainter, at: QPointF) -> None:
    """The cross that is moved by keys."""
    for ink, width in ((QColor(0, 0, 0, 180), 3.0), (QColor("#ffffff"), 1.2)):
        painter.setPen(QPen(ink, width))
        painter.drawLine(at - QPointF(14, 0), at + QPointF(14, 0))
        painter.drawLine(at - QPointF(0, 14), at + QPointF(0, 14))


def draw_grid(painter: QPainter, placed: ViewTransform) -> None:
    """Fine lines between the pixels in view."""
    painter.setPen(QPen(QColor(0, 0, 0, 60), 0))
    left, top = placed.clipped(*placed.to_frame(0, 0))
    right, bottom = placed.clipped(*placed.to_frame(placed.view_width, placed.view_height))
    for x in range(int(left), math.ceil(right) + 1):
        painter.drawLine(QPointF(*placed.to_view(x, top)), QPointF(*placed.to_view(x, bottom)))
    for y in range(int(top), math.ceil(bottom) + 1):
        painter.drawLine(QPointF(*placed.to_view(left, y)), QPointF(*placed.to_view(right, y)))


def draw_wipe(painter: QPainter, rect: QRectF, fraction: float) -> QRectF:
    """The A/B line over the picture; gives the room of its handle."""
    x = rect.left() + fraction * rect.width()
    painter.setPen(QPen(QColor(0, 0, 0, 140), 3))
    painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
    painter.setPen(QPen(QColor("#f0f0f0"), 1.2))
    painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
    handle = QRectF(x - 11, rect.center().y() - 11, 22, 22)
    painter.setPen(QPen(QColor("#f0f0f0"), 1.2))
    painter.setBrush(QColor(20, 20, 20, 220))
    painter.drawEllipse(handle)
    painter.setBrush(QColor("#f0f0f0"))
    painter.setPen(Qt.PenStyle.NoPen)
    y = handle.center().y()
    painter.drawPolygon([QPointF(x - 7.5, y), QPointF(x - 3, y - 3.5), QPointF(x - 3, y + 3.5)])
    painter.drawPolygon([QPointF(x + 7.5, y), QPointF(x + 3, y - 3.5), QPointF(x + 3, y + 3.5)])
    top = rect.top() + 10
    paint.pill(painter, QPointF(x - 31, top), "A")
    paint.pill(painter, QPointF(x + 8, top), "B")
    return handle


def _outline_path(ghost: Ghost) -> QPainterPath:
    path = QPainterPath()
    for outline in ghost.outlines:
        points = [QPointF(x, y) for x, y in np.asarray(outline, dtype=float)]
        if len(points) > 1:
            path.addPolygon(points)
            path.closeSubpath()
    return path
