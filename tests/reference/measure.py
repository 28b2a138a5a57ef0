"""Play recorded runs and print how far this engine is from them: `python tests/reference/measure.py [RUN …]`."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]


def main(names: list[str]) -> None:
    import scenarios

    with tempfile.TemporaryDirectory() as folder:
        clip = scenarios.frames(Path(folder))
    for name in names or list(scenarios.RUNS):
        run, started = scenarios.RUNS[name], time.perf_counter()
        recorded = run.recorded()
        far = scenarios.differences(scenarios.play(run, clip), recorded)
        prompted = max((d for n, d in far.items() if not scenarios.is_tracked(n)), default=0.0)
        tracked = max((d for n, d in far.items() if scenarios.is_tracked(n)), default=0.0)
        left = len(recorded) - len(far)
        seconds = time.perf_counter() - started
        print(
            f"{name:16s} prompted {prompted:.2e}  tracked {tracked:.2e}  maps {len(far)}, not played {left}, {seconds:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
