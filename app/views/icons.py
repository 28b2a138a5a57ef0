"""The icons: our own SVG files, drawn in the colours of the theme at whatever size and pixel ratio is asked for."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.views import theme

_PIXELS = (16, 18, 36)
"""Rendered once per icon: the two sizes in use, and one for HiDPI screens."""
_OFF, _ON = QColor("#565656"), QColor("#8cc6f4")


@lru_cache(maxsize=256)
def icon(name: str) -> QIcon:
    """The icon `resources/icons/NAME.svg`, dimmed where disabled, lit where checked. Raises FileNotFoundError."""
    made = QIcon()
    renderer = _renderer(name, theme.TEXT)
    for pixels in _PIXELS:
        drawn = _drawn(renderer, pixels)
        made.addPixmap(drawn)
        made.addPixmap(_tinted(drawn, _OFF), QIcon.Mode.Disabled)
        made.addPixmap(_tinted(drawn, _ON), QIcon.Mode.Normal, QIcon.State.On)
    return made


def pixmap(name: str, pixels: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
    """One icon of `pixels` device-independent pixels a side in one colour."""
    picture = _drawn(_renderer(name, colour), round(pixels * ratio))
    picture.setDevicePixelRatio(ratio)
    return picture


def _renderer(name: str, colour: QColor) -> QSvgRenderer:
    svg = (theme.RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(svg.replace("currentColor", colour.name()).encode()))


def _drawn(renderer: QSvgRenderer, side: int) -> QPixmap:
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return picture


def _tinted(picture: QPixmap, colour: QColor) -> QPixmap:
    made = QPixmap(picture)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(made.rect(), colour)
    painter.end()
    return made
