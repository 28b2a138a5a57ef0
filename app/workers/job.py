"""Long work: a generator driven on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, Signal

from app.workers.failure import Failure
from app.workers.postbox import Postbox
from engine.errors import Cancelled

Work = Callable[[], Generator[object, None, object]]
"""Makes the generator; called on the job's thread."""


@dataclass(frozen=True, slots=True)
class _Returned:
    value: object


class _Cancelled:
    pass


class Job(QObject):
    """Drives one generator to its end on its own thread.

    Ends in exactly one of returned, failed and cancelled, and then `ended`, when the thread is gone. A cancelled
    generator is closed on its thread, so its `finally` runs there. After `ended` only `is_over`, `error` and `wait` may
    be asked.

    Signals:
        progressed: a value the generator yielded, in order.
        returned: what it returned.
        failed: a Failure.
        cancelled: it was stopped, or raised Cancelled.
        ended: nothing more will come; the thread has been joined.
    """

    progressed = Signal(object)
    returned = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, name: str, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gate = _Gate()
        self._box = Postbox(self)
        self._box.delivered.connect(self.progressed)
        self._thread = _Thread(name, work, self._gate, self._box.post)
        self._thread.finished.connect(self._finish)
        self._is_over = False

    @property
    def error(self) -> Exception | None:
        """What ended a job that failed."""
        return self._thread.error

    def start(self) -> None:
        """Begin; once."""
        self._thread.start()

    @property
    def is_over(self) -> bool:
        return self._is_over

    def cancel(self) -> None:
        """Stop at the next yield. May be called at any time, also twice."""
        self._gate.cancel()

    def pause(self) -> None:
        """Hold at the next yield."""
        self._gate.set_open(False)

    def resume(self) -> None:
        self._gate.set_open(True)

    def wait(self, timeout_ms: int) -> bool:
        """Join the thread and hand out how it ended; False when it did not end in time. For closing only."""
        if self._is_over or not (self._thread.isRunning() or self._thread.isFinished()):
            return True
        if not self._thread.wait(timeout_ms):
            return False
        self._finish()
        return True

    def _finish(self) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._thread.wait()
        self._box.deliver()
        match self._thread.outcome:
            case _Returned(value):
                self.returned.emit(value)
            case Failure() as failure:
                self.failed.emit(failure)
            case _:
                self.cancelled.emit()
        self.ended.emit()
        # What is connected to a job names it as a rule, and Qt keeps that as long as the job: neither would ever go.
        self.deleteLater()


class _Gate:
    """Lets a generator take its next step, holds it, or says that it is to stop."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_open = True
        self._is_cancelled = False

    def set_open(self, is_open: bool) -> None:
        with self._changed:
            self._is_open = is_open
            self._changed.notify_all()

    def cancel(self) -> None:
        with self._changed:
            self._is_cancelled = True
            self._changed.notify_all()

    @property
    def is_cancelled(self) -> bool:
        with self._changed:
            return self._is_cancelled

    def passes(self) -> bool:
        """Waits while held; False: stop."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_open or self._is_cancelled)
            return not self._is_cancelled


class _Thread(QThread):
    def __init__(self, name: str, work: Work, gate: _Gate, post: Callable[[object], None]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._work = work
        self._gate = gate
        self._post = post
        self.outcome: object = _Cancelled()
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.outcome = self._drive()
        except Cancelled:
            self.outcome = _Cancelled()
        except Exception as error:  # noqa: BLE001 - the job runner: whatever it is, it is told
            if not self._gate.is_cancelled:  # what breaks while it is being stopped concerns nobody
                self.error = error
                self.outcome = Failure.of(error)

    def _drive(self) -> object:
        generator = self._work()
        try:
            while self._gate.passes():
                self._post(next(generator))
        except StopIteration as stop:
            return _Returned(stop.value)
        finally:
            generator.close()
            del self._work  # what it works on is let go with it
        return _Cancelled()
