"""What a verb says: sentences and progress for people, one JSON document for machines."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TextIO

_BAR_CELLS = 24
_REDRAW_S = 0.1
"""A bar drawn more often costs more than it shows."""


@dataclass
class Progress:
    """A bar on a terminal, on the error stream; silent elsewhere. Use it as a context manager."""

    stream: TextIO
    shown: bool
    label: str
    total: int | None
    clock: Callable[[], float] = time.monotonic
    done: int = 0
    _started: float = field(init=False, default=0.0)
    _drawn: float = field(init=False, default=float("-inf"))
    _width: int = field(init=False, default=0)

    def __enter__(self) -> Progress:
        self._started = self.clock()
        return self

    def __exit__(self, *_: object) -> None:
        if self.shown and self._width:
            self._draw()
            self.stream.write("\n")
            self.stream.flush()

    def set(self, done: int, total: int | None = None) -> None:
        """`done` of `total` things are finished."""
        self.done = done
        self.total = total if total is not None else self.total
        if self.shown and self.clock() - self._drawn >= _REDRAW_S:
            self._draw()

    def step(self) -> None:
        """One more is finished."""
        self.set(self.done + 1)

    def _draw(self) -> None:
        self._drawn = self.clock()
        line = self._line(self._drawn - self._started)
        self.stream.write("\r" + line.ljust(self._width))
        self.stream.flush()
        self._width = len(line)

    def _line(self, seconds: float) -> str:
        rate = self.done / seconds if seconds > 0 else 0.0
        if not self.total:
            return f"{self.label} {self.done} ({rate:.1f}/s)"
        share = min(1.0, self.done / self.total)
        filled = round(share * _BAR_CELLS)
        bar = "█" * filled + "·" * (_BAR_CELLS - filled)
        left = f", {_duration((self.total - self.done) / rate)} left" if rate and self.done < self.total else ""
        return f"{self.label} {bar} {100 * share:3.0f} %  {self.done}/{self.total} ({rate:.1f}/s{left})"


def _duration(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    if hours:
        return f"{hours}:{minutes:02d} h"
    return f"{minutes}:{whole % 60:02d} min" if minutes else f"{whole} s"


@dataclass(frozen=True)
class Console:
    """Where a verb speaks. With `as_json` the output stream carries JSON only; sentences go to the error stream."""

    out: TextIO
    err: TextIO
    as_json: bool = False

    def say(self, sentence: str) -> None:
        """For people."""
        stream = self.err if self.as_json else self.out
        stream.write(sentence + "\n")
        stream.flush()

    def note(self, sentence: str) -> None:
        """For people, beside the result: what was assumed, what fell back."""
        self.err.write(sentence + "\n")
        self.err.flush()

    def give(self, result: Any) -> None:
        """For machines: one line of JSON, only when asked for."""
        if self.as_json:
            self.out.write(json.dumps(result, ensure_ascii=False) + "\n")
            self.out.flush()

    def progress(self, label: str, total: int | None = None) -> Progress:
        """A progress bar, where somebody sits at the terminal."""
        return Progress(self.err, self.err.isatty() and not self.as_json, label, total)
