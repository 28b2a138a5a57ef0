"""Play recorded runs whole and print how far this engine is from them: `python -m tests.reference.measure [RUN …]`.

`--nudged` plays them a second time with every input value moved by its last bit: how far float noise alone carries.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from tests.reference import scenarios

RUNS = {**scenarios.RUNS, **scenarios.SMALL_RUNS}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="*", metavar="RUN", help=", ".join(RUNS))
    parser.add_argument("--nudged", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clip = scenarios.frames(Path(folder))
    for name in asked.runs or list(RUNS):
        run, started = RUNS[name], time.perf_counter()
        report(name, run.recorded(), scenarios.play(run, clip), started)
        if asked.nudged:
            report(f"{name} (nudged)", run.recorded(), scenarios.play(run, clip, nudged=True), started)


def report(name: str, recorded: scenarios.Maps, found: scenarios.Maps, started: float) -> None:
    """One line: the largest difference on prompted frames and after tracking."""
    far = scenarios.differences(found, recorded)
    prompted = max((d for n, d in far.items() if not scenarios.is_tracked(n)), default=0.0)
    tracked = max((d for n, d in far.items() if scenarios.is_tracked(n)), default=0.0)
    maps, seconds = f"{len(far)} of {len(recorded)} maps", time.perf_counter() - started
    print(f"{name:24s} prompted {prompted:.2e}  tracked {tracked:.2e}  {maps}, {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main()
