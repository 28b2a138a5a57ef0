"""`bench [--quick] [--reference DIR]`: the figures this project promises, with their bars."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.cli.console import Console
from engine.cli.verb import Verb


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="only what takes under 90 seconds together")
    parser.add_argument("--reference", metavar="DIR", type=Path, help="where the published SAM 2 was set up")
    parser.add_argument("--validation", metavar="DIR", type=Path, help="sequences with known masks, for quality rows")
    parser.add_argument("--training-data", metavar="DIR", type=Path, help="the training pack, for the presence row")
    parser.add_argument("--long", action="store_true", help="two hours of 4K as well: writes two gigabytes")
    parser.add_argument("--only", metavar="TEXT", default="", help="only rows whose names hold this: GPU, nano …")
    parser.add_argument("--no-window", action="store_true", help="leave the window's rows out")


def _run(options: argparse.Namespace, console: Console) -> None:
    from engine.bench.rows import time_taken
    from engine.bench.suite import BenchOptions, busy_warning, run_bench, table_line

    warning = busy_warning()
    if warning:
        console.note(warning)
    wanted = BenchOptions(
        options.quick,
        options.reference,
        options.validation,
        options.training_data,
        not options.no_window,
        options.long,
        options.only,
    )
    rows = []
    for row in run_bench(wanted):
        rows.append(row)
        console.say(table_line(row))
    console.say(time_taken(rows))
    console.give([row.as_mapping() for row in rows])


VERB = Verb("bench", "measure what this project promises", _add_arguments, _run)
