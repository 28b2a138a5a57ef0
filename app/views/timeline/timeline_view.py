"""The timeline: where frames are sought, ranges are marked and selected; `timeline_chart` shows it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from app.views.models import ClipTimes, InOut, LaneModel
from app.views.texts import translate
from app.views.timeline import decor, hints
from app.views.timeline.drags import Drag, MarkDrag, SeekDrag, SelectDrag
from app.views.timeline.lane import LaneRow
from app.views.timeline.lane_menu import lane_menu
from app.views.timeline.rows import in_out_x
from app.views.timeline.timecode import timecode
from app.views.timeline.timeline_chart import HEADER, TimelineChart

GRAB = 6.0
SNAP = 8.0
SAY_EVERY_MS = 16
"""A mouse reports every 8 ms or faster: each place would be looked up, told and ordered, and none of them seen."""


class TimelineView(TimelineChart):
    """Where frames are found, ranges are marked and occlusions are seen.

    Signals:
        seek_requested(int, bool): frame, whether the person is still dragging.
        in_out_changed(object): InOut, when a handle is let go.
        selection_changed(object): (start, stop) or None.
        lane_activated(int): object id.
        lock_requested(int, int, int, bool): object id, start, stop, on.
        snap_changed(bool): whether the playhead sticks to marks while it is dragged.
        hint_changed(str): what a press where the pointer is will do; '' where it is elsewhere.
    """

    seek_requested = Signal(int, bool)
    in_out_changed = Signal(object)
    selection_changed = Signal(object)
    lane_activated = Signal(int)
    lock_requested = Signal(int, int, int, bool)
    hint_changed = Signal(str)
    snap_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._drag: Drag | None = None
        self._snap = True
        self._hint = ""
        self._said_dragging = False
        self._is_unsaid = False
        super().__init__(parent)
        self._saying = QTimer(self, singleShot=True, interval=SAY_EVERY_MS, timerType=Qt.TimerType.PreciseTimer)
        self._saying.timeout.connect(self._say_where)
        self.setObjectName("timeline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def is_held(self) -> bool:
        return self._drag is not None

    def set_snap(self, on: bool) -> None:
        """Whether the playhead sticks to marks while it is dragged."""
        self._snap = on

    def toggle_snap(self) -> None:
        """Switch snapping, because a person asked for it."""
        self._snap = not self._snap
        self.snap_changed.emit(self._snap)

    def hint(self) -> str:
        """What a press where the pointer is will do; '' where it is elsewhere."""
        return self._hint

    def _say_hint(self, hint: str) -> None:
        if hint != self._hint:
            self._hint = hint
            self.hint_changed.emit(hint)

    # Pointer
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._clip is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        lane = self.lane_at(at.y())
        if lane is not None:
            self.lane_activated.emit(lane.lane.object_id)
        if at.x() < HEADER:
            return
        self._drag = self._begin(at, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        self._drag.move(at.x(), self._free(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._drag.move(event.position().x(), self._free(event))
            return
        at = event.position()
        over = self._clip is not None and self._handle_at(at) is not None
        self.setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.ArrowCursor)
        if self._clip is not None:
            self._say_hint(hints.hint(at.x() < HEADER, over, self.lane_at(at.y()) is not None))

    def leaveEvent(self, event: QEvent) -> None:
        self._say_hint("")
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag = self._drag, None
        if drag is not None:
            drag.release(event.position().x(), self._free(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned, moved = event.angleDelta(), event.pixelDelta()
        across = turned.x() if abs(turned.x()) > abs(turned.y()) else 0
        if event.position().x() < HEADER:
            self._down.setValue(self._down.value() - turned.y() // 4)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or across:
            step = moved.x() if moved.x() else (across or turned.y()) / 2
            self._place(self._axis.scrolled(self._axis.first - step / self._axis.pixels))
        else:
            self._place(self._axis.zoomed(1.0015 ** turned.y(), event.position().x()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self._place(self._axis.zoomed(1.0 + event.value(), event.position().x()))
            return True
        if isinstance(event, QHelpEvent):
            text = self.describe(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), text, self) if text else QToolTip.hideText()
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.lane_at(event.pos().y())
        if row is None or event.pos().x() < HEADER:
            return
        menu = self.lane_menu(row, self._axis.frame_at(event.pos().x()))
        menu.popup(event.globalPos())

    def lane_menu(self, row: LaneRow, frame: int) -> QMenu:
        """What can be done with a lane at a frame."""
        return lane_menu(self, row, frame, self._selection, self.lock_requested.emit)

    def describe(self, at: QPointF) -> str:
        """What is at a view point, for the tooltip."""
        if self._clip is None or at.x() < HEADER:
            return ""
        frame = self._axis.frame_at(at.x())
        said = [
            timecode(frame, self._clip.rate, self._clip.start_timecode),
            translate("Timeline", "frame {0}").format(frame),
        ]
        row = self.lane_at(at.y())
        if frame in self._clip.cuts:
            said.append(translate("Timeline", "shot cut"))
        return " · ".join(said) + (f"\n{row.describe(frame)}" if row is not None else "")

    def _begin(self, at: QPointF, selects: bool) -> Drag:
        handle = self._handle_at(at)
        if handle is not None:
            return MarkDrag(self, handle)
        return SelectDrag(self, self._axis.boundary_at(at.x())) if selects else SeekDrag(self)

    def _free(self, event: QMouseEvent) -> bool:
        """Whether snapping is off for this movement."""
        return self._snap == bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)

    def _handle_at(self, at: QPointF) -> str | None:
        if at.y() > decor.RULER_HEIGHT or (self._marks.start is None and self._marks.stop is None):
            return None
        x0, x1 = in_out_x(self._marks, self._axis)
        if abs(at.x() - x1) <= GRAB:
            return "stop"
        return "start" if abs(at.x() - x0) <= GRAB else None

    def snapped(self, x: float, free: bool) -> int:
        """The frame at a view x, or a mark near it that the playhead sticks to."""
        frame = self._axis.frame_at(x)
        if free or self._clip is None:
            return frame
        stops = snap_stops(self._clip, self._lanes, self._marks)
        near = [stop for stop in stops if abs(self._axis.x_of(stop + 0.5) - x) <= SNAP]
        return min(near, key=lambda stop: abs(self._axis.x_of(stop + 0.5) - x), default=frame)

    def seek(self, frame: int, dragging: bool) -> None:
        """The person drags the playhead; it follows at once, and everybody else as often as a screen shows."""
        if dragging and frame == self._playhead and self._said_dragging:
            return
        self._said_dragging = dragging
        self._playhead = frame
        self.update()
        if dragging and self._saying.isActive():
            self._is_unsaid = True
            return
        self._is_unsaid = False
        self._saying.start()
        self.seek_requested.emit(frame, dragging)

    def _say_where(self) -> None:
        if self._is_unsaid and self._said_dragging:
            self._is_unsaid = False
            self._saying.start()
            self.seek_requested.emit(self._playhead, True)

    def mark(self, handle: str, boundary: int, final: bool) -> None:
        """The person drags an in or out handle."""
        start = 0 if self._marks.start is None else self._marks.start
        stop = self._axis.frame_count if self._marks.stop is None else self._marks.stop
        if handle == "start":
            made = InOut(min(boundary, stop - 1), self._marks.stop)
        else:
            made = InOut(self._marks.start, max(boundary, start + 1))
        self.set_in_out(made)
        if final:
            self.in_out_changed.emit(made)

    def select(self, stretch: tuple[int, int] | None, final: bool) -> None:
        """The person selects frames."""
        self._selection = stretch
        self._forget_still()
        if final:
            self.selection_changed.emit(stretch)


def snap_stops(clip: ClipTimes, lanes: tuple[LaneModel, ...], marks: InOut) -> set[int]:
    """Frames the playhead sticks to: prompts, returns, shot cuts, in and out."""
    stops = {frame for lane in lanes for frame in (*lane.prompted, *lane.returns)}
    stops |= {*clip.cuts, *(mark for mark in (marks.start, marks.stop) if mark is not None)}
    return {frame for frame in stops if frame < clip.frame_count}
