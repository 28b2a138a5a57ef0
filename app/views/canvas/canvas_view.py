"""The canvas: everything that pointer and keys can say about the picture; `picture_view` shows it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QKeySequenceEdit, QLineEdit, QPlainTextEdit, QWidget

from app.views import paint, theme
from app.views.canvas import cursors, gestures, hints, marks, overlays
from app.views.canvas.aim import Aim
from app.views.canvas.keyboard import Keyboard
from app.views.canvas.picture_view import WHEEL_STEP, PictureView
from app.views.models import Picture, PromptMarks, Tool
from app.views.texts import translate

SMALLEST_BRUSH, LARGEST_BRUSH = 0.5, 1000.0
TYPED_INTO = (QLineEdit, QAbstractSpinBox, QPlainTextEdit, QKeySequenceEdit)
"""Fields that keep the keys when the pointer comes over the picture."""


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
        self._keyboard = Keyboard(self)
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
            if self.under() is not None:
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

    def under(self) -> marks.Hit:
        """The prompt below the pointer."""
        if self._pointer is None or self._picture is None:
            return None
        return marks.hit(self._marks, self._pointer, self.transform())

    def has_picture(self) -> bool:
        """A clip is open."""
        return self._picture is not None

    def is_pointed_at(self) -> bool:
        """The pointer is on the picture."""
        return self._pointer is not None and self.picture_rect().contains(self._pointer)

    def is_busy(self) -> bool:
        """A gesture is under way."""
        return self._gesture is not None

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

    def hover_point(self, x: float, y: float) -> None:
        """Keys point at this frame pixel."""
        self._hovering = True
        self.hovered.emit(x, y, True)

    def cancel_gesture(self) -> None:
        """Leave everything as it was."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()

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
        self._keyboard.point = None
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
        turned = event.angleDelta()
        if self._picture is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier and self._paints():
            self.grow_brush(WHEEL_STEP ** (turned.y() or turned.x()))
            event.accept()
        else:
            super().wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if is_key and self._keyboard.wants(cast(QKeyEvent, event)):
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
        if button is Qt.MouseButton.MiddleButton or self._keyboard.pans() or self._tool is Tool.HAND:
            return gestures.Pan(self, at)
        under = self.under() if self._tool is Tool.CLICK else None
        if button is Qt.MouseButton.RightButton and under is not None:
            self.delete(under)
            return None
        if button is Qt.MouseButton.LeftButton and self._over_wipe():
            return gestures.MoveWipe(self)
        if self._paints():
            return gestures.Stroke(self, at, (self._tool is Tool.ERASER) != (button is Qt.MouseButton.RightButton))
        excludes = button is Qt.MouseButton.RightButton or bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        return gestures.pointed(self, at, under if button is Qt.MouseButton.LeftButton else None, excludes)

    def _hover(self, at: QPointF, excludes: bool) -> None:
        placed = self.transform()
        point = placed.to_frame(at.x(), at.y())
        free = self.under() is None and not self._keyboard.holds_space and not self._over_wipe()
        if self._picture is not None and self._tool is Tool.CLICK and free and placed.holds(*point):
            self._hovering = True
            self.hovered.emit(*point, not excludes)
        else:
            self.leave_hover()
        self.update()

    def turn_hover(self, excludes: bool) -> None:
        """A key went down or up under a pointer that rests."""
        if self._hovering and self._pointer is not None and self._keyboard.point is None:
            self._hover(self._pointer, excludes)

    def delete(self, under: marks.Hit) -> None:
        """The person wants this prompt away."""
        if isinstance(under, marks.PointHit):
            self.point_deleted.emit(under.index)
        elif under is not None:
            self.box_deleted.emit()

    # keys
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keyboard.press(event):
            super().keyPressEvent(event)
        self._refresh_pointer(alt=event.key() == Qt.Key.Key_Alt or None)
        self.update()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._keyboard.release(event)
        self._refresh_pointer(alt=False if event.key() == Qt.Key.Key_Alt else None)
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._keyboard.forget()
        self._refresh_pointer()
        super().focusOutEvent(event)

    # what the pointer means
    def _paints(self) -> bool:
        return self._tool in (Tool.BRUSH, Tool.ERASER)

    def _refresh_pointer(self, alt: bool | None = None) -> None:
        """Cursor and hint; `alt`: whether that key is down, where this is known better than Qt knows it."""
        if alt is None:
            alt = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier)
        aim = self._aim(alt)
        held = None if self._gesture is None else self._gesture.cursor()
        self.setCursor(cursors.cursor(aim, self.devicePixelRatioF()) if held is None else held)
        hint = hints.hint(aim) if self._gesture is None else self._gesture.hint()
        if hint != self._hint:
            self._hint = hint
            self.setAccessibleDescription(hint)
            self.hint_changed.emit(hint)

    def _aim(self, alt: bool) -> Aim:
        return Aim(
            self._picture is not None,
            self._tool,
            self._marks,
            self.under(),
            self.is_pointed_at() or self._keyboard.point is not None,
            pans=self._keyboard.holds_space or self._tool is Tool.HAND,
            wipes=self._over_wipe(),
            excludes=alt,
        )

    def _over_wipe(self) -> bool:
        """A prompt that lies on the line is nearer."""
        on_line = self._pointer is not None and self._wipe_handle().contains(self._pointer)
        return on_line and (self._tool is not Tool.CLICK or self.under() is None)

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
            marks.draw_prompts(painter, self._marks, placed, None if self._gesture else self.under())
        if self._gesture is not None:
            self._gesture.paint(painter)
        if self._paints() and self._pointer is not None:
            erases = self._tool is Tool.ERASER
            radius = self._brush_radius * placed.scale
            ink = theme.NEGATIVE if erases else self.ink()
            overlays.draw_brush(painter, self._pointer, radius, placed.pixel_aspect, ink, erases)
        if self._keyboard.point is not None:
            overlays.draw_key_point(painter, QPointF(*placed.to_view(*self._keyboard.point)))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(translate("Canvas", "Picture"))
            self._refresh_pointer()
        super().changeEvent(event)
