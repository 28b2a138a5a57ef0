"""What happens between a press and a release on the canvas. One class a gesture; each is told where the pointer goes,
draws itself while it lasts, and says the result once, on release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPainterPath, QPen

from app.views import theme
from app.views.canvas import marks
from app.views.texts import translate

if TYPE_CHECKING:
    from app.views.canvas.canvas_view import CanvasView

DRAG_STARTS = 5.0
"""View pixels a pressed pointer may tremble before a click becomes a drag."""


class Gesture(Protocol):
    """From press to release. `cancel` leaves everything as it was."""

    def move(self, at: QPointF) -> None: ...
    def release(self, at: QPointF) -> None: ...
    def cancel(self) -> None: ...
    def paint(self, painter: QPainter) -> None: ...
    def hint(self) -> str: ...
    def cursor(self) -> QCursor | None:
        """While it lasts; None: as before the press."""
        ...


class ClickOrBox:
    """A click where nothing was dragged, else a box (include only: a box says what is in it)."""

    def __init__(self, canvas: CanvasView, start: QPointF, positive: bool) -> None:
        self._canvas, self._start, self._now, self._positive = canvas, start, start, positive
        self._dragged = False

    def move(self, at: QPointF) -> None:
        self._now = at
        if not self._dragged and (at - self._start).manhattanLength() > DRAG_STARTS:
            self._dragged = True
            self._canvas.leave_hover()

    def release(self, at: QPointF) -> None:
        self.move(at)
        if not self._dragged:
            self._canvas.clicked.emit(
                *self._canvas.transform().to_frame(self._start.x(), self._start.y()), self._positive
            )
        elif self._positive:
            self._canvas.say_box(self._start, at)

    def cancel(self) -> None:
        self._dragged = False

    def paint(self, painter: QPainter) -> None:
        if self._dragged and self._positive:
            rect = QRectF(self._start, self._now).normalized()
            painter.fillRect(rect, QColor(255, 255, 255, 18))
            marks.draw_box(painter, rect, self._canvas.ink())

    def cursor(self) -> QCursor | None:
        return None

    def hint(self) -> str:
        if not self._positive:
            return translate("Canvas", "Release to leave this out")
        if self._dragged:
            return translate("Canvas", "Release to take what is in the box · Esc cancels")
        return translate("Canvas", "Release to select this, or drag a box around it")


class MovePoint:
    """A prompt point follows the pointer."""

    def __init__(self, canvas: CanvasView, index: int, start: QPointF) -> None:
        self._canvas, self._index, self._start, self._now = canvas, index, start, start

    def move(self, at: QPointF) -> None:
        self._now = at

    def release(self, at: QPointF) -> None:
        self._now = at
        if self._moved():
            self._canvas.point_moved.emit(self._index, *self._canvas.frame_point(at))

    def cancel(self) -> None:
        self._now = self._start

    def paint(self, painter: QPainter) -> None:
        shown = self._canvas.prompts()
        if shown is not None and self._moved() and self._index < len(shown.points):
            marks.draw_point(painter, self._now, shown.points[self._index], lit=True)

    def cursor(self) -> QCursor | None:
        return None

    def hint(self) -> str:
        return translate("Canvas", "Drag the point to where it belongs")

    def _moved(self) -> bool:
        return (self._now - self._start).manhattanLength() > DRAG_STARTS / 2


class ResizeBox:
    """A corner of the box follows the pointer."""

    def __init__(self, canvas: CanvasView, box: tuple[float, float, float, float], corner: int) -> None:
        self._canvas = canvas
        self._fixed = QPointF(*canvas.transform().to_view(*marks.corners(box)[3 - corner]))
        self._now = QPointF(*canvas.transform().to_view(*marks.corners(box)[corner]))

    def move(self, at: QPointF) -> None:
        self._now = at

    def release(self, at: QPointF) -> None:
        self._canvas.say_box(self._fixed, at)

    def cancel(self) -> None:
        self._now = self._fixed

    def paint(self, painter: QPainter) -> None:
        marks.draw_box(painter, QRectF(self._fixed, self._now).normalized(), self._canvas.ink())

    def cursor(self) -> QCursor | None:
        return None

    def hint(self) -> str:
        return translate("Canvas", "Drag the corner to change the box")


class Stroke:
    """Brush or eraser: the path is drawn while the pointer is down and said as a whole."""

    def __init__(self, canvas: CanvasView, start: QPointF, erase: bool) -> None:
        self._canvas, self._erase = canvas, erase
        self._points = [canvas.frame_point(start)]

    def move(self, at: QPointF) -> None:
        point = self._canvas.frame_point(at)
        if point != self._points[-1]:
            self._points.append(point)

    def release(self, at: QPointF) -> None:
        self.move(at)
        self._canvas.stroke_painted.emit(list(self._points), self._canvas.brush_radius(), self._erase)

    def cancel(self) -> None:
        self._points = self._points[:1]

    def paint(self, painter: QPainter) -> None:
        transform = self._canvas.transform()
        path = QPainterPath(QPointF(*transform.to_view(*self._points[0])))
        for point in self._points[1:] or self._points:
            path.lineTo(QPointF(*transform.to_view(*point)) + QPointF(0.01, 0))
        ink = QColor(theme.NEGATIVE) if self._erase else QColor(self._canvas.ink())
        ink.setAlpha(130)
        width = 2 * self._canvas.brush_radius() * transform.scale
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.strokePath(path, QPen(ink, width, Qt.PenStyle.SolidLine, cap, join))

    def cursor(self) -> QCursor | None:
        return None

    def hint(self) -> str:
        if self._erase:
            return translate("Canvas", "Release to take this out of the mask · Esc cancels")
        return translate("Canvas", "Release to add this to the mask · Esc cancels")


class MoveWipe:
    """The line between A and B follows the pointer."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas

    def move(self, at: QPointF) -> None:
        fraction = self._canvas.frame_point(at)[0] / self._canvas.transform().frame_width
        self._canvas.set_wipe(fraction)
        self._canvas.wipe_moved.emit(fraction)

    def release(self, at: QPointF) -> None:
        self.move(at)

    def cancel(self) -> None:
        return

    def paint(self, painter: QPainter) -> None:
        return

    def cursor(self) -> QCursor | None:
        return QCursor(Qt.CursorShape.SizeHorCursor)

    def hint(self) -> str:
        return translate("Canvas", "Original on the left, result on the right")


class Pan:
    """The picture follows the pointer."""

    def __init__(self, canvas: CanvasView, start: QPointF) -> None:
        self._canvas, self._last = canvas, start
        canvas.leave_hover()

    def move(self, at: QPointF) -> None:
        moved = at - self._last
        self._last = at
        self._canvas.choose_zoom(self._canvas.transform().panned(moved.x(), moved.y()))

    def release(self, at: QPointF) -> None:
        self.move(at)

    def cancel(self) -> None:
        return

    def paint(self, painter: QPainter) -> None:
        return

    def cursor(self) -> QCursor | None:
        return QCursor(Qt.CursorShape.ClosedHandCursor)

    def hint(self) -> str:
        return translate("Canvas", "Drag to move the picture")


def pointed(canvas: CanvasView, at: QPointF, under: marks.Hit, excludes: bool) -> Gesture | None:
    """What a press with the click tool begins, by what lies under it; None outside the picture where it excludes."""
    if isinstance(under, marks.PointHit):
        return MovePoint(canvas, under.index, at)
    shown = canvas.prompts()
    if isinstance(under, marks.CornerHit) and shown is not None and shown.box is not None:
        return ResizeBox(canvas, shown.box, under.corner)
    placed = canvas.transform()
    if excludes and not placed.holds(*placed.to_frame(at.x(), at.y())):
        return None
    return ClickOrBox(canvas, at, positive=not excludes)
