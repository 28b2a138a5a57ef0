"""Encoding on threads of its own, so that the next frames are read and composed meanwhile."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from engine.export.coded import CodedPicture
from engine.export.sequences import SequenceWriter
from engine.export.writer import PictureWriter
from engine.render.compositor import Painted

AHEAD = 2
"""Pictures that may wait: one being encoded and one ready for it. More would only cost memory."""


class BackgroundWriter:
    """A `PictureWriter` that hands everything to another one, in order, on one thread.

    What goes wrong there is raised by the next `write` or by `finish`."""

    def __init__(self, inner: PictureWriter) -> None:
        self._inner = inner
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="encode")
        self._waiting: deque[Future[None]] = deque()

    @property
    def files(self) -> tuple[Path, ...]:
        return self._inner.files

    def write(self, picture: Painted | CodedPicture, time_pts: int, duration_pts: int) -> None:
        while len(self._waiting) >= AHEAD:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(self._inner.write, picture, time_pts, duration_pts))

    def finish(self) -> None:
        while self._waiting:
            self._waiting.popleft().result()
        self._thread.submit(self._inner.finish).result()
        self._thread.shutdown()

    def abort(self) -> None:
        # What may have failed over there is not asked for: everything is being taken back.
        for future in self._waiting:
            future.cancel()
        self._thread.shutdown(wait=True)
        self._waiting.clear()
        self._inner.abort()


class PooledPictures:
    """A `PictureWriter` for numbered pictures: each is a file of its own, so several are written at once.

    What goes wrong there is raised by the next `write` or by `finish`."""

    def __init__(self, inner: SequenceWriter, threads: int) -> None:
        self._inner = inner
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="encode")
        self._waiting: deque[Future[None]] = deque()

    @property
    def files(self) -> tuple[Path, ...]:
        return self._inner.files

    def write(self, picture: Painted | CodedPicture, time_pts: int, duration_pts: int) -> None:
        while len(self._waiting) > self._threads:
            self._waiting.popleft().result()
        self._waiting.append(self._pool.submit(self._inner.write_named, self._inner.reserve(), picture))

    def finish(self) -> None:
        while self._waiting:
            self._waiting.popleft().result()
        self._pool.shutdown()
        self._inner.finish()

    def abort(self) -> None:
        for future in self._waiting:
            future.cancel()
        self._pool.shutdown(wait=True)
        self._waiting.clear()
        self._inner.abort()
