"""All figures the project promises, in one table."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engine.bench.export_rows import export_promises
from engine.bench.gpu_rows import gpu_promises
from engine.bench.long_clip_rows import long_clip_promises
from engine.bench.machine import BUSY_SHARE, share_in_use
from engine.bench.media_rows import media_promises
from engine.bench.nano_rows import Quality, presence_promise, quality_promises, speed_promises
from engine.bench.precision_rows import precision_promises
from engine.bench.project_file import measure_project_file
from engine.bench.reference_rows import Published, reference_promises
from engine.bench.rows import Promise, Row, rows
from engine.bench.tracking_rows import tracking_promises
from engine.errors import UsageError
from engine.paths import resources_dir

WINDOW_BENCH = "app.bench"
"""Measures the window in a process of its own: the engine knows nothing of it but this name."""


@dataclass(frozen=True, slots=True)
class BenchOptions:
    """What to measure, and with what."""

    quick: bool = False
    reference: Path | None = None
    """Where the published SAM 2 was set up; None: rows that need it stay open."""
    validation: Path | None = None
    """A DAVIS-style folder; None: rows about quality stay open."""
    training_data: Path | None = None
    """The training pack, whose held-out part makes the occlusion set; None: the row about presence stays open."""
    window: bool = True
    long: bool = False
    """Also two hours of 4K, which takes two gigabytes of disk."""
    only: str = ""
    """Rows whose names hold this, in small letters or large; the window's apart."""


def run_bench(options: BenchOptions) -> Iterator[Row]:
    """The rows, one after the other."""
    with tempfile.TemporaryDirectory(prefix="clickmatte-bench-") as scratch:
        chosen = promises(Path(scratch), options)
        if options.only:
            yield from (promise.row() for promise in named(chosen, options.only))
            return
        yield from rows(chosen, options.quick)
        if options.window:
            yield from window_rows(options.quick, Path(scratch))


def named(promises: Iterable[Promise], part: str) -> list[Promise]:
    """Those of a full bench whose names hold `part`. Raises UsageError where there is none."""
    found = [promise for promise in promises if promise.full and part.lower() in promise.name.lower()]
    if not found:
        raise UsageError(f"No row's name holds “{part}”.", "Run bench without --only to see them all.")
    return found


def busy_warning() -> str | None:
    """A sentence where other work is using this machine: figures are then worse than they should be."""
    share = share_in_use()
    if share <= BUSY_SHARE:
        return None
    return f"This machine is busy ({100 * share:.0f} % in use by other programs): the figures below are too low."


def promises(scratch: Path, options: BenchOptions) -> list[Promise]:
    """Everything but the window."""
    return [
        *media_promises(scratch),
        *speed_promises(scratch, resources_dir() / "models" / "nano.safetensors"),
        *tracking_promises(scratch),
        *long_clip_promises(scratch, options.long),
        *gpu_promises(scratch),
        *export_promises(scratch),
        *project_promises(),
        *quality_promises(Quality(options.validation)),
        presence_promise(options.training_data),
        *precision_promises(),
        *reference_promises(Published(options.reference)),
    ]


def project_promises() -> list[Promise]:
    """What a project file costs: stated, without bars."""
    found = []
    for objects in (1, 5):
        figures = cache(lambda objects=objects: measure_project_file(10, objects))
        what = f"project file, 10 min at 30 fps, {objects} object{'s' if objects > 1 else ''}"
        for key, name, unit in (
            ("size_mb", "size", "MB"),
            ("write_ms_a_mask", "write time a mask", "ms"),
            ("open_s", "open", "s"),
        ):
            found.append(
                Promise(
                    f"{what}: {name}",
                    unit,
                    None,
                    lambda figures=figures, key=key: figures()[key],  # type: ignore[misc]
                    quick=False,
                )
            )
    return found


def window_rows(quick: bool, scratch: Path) -> Iterator[Row]:
    """The window's own rows, from a process that has a window; open where that cannot be.

    Clips that lie in `scratch` already are not made again.
    """
    command = [sys.executable, "-m", WINDOW_BENCH, "--json", "--scratch", str(scratch)]
    if quick:
        command.append("--quick")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        listed = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, json.JSONDecodeError):
        yield Row("window", None, "", None, f"the window cannot be measured here: {done.stderr.strip()[-160:]}")
        return
    for entry in listed:
        yield Row.from_mapping(entry)


def table_line(row: Row) -> str:
    """A row as a line of the printed table."""
    value = "open" if row.value is None else f"{row.value:.3g}" if abs(row.value) < 100 else f"{row.value:.0f}"
    verdict = {True: "pass", False: "FAIL", None: ""}[row.passed]
    bar = str(row.bar) if row.bar else ""
    return f"{row.name:58s} {value:>8s} {row.unit:6s} {bar:>8s}  {verdict:4s} {row.note}".rstrip()
