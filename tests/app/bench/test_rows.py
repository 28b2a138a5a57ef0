"""Rows of the window that need no window to be tested: what a cold start says, and what is open without the model."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.bench.hand import MEASURING, PATIENCE_S
from app.bench.suite import FULL, QUICK, Bench, ColdStarts, Effort, window_promises
from engine.bench.rows import Bar


def bar(tmp_path: Path, name: str) -> Bar:
    bench = Bench(lambda: pytest.fail("no window is needed for a bar"), tmp_path, QUICK)
    promises = window_promises(bench, ColdStarts(tmp_path, None), tmp_path / "missing")
    (found,) = (p.bar for p in promises if name in p.name)
    assert found is not None
    return found


def test_a_window_that_loads_torch_or_starts_slowly_fails_its_rows(tmp_path: Path) -> None:
    said = '{"window_s": 2.5, "heavy": ["torch"]}'
    cold = ColdStarts(tmp_path, None, (sys.executable, "-c", f"print('{said}')"))
    assert not bar(tmp_path, "usable").met_by(cold.figure("window_s", False))
    assert not bar(tmp_path, "torch and av").met_by(cold.figure("heavy", False))


def test_rows_that_need_the_model_are_open_without_it(tmp_path: Path) -> None:
    bench = Bench(lambda: pytest.fail("nothing is to be opened"), tmp_path, QUICK)
    promises = window_promises(bench, ColdStarts(tmp_path, None), tmp_path / "nano.safetensors")
    (row,) = (p.row() for p in promises if "hover" in p.name)
    assert row.passed is None
    assert "nano.safetensors" in row.note


@pytest.mark.parametrize("effort", [FULL, QUICK])
def test_nothing_is_measured_for_longer_than_is_waited(effort: Effort) -> None:
    """The minute of being busy was given up after thirty seconds."""
    assert max(effort.busy_s, effort.hover_s, effort.drag_s) < MEASURING * PATIENCE_S
    assert effort.play_s < PATIENCE_S
