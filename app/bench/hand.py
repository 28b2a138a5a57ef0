"""A person at the window: opens, points, clicks, drags and waits, with real mouse events."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from app.application import Application
from app.bench.screen import Screen
from app.controllers.session import Session
from app.views.timeline.timeline_chart import HEADER
from engine.bench.rows import Clock

LOOK_EVERY_MS = 4
MOUSE_MS = 8
"""A mouse reports 125 times a second."""
PATIENCE_S = 30.0
MEASURING = 10
"""What is measured for a stretch of time takes that long by itself."""
RULER_Y = 10
MARGIN_PX = 24


class Stuck(Exception):  # noqa: N818 - a finding
    """The window did not do what was waited for."""


class Hand:
    """Drives one application. `clock` times what is measured; waiting goes by real time."""

    def __init__(
        self, application: Application, clock: Clock = time.perf_counter, patience_s: float = PATIENCE_S
    ) -> None:
        self.application = application
        self.clock = clock
        self.screen = Screen(application, clock)
        self.is_model_ready = False
        self._patience_s = patience_s
        application.models.ready_changed.connect(self._hear_ready)

    # -- waiting --------------------------------------------------------------------------------------------------

    def wait(self, condition: Callable[[], bool], what: str = "the next step", times: int = 1) -> None:
        """Let the window work until this holds. Raises Stuck, which says `what`, when it does not come within `times`
        the patience."""
        patience_s = times * self._patience_s
        loop, since = QEventLoop(), QElapsedTimer()
        since.start()

        def look() -> None:
            if condition():
                loop.exit(0)
            elif since.elapsed() > 1000 * patience_s:
                loop.exit(1)

        timer = QTimer(interval=LOOK_EVERY_MS)
        timer.timeout.connect(look)
        self.screen.changed.connect(look)
        timer.start()
        try:
            if not condition() and loop.exec():
                raise Stuck(f"waited {patience_s:.0f} s for {what}")
        finally:
            timer.stop()
            self.screen.changed.disconnect(look)

    def let_pass(self, seconds: float) -> None:
        """By the clock that measures."""
        end = self.clock() + seconds
        self.wait(lambda: self.clock() >= end, "time to pass", MEASURING)

    # -- what a person does ---------------------------------------------------------------------------------------

    @property
    def session(self) -> Session:
        session = self.application.stage.current
        assert session is not None
        return session

    def open(self, path: Path) -> None:
        """As if dropped on the window; until its picture is on the screen and its times are known."""
        count = len(self.application.stage.sessions)
        self.application.window.paths_opened.emit([path])
        self.wait(lambda: len(self.application.stage.sessions) > count, "the clip to open")
        self.wait(lambda: self.session.times.complete and self.shows_playhead(), "the first picture and all times")

    def close(self) -> None:
        """The clip on stage; until its threads are gone and its file is closed."""
        session, gone = self.session, []
        session.closed.connect(lambda: gone.append(True))
        self.press("file.close")
        self.wait(lambda: bool(gone), "the clip to close")

    def leave(self) -> None:
        """Close the window and wait until everything is joined."""
        gone: list[bool] = []
        self.application.ended.connect(lambda: gone.append(True))
        self.application.leave()
        self.wait(lambda: bool(gone), "the window to end")

    def press(self, action: str) -> None:
        """A menu entry, a key or a button: they are the same action."""
        self.application.window.actions_by_id[action].trigger()

    def go_to(self, frame: int) -> None:
        """Until the frame itself is on the screen."""
        self.application.display.seek(frame)
        self.wait(self.shows_playhead, f"frame {frame}")

    def point_at(self, x: float, y: float) -> None:
        """Move the pointer to this frame pixel."""
        self._move(self._canvas, self._at(x, y))

    def click(self, x: float, y: float) -> None:
        """On this frame pixel."""
        self._press(self._canvas, self._at(x, y))
        self._release(self._canvas, self._at(x, y))

    def repeatedly(self, deed: Callable[[int], None], every_ms: int, until: Callable[[], bool]) -> None:
        """Do it again and again, told how many times it was done before."""
        done = 0

        def act() -> None:
            nonlocal done
            deed(done)
            done += 1

        timer = QTimer(interval=every_ms, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(act)
        timer.start()
        try:
            self.wait(until, "the end of a measurement", MEASURING)
        finally:
            timer.stop()

    def drag_playhead(self, path: Callable[[int], float], until: Callable[[], bool]) -> float:
        """Press on the timeline's ruler and move until `until`, then let go. `path`: step → place 0..1 in the clip.

        Returns when it let go, by the clock: what that asks for may be painted before the event returns."""
        timeline: QWidget = self.application.window.timeline
        span = timeline.width() - HEADER - 2 * MARGIN_PX

        def at(step: int) -> QPoint:
            return QPoint(round(HEADER + MARGIN_PX + span * path(step)), RULER_Y)

        steps = 0

        def move(step: int) -> None:
            nonlocal steps
            steps = step
            self._move(timeline, at(step), Qt.MouseButton.LeftButton)

        self._press(timeline, at(0))
        try:
            self.repeatedly(move, MOUSE_MS, until)
        finally:  # a button that stays down holds the mouse for this window, also when the next one is shown
            released = self.clock()
            self._release(timeline, at(steps))
        return released

    # -- the mouse, as the platform tells the window of it: QTest's own moves run other events in between ------------

    def _move(self, widget: QWidget, at: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
        self._say(widget, QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, held)

    def _press(self, widget: QWidget, at: QPoint) -> None:
        self._move(widget, at)
        self._say(widget, QEvent.Type.MouseButtonPress, at, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton)

    def _release(self, widget: QWidget, at: QPoint) -> None:
        self._say(widget, QEvent.Type.MouseButtonRelease, at, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton)

    def _say(
        self, widget: QWidget, kind: QEvent.Type, at: QPoint, button: Qt.MouseButton, held: Qt.MouseButton
    ) -> None:
        place, everywhere = QPointF(widget.mapTo(widget.window(), at)), QPointF(widget.mapToGlobal(at))
        event = QMouseEvent(kind, place, place, everywhere, button, held, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(widget.window().windowHandle(), event)

    # -- what a person sees ---------------------------------------------------------------------------------------

    def shows_playhead(self) -> bool:
        """The frame under the playhead itself, not a neighbour, was painted."""
        picture = self.screen.last.picture
        return picture is not None and picture.exact and picture.frame == self.session.view.frame

    def wait_for_model(self) -> None:
        """Until a click would be answered at once."""
        self.wait(lambda: self.is_model_ready, "the model")

    def _hear_ready(self, is_ready: bool, _text: str) -> None:
        self.is_model_ready = is_ready

    @property
    def _canvas(self) -> QWidget:
        return self.application.window.canvas

    def _at(self, x: float, y: float) -> QPoint:
        vx, vy = self.application.window.canvas.transform().to_view(x, y)
        return QPoint(round(vx), round(vy))
