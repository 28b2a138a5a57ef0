"""A bench row passes, fails or stays open, and never anything in between."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from engine.bench.rows import NotHere, Promise, Row, at_least, at_most, rows, time_taken
from engine.bench.suite import BenchOptions, named, promises, run_bench
from engine.errors import UsageError


def test_bars() -> None:
    assert at_most(5).met_by(5) and not at_most(5).met_by(5.01)
    assert at_least(5).met_by(5) and not at_least(5).met_by(4.99)
    assert not at_most(5).met_by(math.nan) and not at_least(5).met_by(math.nan)


def test_what_is_not_at_hand_is_open() -> None:
    def needs_a_gpu() -> float:
        raise NotHere("needs a GPU")

    row = Promise("speed", "fps", at_least(1), needs_a_gpu).row()
    assert row.passed is None
    assert row.as_mapping() == {
        "name": "speed",
        "value": None,
        "unit": "fps",
        "bar": "≥ 1",
        "pass": None,
        "note": "needs a GPU",
        "seconds": 0.0,
    }


def test_a_figure_without_a_bar_is_stated_only() -> None:
    assert Row("size", 12.0, "MB", None).passed is None


def test_quick_leaves_out_what_is_slow() -> None:
    promises = [Promise("a", "s", None, lambda: 1.0), Promise("b", "s", None, lambda: 2.0, quick=False)]
    assert [r.name for r in rows(promises, quick=True)] == ["a"]
    assert [r.name for r in rows(promises, quick=False)] == ["a", "b"]
    promises.append(Promise("b, shorter", "s", None, lambda: 2.0, full=False))
    assert [r.name for r in rows(promises, quick=True)] == ["a", "b, shorter"]
    assert [r.name for r in rows(promises, quick=False)] == ["a", "b"]


def test_a_row_survives_json() -> None:
    for row in (Row("a", 1.0, "s", at_most(2)), Row("b", None, "fps", at_least(0.5), "why"), Row("c", 3.0, "MB", None)):
        assert Row.from_mapping(json.loads(json.dumps(row.as_mapping()))) == row


def test_a_row_says_how_long_it_took() -> None:
    times = iter((10.0, 74.5))
    row = Promise("slow", "s", None, lambda: 1.0).row(clock=lambda: next(times))
    assert row.seconds == 64.5
    assert Row.from_mapping(json.loads(json.dumps(row.as_mapping()))).seconds == 64.5
    quick = Row("quick", 1.0, "s", None, seconds=0.1)
    assert time_taken([quick, row]) == "The figures took 1 min 5 s, most of it: slow 64 s."
    assert time_taken([quick]) == "The figures took 0 min 0 s."


def test_rows_are_chosen_by_a_part_of_their_names(tmp_path: Path) -> None:
    every = promises(tmp_path, BenchOptions())
    cards = [promise.name for promise in named(every, "gpu")]
    assert len(cards) == 10, cards
    for wanted in (
        "GPU memory: 18000 frames more than 300",
        "GPU, tiny: the encoder's share of the arithmetic limit",
        "GPU, large: the encoder's share of the arithmetic limit",
        "GPU busy while tracking, tiny",
        *(
            f"GPU, {size}, {objects}: times the published speed"
            for size in ("tiny", "base_plus", "large")
            for objects in ("one object", "8 objects")
        ),
    ):
        assert wanted in cards
    with pytest.raises(UsageError, match="abacus"):
        named(every, "abacus")


def test_only_the_rows_asked_for_are_measured() -> None:
    (row,) = run_bench(BenchOptions(only="nano weights"))
    assert row.name == "nano weights" and row.passed
