"""How values come from a worker thread into the thread of the window."""

from __future__ import annotations

import threading
from collections.abc import Hashable

from PySide6.QtCore import QObject, Qt, Signal


class Postbox(QObject):
    """Any thread posts; values are delivered in order in the thread this object lives in.

    However many values are posted, one wake-up at most waits in the event queue. A value with a key replaces an
    undelivered one with the same key, so a slow reader gets the latest state and not a backlog.

    Signals:
        delivered: one posted value.
    """

    delivered = Signal(object)
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._values: dict[Hashable, object] = {}
        self._count = 0
        self._woken.connect(self.deliver, Qt.ConnectionType.QueuedConnection)

    def post(self, value: object, key: Hashable | None = None) -> None:
        """May be called from any thread."""
        with self._lock:
            wake = not self._values
            self._count += 1
            slot = (self._count,) if key is None else ("key", key)
            self._values.pop(slot, None)
            self._values[slot] = value
        if wake:
            self._woken.emit()

    def deliver(self) -> None:
        """Hand out what has come. Runs by itself; calling it early does no harm."""
        with self._lock:
            values, self._values = list(self._values.values()), {}
        for value in values:
            self.delivered.emit(value)
