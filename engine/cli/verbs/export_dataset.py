"""`dataset P.clickmatte --out DIR` and `--read PATH`: corrected masks as training data, and back into a project."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.cli.console import Console
from engine.cli.verb import Verb
from engine.errors import UsageError

FORMATS = ("davis", "youtube-vos", "coco", "sav")

DETAILS = """\
davis        Annotations/CLIP/00000.png, …, and JPEGImages/CLIP beside with --pictures
youtube-vos  the same with meta.json, which keeps the objects' names
coco         CLIP.json with compressed run lengths
sav          CLIP_manual.json, as SA-V, which SAM 2 was trained on
What is read becomes the last word for its frames: shown and exported as it is, and undone as one step. Objects are
matched by name.
"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="P.clickmatte", type=Path)
    parser.add_argument("--format", choices=FORMATS, help="default: davis; when reading, told from the files")
    parser.add_argument("--out", metavar="DIR", type=Path, help="write the masks into this folder")
    parser.add_argument("--read", metavar="PATH", type=Path, help="take over masks: a folder of PNGs or a JSON file")
    parser.add_argument("--range", metavar="A:B", help="write only these frames; half-open, as in Python")
    parser.add_argument("--pictures", action="store_true", help="write the clip's frames beside the masks")


def _run(options: argparse.Namespace, console: Console) -> None:
    if (options.out is None) == (options.read is None):
        raise UsageError("Say what to do: --out DIR to write a dataset, or --read PATH to take one over.")
    if options.read is not None:
        _read(options, console)
    else:
        _write(options, console)


def _read(options: argparse.Namespace, console: Console) -> None:
    from engine.cli.project_source import opened_project
    from engine.export.interchange.import_masks import import_masks, read_dataset

    frames = read_dataset(options.read, options.format)
    with opened_project(options.project) as (file, source):
        imported = import_masks(file.project, source, frames)
        file.do(imported.edit)
    console.say(f"Took over {imported.masks} masks of {', '.join(imported.objects)}.")
    console.give({"masks": imported.masks, "objects": list(imported.objects)})


def _write(options: argparse.Namespace, console: Console) -> None:
    from engine.cli.project_source import opened_project
    from engine.export.interchange.dataset_masks import dataset_names, frame_masks
    from engine.export.interchange.datasets import write_dataset
    from engine.project.shown_masks import MaskReader
    from engine.types import FrameIndex, FrameRange

    with opened_project(options.project) as (file, source), MaskReader(file.shown_masks()) as reader:
        project, count = file.project, source.frame_count()
        frames = FrameRange(FrameIndex(0), FrameIndex(count))
        if options.range:
            frames = FrameRange.parse(options.range, count)
        objects = [spec.id for spec in project.objects]
        names = list(dataset_names(project).values())
        masks = frame_masks(project, source, reader, objects, frames)
        form, pictures = options.format or "davis", source if options.pictures else None
        written = write_dataset(form, options.out, source.info, masks, names, pictures)
    console.say(f"{written.frames} frames are in {written.path}.")
    console.give({"path": str(written.path), "frames": written.frames, "objects": names})


VERB = Verb("dataset", "masks as training data, and back into a project", _add_arguments, _run, DETAILS)
