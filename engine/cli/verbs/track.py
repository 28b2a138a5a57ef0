"""`track CLIP --project P.clickmatte`: prompt, follow, keep."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.arguments import (
    BoxWord,
    ClickWord,
    MaskWord,
    ObjectWord,
    PromptWord,
    add_model_arguments,
    add_object_arguments,
    objects_of,
)
from engine.cli.console import Console
from engine.cli.verb import Verb
from engine.errors import ClickMatteError, UsageError

if TYPE_CHECKING:
    from engine.library import Session
    from engine.project.model import FramePrompts, ObjectSpec
    from engine.tracking.plan import TrackRun
    from engine.tracking.steps import Notice
    from engine.types import BoolMask, FrameIndex, FrameRange, ObjectId

DETAILS = """\
CLIP is a video file, a folder of numbered stills, or a pattern such as shot.%04d.png.
Coordinates are pixels of the original, upright frame; frames count from 0.
An existing project is gone on with: prompts for a name it knows are added to that object.

  main.py track clip.mp4 --project clip.clickmatte --object dog --click 0:412,230 --click 0:30,40:-
"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("clip", metavar="CLIP", type=Path)
    parser.add_argument(
        "--project", metavar="P.clickmatte", type=Path, required=True, help="made where it is not there"
    )
    add_object_arguments(parser)
    add_model_arguments(parser, default=None)
    parser.add_argument(
        "--compile", action="store_true", help="compile SAM 2 for this machine while it runs: for long runs on a GPU"
    )
    parser.add_argument("--policy", choices=("editor", "published"), help="what is remembered (default editor)")
    parser.add_argument("--range", metavar="A:B", help="track only these frames; half-open, as in Python")
    parser.add_argument("--direction", choices=("both", "forward", "backward"), default="both")
    parser.add_argument("--start", metavar="F", type=int, help="start here instead of on the first prompted frame")
    parser.add_argument(
        "--closer",
        action="store_true",
        help="then track each object again in windows that follow it: finer outlines of what is small in the picture",
    )
    parser.add_argument("--resume", action="store_true", help="go on from the end of the last run, at --start")


def _run(options: argparse.Namespace, console: Console) -> None:
    from engine.library import open_session

    words = objects_of(options)
    sentences: list[str] = []

    def hear(notice: Notice) -> None:
        sentences.append(notice.sentence)
        console.note(notice.sentence)

    with (
        _left_alone_when_refused(options.project) as accept,
        open_session(
            options.clip,
            model=options.model,
            checkpoint=options.checkpoint,
            device=options.device,
            project=options.project,
            policy=options.policy,
            image_size=options.image_size,
            on_notice=hear,
            compiled=options.compile,
        ) as session,
    ):
        for word in words:
            say(session, word)
        run = _plan(session, options)
        accept()
        frames, seconds = follow(session, run, console)
        if options.closer:
            for spec in session.project.objects:
                if run.objects is None or spec.id in run.objects:
                    sentences += _look_closer(session, spec, run.range, console)
        names = {int(spec.id): spec.name for spec in session.project.objects}
        device = session.device
    fps = frames / seconds if seconds else 0.0
    console.say(
        f"{frames} frames of {', '.join(names.values())} in {options.project} ({fps:.1f} frames/s on {device})."
    )
    console.give(
        {
            "project": str(options.project),
            "frames": frames,
            "fps": round(fps, 2),
            "device": device,
            "objects": [{"id": i, "name": name} for i, name in names.items()],
            "notices": sentences,
        }
    )


@contextmanager
def _left_alone_when_refused(project: Path) -> Iterator[Callable[[], None]]:
    """A project that was made for a request that is then refused does not stay; after `accept()` it does."""
    existed = project.exists()
    accepted = []
    try:
        yield lambda: accepted.append(True)
    except ClickMatteError:
        if not (existed or accepted):
            for left in (project, project.with_name(project.name + "-wal"), project.with_name(project.name + "-shm")):
                left.unlink(missing_ok=True)
        raise


def say(session: Session, word: ObjectWord) -> None:
    """Add the object where its name is new, then what was said about it, frame by frame."""
    known = {spec.name: spec.id for spec in session.project.objects}
    object_id = known.get(word.name) if word.name else None
    if object_id is None:
        object_id = session.add_object(word.name or None)
    for frame in dict.fromkeys(prompt.frame for prompt in word.prompts):
        said = [prompt for prompt in word.prompts if prompt.frame == frame]
        session.prompt(object_id, frame, _merged(session, object_id, frame, said))


def _merged(session: Session, object_id: ObjectId, frame: FrameIndex, said: list[PromptWord]) -> FramePrompts:
    from engine.project.model import Box, Click, MaskHint
    from engine.tracking.prompting import png_of_mask

    prompts = session.said(object_id, frame)
    for prompt in said:
        match prompt:
            case ClickWord():
                click = Click(prompt.x, prompt.y, prompt.positive)
                prompts = replace(prompts, clicks=(*prompts.clicks, click))
            case BoxWord():
                prompts = replace(prompts, box=Box(*prompt.xyxy))
            case MaskWord():
                prompts = replace(prompts, mask=MaskHint(png_of_mask(read_mask(prompt.path))))
    return prompts


def read_mask(path: Path) -> BoolMask:
    """A mask picture: inside is white (or, in pictures of few values, everything but 0). Raises UsageError."""
    import numpy as np
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            values = np.asarray(image if image.mode in ("P", "1") else image.convert("L"))
            indexed = image.mode in ("P", "1")
    except (OSError, UnidentifiedImageError, ValueError) as error:
        raise UsageError(f"The mask {path} cannot be read.", "Give a PNG, white inside.") from error
    few = indexed or int(values.max(initial=0)) <= 1
    return np.asarray(values > 0 if few else values >= 128)


def _plan(session: Session, options: argparse.Namespace) -> TrackRun:
    from engine.tracking.plan import TrackRun
    from engine.types import Direction, FrameIndex, FrameRange

    count = session.frame_count()
    wanted = FrameRange(FrameIndex(0), FrameIndex(count))
    if options.range:
        wanted = FrameRange.parse(options.range, count)
    direction = Direction(options.direction)
    first = options.start
    if first is None:
        first = min(max(session.default_start(direction), wanted.start), wanted.stop - 1)
    return TrackRun(wanted, direction, FrameIndex(first), None, options.resume)


def follow(session: Session, run: TrackRun, console: Console, label: str = "tracking") -> tuple[int, float]:
    """Track with a progress bar; answers frames and seconds."""
    from engine.tracking.plan import total_frames

    started, done = time.perf_counter(), 0
    with console.progress(label, total_frames(run)) as bar, closing(session.run(run)) as steps:
        for _ in steps:
            done += 1
            bar.step()
    return done, time.perf_counter() - started


def _look_closer(session: Session, spec: ObjectSpec, frames: FrameRange, console: Console) -> list[str]:
    """A second run of one object; what it says where there is nothing to be gained."""
    try:
        with (
            console.progress(f"closer: {spec.name}", len(frames)) as bar,
            closing(session.look_closer(spec.id, frames.start, frames.stop)) as steps,
        ):
            for _ in steps:
                bar.step()
    except UsageError as error:
        console.note(error.sentence)
        return [error.sentence]
    return []


VERB = Verb("track", "follow objects through a clip", _add_arguments, _run, DETAILS)
