"""`export P.clickmatte --preset NAME --out FILE`: mattes as files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.console import Console
from engine.cli.verb import Verb
from engine.errors import ExportError, UsageError

if TYPE_CHECKING:
    from engine.export.options import ExportPlan
    from engine.project.model import Project
    from engine.types import ObjectId


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="P.clickmatte", type=Path, nargs="?")
    parser.add_argument("--preset", metavar="NAME", default="prores4444", help="where it goes (default prores4444)")
    parser.add_argument("--out", metavar="FILE", type=Path, help="the file; for picture sequences the folder")
    parser.add_argument("--object", metavar="NAME", action="append", default=[], help="only this one; may be repeated")
    parser.add_argument("--range", metavar="A:B", help="only these frames; half-open, as in Python")
    parser.add_argument("--per-object", action="store_true", help="a file for each object")
    parser.add_argument("--invert", action="store_true", help="the background instead of the objects")
    parser.add_argument("--premultiplied", action="store_true", help="colours multiplied by alpha")
    parser.add_argument("--no-refine", action="store_true", help="the model's masks as they are")
    parser.add_argument("--no-sound", action="store_true", help="leave the clip's sound out")
    parser.add_argument("--prove", action="store_true", help="read the files back and compare them with the project")
    parser.add_argument("--presets", action="store_true", help="list the presets and stop")


def _run(options: argparse.Namespace, console: Console) -> None:
    if options.presets:
        _list(console)
        return
    if options.project is None or options.out is None:
        raise UsageError(
            "An export needs a project and a place to go.", "Say 'export P.clickmatte --preset NAME --out FILE'."
        )
    from engine.cli.project_source import opened_project
    from engine.export.masks import ProjectMasks
    from engine.export.options import ExportOptions
    from engine.export.plan import plan_export
    from engine.types import FrameRange

    with opened_project(options.project) as (file, source):
        wanted = ExportOptions(
            target=options.out,
            preset=options.preset,
            objects=_ids(file.project, options.object),
            frames=FrameRange.parse(options.range, source.frame_count()) if options.range else None,
            premultiplied=options.premultiplied,
            inverted=options.invert,
            per_object=options.per_object,
            refined=not options.no_refine,
            sound=not options.no_sound,
        )
        write(plan_export(file.project, source, ProjectMasks(file), wanted), console, options.prove)


def write(plan: ExportPlan, console: Console, proven: bool) -> tuple[Path, ...]:
    """Export with a progress bar; answers the files. Raises ExportError, also where the proof fails."""
    from contextlib import closing

    from engine.export.proof import prove
    from engine.export.run import run_export

    for note in plan.notes:
        console.note(note)
    files: tuple[Path, ...] = ()
    with console.progress(f"exporting {plan.preset.name}", len(plan.frames)) as bar, closing(run_export(plan)) as steps:
        for step in steps:
            bar.set(step.done, step.total)
            files = step.files
    report = prove(plan) if proven else None
    shown = ", ".join(str(path) for path in files[:3]) + (f" and {len(files) - 3} more" if len(files) > 3 else "")
    console.say(f"Exported {len(plan.frames)} frames: {shown}.")
    if report is not None:
        console.say(f"Proof: {report.sentence()}")
    console.give(
        {
            "preset": plan.preset.name,
            "frames": len(plan.frames),
            "files": [str(path) for path in files],
            "proof": None if report is None else report.passed,
            "notes": list(plan.notes),
        }
    )
    if report is not None and not report.passed:
        raise ExportError("The exported file is not what the project holds.", report.sentence())
    return files


def _ids(project: Project, names: list[str]) -> tuple[ObjectId, ...]:
    known = {spec.name: spec.id for spec in project.objects}
    for name in names:
        if name not in known:
            raise UsageError(f"There is no object '{name}' in this project.", f"It has: {', '.join(known) or 'none'}.")
    return tuple(known[name] for name in names)


def _list(console: Console) -> None:
    from engine.export.presets import PRESETS

    for preset in PRESETS:
        console.say(f"{preset.name:16s} {preset.title}")
    console.give([{"name": preset.name, "title": preset.title} for preset in PRESETS])


VERB = Verb("export", "write mattes as video or pictures", _add_arguments, _run)
