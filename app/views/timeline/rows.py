"""The rows of the timeline. Each is told where it stands and draws itself; heights are view pixels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from app.views import paint, theme
from app.views.models import ClipTimes, CurveModel, InOut, Waveform
from app.views.texts import translate
from app.views.timeline.axis import TimeAxis
from app.views.timeline.timecode import timecode

CHANGE_INK = QColor(255, 255, 255, 64)
QUALITY_INK = QColor("#9c9c9c")


class Row(Protocol):
    """One row; `rect` is the part right of the headers, `axis` knows where frames are."""

    @property
    def height(self) -> int: ...
    @property
    def title(self) -> str: ...
    def paint(self, painter: QPainter, rect: QRectF, axis: TimeAxis) -> None: ...


@dataclass(frozen=True, slots=True)
class RulerRow:
    """Timecode and frames, the marked range, shot cuts, and which frames are decoded."""

    clip: ClipTimes
    marks: InOut
    ready: tuple[tuple[int, int], ...] = ()
    height: int = 36

    @property
    def title(self) -> str:
        return translate("Timeline", "Timecode")

    def paint(self, painter: QPainter, rect: QRectF, axis: TimeAxis) -> None:
        painter.fillRect(rect, theme.WINDOW)
        self._draw_range(painter, rect, axis)
        self._draw_ticks(painter, rect, axis)
        for start, stop in self.ready:
            x = axis.x_of(start)
            painter.fillRect(QRectF(x, rect.bottom() - 2, axis.x_of(stop) - x, 2), QColor("#5d7f5f"))
        for cut in self.clip.cuts:
            _triangle(painter, QPointF(axis.x_of(cut), rect.bottom() - 2), 4, theme.DOUBT)

    def _draw_range(self, painter: QPainter, rect: QRectF, axis: TimeAxis) -> None:
        if self.marks.start is None and self.marks.stop is None:
            return
        x0, x1 = in_out_x(self.marks, axis)
        painter.fillRect(QRectF(x0, rect.top(), x1 - x0, rect.height()), QColor(79, 157, 219, 38))
        painter.setPen(QPen(theme.ACCENT, 2))
        for x, arm in ((x0, 5), (x1, -5)):
            painter.drawLine(QLineF(x, rect.top() + 2, x, rect.bottom() - 3))
            painter.drawLine(QLineF(x, rect.top() + 2, x + arm, rect.top() + 2))
            painter.drawLine(QLineF(x, rect.bottom() - 3, x + arm, rect.bottom() - 3))

    def _draw_ticks(self, painter: QPainter, rect: QRectF, axis: TimeAxis) -> None:
        step = axis.tick_step(self.clip.rate, 104)
        minor = axis.tick_step(self.clip.rate, 9)
        painter.setPen(QColor("#4a4a4a"))
        for frame in _multiples(axis, minor):
            painter.drawLine(QLineF(axis.x_of(frame), rect.bottom() - 6, axis.x_of(frame), rect.bottom() - 3))
        for frame in _multiples(axis, step):
            x = axis.x_of(frame)
            painter.setPen(QColor("#6a6a6a"))
            painter.drawLine(QLineF(x, rect.bottom() - 11, x, rect.bottom() - 3))
            painter.setFont(theme.number_font(theme.SMALL_PX))
            painter.setPen(theme.DIM)
            label = timecode(frame, self.clip.rate, self.clip.start_timecode)
            painter.drawText(QRectF(x + 4, rect.top() + 2, 100, 14), Qt.AlignmentFlag.AlignLeft, label)
            painter.setFont(theme.number_font(10))
            painter.setPen(theme.FAINT)
            painter.drawText(QRectF(x + 4, rect.top() + 16, 100, 13), Qt.AlignmentFlag.AlignLeft, str(frame))


@dataclass(frozen=True, slots=True)
class ThumbRow:
    """Pictures of the clip, side by side."""

    pictures: dict[int, QPixmap]
    """By frame, at the height of the row."""
    step: int
    height: int = 46
    title: str = ""

    def paint(self, painter: QPainter, rect: QRectF, axis: TimeAxis) -> None:
        painter.fillRect(rect, theme.WELL)
        known = sorted(self.pictures)
        for frame in _multiples(axis, self.step):
            x, right = axis.x_of(frame), axis.x_of(min(frame + self.step, axis.frame_count))
            room = QRectF(x, rect.top() + 1, right - x, rect.height() - 2)
            exact = self.pictures.get(frame)
            picture = exact if exact is not None else _nearest(self.pictures, known, frame)
            if picture is None:
                continue
            painter.save()
            painter.setClipRect(room.adjusted(0, 0, -1, 0).intersected(rect))
            size = picture.deviceIndependentSize()
            place = QRectF(room.center().x() - size.width() / 2, room.top(), size.width(), size.height())
            if room.width() > size.width():
                place.moveLeft(x)
            painter.drawPixmap(place, picture, QRectF(picture.rect()))
            if exact is None:
                painter.fillRect(room, QColor(20, 20, 20, 120))
            painter.restore()


@dataclass(frozen=True, slots=True)
class WaveRow:
    """The clip's sound."""

    wave: Waveform
    rate: float
    height: int = 34

    @property
    def title(self) -> str:
        return translate("Timeline", "Sound")

    def paint(self, painter: QPainter, rect: QRectF, axis: TimeAxis) -> None:
        painter.fillRect(rect, QColor("#1c1c1c"))
        low, high = self.columns(rect, axis)
        middle, half = rect.center().y(), rect.height() / 2 - 2
        lines = [
            QLineF(rect.left() + i + 0.5, middle - top * half, rect.left() + i + 0.5, middle - bottom * half + 0.5)
            for i, (bottom, top) in enumerate(zip(low.tolist(), high.tolist(), strict=True))
            if top > bottom
        ]
        painter.setPen(QPen(QColor("#6f8a86"), 1))
        painter.drawLines(lines)
        painter.setPen(QColor("#3c4a48"))
        painter.drawLine(QLineF(rect.left(), middle, rect.right(), middle))

    def columns(self, rect: QRectF, axis: TimeAxis) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Lowest and highest sample of every view pixel."""
        count = len(self.wave.peaks)
        seconds = (axis.first + np.arange(int(rect.width()) + 1) / axis.pixels) / self.rate
        edges = np.clip(seconds / max(self.wave.seconds, 1e-9) * count, 0, count).astype(np.int64)
        starts = edges[:-1][edges[:-1] < count]
        low = np.zeros(len(edges) - 1, np.float32)
        high = np.zeros(len(edges) - 1, np.float32)
        if len(starts):
            end = max(edges[-1], starts[-1] + 1)
            low[: len(starts)] = np.minimum.reduceat(self.wave.peaks[:end, 0], starts)
            high[: len(starts)] = np.maximum.reduceat(self.wave.peaks[:end, 1], starts)
        return low, high


@dataclass(frozen=True, slots=True)
class CurveRow:
    """How sure the model is of the active object. Drawn here and not with pyqtgraph: it shares the axis, the cached
    picture and the scrolling of the other rows, and costs the start nothing."""

    curve: CurveModel
    height: int = 58
    title: str = field(default="")

    def paint(self, painter: QPainter, rect: QRectF, axis: TimeAxis) -> None:
        painter.fillRect(rect, QColor("#1b1b1b"))
        inner = rect.adjusted(0, 5, 0, -5)
        painter.setPen(QPen(QColor("#343434"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(rect.left(), inner.center().y(), rect.right(), inner.center().y()))
        self._draw_change(painter, inner, axis)
        for values, ink, width in (
            (self.curve.quality, QUALITY_INK, 1.0),
            (self.curve.presence, paint.colour(self.curve.colour).lighter(115), 1.6),
        ):
            painter.setPen(QPen(ink, width))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, width > 1)
            for line in self.polylines(values, inner, axis):
                painter.drawPolyline(line)

    def polylines(self, values: NDArray[np.float32], rect: QRectF, axis: TimeAxis) -> list[QPolygonF]:
        """The curve in pieces without gaps, at most one point (the lowest) a view pixel."""
        xs = axis.left + (self.curve.frames + 0.5 - axis.first) * axis.pixels
        shown = (xs >= rect.left() - 60) & (xs <= rect.right() + 60) & np.isfinite(values)
        xs, ys, frames = xs[shown], values[shown], self.curve.frames[shown]
        if not len(xs):
            return []
        breaks = np.nonzero(np.diff(frames) > self._stride())[0] + 1
        return [
            _polygon(*_lowest_a_pixel(x, y), rect)
            for x, y in zip(np.split(xs, breaks), np.split(ys, breaks), strict=True)
        ]

    def _stride(self) -> int:
        gaps = np.diff(self.curve.frames)
        return int(gaps.min()) if len(gaps) else 1

    def _draw_change(self, painter: QPainter, rect: QRectF, axis: TimeAxis) -> None:
        painter.setPen(QPen(CHANGE_INK, max(1.0, min(axis.pixels - 1, 3.0))))
        xs = axis.left + (self.curve.frames + 0.5 - axis.first) * axis.pixels
        shown = (xs >= rect.left()) & (xs <= rect.right()) & (self.curve.change > 0.02)
        xs, values = _highest_a_pixel(xs[shown], self.curve.change[shown])
        tops = rect.bottom() - np.clip(values, 0, 1) * rect.height()
        lines = [QLineF(x, rect.bottom(), x, y) for x, y in zip(xs.tolist(), tops.tolist(), strict=True)]
        painter.drawLines(lines)


def in_out_x(marks: InOut, axis: TimeAxis) -> tuple[float, float]:
    """View x of the marked range's two sides."""
    start = 0 if marks.start is None else marks.start
    stop = axis.frame_count if marks.stop is None else marks.stop
    return axis.x_of(start), axis.x_of(stop)


def thumb_step(axis: TimeAxis, thumb_width: float) -> int:
    """Frames between thumbnails: a power of two, so that zooming finds again what was made before; no gaps between."""
    step = 1
    while 2 * step * axis.pixels <= thumb_width:
        step *= 2
    return step


def _multiples(axis: TimeAxis, step: int) -> range:
    first = int(axis.first) // step * step
    return range(max(first, 0), int(np.ceil(axis.last)), step)


def _nearest(pictures: dict[int, QPixmap], known: list[int], frame: int) -> QPixmap | None:
    if not known:
        return None
    place = int(np.searchsorted(known, frame, side="right"))
    return pictures[known[max(place - 1, 0)]]


def _lowest_a_pixel(
    xs: NDArray[np.floating], ys: NDArray[np.float32]
) -> tuple[NDArray[np.floating], NDArray[np.float32]]:
    starts = _column_starts(xs)
    return xs[starts], np.minimum.reduceat(ys, starts) if len(starts) else ys


def _highest_a_pixel(
    xs: NDArray[np.floating], ys: NDArray[np.float32]
) -> tuple[NDArray[np.floating], NDArray[np.float32]]:
    starts = _column_starts(xs)
    return xs[starts], np.maximum.reduceat(ys, starts) if len(starts) else ys


def _column_starts(xs: NDArray[np.floating]) -> NDArray[np.intp]:
    """Where in `xs` (rising) a new view pixel begins."""
    return np.nonzero(np.diff(xs.astype(np.int64), prepend=-1))[0]


def _polygon(xs: NDArray[np.floating], ys: NDArray[np.float32], rect: QRectF) -> QPolygonF:
    heights = rect.bottom() - np.clip(ys, 0, 1) * rect.height()
    return QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), heights.tolist(), strict=True)])


def _triangle(painter: QPainter, tip: QPointF, size: float, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon([tip, tip + QPointF(-size, -size * 1.4), tip + QPointF(size, -size * 1.4)])
