"""`export P.clickmatte --preset NAME --out FILE`: mattes as files."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.console import Console
from engine.cli.verb import Verb
from engine.errors import ExportError, UsageError

if TYPE_CHECKING:
    from engine.export.options import ExportPlan
    from engine.project.model import Project
    from engine.render.looks import Look
    from engine.types import ObjectId


PATTERN = "{number:05d}"


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
    parser.add_argument(
        "--matting",
        metavar="NAME",
        default="own",
        help="what solves hair: own, pymatting, or a TorchScript file",
    )
    parser.add_argument("--no-sound", action="store_true", help="leave the clip's sound out")
    parser.add_argument("--tracked-only", action="store_true", help="from the first frame with a mask to the last")
    parser.add_argument("--crop", metavar="PX", type=int, help="cut to the objects' box, with a margin of PX pixels")
    parser.add_argument("--scale", metavar="N/M", help="enlarge or reduce, for instance 1/2")
    parser.add_argument("--start-number", metavar="N", type=int, help="of the first picture of a sequence")
    parser.add_argument("--pattern", metavar="NAME", default=PATTERN, help=f"names of pictures (default {PATTERN})")
    parser.add_argument("--look", metavar="NAME", help="what is shown, instead of the preset's: see --presets")
    parser.add_argument("--plate", metavar="FILE", type=Path, help="a picture or clip behind the cut-out")
    parser.add_argument(
        "--beside",
        metavar="NAME",
        action="append",
        default=[],
        help="also write otio, fcpxml, edl, mlt, after-effects, nuke, fusion, tracks-csv or tracks-json; repeatable",
    )
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
    from engine.export.options import ExportOptions
    from engine.export.plan import plan_export
    from engine.project.shown_masks import MaskReader
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
            matting=options.matting,
            sound=not options.no_sound,
            tracked_only=options.tracked_only,
            look=_look(options),
            crop_margin_px=options.crop,
            scale=_scale(options.scale),
            start_number=options.start_number,
            pattern=options.pattern,
            beside=tuple(options.beside),
        )
        with MaskReader(file.shown_masks()) as masks:
            write(plan_export(file.project, source, masks, wanted), console, options.prove)


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


def _look(options: argparse.Namespace) -> Look | None:
    """What is asked for, or None for what the preset shows. Raises UsageError."""
    from engine.render.looks import LOOKS, CutOut, Plate

    if options.plate is not None and options.look is not None:
        raise UsageError("--plate is a look of its own.", "Leave out --look, or --plate.")
    if options.plate is not None:
        return CutOut(Plate(options.plate))
    if options.look is None:
        return None
    if options.look not in LOOKS:
        raise UsageError(f"There is no look '{options.look}'.", f"There are: {', '.join(LOOKS)}.")
    return LOOKS[options.look]


def _scale(text: str | None) -> Fraction:
    """A factor above 0. Raises UsageError."""
    try:
        factor = Fraction(text or 1)
    except (ValueError, ZeroDivisionError):
        factor = Fraction(0)
    if factor <= 0:
        raise UsageError(f"'{text}' is no scale.", "Say for instance 1/2 or 0.5.")
    return factor


def _list(console: Console) -> None:
    from engine.export.interchange.kinds import KINDS
    from engine.export.presets import PRESETS
    from engine.render.looks import LOOKS

    for preset in PRESETS:
        console.say(f"{preset.name:16s} {preset.title}")
    console.say("Beside them (--beside):")
    for kind in KINDS:
        console.say(f"{kind.name:16s} {kind.title}")
    console.say(f"Looks (--look): {', '.join(LOOKS)}")
    console.give([{"name": preset.name, "title": preset.title} for preset in PRESETS])


VERB = Verb("export", "write mattes as video or pictures", _add_arguments, _run)
