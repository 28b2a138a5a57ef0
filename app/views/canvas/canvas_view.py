"""The canvas: everything that pointer and keys can say about the picture; `picture_view` shows it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QKeySequenceEdit, QLineEdit, QPlainTextEdit, QWidget

from app.views import paint, theme
from app.views.canvas import cursors, gestures, hints, marks, overlays
from app.views.canvas.picture_view import PictureView
from app.views.models import Picture, PromptMarks, Tool
from app.views.texts import translate

SMALLEST_BRUSH, LARGEST_BRUSH = 0.5, 1000.0
WHEEL_STEP = 1.0015
TYPED_INTO = (QLineEdit, QAbstractSpinBox, QPlainTextEdit, QKeySequenceEdit)
"""Fields that keep the keys when the pointer comes over the picture."""
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CanvasView(PictureView):
    """Shows one composed frame and turns pointer and keys into frame pixels.

    Signals:
        hovered(float, float, bool): the pointer rests on this frame pixel, with the click tool and no button; whether
            a click there would include.
        hover_left(): the pointer left the picture, or a drag or pan began.
        clicked(float, float, bool): x, y, positive; on release without a drag.
        box_drawn(float, float, float, float): x0 < x1, y0 < y1, clipped to the frame; new, or the old one resized.
        stroke_painted(list, float, bool): [(x, y), …], radius in frame pixels, erase.
        point_moved(int, float, float): index in PromptMarks.points, new x, y.
        point_deleted(int): index in PromptMarks.points.
        box_deleted(): the box of the prompts is to go.
        wipe_moved(float): 0..1 of the width.
        brush_radius_changed(float): frame pixels.
        hint_changed(str): what a click here will do.
        space_released(): Space was pressed and released without moving the picture.
    """

    hovered = Signal(float, float, bool)
    hover_left = Signal()
    clicked = Signal(float, float, bool)
    box_drawn = Signal(float, float, float, float)
    stroke_painted = Signal(list, float, bool)
    point_moved = Signal(int, float, float)
    point_deleted = Signal(int)
    box_deleted = Signal()
    wipe_moved = Signal(float)
    brush_radius_changed = Signal(float)
    hint_changed = Signal(str)
    space_released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(translate("Canvas", "Picture"))
        self._marks: PromptMarks | None = None
        self._tool = Tool.CLICK
        self._brush_radius = 20.0
        self._gesture: gestures.Gesture | None = None
        self._pointer: QPointF | None = None
        self._hovering = False
        self._key_point: tuple[float, float] | None = None
        self._space_held = self._space_used = False
        self._hint = ""
        self._refresh_pointer()

    # setters
    def set_picture(self, picture: Picture | None) -> None:
        """Show this frame; None: nothing is open."""
        if picture is not self._picture:
            super().set_picture(picture)
            self._refresh_pointer()

    def set_prompts(self, prompts: PromptMarks | None) -> None:
        """What was said about the active object on this frame."""
        if prompts != self._marks:
            self._marks = prompts
            if self._under() is not None:
                self.leave_hover()
            self._refresh_pointer()
            self.update()

    def set_tool(self, tool: Tool) -> None:
        """What the left button does."""
        if tool is not self._tool:
            self._tool = tool
            self.leave_hover()
            self._refresh_pointer()
            self.update()

    def set_brush_radius(self, radius: float) -> None:
        """Frame pixels."""
        self._brush_radius = min(max(radius, SMALLEST_BRUSH), LARGEST_BRUSH)
        self.update()

    # questions
    def prompts(self) -> PromptMarks | None:
        """The prompts on show."""
        return self._marks

    def brush_radius(self) -> float:
        """Frame pixels."""
        return self._brush_radius

    def ink(self) -> QColor:
        """The active object's colour."""
        return paint.colour(self._marks.colour) if self._marks is not None else theme.ACCENT

    def hint(self) -> str:
        """What a click where the pointer is will do."""
        return self._hint

    def anchor(self) -> QPointF:
        """The pointer, or the middle."""
        return self._pointer if self._pointer is not None else super().anchor()

    # asked by a person
    def grow_brush(self, factor: float) -> None:
        """Make brush and eraser larger (> 1) or smaller."""
        self.set_brush_radius(self._brush_radius * factor)
        self._show_hud(translate("Canvas", "Brush {0} px").format(round(2 * self._brush_radius)))
        self.brush_radius_changed.emit(self._brush_radius)

    def say_box(self, one: QPointF, other: QPointF) -> None:
        """Tell of a box between two view points, where it holds at least a pixel."""
        (x0, y0), (x1, y1) = self.frame_point(one), self.frame_point(other)
        if abs(x1 - x0) >= 1 and abs(y1 - y0) >= 1:
            self.box_drawn.emit(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def leave_hover(self) -> None:
        """The preview of a click is not wanted any more."""
        if self._hovering:
            self._hovering = False
            self.hover_left.emit()

    # pointer
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._picture is None or self._gesture is not None:
            return
        self._pointer = event.position()
        self._gesture = self._begin(event)
        self._refresh_pointer()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self._key_point = None
        if self._gesture is not None:
            self._gesture.move(event.position())
            self.update()
        else:
            self._hover(event.position(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
        self._refresh_pointer()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.release(event.position())
        self._refresh_pointer()
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._picture is None:
            return
        turned = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and self._paints():
            self.grow_brush(WHEEL_STEP ** (turned or event.angleDelta().x()))
        elif event.phase() != Qt.ScrollPhase.NoScrollPhase and not event.modifiers():
            moved = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 4
            self.choose_zoom(self.transform().panned(moved.x(), moved.y()))
        else:
            self._zoom_at(WHEEL_STEP**turned, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom_at(1.0 + event.value(), event.position())
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._wants(event):
            event.accept()
            return True
        return super().event(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        if self.isActiveWindow() and not isinstance(QApplication.focusWidget(), TYPED_INTO):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.leave_hover()
        self._refresh_pointer()
        self.update()
        super().leaveEvent(event)

    def _begin(self, event: QMouseEvent) -> gestures.Gesture | None:
        at, button = event.position(), event.button()
        if button is Qt.MouseButton.MiddleButton or self._space_held or self._tool is Tool.HAND:
            self._space_used = self._space_held
            return gestures.Pan(self, at)
        under = self._under() if self._tool is Tool.CLICK else None
        if button is Qt.MouseButton.RightButton and under is not None:
            self._delete(under)
            return None
        if button is Qt.MouseButton.LeftButton and self._wipe_handle().contains(at):
            return gestures.MoveWipe(self)
        if self._paints():
            return gestures.Stroke(self, at, (self._tool is Tool.ERASER) != (button is Qt.MouseButton.RightButton))
        excludes = button is Qt.MouseButton.RightButton or bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        return gestures.pointed(self, at, under if button is Qt.MouseButton.LeftButton else None, excludes)

    def _hover(self, at: QPointF, excludes: bool) -> None:
        placed = self.transform()
        point = placed.to_frame(at.x(), at.y())
        free = self._under() is None and not self._space_held and not self._over_wipe()
        if self._picture is not None and self._tool is Tool.CLICK and free and placed.holds(*point):
            self._hovering = True
            self.hovered.emit(*point, not excludes)
        else:
            self.leave_hover()
        self.update()

    def _turn_hover(self, excludes: bool) -> None:
        """A key went down or up under a pointer that rests."""
        if self._hovering and self._pointer is not None and self._key_point is None:
            self._hover(self._pointer, excludes)

    def _delete(self, under: marks.Hit) -> None:
        if isinstance(under, marks.PointHit):
            self.point_deleted.emit(under.index)
        elif under is not None:
            self.box_deleted.emit()

    # keys
    def _wants(self, event: QKeyEvent) -> bool:
        """Keys the canvas needs itself before they become shortcuts."""
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_Space and not event.modifiers():
            return self._picture is not None
        if key == Qt.Key.Key_Escape:
            return self._gesture is not None
        if key == Qt.Key.Key_Delete:
            return self._under() is not None
        return (alt and key in _ARROWS) or key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        if key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held, self._space_used = True, False
        elif key == Qt.Key.Key_Escape and self._gesture is not None:
            gesture, self._gesture = self._gesture, None
            gesture.cancel()
        elif key == Qt.Key.Key_Delete and self._under() is not None:
            self._delete(self._under())
        elif key in _ARROWS and modifiers & Qt.KeyboardModifier.AltModifier:
            self._move_key_point(Qt.Key(key), 10 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._key_point is not None:
            self.clicked.emit(*self._key_point, not modifiers & Qt.KeyboardModifier.AltModifier)
        elif key == Qt.Key.Key_Alt:
            self._turn_hover(excludes=True)
        elif key != Qt.Key.Key_Space:
            super().keyPressEvent(event)
        self._refresh_pointer(alt=key == Qt.Key.Key_Alt or None)
        self.update()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and self._space_held:
            self._space_held = False
            if not self._space_used:
                self.space_released.emit()
        if event.key() == Qt.Key.Key_Alt:
            self._turn_hover(excludes=False)
        self._refresh_pointer(alt=False if event.key() == Qt.Key.Key_Alt else None)
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space_held = False
        self._refresh_pointer()
        super().focusOutEvent(event)

    def _move_key_point(self, key: Qt.Key, step: int) -> None:
        placed = self.transform()
        x, y = self._key_point or self.frame_point(self.anchor())
        x, y = x + step * _ARROWS[key][0], y + step * _ARROWS[key][1]
        self._key_point = min(max(x, 0.5), placed.frame_width - 0.5), min(max(y, 0.5), placed.frame_height - 0.5)
        self._hovering = True
        self.hovered.emit(*self._key_point, True)

    # what the pointer means
    def _under(self) -> marks.Hit:
        if self._pointer is None or self._picture is None:
            return None
        return marks.hit(self._marks, self._pointer, self.transform())

    def _paints(self) -> bool:
        return self._tool in (Tool.BRUSH, Tool.ERASER)

    def _refresh_pointer(self, alt: bool | None = None) -> None:
        if alt is None:
            alt = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier)
        self.setCursor(self._cursor(alt))
        if self._gesture is not None:
            hint = self._gesture.hint()
        else:
            hint = hints.hint(self._aim(alt))
        if hint != self._hint:
            self._hint = hint
            self.setAccessibleDescription(hint)
            self.hint_changed.emit(hint)

    def _aim(self, alt: bool) -> hints.Aim:
        inside = self._pointer is not None and self.picture_rect().contains(self._pointer)
        return hints.Aim(
            self._picture is not None,
            self._tool,
            self._marks,
            self._under(),
            inside or self._key_point is not None,
            pans=self._space_held or self._tool is Tool.HAND,
            wipes=self._over_wipe(),
            excludes=alt,
        )

    def _cursor(self, alt: bool) -> QCursor:
        shape = Qt.CursorShape
        if self._picture is None:
            return QCursor(shape.ArrowCursor)
        if isinstance(self._gesture, gestures.Pan):
            return QCursor(shape.ClosedHandCursor)
        if self._space_held or self._tool is Tool.HAND:
            return QCursor(shape.OpenHandCursor)
        if isinstance(self._gesture, gestures.MoveWipe) or self._over_wipe():
            return QCursor(shape.SizeHorCursor)
        if self._paints():
            return QCursor(shape.BlankCursor)
        return cursors.click_cursor(self._under(), positive=not alt, ratio=self.devicePixelRatioF())

    def _over_wipe(self) -> bool:
        return self._pointer is not None and self._wipe_handle().contains(self._pointer)

    def _wipe_handle(self) -> QRectF:
        if self._wipe is None:
            return QRectF()
        rect = self.picture_rect()
        return QRectF(rect.left() + self._wipe * rect.width() - 8, rect.top(), 16, rect.height())

    # painting
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refresh_pointer()

    def draw_over(self, painter: QPainter) -> None:
        """Prompts, the gesture under way, brush and key point."""
        super().draw_over(painter)
        placed = self.transform()
        if self._marks is not None and self._tool is Tool.CLICK:
            marks.draw_prompts(painter, self._marks, placed, None if self._gesture else self._under())
        if self._gesture is not None:
            self._gesture.paint(painter)
        if self._paints() and self._pointer is not None:
            erases = self._tool is Tool.ERASER
            radius = self._brush_radius * placed.scale
            ink = theme.NEGATIVE if erases else self.ink()
            overlays.draw_brush(painter, self._pointer, radius, placed.pixel_aspect, ink, erases)
        if self._key_point is not None:
            overlays.draw_key_point(painter, QPointF(*placed.to_view(*self._key_point)))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(translate("Canvas", "Picture"))
            self._refresh_pointer()
        super().changeEvent(event)
