"""What the model's thread does next: pure bookkeeping, without Qt and without a model."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """Something to do with the model. `number` grows; an answer carries it back. `clip` says for which open clip."""

    number: int
    clip: int
    payload: object


@dataclass(frozen=True, slots=True)
class Answer:
    """A request to be answered now."""

    request: Request


@dataclass(frozen=True, slots=True)
class BeginRun:
    """Start this tracking run; steps follow."""

    request: Request


@dataclass(frozen=True, slots=True)
class StepRun:
    """Let the run that is under way take one step."""

    request: Request


@dataclass(frozen=True, slots=True)
class EndRun:
    """The run was cancelled: close it."""

    request: Request


class Stop:
    """End the thread."""


Task = Answer | BeginRun | StepRun | EndRun | Stop


class ModelQueue:
    """Asks come first, in order and none lost; then the newest hover; then one step of the run; else it waits.

    All methods may be called from any thread; `take` by one thread only. Runs of one clip or of several wait for one
    another. Asks and hovers are bounded by what a person can do: one hover waits at most.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._asks: deque[Request] = deque()
        self._hover: Request | None = None
        self._runs: deque[Request] = deque()
        self._running: Request | None = None
        self._is_running_cancelled = False
        self._is_paused = False
        self._is_stopped = False

    def ask(self, request: Request) -> None:
        """Answered before anything else, in order."""
        with self._changed:
            self._asks.append(request)
            self._changed.notify()

    def hover(self, request: Request | None) -> None:
        """Replaces a hover that was not answered yet; None: the pointer has left."""
        with self._changed:
            self._hover = request
            self._changed.notify()

    def run(self, request: Request) -> None:
        """Started when the runs before it have ended."""
        with self._changed:
            self._runs.append(request)
            self._changed.notify()

    def cancel_run(self, number: int) -> bool:
        """True: it never began and never will. False: it is under way and is closed at its next step, or is over."""
        with self._changed:
            waiting = [r for r in self._runs if r.number == number]
            for request in waiting:
                self._runs.remove(request)
            if self._running is not None and self._running.number == number:
                self._is_running_cancelled = True
            self._changed.notify()
            return bool(waiting)

    def set_paused(self, is_paused: bool) -> None:
        """Runs take no steps meanwhile; asks and hovers are answered."""
        with self._changed:
            self._is_paused = is_paused
            self._changed.notify()

    def run_ended(self) -> None:
        """Said by the thread when the generator of the run is exhausted or failed."""
        with self._changed:
            self._running = None
            self._is_running_cancelled = False

    def drop_clip(self, clip: int) -> None:
        """Forget what waits for a clip that is being closed, and cancel its run."""
        with self._changed:
            self._asks = deque(r for r in self._asks if r.clip != clip)
            self._runs = deque(r for r in self._runs if r.clip != clip)
            if self._hover is not None and self._hover.clip == clip:
                self._hover = None
            if self._running is not None and self._running.clip == clip:
                self._is_running_cancelled = True
            self._changed.notify()

    def stop(self) -> None:
        with self._changed:
            self._is_stopped = True
            self._changed.notify()

    def take(self) -> Task:
        """Waits for the next thing to do."""
        with self._changed:
            while True:
                task = self._next()
                if task is not None:
                    return task
                self._changed.wait()

    def _next(self) -> Task | None:
        if self._running is not None and (self._is_running_cancelled or self._is_stopped):
            ended, self._running, self._is_running_cancelled = self._running, None, False
            return EndRun(ended)
        if self._is_stopped:
            return Stop()
        if self._asks:
            return Answer(self._asks.popleft())
        if self._hover is not None:
            hover, self._hover = self._hover, None
            return Answer(hover)
        return self._next_of_run()

    def _next_of_run(self) -> Task | None:
        if self._is_paused:
            return None
        if self._running is not None:
            return StepRun(self._running)
        if self._runs:
            self._running = self._runs.popleft()
            return BeginRun(self._running)
        return None
