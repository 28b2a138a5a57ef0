"""What a bench row is: a figure, the bar it is held against, and whether it passes."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Clock = Callable[[], float]
"""Seconds that only grow; replaced where a measurement itself is tested."""


class Better(StrEnum):
    """Which way is good."""

    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True)
class Bar:
    """The figure to reach."""

    limit: float
    better: Better

    def met_by(self, value: float) -> bool:
        """Whether the value reaches the bar; NaN never does."""
        if math.isnan(value):
            return False
        return value <= self.limit if self.better is Better.LOWER else value >= self.limit

    @classmethod
    def parse(cls, text: str) -> Bar:
        """The reverse of `str`."""
        sign, limit = text.split()
        return cls(float(limit), Better.LOWER if sign == "≤" else Better.HIGHER)

    def __str__(self) -> str:
        return f"{'≤' if self.better is Better.LOWER else '≥'} {self.limit:g}"


def at_most(limit: float) -> Bar:
    """A bar that smaller values pass."""
    return Bar(limit, Better.LOWER)


def at_least(limit: float) -> Bar:
    """A bar that larger values pass."""
    return Bar(limit, Better.HIGHER)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    `value` None: open – what it needs is not at hand, and `note` says what. `bar` None: stated, not judged.
    """

    name: str
    value: float | None
    unit: str
    bar: Bar | None
    note: str = ""
    seconds: float = field(default=0.0, compare=False)
    """What measuring took; where rows read one measurement, the first of them."""

    @property
    def passed(self) -> bool | None:
        """True or False where there are a value and a bar, else None."""
        if self.value is None or self.bar is None:
            return None
        return self.bar.met_by(self.value)

    @classmethod
    def from_mapping(cls, entry: Mapping[str, Any]) -> Row:
        """The reverse of `as_mapping`."""
        bar = None if entry["bar"] is None else Bar.parse(entry["bar"])
        return cls(entry["name"], entry["value"], entry["unit"], bar, entry.get("note", ""), entry.get("seconds", 0.0))

    def as_mapping(self) -> dict[str, object]:
        """As `bench --json` prints it."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "bar": str(self.bar) if self.bar else None,
            "pass": self.passed,
            "note": self.note,
            "seconds": round(self.seconds, 1),
        }


@dataclass(frozen=True, slots=True)
class Promise:
    """A row to be measured: its name, unit and bar are fixed here, `measure` finds the value.

    `measure` may raise `NotHere` where this machine lacks what the figure needs. `quick` ones run under `--quick`,
    `full` ones without: a short measurement is left out where a longer one of the same thing is made.
    """

    name: str
    unit: str
    bar: Bar | None
    measure: Callable[[], float]
    quick: bool = True
    full: bool = True

    def row(self, clock: Clock = time.perf_counter) -> Row:
        """Measure now."""
        start = clock()
        try:
            value, note = float(self.measure()), ""
        except NotHere as missing:
            value, note = None, str(missing)
        return Row(self.name, value, self.unit, self.bar, note, clock() - start)


class NotHere(Exception):  # noqa: N818 - an answer, not a failure
    """What a figure needs is not at hand: a GPU, the published implementation, validation data."""


def rows(promises: list[Promise], quick: bool) -> Iterator[Row]:
    """The rows one after the other; in a quick run the slow ones are left out."""
    for promise in promises:
        if promise.quick if quick else promise.full:
            yield promise.row()


SLOWEST_NAMED = 5


def time_taken(measured: Sequence[Row]) -> str:
    """A sentence: how long all rows took together, and which took longest."""
    total = sum(row.seconds for row in measured)
    slowest = sorted(measured, key=lambda row: -row.seconds)[:SLOWEST_NAMED]
    named = "; ".join(f"{row.name} {row.seconds:.0f} s" for row in slowest if row.seconds >= 1)
    whole = f"The figures took {int(total // 60)} min {total % 60:.0f} s"
    return f"{whole}, most of it: {named}." if named else f"{whole}."
