"""Encoding on threads of its own, so that the next frames are read and composed meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from engine.export.coded import CodedPicture
from engine.export.sequences import SequenceWriter
from engine.export.writer import PictureWriter
from engine.render.compositor import Painted

AHEAD = 2
"""Pictures that may wait: one being encoded and one ready for it. More would only cost memory."""


class _Crew:
    """Threads and what waits for them. What goes wrong there is raised by the next `give` or `finish`."""

    def __init__(self, threads: int, most_waiting: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="encode")
        self._most = most_waiting
        self._waiting: deque[Future[None]] = deque()

    def give(self, work: Callable[[], None]) -> None:
        """Have it done after what was given before; waits while there is too much of that."""
        while len(self._waiting) >= self._most:
            self._waiting.popleft().result()
        self._waiting.append(self._pool.submit(work))

    def finish(self) -> None:
        """Wait for everything."""
        while self._waiting:
            self._waiting.popleft().result()

    def dismiss(self) -> None:
        """What has not begun is not done, and what fails is not asked for: everything is being taken back."""
        for future in self._waiting:
            future.cancel()
        self._pool.shutdown(wait=True)
        self._waiting.clear()


class BackgroundWriter:
    """A `PictureWriter` that hands everything to another one, in order, on one thread.

    What goes wrong there is raised by the next `write` or by `finish`."""

    def __init__(self, inner: PictureWriter) -> None:
        self._inner = inner
        self._crew = _Crew(1, AHEAD)

    @property
    def files(self) -> tuple[Path, ...]:
        return self._inner.files

    def write(self, picture: Painted | CodedPicture, time_pts: int, duration_pts: int) -> None:
        self._crew.give(partial(self._inner.write, picture, time_pts, duration_pts))

    def finish(self) -> None:
        self._crew.finish()  # a file is not completed whose pictures failed
        self._crew.give(self._inner.finish)
        self._crew.finish()
        self._crew.dismiss()

    def abort(self) -> None:
        self._crew.dismiss()
        self._inner.abort()


class PooledPictures:
    """A `PictureWriter` for numbered pictures: each is a file of its own, so several are written at once.

    What goes wrong there is raised by the next `write` or by `finish`."""

    def __init__(self, inner: SequenceWriter, threads: int) -> None:
        self._inner = inner
        self._crew = _Crew(threads, threads + 1)

    @property
    def files(self) -> tuple[Path, ...]:
        return self._inner.files

    def write(self, picture: Painted | CodedPicture, time_pts: int, duration_pts: int) -> None:
        self._crew.give(partial(self._inner.write_named, self._inner.reserve(), picture))

    def finish(self) -> None:
        self._crew.finish()
        self._crew.dismiss()
        self._inner.finish()

    def abort(self) -> None:
        self._crew.dismiss()
        self._inner.abort()
