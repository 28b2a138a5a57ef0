"""`demo [--out DIR]`: the main job on the sample clip, from a click to an exported matte."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.cli.console import Console
from engine.cli.verb import Verb
from engine.errors import MediaError

if TYPE_CHECKING:
    from engine.library import Session

FIRST_FRAME = 0
CLICKED, BOXED = "ball", "creature"
"""Both ways of pointing; the furry one stands close to the blocks, so a box says better where it ends."""
PRESETS = (("prores4444", "matte.mov"), ("h264", "preview.mp4"))
"""What is written: a matte with alpha for editing, and a picture on green that every player shows."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path("demo-out"), help="default: demo-out")
    parser.add_argument("--model", metavar="NAME", default="nano")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto")
    parser.add_argument("--range", metavar="A:B", help="only these frames; half-open, as in Python")


def _run(options: argparse.Namespace, console: Console) -> None:
    from engine.errors import ExportError
    from engine.library import open_session

    clip, places = sample()
    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"{options.out} cannot be made ({error.strerror}).", "Choose another --out.") from error
    project = _fresh(options.out / "demo.clickmatte")
    console.note(f"Opening {clip.name}, clicking on its {CLICKED} and drawing a box around its {BOXED}.")
    with open_session(
        clip,
        model=options.model,
        device=options.device,
        project=project,
        on_notice=lambda notice: console.note(notice.sentence),
    ) as session:
        session.click(session.add_object(CLICKED), FIRST_FRAME, places[CLICKED].inside)
        session.box(session.add_object(BOXED), FIRST_FRAME, places[BOXED].box)
        frames, seconds = _follow(session, options.range, console)
        console.note(f"Tracked {frames} frames on {session.device} at {frames / seconds:.1f} frames/s.")
    files = _export(project, options, console)
    console.say(f"The matte is {files[0]}; look at {files[1]}; the project is {project}.")
    console.give(
        {
            "project": str(project),
            "matte": str(files[0]),
            "preview": str(files[1]),
            "frames": frames,
            "fps": round(frames / seconds, 2),
        }
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object of the sample clip is on the first frame, in pixels."""

    inside: tuple[float, float]
    box: tuple[float, float, float, float]


def sample() -> tuple[Path, dict[str, Place]]:
    """The sample clip, and where its objects are on the first frame. Raises MediaError."""
    from engine.paths import resources_dir

    clip, beside = resources_dir() / "sample.mp4", resources_dir() / "sample.json"
    try:
        first = json.loads(beside.read_text(encoding="utf-8"))["frames"][FIRST_FRAME]
        places = {name: Place(_floats(first[name]["inside"]), _floats(first[name]["box"])) for name in (CLICKED, BOXED)}
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise MediaError(f"The sample clip's description is missing: {beside}.", "Install ClickMatte again.") from error
    if not clip.is_file():
        raise MediaError(f"The sample clip is missing: {clip}.", "Install ClickMatte again.")
    return clip, places


def _floats(numbers: Sequence[float]) -> Any:
    return tuple(float(number) for number in numbers)


def _fresh(path: Path) -> Path:
    """The demo begins anew: what an earlier one left is replaced."""
    for left in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        left.unlink(missing_ok=True)
    return path


def _follow(session: Session, wanted: str | None, console: Console) -> tuple[int, float]:
    from engine.cli.verbs.track import follow
    from engine.tracking.plan import TrackRun
    from engine.types import Direction, FrameIndex, FrameRange

    count = session.frame_count()
    frames = FrameRange.parse(wanted, count) if wanted else FrameRange(FrameIndex(0), FrameIndex(count))
    return follow(session, TrackRun(frames, Direction.FORWARD, frames.start), console)


def _export(project: Path, options: argparse.Namespace, console: Console) -> list[Path]:
    from engine.cli.project_source import opened_project
    from engine.cli.verbs.export import write
    from engine.export.options import ExportOptions
    from engine.export.plan import plan_export
    from engine.project.shown_masks import MaskReader

    files = []
    quiet = Console(console.err, console.err)
    with opened_project(project) as (file, source), MaskReader(file.shown_masks()) as masks:
        for preset, name in PRESETS:
            wanted = ExportOptions(options.out / name, preset, tracked_only=True)
            files.append(write(plan_export(file.project, source, masks, wanted), quiet, False)[0])
    return files


VERB = Verb("demo", "the main job on the sample clip, from a click to an exported matte", _add_arguments, _run)
