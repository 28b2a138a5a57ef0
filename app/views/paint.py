"""Small things several views draw alike."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QIcon, QImage, QPainter, QPen, QPixmap

from app.views import theme
from app.views.models import Bgra
from engine.project.model import Rgb


def colour(rgb: Rgb, alpha: int = 255) -> QColor:
    """An object's colour for the painter."""
    return QColor(rgb[0], rgb[1], rgb[2], alpha)


def swatch(rgb: Rgb) -> QIcon:
    """An object's colour before its name in a list or a menu."""
    square = QPixmap(12, 12)
    square.fill(colour(rgb))
    return QIcon(square)


def opaque_image(bgra: Bgra) -> QImage:
    """The array as a picture without copying; the caller keeps the array alive as long as the image."""
    rows = np.ascontiguousarray(bgra)
    return QImage(rows.data, rows.shape[1], rows.shape[0], rows.strides[0], QImage.Format.Format_RGB32)


def transparent_image(bgra: Bgra) -> QImage:
    """The premultiplied array as a picture without copying; the caller keeps the array alive."""
    rows = np.ascontiguousarray(bgra)
    return QImage(rows.data, rows.shape[1], rows.shape[0], rows.strides[0], QImage.Format.Format_ARGB32_Premultiplied)


def thumbnail(bgra: Bgra, width: int, height: int, ratio: float = 1.0, radius: float = 3.0) -> QPixmap:
    """A picture that fills width x height device-independent pixels, cropped in the middle, with round corners."""
    image = opaque_image(bgra).copy()
    made = QPixmap(round(width * ratio), round(height * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    scale = max(width / image.width(), height / image.height())
    size = (image.width() * scale, image.height() * scale)
    painter = QPainter(made)
    painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
    brush_image = image.scaled(
        round(size[0] * ratio),
        round(size[1] * ratio),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    brush_image.setDevicePixelRatio(ratio)
    brush = QBrush(brush_image)
    painter.setBrushOrigin(QPointF((width - size[0]) / 2, (height - size[1]) / 2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawRoundedRect(QRectF(0, 0, width, height), radius, radius)
    painter.end()
    return made


def pill(painter: QPainter, corner: QPointF, text: str, ink: QColor = theme.TEXT, dot: QColor | None = None) -> QRectF:
    """A small label on a dark, see-through ground with its top left at `corner`; gives the room it took."""
    painter.setFont(theme.number_font(theme.SMALL_PX))
    metrics = QFontMetricsF(painter.font())
    lead = 14.0 if dot else 0.0
    room = QRectF(corner.x(), corner.y(), metrics.horizontalAdvance(text) + 16 + lead, metrics.height() + 8)
    painter.setPen(QPen(QColor(255, 255, 255, 28)))
    painter.setBrush(QColor(16, 16, 16, 215))
    painter.drawRoundedRect(room, 4, 4)
    if dot is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(dot)
        painter.drawEllipse(QPointF(room.left() + 12, room.center().y()), 3.5, 3.5)
    painter.setPen(ink)
    painter.drawText(room.adjusted(8 + lead, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, text)
    return room


def draw_hatch(painter: QPainter, rect: QRectF, ink: QColor, gap: float = 6.0) -> None:
    """Diagonal lines, for spans in which an object is out of sight."""
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(ink, 1.4))
    count = int((rect.width() + rect.height()) / gap) + 1
    lines = [
        QLineF(rect.left() + i * gap - rect.height(), rect.bottom(), rect.left() + i * gap, rect.top())
        for i in range(1, count + 1)
    ]
    painter.drawLines(lines)
    painter.restore()
