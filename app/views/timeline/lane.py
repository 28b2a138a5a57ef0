"""One object's lane: where it is tracked, hidden, stale, locked; what was prompted; where it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.views import icons, paint, theme
from app.views.models import LaneModel, LaneSpan, SpanKind
from app.views.texts import translate
from app.views.timeline.axis import TimeAxis
from engine.project.model import Rgb


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A lane; locked spans are drawn over the others, prompts over all."""

    lane: LaneModel
    cuts: tuple[int, ...] = ()
    height: int = 28

    @property
    def title(self) -> str:
        return self.lane.name

    def paint(self, painter: QPainter, rect: QRectF, axis: TimeAxis) -> None:
        painter.fillRect(rect, QColor("#272727") if self.lane.active else QColor("#202020"))
        body = rect.adjusted(0, 6, 0, -6)
        painter.fillRect(QRectF(body.left(), body.center().y() - 1, body.width(), 2), QColor("#333333"))
        for kind in (SpanKind.VISIBLE, SpanKind.STALE, SpanKind.HIDDEN, SpanKind.LOCKED):
            for span in self.lane.spans:
                if span.kind is kind and span.stop > axis.first and span.start < axis.last:
                    _draw_span(painter, _span_rect(span, body, axis), kind, self.lane.colour)
        self._draw_run(painter, body, axis)
        self._draw_marks(painter, rect, axis)

    def _draw_run(self, painter: QPainter, body: QRectF, axis: TimeAxis) -> None:
        if self.lane.tracking is None:
            return
        x0, x1 = axis.x_of(self.lane.tracking[0]), axis.x_of(self.lane.tracking[1])
        painter.setPen(QPen(theme.ACCENT, 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(x0, body.top() - 2, x1 - x0, body.height() + 3), 2, 2)

    def _draw_marks(self, painter: QPainter, rect: QRectF, axis: TimeAxis) -> None:
        middle = axis.pixels / 2
        for cut in self.cuts:
            painter.setPen(QPen(QColor(227, 169, 72, 110), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(axis.x_of(cut), rect.top(), axis.x_of(cut), rect.bottom()))
        painter.setPen(QPen(theme.DOUBT, 2))
        for column in {round(axis.x_of(frame) + middle) for frame in self.lane.doubtful}:
            painter.drawLine(QLineF(column, rect.bottom() - 4, column, rect.bottom() - 1))
        for frame in self.lane.returns:
            _draw_return(painter, QPointF(axis.x_of(frame), rect.center().y()))
        for frame in self.lane.prompted:
            x = axis.x_of(frame) + middle
            if frame >= axis.first:
                x = max(x, rect.left() + 7)
            _draw_diamond(painter, QPointF(x, rect.center().y()), paint.colour(self.lane.colour))

    def describe(self, frame: int) -> str:
        """What this lane says about a frame, for the tooltip."""
        said = [self.lane.name, _kind_text(self.kind_at(frame))]
        if frame in self.lane.prompted:
            said.append(translate("Timeline", "prompted here"))
        if frame in self.lane.returns:
            said.append(translate("Timeline", "comes back here"))
        if frame in self.lane.doubtful:
            said.append(translate("Timeline", "doubtful"))
        return " · ".join(text for text in said if text)

    def span_at(self, frame: int) -> LaneSpan | None:
        """The span that holds the frame; a locked one before others."""
        holding = [span for span in self.lane.spans if span.start <= frame < span.stop]
        return next((span for span in holding if span.kind is SpanKind.LOCKED), holding[0] if holding else None)

    def kind_at(self, frame: int) -> SpanKind | None:
        """How the object stands at a frame; None: not tracked."""
        span = self.span_at(frame)
        return span.kind if span is not None else None


def _kind_text(kind: SpanKind | None) -> str:
    texts = {
        None: translate("Timeline", "not tracked"),
        SpanKind.VISIBLE: translate("Timeline", "tracked"),
        SpanKind.HIDDEN: translate("Timeline", "hidden"),
        SpanKind.STALE: translate("Timeline", "out of date: track again"),
        SpanKind.LOCKED: translate("Timeline", "locked"),
    }
    return texts[kind]


def _span_rect(span: LaneSpan, body: QRectF, axis: TimeAxis) -> QRectF:
    left = max(axis.x_of(span.start), body.left() - 10)
    return QRectF(left, body.top(), max(min(axis.x_of(span.stop), body.right() + 10) - left, 1.5), body.height())


def _draw_span(painter: QPainter, rect: QRectF, kind: SpanKind, rgb: Rgb) -> None:
    ink = paint.colour(rgb)
    if kind is SpanKind.VISIBLE:
        painter.fillRect(rect, _dimmed(ink, 0.62))
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1.5), ink)
    elif kind is SpanKind.HIDDEN:
        painter.fillRect(rect, QColor("#191919"))
        paint.draw_hatch(painter, rect, _dimmed(ink, 0.75))
        painter.setPen(QPen(_dimmed(ink, 0.55), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    elif kind is SpanKind.STALE:
        painter.fillRect(rect, _dimmed(ink, 0.28))
        painter.setPen(QPen(theme.DOUBT, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(rect.left(), rect.bottom() - 0.5, rect.right(), rect.bottom() - 0.5))
    else:
        _draw_lock(painter, rect)


def _draw_lock(painter: QPainter, rect: QRectF) -> None:
    painter.setPen(QPen(QColor(235, 235, 235, 210), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.7, -1.3, -0.7, 1.3), 2, 2)
    if rect.width() > 22:
        glyph = icons.pixmap("lock", 12, QColor("#ffffff"), painter.device().devicePixelRatio())
        painter.drawPixmap(QPointF(rect.left() + 4, rect.center().y() - 6), glyph)


def _draw_diamond(painter: QPainter, at: QPointF, ink: QColor) -> None:
    painter.setPen(QPen(QColor(0, 0, 0, 200), 1.2))
    painter.setBrush(QColor("#f4f4f4"))
    painter.drawPolygon([at + QPointF(x, y) for x, y in ((0, -6), (6, 0), (0, 6), (-6, 0))])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon([at + QPointF(x, y) for x, y in ((0, -3), (3, 0), (0, 3), (-3, 0))])


def _draw_return(painter: QPainter, at: QPointF) -> None:
    painter.setPen(QPen(QColor("#f4f4f4"), 1.4))
    painter.drawLine(at + QPointF(0, -11), at + QPointF(0, 10))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#f4f4f4"))
    painter.drawPolygon([at + QPointF(0, -11), at + QPointF(7, -8), at + QPointF(0, -5)])


def _dimmed(ink: QColor, share: float) -> QColor:
    return _mixed(ink.rgb(), share)


@lru_cache(maxsize=128)
def _mixed(rgb: int, share: float) -> QColor:
    ground, ink = 0x22, QColor.fromRgb(rgb)
    return QColor(*(round(ground + (part - ground) * share) for part in (ink.red(), ink.green(), ink.blue())))
