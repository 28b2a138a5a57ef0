"""The icons: our own SVG files, drawn in the colours of the theme at whatever size and pixel ratio is asked for."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.views import theme

_PIXELS = (16, 18, 24, 36)
"""Rendered once per icon: the sizes in use, and double that for HiDPI screens."""


@lru_cache(maxsize=256)
def icon(name: str) -> QIcon:
    """The icon `resources/icons/NAME.svg`, dimmed where disabled, lit where checked. Raises FileNotFoundError."""
    made = QIcon()
    for pixels in _PIXELS:
        made.addPixmap(pixmap(name, pixels, theme.TEXT))
        made.addPixmap(pixmap(name, pixels, QColor("#565656")), QIcon.Mode.Disabled)
        made.addPixmap(pixmap(name, pixels, QColor("#8cc6f4")), QIcon.Mode.Normal, QIcon.State.On)
    return made


def pixmap(name: str, pixels: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
    """One icon of `pixels` device-independent pixels a side in one colour."""
    svg = _text(name).replace("currentColor", colour.name())
    picture = QPixmap(round(pixels * ratio), round(pixels * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixels * ratio, pixels * ratio))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@lru_cache(maxsize=256)
def _text(name: str) -> str:
    return (theme.RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
