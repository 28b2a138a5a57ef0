"""A thread that lives as long as its owner and answers requests."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from app.workers.failure import Failure
from app.workers.postbox import Postbox


class Service(QObject):
    """Base of the workers that serve requests: a subclass says how (`_serve`) and how that is ended (`_wake_to_stop`).

    What `_serve` posts to the box comes out of `answered` on the owner's thread. QObject has a metaclass of its own, so
    it is mypy, not ABCMeta, that refuses to make one that lacks either.

    Signals:
        answered: a value posted by the thread.
        crashed: a Failure that ended the thread; requests are not answered any more.
        ended: the thread is gone.
    """

    answered = Signal(object)
    crashed = Signal(object)
    ended = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._box = Postbox(self)
        self._box.delivered.connect(self.answered)
        self._thread = _Thread(name, self._serve)
        self._thread.finished.connect(self._finish)
        self._is_over = False

    def start(self) -> None:
        """Begin to serve; once."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what cannot be interrupted, then end. Returns at once."""
        if not self._thread.isRunning() and not self._thread.isFinished():
            self._is_over = True
            self.ended.emit()
            return
        self._wake_to_stop()

    @property
    def is_over(self) -> bool:
        return self._is_over

    def wait(self, timeout_ms: int) -> bool:
        """Join the thread after `stop`; False when it did not end in time. For closing only."""
        if not self._is_over and self._thread.wait(timeout_ms):
            self._finish()
        return self._is_over

    @abstractmethod
    def _serve(self) -> None:
        """On the thread, until it is asked to stop. What it raises ends the thread and is told as `crashed`."""

    @abstractmethod
    def _wake_to_stop(self) -> None:
        """On the owner's thread: ask `_serve` to return soon."""

    def _finish(self) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._thread.wait()
        self._box.deliver()
        if self._thread.failure is not None:
            self.crashed.emit(self._thread.failure)
        self.ended.emit()


class _Thread(QThread):
    def __init__(self, name: str, serve: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._serve = serve
        self.failure: Failure | None = None

    def run(self) -> None:
        try:
            self._serve()
        except Exception as error:  # noqa: BLE001 - the job runner: whatever it is, it is told
            self.failure = Failure.of(error)
