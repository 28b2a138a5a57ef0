"""`masks P.clickmatte --out DIR`: one indexed PNG per frame, as DAVIS and its tools have them."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.cli.console import Console
from engine.cli.verb import Verb

DETAILS = """\
00000.png, 00001.png, …: 0 is background, 1 the project's first object, 2 the second, and so on. Where two objects
overlap the surer one is written. Frames that nothing was tracked on are all background.
"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="P.clickmatte", type=Path)
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--range", metavar="A:B", help="only these frames; half-open, as in Python")


def _run(options: argparse.Namespace, console: Console) -> None:
    from engine.cli.project_source import opened_project
    from engine.export.index_masks import write_index_masks
    from engine.types import FrameIndex, FrameRange

    with opened_project(options.project) as (file, source):
        count = source.frame_count()
        frames = FrameRange(FrameIndex(0), FrameIndex(count))
        if options.range:
            frames = FrameRange.parse(options.range, count)
        with console.progress("writing masks", len(frames)) as bar:
            for _ in write_index_masks(file, source, frames, options.out):
                bar.step()
        names = {place: spec.name for place, spec in enumerate(file.project.objects, start=1)}
    console.say(f"{len(frames)} masks are in {options.out}.")
    console.give({"folder": str(options.out), "frames": len(frames), "objects": names})


VERB = Verb("masks", "write the masks as indexed pictures", _add_arguments, _run, DETAILS)
