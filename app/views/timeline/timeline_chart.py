"""What the timeline shows: ruler, thumbnails, sound, lanes and the active object's confidence, on one time axis."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QRectF, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from app.views import paint, theme
from app.views.models import Bgra, ClipTimes, CurveModel, InOut, LaneModel, Waveform
from app.views.texts import translate
from app.views.timeline import decor
from app.views.timeline.axis import TimeAxis
from app.views.timeline.lane import LaneRow
from app.views.timeline.row_cache import RowCache
from app.views.timeline.rows import CurveRow, Row, RulerRow, ThumbRow, WaveRow, thumb_step

HEADER = 132
BAR = 10
THUMBNAILS_KEPT = 800
"""At 46 view pixels and twice the pixel ratio about 50 MB."""
ASK_AFTER_MS = 90
PAGE_AT = 0.1
_THUMB_PICTURE_HEIGHT = 44


class TimelineChart(QWidget):
    """Draws a clip's times, keeps zoom and scroll, and asks for thumbnails.

    Signals:
        thumbnails_needed(list, int): frames, height in device pixels.
    """

    thumbnails_needed = Signal(list, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumHeight(120)
        self._clip: ClipTimes | None = None
        self._lanes: tuple[LaneModel, ...] = ()
        self._curve: CurveModel | None = None
        self._wave: Waveform | None = None
        self._marks = InOut()
        self._ready: tuple[tuple[int, int], ...] = ()
        self._pictures: dict[int, QPixmap] = {}
        self._playhead = 0
        self._selection: tuple[int, int] | None = None
        self._axis = TimeAxis(1, HEADER, 100.0)
        self._pinned: tuple[Row, ...] = ()
        self._scrolled: tuple[Row, ...] = ()
        self._still: QPixmap | None = None
        self._head = QPixmap()
        self._cache = RowCache()
        self._across = self._scroll_bar(Qt.Orientation.Horizontal, self._scroll_across)
        self._down = self._scroll_bar(Qt.Orientation.Vertical, self._forget_still)
        self._ask = QTimer(self, singleShot=True, interval=ASK_AFTER_MS)
        self._ask.timeout.connect(self._ask_for_thumbnails)
        self._retranslate()

    def set_clip(self, clip: ClipTimes | None) -> None:
        """A clip's times; None empties everything. A growing frame count keeps zoom and scroll."""
        if clip == self._clip:
            return
        fresh = self._clip is None or clip is None
        self._clip = clip
        if clip is None:
            self._lanes, self._curve, self._wave, self._marks = (), None, None, InOut()
            self._ready, self._selection, self._playhead = (), None, 0
            self._pictures.clear()
        count = max(clip.frame_count, 1) if clip is not None else 1
        axis = TimeAxis(count, HEADER, self._axis.width, self._axis.first, self._axis.pixels)
        self._place(axis.fitted() if fresh else axis.settled())

    def set_lanes(self, lanes: tuple[LaneModel, ...]) -> None:
        """One lane an object, top to bottom."""
        if lanes != self._lanes:
            self._lanes = lanes
            self._rebuild()

    def set_curves(self, curve: CurveModel | None) -> None:
        """The active object's confidence."""
        if curve is not self._curve:
            self._curve = curve
            self._rebuild()

    def set_playhead(self, frame: int) -> None:
        """Move the playhead; the view follows by pages where it would leave it."""
        if frame == self._playhead:
            return
        self._playhead = frame
        if not self.is_held() and not self._axis.first <= frame < self._axis.last:
            self._place(self._axis.scrolled(frame - PAGE_AT * self._axis.width / self._axis.pixels))
        self.update()

    def set_in_out(self, marks: InOut) -> None:
        """The marked range."""
        if marks != self._marks:
            self._marks = marks
            self._rebuild()

    def set_thumbnail(self, frame: int, bgra: Bgra) -> None:
        """The picture of one frame, about as high as was asked for."""
        picture = QPixmap.fromImage(paint.opaque_image(bgra))
        picture.setDevicePixelRatio(picture.height() / _THUMB_PICTURE_HEIGHT)
        first = not self._pictures
        self._pictures[frame] = picture
        while len(self._pictures) > THUMBNAILS_KEPT:
            self._pictures.pop(next(iter(self._pictures)))
        if first:
            self._rebuild()
            self._ask.start()  # narrow pictures stand closer together than was asked for
        self._forget_still()

    def set_waveform(self, wave: Waveform | None) -> None:
        """The sound of the whole clip."""
        if wave is not self._wave:
            self._wave = wave
            self._rebuild()

    def set_ready(self, ready: tuple[tuple[int, int], ...]) -> None:
        """Stretches of decoded frames."""
        if ready != self._ready:
            self._ready = ready
            self._rebuild()

    def axis(self) -> TimeAxis:
        """Where frames are now."""
        return self._axis

    def selection(self) -> tuple[int, int] | None:
        """The selected frames, (start, stop)."""
        return self._selection

    def zoom_in(self) -> None:
        """Fewer frames, larger, about the playhead."""
        self._place(self._axis.zoomed(1.5, self._axis.x_of(self._playhead)))

    def zoom_out(self) -> None:
        """More frames, smaller, about the playhead."""
        self._place(self._axis.zoomed(1 / 1.5, self._axis.x_of(self._playhead)))

    def zoom_fit(self) -> None:
        """The whole clip."""
        self._place(self._axis.fitted())

    def lane_top(self, object_id: int) -> float:
        """View y of an object's lane. Raises KeyError."""
        y = self._lanes_top() - self._down.value()
        for row in self._scrolled:
            if isinstance(row, LaneRow) and row.lane.object_id == object_id:
                return y
            y += row.height + 1
        raise KeyError(object_id)

    def is_held(self) -> bool:
        """Whether a person has hold of something in it: then it does not scroll by itself."""
        return False

    # Layout
    def _scroll_bar(self, orientation: Qt.Orientation, moved: object) -> QScrollBar:
        bar = QScrollBar(orientation, self)
        bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar.valueChanged.connect(moved)
        return bar

    def _place(self, axis: TimeAxis) -> None:
        self._axis = axis
        self._rebuild()
        self._ask.start()

    def _rebuild(self) -> None:
        self._pinned, self._scrolled = (), ()
        if self._clip is not None:
            self._pinned = (RulerRow(self._clip, self._marks, self._ready), self._thumb_row())
            if self._wave is not None:
                self._pinned += (WaveRow(self._wave, float(self._clip.rate)),)
            self._scrolled = tuple(self._lane_rows(self._clip))
        self._set_bars()
        self._forget_still()

    def _thumb_row(self) -> ThumbRow:
        first = next(iter(self._pictures.values()), None)
        width = first.deviceIndependentSize().width() if first is not None else _THUMB_PICTURE_HEIGHT * 16 / 9
        return ThumbRow(self._pictures, thumb_step(self._axis, width))

    def _lane_rows(self, clip: ClipTimes) -> list[Row]:
        rows: list[Row] = []
        for lane in self._lanes:
            rows.append(LaneRow(lane, clip.cuts))
            if lane.active and self._curve is not None:
                rows.append(CurveRow(self._curve))
        return rows

    def _lanes_top(self) -> float:
        return float(sum(row.height for row in self._pinned) + 1)

    def _set_bars(self) -> None:
        with QSignalBlocker(self._across), QSignalBlocker(self._down):
            page = max(int(self._axis.width), 1)
            whole = int(self._axis.frame_count * self._axis.pixels)
            self._across.setPageStep(page)
            self._across.setRange(0, max(whole - page, 0))
            self._across.setValue(int(self._axis.first * self._axis.pixels))
            room = self.height() - BAR - self._lanes_top()
            self._down.setPageStep(max(int(room), 1))
            self._down.setRange(0, max(0, int(sum(row.height + 1 for row in self._scrolled) - room)))
        self._across.setVisible(self._across.maximum() > 1)
        self._down.setVisible(self._down.maximum() > 0)

    def _scroll_across(self, value: int) -> None:
        self._axis = self._axis.scrolled(value / self._axis.pixels)
        self._forget_still()
        self._ask.start()

    def _forget_still(self) -> None:
        self._still = None
        self.update()

    def _ask_for_thumbnails(self) -> None:
        if self._clip is None or not self.isVisible():
            return
        row = self._thumb_row()
        first = int(self._axis.first) // row.step * row.step
        wanted = [f for f in range(first, int(self._axis.last) + 1, row.step) if f not in self._pictures]
        wanted = [frame for frame in wanted if frame < self._clip.frame_count]
        if wanted:
            self.thumbnails_needed.emit(wanted, round(_THUMB_PICTURE_HEIGHT * self.devicePixelRatioF()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._across.setGeometry(HEADER, self.height() - BAR, self.width() - HEADER - BAR, BAR)
        self._down.setGeometry(self.width() - BAR, 0, BAR, self.height() - BAR)
        self._place(self._axis.resized(HEADER, self.width() - HEADER - BAR))

    # Painting
    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._still is None or self._still.devicePixelRatio() != self.devicePixelRatioF():
            self._still = self._draw_still()
            self._head = decor.playhead(self.height(), self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._still)
        if self._clip is not None:
            painter.setClipRect(QRectF(HEADER - 6, 0, self.width() - HEADER - BAR + 6, self.height() - BAR))
            decor.draw_playhead(painter, self._axis, self._playhead, self.height(), self._head)
        painter.end()

    def _draw_still(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        still = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        still.setDevicePixelRatio(ratio)
        still.fill(theme.WINDOW)
        painter = QPainter(still)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._clip is None:
            decor.draw_empty(
                painter, QRectF(self.rect()), translate("Timeline", "Frames, prompts and confidence appear here")
            )
        else:
            self._draw_rows(painter)
        painter.end()
        return still

    def _draw_rows(self, painter: QPainter) -> None:
        self._cache.begin()
        y = self._lanes_top() - self._down.value()
        painter.setClipRect(QRectF(0, self._lanes_top(), self.width(), self.height() - self._lanes_top() - BAR))
        for row in self._scrolled:
            self._draw_row(painter, row, y)
            y += row.height + 1
        if not self._scrolled:
            room = QRectF(HEADER, y, self._axis.width, max(self.height() - BAR - y, 0))
            decor.draw_empty(painter, room, translate("Timeline", "No objects yet · click something in the picture"))
        painter.setClipping(False)
        y = 0.0
        for row in self._pinned:
            self._draw_row(painter, row, y)
            y += row.height
        area = QRectF(HEADER, decor.RULER_HEIGHT, self._axis.width, self.height() - BAR - decor.RULER_HEIGHT)
        decor.draw_outside(painter, area, self._axis, self._marks)
        decor.draw_selection(painter, area, self._axis, self._selection)
        painter.setPen(QPen(theme.LINE, 1))
        painter.drawLine(QLineF(HEADER - 0.5, 0, HEADER - 0.5, self.height()))

    def _draw_row(self, painter: QPainter, row: Row, y: float) -> None:
        rect = QRectF(HEADER, y, self._axis.width, row.height)
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        self._cache.draw(painter, row, rect, self._axis, self.devicePixelRatioF())
        painter.restore()
        decor.draw_header(painter, row, QRectF(0, y, HEADER, row.height))

    def lane_at(self, y: float) -> LaneRow | None:
        top = self._lanes_top() - self._down.value()
        if y < self._lanes_top():
            return None
        for row in self._scrolled:
            if top <= y < top + row.height:
                return row if isinstance(row, LaneRow) else None
            top += row.height + 1
        return None

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(translate("Timeline", "Timeline"))
        self.setAccessibleDescription(
            translate("Timeline", "Drag to move through the clip; Shift and drag selects frames; the wheel zooms")
        )
        self._rebuild()
