"""python -m app.bench [--json] [--quick] [--weights FILE] [--scratch DIR]: the window's rows; see `suite`.

On a real display where DISPLAY names one, else offscreen. With --json the last line is a list of all rows.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from app.bench.hand import Hand
from app.bench.qt import make_application, make_qt
from app.bench.suite import FULL, QUICK, Bench, ColdStarts, window_promises
from engine.bench.rows import rows
from engine.bench.suite import busy_warning, table_line
from engine.paths import resources_dir


def main(arguments: list[str]) -> int:
    """The exit code: 0 also where rows fail; their verdict is in the rows."""
    parser = argparse.ArgumentParser(prog="python -m app.bench", description="The figures the window promises.")
    parser.add_argument("--json", action="store_true", help="print a list of rows as the last line")
    parser.add_argument("--quick", action="store_true", help="shorter measurements")
    parser.add_argument("--weights", type=Path, help="weights in place of the shipped ones")
    parser.add_argument("--scratch", type=Path, help="a folder to work in, which may hold the bench's clips already")
    chosen = parser.parse_args(arguments)
    weights = chosen.weights or resources_dir() / "models" / "nano.safetensors"
    qt = make_qt()
    found = []
    warning = busy_warning()
    if warning:
        print(warning, file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="clickmatte-bench-") as folder:
        scratch = chosen.scratch or Path(folder)
        bench = Bench(
            lambda: Hand(make_application(scratch / "window", chosen.weights)), scratch, QUICK if chosen.quick else FULL
        )
        cold = ColdStarts(scratch, chosen.weights)
        try:
            for row in rows(window_promises(bench, cold, weights), chosen.quick):
                found.append(row)
                if not chosen.json:
                    print(table_line(row), flush=True)
        finally:
            bench.leave()
    qt.quit()
    if chosen.json:
        print(json.dumps([row.as_mapping() for row in found]), flush=True)
    if bench.stuck:
        os._exit(0)  # threads of a stuck window cannot be joined
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
