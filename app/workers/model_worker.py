"""The one thread that owns the model: hovers, prompts and tracking take turns on it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import QObject

from app.workers.failure import Failure
from app.workers.model_queue import Answer, BeginRun, EndRun, ModelQueue, Request, StepRun, Stop
from app.workers.priority import A_STEP_BEHIND, give_way
from app.workers.service import Service
from engine.errors import Cancelled


class ModelHost(Protocol):
    """What is done with the model; made and used on the model's thread only."""

    def answer(self, clip: int, payload: object) -> object:
        """Answer a hover or a prompt, open or close a clip, load a model."""
        ...

    def run(self, clip: int, payload: object) -> Iterator[object]:
        """A tracking run; the values it yields are passed on, except None, which only gives way to other requests.

        A cancelled run hears Cancelled at its yield and may yield once more, for instance what it has saved.
        """
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to the request with this number."""

    number: int
    clip: int
    value: object


@dataclass(frozen=True, slots=True)
class Refused:
    """The request with this number failed; the worker goes on."""

    number: int
    clip: int
    failure: Failure


@dataclass(frozen=True, slots=True)
class RunBegan:
    number: int
    clip: int


@dataclass(frozen=True, slots=True)
class RunStepped:
    """One value of a tracking run."""

    number: int
    clip: int
    value: object


class RunOutcome(StrEnum):
    """How a run ended."""

    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RunEnded:
    """Exactly one a run, also for one that never began."""

    number: int
    clip: int
    outcome: RunOutcome
    failure: Failure | None = None


class ModelWorker(Service):
    """Serves one `ModelHost`. Every request gets exactly one answer, except hovers that newer ones replaced and what
    waited for a clip that was dropped.

    `answered` gives Answered, Refused, RunBegan, RunStepped, RunEnded.
    """

    def __init__(self, make_host: Callable[[], ModelHost], parent: QObject | None = None) -> None:
        super().__init__("cm-model", parent)
        self._make_host = make_host
        self._queue = ModelQueue()
        self._numbers = itertools.count(1)
        self._runs: dict[int, Iterator[object]] = {}

    def ask(self, clip: int, payload: object) -> int:
        """A prompt or the like: in order, never lost. Returns the number that its answer will carry."""
        request = Request(next(self._numbers), clip, payload)
        self._queue.ask(request)
        return request.number

    def hover(self, clip: int, payload: object) -> int:
        """The newest wins."""
        request = Request(next(self._numbers), clip, payload)
        self._queue.hover(request)
        return request.number

    def leave(self) -> None:
        """The pointer has left: a waiting hover is dropped."""
        self._queue.hover(None)

    def track(self, clip: int, payload: object) -> int:
        """A tracking run, after those before it."""
        request = Request(next(self._numbers), clip, payload)
        self._queue.run(request)
        return request.number

    def cancel(self, clip: int, number: int) -> None:
        """What the run has done is kept."""
        if self._queue.cancel_run(number):
            self._box.post(RunEnded(number, clip, RunOutcome.CANCELLED))

    def set_paused(self, is_paused: bool) -> None:
        self._queue.set_paused(is_paused)

    def drop_clip(self, clip: int) -> None:
        """Nothing more is done for this clip, apart from what is asked after this."""
        self._queue.drop_clip(clip)

    def _wake_to_stop(self) -> None:
        self._queue.stop()

    def _serve(self) -> None:
        give_way(A_STEP_BEHIND)  # the window and its pictures come first
        host = self._make_host()
        try:
            while not isinstance(task := self._queue.take(), Stop):
                match task:
                    case Answer(request):
                        self._answer(host, request)
                    case BeginRun(request):
                        self._begin(host, request)
                    case StepRun(request):
                        self._step(request)
                    case EndRun(request):
                        self._close(request)
        finally:
            host.close()

    def _answer(self, host: ModelHost, request: Request) -> None:
        try:
            value = host.answer(request.clip, request.payload)
        except Exception as error:  # noqa: BLE001 - the job runner: one failed request must not end the others
            self._box.post(Refused(request.number, request.clip, Failure.of(error)))
        else:
            self._box.post(Answered(request.number, request.clip, value))

    def _begin(self, host: ModelHost, request: Request) -> None:
        self._box.post(RunBegan(request.number, request.clip))
        try:
            self._runs[request.number] = host.run(request.clip, request.payload)
        except Exception as error:  # noqa: BLE001 - the job runner
            self._finish_run(request, RunOutcome.FAILED, Failure.of(error))

    def _step(self, request: Request) -> None:
        try:
            value = next(self._runs[request.number])
        except StopIteration:
            self._finish_run(request, RunOutcome.DONE)
        except Cancelled:
            self._finish_run(request, RunOutcome.CANCELLED)
        except Exception as error:  # noqa: BLE001 - the job runner
            self._finish_run(request, RunOutcome.FAILED, Failure.of(error))
        else:
            if value is not None:
                self._box.post(RunStepped(request.number, request.clip, value))

    def _finish_run(self, request: Request, outcome: RunOutcome, failure: Failure | None = None) -> None:
        self._queue.run_ended()
        self._runs.pop(request.number, None)
        self._box.post(RunEnded(request.number, request.clip, outcome, failure))

    def _close(self, request: Request) -> None:
        """The run hears Cancelled where it stands; it may still say what it has saved, and that may fail."""
        run = self._runs.pop(request.number)
        failure = None
        try:
            value = run.throw(Cancelled()) if isinstance(run, Generator) else None
            while value is not None:
                self._box.post(RunStepped(request.number, request.clip, value))
                value = next(run)
        except (StopIteration, Cancelled):
            pass
        except Exception as error:  # noqa: BLE001 - the job runner
            failure = Failure.of(error)
        outcome = RunOutcome.CANCELLED if failure is None else RunOutcome.FAILED
        self._box.post(RunEnded(request.number, request.clip, outcome, failure))
