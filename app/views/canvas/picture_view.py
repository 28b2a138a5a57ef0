"""The picture and what lies over it, at any zoom.

A raster widget: the frame is drawn straight from its buffer (`QPainter.drawImage`), which measured fastest of all ways
Qt offers without a GPU; nothing is copied or converted on the GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QNativeGestureEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.views import paint, theme
from app.views.canvas import overlays
from app.views.canvas.view_transform import ViewTransform
from app.views.labels import label
from app.views.models import Fit, Ghost, Layer, Picture, ZoomState
from app.views.texts import translate

CRISP_FROM = 1.99
"""Screen pixels a picture pixel from which pixels stay squares."""
GRID_FROM = 14.0
"""View pixels a frame pixel from which single pixels are told apart by a fine grid."""
HUD_MS = 900
WHEEL_STEP = 1.0015
"""Zoom for a unit of the wheel, of which a notch has 120."""


class PictureView(QWidget):
    """Shows one composed frame with layers, ghosts and a wipe; knows where frame pixels are on the screen.

    Signals:
        zoom_changed(object): ZoomState.
    """

    zoom_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 160)
        self._picture: Picture | None = None
        self._image = QImage()
        self._layers: tuple[tuple[Layer, QImage], ...] = ()
        self._ghosts: tuple[overlays.GhostPath, ...] = ()
        self._wipe: float | None = None
        self._zoom = ZoomState()
        self._badge = ""
        self._hud = ""
        self._hud_timer = QTimer(self, singleShot=True, interval=HUD_MS)
        self._hud_timer.timeout.connect(self._hide_hud)

    # setters
    def set_picture(self, picture: Picture | None) -> None:
        """Show this frame; None: nothing is open."""
        if picture is self._picture:
            return
        self._picture = picture
        self._image = paint.opaque_image(picture.bgra) if picture is not None else QImage()
        self.update()

    def set_layers(self, layers: tuple[Layer, ...]) -> None:
        """Transparent pictures over the frame, drawn in this order."""
        if not layers and not self._layers:
            return  # said with every move of the playhead; painting the picture again would be felt
        self._layers = tuple((layer, paint.transparent_image(layer.bgra)) for layer in layers)
        self.update()

    def set_ghosts(self, ghosts: tuple[Ghost, ...]) -> None:
        """Last known outlines of objects that are away."""
        if not ghosts and not self._ghosts:
            return
        self._ghosts = overlays.ghost_paths(ghosts)
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

    def layers(self) -> tuple[Layer, ...]:
        """What lies over the picture."""
        return tuple(layer for layer, _image in self._layers)

    def frame_point(self, at: QPointF) -> tuple[float, float]:
        """The frame point under a view point, or the nearest one in the picture."""
        placed = self.transform()
        return placed.clipped(*placed.to_frame(at.x(), at.y()))

    def anchor(self) -> QPointF:
        """The view point that stays where it is while the zoom changes."""
        return QRectF(self.rect()).center()

    # asked by a person
    def zoom_in(self) -> None:
        """A step larger, about the pointer or the middle."""
        self._zoom_at(1.25, self.anchor())

    def zoom_out(self) -> None:
        """A step smaller, about the pointer or the middle."""
        self._zoom_at(0.8, self.anchor())

    def zoom_fit(self) -> None:
        """The whole picture."""
        self.choose_zoom(ZoomState(Fit.FIT), say=True)

    def zoom_actual(self) -> None:
        """One frame pixel on one screen pixel, about the pointer or the middle."""
        self.choose_zoom(ZoomState(Fit.ACTUAL, 1.0, self.frame_point(self.anchor())), say=True)

    def choose_zoom(self, zoom: ZoomState, say: bool = False) -> None:
        """Show at this zoom because a person asked for it."""
        if zoom == self._zoom:
            return
        self.set_zoom(zoom)
        if say:
            self._show_hud(f"{self.transform().scale * self.devicePixelRatioF():.0%}")
        self.zoom_changed.emit(zoom)

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
    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel zooms, two fingers on a touchpad move the picture."""
        if self._picture is None:
            return
        if event.phase() != Qt.ScrollPhase.NoScrollPhase and not event.modifiers():
            moved = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 4
            self.choose_zoom(self.transform().panned(moved.x(), moved.y()))
        else:
            self._zoom_at(WHEEL_STEP ** event.angleDelta().y(), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom_at(1.0 + event.value(), event.position())
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.CANVAS)
        if self._picture is not None:
            self._draw_picture(painter, self._picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw_over(painter)
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

    def draw_over(self, painter: QPainter) -> None:
        """What lies over the picture."""
        overlays.draw_ghosts(painter, self.transform(), self._ghosts)
        if self._wipe is not None:
            overlays.draw_wipe(painter, self.picture_rect(), self._wipe)

    def _draw_labels(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._badge:
            paint.pill(painter, QPointF(12, 12), label(self._badge), dot=theme.DOUBT)
        if self._picture is not None and not self._picture.exact:
            paint.pill(painter, QPointF(12, self.height() - 36), translate("Canvas", "nearest frame"), theme.DIM)
        if self._hud:
            paint.pill(painter, QPointF(self.width() / 2 - 26, self.height() - 40), self._hud)
