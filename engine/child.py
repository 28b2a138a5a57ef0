"""One object at work in a process of its own, asked through a pipe: what it does holds up nothing here.

Python runs one thread of a process at a time, so a window that shares its process with a model and an encoder waits for
both. A child also dies alone: a driver that fails takes no unsaved work and no window with it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from engine.errors import ChildLost

KILLED = 9
"""SIGKILL, which Windows has no name for."""
CLOSING_S = 10.0
"""How long a child may take to tidy up; then it is ended."""


class Worker(Protocol):
    """What a child is made to hold. Its public methods can be called; arguments and answers are pickled."""

    def close(self) -> None:
        """Tidy up. Also called where the process that asked has gone."""
        ...


@dataclass(frozen=True, slots=True)
class _Returned:
    value: Any


@dataclass(frozen=True, slots=True)
class _Raised:
    error: Exception
    trace: str


class Trace(Exception):  # noqa: N818 - the cause of an error, not one
    """Where in the child an error came from."""

    def __str__(self) -> str:
        return f'\n"""\n{self.args[0]}"""'


class Child:
    """Begun with the first call, and begun anew with the next one after it was lost. For one thread."""

    def __init__(self, make: Callable[[], Worker], name: str, niceness: int = 0) -> None:
        """`make` is a module's own function or class, or a partial of one. `niceness`: Linux and macOS."""
        self._make, self._name, self._niceness = make, name, niceness
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._gone = 0

    @property
    def generation(self) -> int:
        """How many were lost or closed so far: what they held is gone."""
        return self._gone

    @property
    def has_died(self) -> bool:
        """The process ended by itself and nobody was told yet: the next call raises ChildLost."""
        return self._pipe is not None and _has_ended(self._pipe)

    def reap(self) -> None:
        """Let go of a process that has died, so that the next call begins anew; for who holds nothing in it."""
        if self.has_died:
            self._lost()

    def call(self, method: str, *values: object) -> Any:
        """What the worker's method answers; its errors are raised here, with the child's trace as their cause.

        Raises ChildLost where the process ended before it answered, be it long ago.
        """
        pipe = self._pipe or self._begin()
        try:
            pipe.send((method, values))
            answer: _Returned | _Raised = pipe.recv()
        except (EOFError, OSError) as error:
            raise self._lost() from error
        if isinstance(answer, _Raised):
            raise answer.error from Trace(answer.trace)
        return answer.value

    def close(self) -> None:
        """Let the worker tidy up, and wait for it. Safe to call twice."""
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if process is None or pipe is None:
            return
        self._gone += 1
        pipe.close()  # what the child hears as the end
        process.join(CLOSING_S)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()

    def _begin(self) -> Connection:
        context = multiprocessing.get_context("spawn")  # a fork would copy locks that other threads hold
        pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self._make, self._niceness), name=self._name, daemon=True
        )
        self._process.start()
        theirs.close()
        self._pipe = pipe
        return pipe

    def _lost(self) -> ChildLost:
        process = self._process
        if process is not None:
            process.join(CLOSING_S)
        code = None if process is None else process.exitcode
        self.close()
        return ChildLost(_sentence(code))


def _has_ended(pipe: Connection) -> bool:
    """Nothing comes unasked, so all there can be to read is the end."""
    try:
        return pipe.poll()
    except OSError:
        return True


def _sentence(code: int | None) -> str:
    if code == -KILLED:
        return "The system ended the process that computes, as a rule for lack of memory."
    return f"The process that computes ended by itself (code {code})."


def _serve(pipe: Connection, make: Callable[[], Worker], niceness: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the one who asks
    if niceness and hasattr(os, "nice"):
        os.nice(niceness)
    worker: Worker | None = None
    try:
        while True:
            try:
                method, values = pipe.recv()
            except (EOFError, OSError):
                return
            try:
                worker = worker or make()
                answer: _Returned | _Raised = _Returned(getattr(worker, method)(*values))
            except Exception as error:  # noqa: BLE001 - the job runner: it is raised again where it was asked
                answer = _Raised(error, traceback.format_exc())
            with suppress(OSError):  # nobody hears it any more: the next recv says so
                _send(pipe, answer)
            del answer
    finally:
        if worker is not None:
            worker.close()


def _send(pipe: Connection, answer: _Returned | _Raised) -> None:
    try:
        pipe.send(answer)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - an error of another library's that cannot be pickled
        trace = answer.trace if isinstance(answer, _Raised) else traceback.format_exc()
        pipe.send(_Raised(RuntimeError(f"{type(error).__name__}: {error}"), trace))
