"""The canvas: the picture, what lies over it, and everything a pointer can say about it.

A raster widget: the frame is drawn straight from its buffer (`QPainter.drawImage`), which measured fastest of all ways
Qt offers without a GPU; nothing is copied or converted on the GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QEnterEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QKeySequenceEdit, QLineEdit, QPlainTextEdit, QWidget

from app.views import paint, theme
from app.views.canvas import cursors, gestures, hints, marks, overlays
from app.views.canvas.view_transform import ViewTransform
from app.views.labels import label
from app.views.models import Fit, Ghost, Layer, Picture, PromptMarks, Tool, ZoomState
from app.views.texts import translate

SMALLEST_BRUSH, LARGEST_BRUSH = 0.5, 1000.0
CRISP_FROM = 1.99
"""Screen pixels a picture pixel from which pixels stay squares."""
GRID_FROM = 14.0
"""View pixels a frame pixel from which single pixels are told apart by a fine grid."""
WHEEL_STEP = 1.0015
HUD_MS = 900
TYPED_INTO = (QLineEdit, QAbstractSpinBox, QPlainTextEdit, QKeySequenceEdit)
"""Fields that keep the keys when the pointer comes over the picture."""
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CanvasView(QWidget):
    """Shows one composed frame and turns pointer and keys into frame pixels.

    Signals:
        hovered(float, float): the pointer rests on this frame pixel, with the click tool and no button.
        hover_left(): the pointer left the picture, or a drag or pan began.
        clicked(float, float, bool): x, y, positive; on release without a drag.
        box_drawn(float, float, float, float): x0 < x1, y0 < y1, clipped to the frame; new, or the old one resized.
        stroke_painted(list, float, bool): [(x, y), …], radius in frame pixels, erase.
        point_moved(int, float, float): index in PromptMarks.points, new x, y.
        point_deleted(int): index in PromptMarks.points.
        box_deleted(): the box of the prompts is to go.
        wipe_moved(float): 0..1 of the width.
        zoom_changed(object): ZoomState.
        brush_radius_changed(float): frame pixels.
        hint_changed(str): what a click here will do.
        space_released(): Space was pressed and released without moving the picture.
    """

    hovered = Signal(float, float)
    hover_left = Signal()
    clicked = Signal(float, float, bool)
    box_drawn = Signal(float, float, float, float)
    stroke_painted = Signal(list, float, bool)
    point_moved = Signal(int, float, float)
    point_deleted = Signal(int)
    box_deleted = Signal()
    wipe_moved = Signal(float)
    zoom_changed = Signal(object)
    brush_radius_changed = Signal(float)
    hint_changed = Signal(str)
    space_released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 160)
        self.setAccessibleName(translate("Canvas", "Picture"))
        self._picture: Picture | None = None
        self._image = QImage()
        self._layers: tuple[tuple[Layer, QImage], ...] = ()
        self._marks: PromptMarks | None = None
        self._ghosts: tuple[overlays.GhostPath, ...] = ()
        self._tool = Tool.CLICK
        self._brush_radius = 20.0
        self._wipe: float | None = None
        self._zoom = ZoomState()
        self._badge = ""
        self._gesture: gestures.Gesture | None = None
        self._pointer: QPointF | None = None
        self._hovering = False
        self._key_point: tuple[float, float] | None = None
        self._space_held = self._space_used = False
        self._hint = ""
        self._hud = ""
        self._hud_timer = QTimer(self, singleShot=True, interval=HUD_MS)
        self._hud_timer.timeout.connect(self._hide_hud)
        self._refresh_pointer()

    # setters
    def set_picture(self, picture: Picture | None) -> None:
        """Show this frame; None: nothing is open."""
        if picture is self._picture:
            return
        self._picture = picture
        self._image = paint.opaque_image(picture.bgra) if picture is not None else QImage()
        self._refresh_pointer()
        self.update()

    def set_layers(self, layers: tuple[Layer, ...]) -> None:
        """Transparent pictures over the frame, drawn in this order."""
        self._layers = tuple((layer, paint.transparent_image(layer.bgra)) for layer in layers)
        self.update()

    def set_prompts(self, prompts: PromptMarks | None) -> None:
        """What was said about the active object on this frame."""
        if prompts != self._marks:
            self._marks = prompts
            self._refresh_pointer()
            self.update()

    def set_ghosts(self, ghosts: tuple[Ghost, ...]) -> None:
        """Last known outlines of objects that are away."""
        self._ghosts = overlays.ghost_paths(ghosts)
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

    def set_wipe(self, fraction: float | None) -> None:
        """Where the line between A and B stands, 0..1 of the width; None: there is none."""
        if fraction != self._wipe:
            self._wipe = fraction
            self.update()

    def set_zoom(self, zoom: ZoomState) -> None:
        """How the picture sits in the canvas."""
        if zoom != self._zoom:
            self._zoom = zoom
            self.update()

    def set_badge(self, text: str) -> None:
        """A small text in the corner; '' for none."""
        if text != self._badge:
            self._badge = text
            self.update()

    # questions
    def transform(self) -> ViewTransform:
        """Where frame pixels are on the screen now."""
        size, aspect = ((16, 9), 1.0)
        if self._picture is not None:
            size, aspect = self._picture.size, float(self._picture.pixel_aspect)
        return ViewTransform(*size, aspect, self.width(), self.height(), self.devicePixelRatioF(), self._zoom)

    def visible_size(self) -> tuple[int, int]:
        """Device pixels the whole picture covers, at most its own size: what a proxy should have."""
        if self._picture is None:
            return max(1, round(self.width() * self.devicePixelRatioF())), self.height()
        placed, ratio = self.transform(), self.devicePixelRatioF()
        wide = min(placed.frame_width, round(placed.frame_width * placed.scale_x * ratio))
        return max(1, wide), max(1, min(placed.frame_height, round(placed.frame_height * placed.scale * ratio)))

    def picture_rect(self) -> QRectF:
        """The picture on the screen, in view pixels."""
        placed = self.transform()
        corner = QPointF(*placed.to_view(0, 0))
        return QRectF(corner, QPointF(*placed.to_view(placed.frame_width, placed.frame_height)))

    def prompts(self) -> PromptMarks | None:
        """The prompts on show."""
        return self._marks

    def layers(self) -> tuple[Layer, ...]:
        """What lies over the picture."""
        return tuple(layer for layer, _image in self._layers)

    def brush_radius(self) -> float:
        """Frame pixels."""
        return self._brush_radius

    def ink(self) -> QColor:
        """The active object's colour."""
        return paint.colour(self._marks.colour) if self._marks is not None else theme.ACCENT

    def hint(self) -> str:
        """What a click where the pointer is will do."""
        return self._hint

    def frame_point(self, at: QPointF) -> tuple[float, float]:
        """The frame point under a view point, or the nearest one in the picture."""
        placed = self.transform()
        return placed.clipped(*placed.to_frame(at.x(), at.y()))

    # asked by a person
    def zoom_in(self) -> None:
        """A step larger, about the pointer or the middle."""
        self._zoom_at(1.25, self._anchor())

    def zoom_out(self) -> None:
        """A step smaller, about the pointer or the middle."""
        self._zoom_at(0.8, self._anchor())

    def zoom_fit(self) -> None:
        """The whole picture."""
        self.choose_zoom(ZoomState(Fit.FIT), say=True)

    def zoom_actual(self) -> None:
        """One frame pixel on one screen pixel, about the pointer or the middle."""
        self.choose_zoom(ZoomState(Fit.ACTUAL, 1.0, self.frame_point(self._anchor())), say=True)

    def grow_brush(self, factor: float) -> None:
        """Make brush and eraser larger (> 1) or smaller."""
        self.set_brush_radius(self._brush_radius * factor)
        self._show_hud(translate("Canvas", "Brush {0} px").format(round(2 * self._brush_radius)))
        self.brush_radius_changed.emit(self._brush_radius)

    def choose_zoom(self, zoom: ZoomState, say: bool = False) -> None:
        """Show at this zoom because a person asked for it."""
        if zoom == self._zoom:
            return
        self.set_zoom(zoom)
        if say:
            self._show_hud(f"{self.transform().scale * self.devicePixelRatioF():.0%}")
        self.zoom_changed.emit(zoom)

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
            self._hover(event.position())
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

    def _hover(self, at: QPointF) -> None:
        placed = self.transform()
        point = placed.to_frame(at.x(), at.y())
        free = marks.hit(self._marks, at, placed) is None and not self._space_held
        if self._picture is not None and self._tool is Tool.CLICK and free and placed.holds(*point):
            self._hovering = True
            self.hovered.emit(*point)
        else:
            self.leave_hover()
        self.update()

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
        elif key not in (Qt.Key.Key_Alt, Qt.Key.Key_Space):
            super().keyPressEvent(event)
        self._refresh_pointer(alt=key == Qt.Key.Key_Alt or None)
        self.update()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and self._space_held:
            self._space_held = False
            if not self._space_used:
                self.space_released.emit()
        self._refresh_pointer(alt=False if event.key() == Qt.Key.Key_Alt else None)
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space_held = False
        self._refresh_pointer()
        super().focusOutEvent(event)

    def _move_key_point(self, key: Qt.Key, step: int) -> None:
        placed = self.transform()
        x, y = self._key_point or self.frame_point(self._anchor())
        x, y = x + step * _ARROWS[key][0], y + step * _ARROWS[key][1]
        self._key_point = min(max(x, 0.5), placed.frame_width - 0.5), min(max(y, 0.5), placed.frame_height - 0.5)
        self._hovering = True
        self.hovered.emit(*self._key_point)

    # what the pointer means
    def _under(self) -> marks.Hit:
        if self._pointer is None or self._picture is None:
            return None
        return marks.hit(self._marks, self._pointer, self.transform())

    def _paints(self) -> bool:
        return self._tool in (Tool.BRUSH, Tool.ERASER)

    def _anchor(self) -> QPointF:
        return self._pointer if self._pointer is not None else QRectF(self.rect()).center()

    def _refresh_pointer(self, alt: bool | None = None) -> None:
        if alt is None:
            alt = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier)
        self.setCursor(self._cursor(alt))
        if self._gesture is not None:
            hint = self._gesture.hint()
        else:
            under = self._under()
            inside = self._pointer is not None and self.picture_rect().contains(self._pointer)
            pans = self._space_held or self._tool is Tool.HAND
            hint = hints.hint(
                self._picture is not None, self._tool, under, inside or self._key_point is not None, pans, alt
            )
        if hint != self._hint:
            self._hint = hint
            self.setAccessibleDescription(hint)
            self.hint_changed.emit(hint)

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

    def _zoom_at(self, factor: float, at: QPointF) -> None:
        self.choose_zoom(self.transform().zoomed(factor, at.x(), at.y()), say=True)

    def _show_hud(self, text: str) -> None:
        self._hud = text
        self._hud_timer.start()
        self.update()

    def _hide_hud(self) -> None:
        self._hud = ""
        self.update()

    # painting
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refresh_pointer()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.CANVAS)
        if self._picture is not None:
            self._draw_picture(painter, self._picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_over(painter)
        self._draw_labels(painter)
        painter.end()

    def _draw_picture(self, painter: QPainter, picture: Picture) -> None:
        rect, placed = self.picture_rect(), self.transform()
        device = rect.width() * self.devicePixelRatioF() / self._image.width()
        proxy = self._image.width() < picture.size[0]
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, proxy or device < CRISP_FROM)
        painter.drawImage(rect, self._image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        for _layer, image in self._layers:
            painter.drawImage(rect, image)
        if placed.scale >= GRID_FROM:
            overlays.draw_grid(painter, placed)

    def _draw_over(self, painter: QPainter) -> None:
        placed = self.transform()
        overlays.draw_ghosts(painter, placed, self._ghosts)
        if self._wipe is not None:
            overlays.draw_wipe(painter, self.picture_rect(), self._wipe)
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

    def _draw_labels(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._badge:
            paint.pill(painter, QPointF(12, 12), label(self._badge), dot=theme.DOUBT)
        if self._picture is not None and not self._picture.exact:
            paint.pill(painter, QPointF(12, self.height() - 36), translate("Canvas", "nearest frame"), theme.DIM)
        if self._hud:
            paint.pill(painter, QPointF(self.width() / 2 - 26, self.height() - 40), self._hud)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(translate("Canvas", "Picture"))
            self._refresh_pointer()
        super().changeEvent(event)
