"""The one thread that writes. Work is batched into transactions; a future resolves when its transaction is on disk."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue

from engine.errors import ClickMatteError, ProjectError
from engine.project.database import project_error

MAX_WAITING_ROWS = 64
"""Rows queued before `put_row` waits: half a megabyte of masks, and never a backlog that a kill would lose."""
MAX_BATCH_ROWS = 32
MAX_BATCH_S = 0.5
"""A row is on disk this long after it was given at the latest."""

Work = Callable[[sqlite3.Connection], None]


@dataclass(frozen=True, slots=True)
class _Task:
    work: Work
    is_row: bool
    done: Future[None] = field(default_factory=Future)


class Writer:
    """Owns the writing connection. `put_row` may wait for room, `submit` never does. Safe from any thread.

    Futures resolve on the writer thread, so callbacks must be short. `on_failure` is called there too, after the
    transaction was rolled back and before its futures fail.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, on_failure: Callable[[], None]) -> None:
        self._connection = connection
        self._path = path
        self._on_failure = on_failure
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._room = threading.BoundedSemaphore(MAX_WAITING_ROWS)
        self._gate = threading.Lock()
        self._open = True
        self._thread = threading.Thread(target=self._run, name=f"writer of {path.name}", daemon=True)
        self._thread.start()

    def submit(self, work: Work) -> Future[None]:
        """Write as soon as possible, in a transaction with the rows that wait before it."""
        return self._add(_Task(work, is_row=False))

    def put_row(self, work: Work) -> Future[None]:
        """Write with the next batch. Waits while MAX_WAITING_ROWS are queued."""
        self._room.acquire()
        try:
            return self._add(_Task(work, is_row=True))
        except ProjectError:
            self._room.release()
            raise

    def flush(self) -> None:
        """Wait until everything given so far is on disk. Raises ProjectError where this flush could not be."""
        self.submit(_nothing).result()

    def close(self) -> None:
        """Write what waits and end the thread. Safe to call twice."""
        with self._gate:
            if self._open:
                self._open = False
                self._tasks.put(None)
        self._thread.join()

    def _add(self, task: _Task) -> Future[None]:
        with self._gate:
            if not self._open:
                raise ProjectError(f"{self._path.name} is closed.")
            task.done.set_running_or_notify_cancel()
            self._tasks.put(task)
        return task.done

    def _run(self) -> None:
        while (first := self._tasks.get()) is not None:
            batch, last = self._gathered(first)
            self._write(batch)
            if last:
                return

    def _gathered(self, first: _Task) -> tuple[list[_Task], bool]:
        """Tasks for one transaction, and whether the queue ends with them."""
        batch = [first]
        until = time.monotonic() + MAX_BATCH_S
        while batch[-1].is_row and len(batch) < MAX_BATCH_ROWS:
            try:
                task = self._tasks.get(timeout=max(0.0, until - time.monotonic()))
            except Empty:
                break
            if task is None:
                return batch, True
            batch.append(task)
        return batch, False

    def _write(self, batch: list[_Task]) -> None:
        try:
            self._transact(batch)
        except (sqlite3.Error, ClickMatteError) as error:
            self._on_failure()
            failure = error if isinstance(error, ClickMatteError) else project_error(self._path, error)
            for task in batch:
                task.done.set_exception(failure)
        except BaseException as error:
            self._die(batch, error)
            raise
        else:
            for task in batch:
                task.done.set_result(None)
        finally:
            for task in batch:
                if task.is_row:
                    self._room.release()

    def _transact(self, batch: list[_Task]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            for task in batch:
                task.work(self._connection)
            self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _die(self, batch: list[_Task], error: BaseException) -> None:
        """A programming error: nobody may wait for ever on a thread that is gone."""
        with self._gate:
            self._open = False
        while not self._tasks.empty():
            if (task := self._tasks.get()) is not None:
                batch.append(task)
        for task in batch:
            task.done.set_exception(error)


def _nothing(connection: sqlite3.Connection) -> None:
    return None
