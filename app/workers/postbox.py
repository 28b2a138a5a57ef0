"""How values come from a worker thread into the thread of the window."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable

from PySide6.QtCore import QObject, Qt, Signal

SLICE_S = 0.004
"""Values are handed out for this long at a time; then the window may paint and hear the mouse."""

CROWDED = 256
"""With as many values undelivered, each further post takes a short breath: the reader is slower than the writer."""

BREATH_S = 0.002


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
        self._values: OrderedDict[Hashable, object] = OrderedDict()
        self._count = 0
        self._is_awake = False
        self._woken.connect(self._deliver_slice, Qt.ConnectionType.QueuedConnection)

    def post(self, value: object, key: Hashable | None = None) -> None:
        """May be called from any thread."""
        with self._lock:
            wake, self._is_awake = not self._is_awake, True
            self._count += 1
            slot = (self._count,) if key is None else ("key", key)
            self._values.pop(slot, None)
            self._values[slot] = value
            crowded = len(self._values) > CROWDED
        if wake:
            self._woken.emit()
        if crowded:
            time.sleep(BREATH_S)

    def deliver(self) -> None:
        """Hand out all that has come, at once; for closing."""
        while self._deliver_next():
            pass

    def _deliver_slice(self) -> None:
        end = time.monotonic() + SLICE_S
        while self._deliver_next():
            if time.monotonic() > end:
                self._woken.emit()
                return

    def _deliver_next(self) -> bool:
        with self._lock:
            if not self._values:
                self._is_awake = False
                return False
            _, value = self._values.popitem(last=False)
        self.delivered.emit(value)
        return True
