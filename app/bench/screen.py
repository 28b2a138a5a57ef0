"""What a person sees on the canvas, and when: noted after each painting that shows something new."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.application import Application
from app.views.models import Layer
from app.workers.picture_worker import Painted
from engine.bench.rows import Clock


class Paintings(QObject):
    """Counts how often a widget was painted.

    Signals:
        painted: it is on the screen now.
    """

    painted = Signal()
    _announced = Signal()

    def __init__(self, widget: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.count = 0
        # Queued, so that it is told when the painting that the event announces is over.
        self._announced.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hears that the widget is about to be painted."""
        if event.type() == QEvent.Type.Paint:
            self._announced.emit()
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        self.count += 1
        self.painted.emit()


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """The canvas just after it was painted."""

    time_s: float
    picture: Painted | None
    layers: tuple[Layer, ...]

    @property
    def frame(self) -> int | None:
        return None if self.picture is None else self.picture.frame


class Screen(QObject):
    """Watches the canvas of one application.

    Signals:
        changed: a Shot that differs from the one before.
    """

    changed = Signal(object)

    def __init__(self, application: Application, clock: Clock = time.perf_counter) -> None:
        super().__init__()
        self.clock = clock
        self._display = application.display
        self._canvas = application.window.canvas
        self.last = Shot(clock(), None, ())
        self.shots: list[Shot] = []
        self._paintings = Paintings(self._canvas, self)
        self._paintings.painted.connect(self._note)

    def begin(self) -> None:
        """Forget the shots so far."""
        self.shots = []

    def _note(self) -> None:
        picture, layers = self._display.shown, self._canvas.layers()
        if picture is not self.last.picture or layers != self.last.layers:
            self.last = Shot(self.clock(), picture, layers)
            self.shots.append(self.last)
            self.changed.emit(self.last)
