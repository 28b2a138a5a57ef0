"""What happens to a clip after it has left the stage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.controllers.session import Session
from app.workers.model_requests import CloseClip
from app.workers.model_worker import Answered, ModelWorker, Refused


class Closer(QObject):
    """Closes threads and file once the model has let go of the clip and no export needs it any more.

    Signals:
        kept: a Session that was to be closed and is wanted again; the model has let go of it.
        wanted: a Path that can be opened now.
        closed: a Session is gone, its project on disk.
    """

    kept = Signal(object)
    wanted = Signal(object)
    closed = Signal(object)

    def __init__(self, model: ModelWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._closing: dict[int, Session] = {}
        self._asks: dict[int, int] = {}
        self._held: set[int] = set()
        self._waiting: list[tuple[Path, Session]] = []
        self._is_needed: Callable[[Session], bool] = lambda _session: False
        model.answered.connect(self._hear_model)

    @property
    def is_busy(self) -> bool:
        """A clip is not closed yet."""
        return bool(self._closing)

    def close(self, session: Session) -> None:
        """`closed` or `kept` follows."""
        self._closing[session.number] = session
        self._model.drop_clip(session.number)
        if self._model.is_over:
            session.close()
        else:
            self._asks[self._model.ask(session.number, CloseClip())] = session.number

    def keep_while(self, is_needed: Callable[[Session], bool]) -> None:
        """File and threads stay as long as this says so; `let_go` tells that it may have changed."""
        self._is_needed = is_needed

    def let_go(self, session: Session) -> None:
        """Nobody needs it any more, if it was closed meanwhile."""
        if session.number in self._held and not self._is_needed(session):
            self._held.discard(session.number)
            session.close()

    def open_again(self, path: Path) -> bool:
        """Whether a clip being closed is meant: then it is kept, or the path is `wanted` when it is closed."""
        session = next((one for one in self._closing.values() if path in one.paths), None)
        if session is None:
            return False
        if session.number in self._held:
            self._held.discard(session.number)
            del self._closing[session.number]
            self.kept.emit(session)
        else:
            self._waiting.append((path, session))  # it is still being written
        return True

    def forget(self, session: Session) -> None:
        """Its threads are gone and its file is closed."""
        self._closing.pop(session.number, None)
        session.deleteLater()
        self._tell_waiting(session)
        self.closed.emit(session)

    def _hear_model(self, answer: object) -> None:
        """The model has let go of the clip; what a run still had to say came before this."""
        if not isinstance(answer, Answered | Refused) or answer.number not in self._asks:
            return
        session = self._closing.get(self._asks.pop(answer.number))
        if session is not None and self._is_needed(session):
            self._held.add(session.number)
            self._tell_waiting(session)  # it may be wanted again already
        elif session is not None:
            session.close()

    def _tell_waiting(self, session: Session) -> None:
        ready = [path for path, closing in self._waiting if closing is session]
        self._waiting = [entry for entry in self._waiting if entry[1] is not session]
        for path in ready:
            self.wanted.emit(path)
