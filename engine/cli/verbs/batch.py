"""`batch FILE|DIR …`: many projects, tracked and exported unattended."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from engine.cli.console import Console
from engine.cli.verb import Verb
from engine.errors import ClickMatteError

DETAILS = """\
Each project is tracked where frames are missing or out of date, then exported. One that fails does not stop the others.
With --cluster the work goes to a Dask scheduler whose workers see the same files.
"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("places", metavar="FILE|DIR", type=Path, nargs="+", help="projects, or folders that hold some")
    parser.add_argument("--out", metavar="DIR", type=Path, help="export there; without, projects are only tracked")
    parser.add_argument("--preset", metavar="NAME", default="prores4444", help="see 'export --presets'")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), help="instead of each project's own")
    parser.add_argument("--workers", metavar="N", type=int, default=1, help="processes on this machine (default 1)")
    parser.add_argument("--cluster", metavar="ADDRESS", help="a Dask scheduler, for instance tcp://host:8786")
    parser.add_argument("--again", action="store_true", help="also where the export is newer than its project")


def _run(options: argparse.Namespace, console: Console) -> None:
    from engine.batch import DaskQueue, LocalQueue, Outcome, plan_batch, run_batch

    jobs = plan_batch(options.places, options.out, options.preset, options.device, options.again)
    queue = DaskQueue(options.cluster) if options.cluster else LocalQueue(max(1, options.workers))
    results = []
    with console.progress("projects", len(jobs)) as bar, closing(run_batch(jobs, queue)) as done:  # type: ignore[type-var]
        for result in done:
            results.append(result)
            bar.step()
            said = f" {result.sentence}" if result.sentence else ""
            console.say(f"{result.outcome.value:8s} {result.project}{said}")
    console.give(
        [
            {
                "project": str(r.project),
                "outcome": r.outcome.value,
                "tracked_frames": r.tracked_frames,
                "files": [str(path) for path in r.files],
                "seconds": round(r.seconds, 2),
                "sentence": r.sentence,
            }
            for r in results
        ]
    )
    failed = [r for r in results if r.outcome is Outcome.FAILED]
    if failed:
        raise ClickMatteError(f"{len(failed)} of {len(results)} projects failed.", "What happened stands above.")


VERB = Verb("batch", "track and export many projects", _add_arguments, _run, DETAILS)
