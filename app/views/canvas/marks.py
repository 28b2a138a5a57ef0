"""The prompts on the canvas: how they look and what lies under the pointer."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.views import paint, theme
from app.views.canvas.view_transform import ViewTransform
from app.views.models import PointMark, PromptMarks

POINT_RADIUS = 6.5
GRAB = 10.0
"""View pixels around a point or a corner in which it is taken hold of."""
EDGE_GRAB = 5.0


@dataclass(frozen=True, slots=True)
class PointHit:
    """A point of the prompts lies under the pointer."""

    index: int


@dataclass(frozen=True, slots=True)
class CornerHit:
    """A corner of the box: 0 top left, 1 top right, 2 bottom left, 3 bottom right."""

    corner: int


@dataclass(frozen=True, slots=True)
class BorderHit:
    """The border of the box."""


Hit = PointHit | CornerHit | BorderHit | None


def hit(marks: PromptMarks | None, at: QPointF, transform: ViewTransform) -> Hit:
    """What lies under the view point; points before the box, the last drawn first."""
    if marks is None:
        return None
    for index in reversed(range(len(marks.points))):
        if _near(_view(marks.points[index].x, marks.points[index].y, transform), at, GRAB):
            return PointHit(index)
    if marks.box is None:
        return None
    for corner, point in enumerate(corners(marks.box)):
        if _near(_view(*point, transform), at, GRAB):
            return CornerHit(corner)
    return BorderHit() if _on_border(box_rect(marks.box, transform), at) else None


def corners(box: tuple[float, float, float, float]) -> tuple[tuple[float, float], ...]:
    """Top left, top right, bottom left, bottom right."""
    x0, y0, x1, y1 = box
    return (x0, y0), (x1, y0), (x0, y1), (x1, y1)


def box_rect(box: tuple[float, float, float, float], transform: ViewTransform) -> QRectF:
    """A box of frame pixels on the screen."""
    return QRectF(_view(box[0], box[1], transform), _view(box[2], box[3], transform))


def draw_prompts(painter: QPainter, marks: PromptMarks, transform: ViewTransform, under: Hit) -> None:
    """The box, the points, and the hint that a click has several readings."""
    if marks.box is not None:
        draw_box(painter, box_rect(marks.box, transform), paint.colour(marks.colour), under)
    for index, point in enumerate(marks.points):
        draw_point(painter, _view(point.x, point.y, transform), point, under == PointHit(index))
    if marks.hypothesis is not None and marks.points:
        shown, count = marks.hypothesis
        last = _view(marks.points[-1].x, marks.points[-1].y, transform)
        paint.pill(painter, last + QPointF(14, 8), f"{shown + 1} / {count}  ⇥", paint.colour(marks.colour))


def draw_point(painter: QPainter, at: QPointF, point: PointMark, lit: bool) -> None:
    """A disc with a plus or a minus: read without colour as well."""
    radius = POINT_RADIUS + (1.5 if lit else 0.0)
    fill = theme.POSITIVE if point.positive else theme.NEGATIVE
    if lit:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 60))
        painter.drawEllipse(at, radius + 4, radius + 4)
    painter.setPen(QPen(QColor(0, 0, 0, 170), 3.2))
    painter.setBrush(fill)
    painter.drawEllipse(at, radius, radius)
    painter.setPen(QPen(QColor("#ffffff"), 1.4))
    painter.drawEllipse(at, radius, radius)
    painter.setPen(QPen(QColor("#101010"), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    arm = radius * 0.55
    painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0))
    if point.positive:
        painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm))


def draw_box(painter: QPainter, rect: QRectF, ink: QColor, under: Hit = None) -> None:
    """A box with corners to take hold of."""
    lit = under == BorderHit() or isinstance(under, CornerHit)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 150), 3.4))
    painter.drawRect(rect)
    painter.setPen(QPen(ink.lighter(125) if lit else ink, 1.6))
    painter.drawRect(rect)
    painter.setPen(QPen(QColor(0, 0, 0, 190), 1))
    for index, corner in enumerate((rect.topLeft(), rect.topRight(), rect.bottomLeft(), rect.bottomRight())):
        side = 4.5 if under == CornerHit(index) else 3.5
        painter.setBrush(QColor("#ffffff") if under == CornerHit(index) else ink.lighter(140))
        painter.drawRect(QRectF(corner.x() - side, corner.y() - side, 2 * side, 2 * side))


def _view(x: float, y: float, transform: ViewTransform) -> QPointF:
    return QPointF(*transform.to_view(x, y))


def _near(point: QPointF, other: QPointF, distance: float) -> bool:
    apart = point - other
    return apart.x() ** 2 + apart.y() ** 2 <= distance**2


def _on_border(rect: QRectF, at: QPointF) -> bool:
    outer = rect.adjusted(-EDGE_GRAB, -EDGE_GRAB, EDGE_GRAB, EDGE_GRAB)
    inner = rect.adjusted(EDGE_GRAB, EDGE_GRAB, -EDGE_GRAB, -EDGE_GRAB)
    return outer.contains(at) and not inner.contains(at)
