"""One project of a batch: what is to be done with it, and doing it. Plain data in and out, so it can travel."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engine.errors import ClickMatteError, UsageError
from engine.project.lanes import stale_in
from engine.project.model import Project
from engine.project.project_file import ProjectFile
from engine.types import ObjectId, Pts

PROJECT_SUFFIX = ".clickmatte"


class Outcome(StrEnum):
    """How a job ended."""

    DONE = "done"
    SKIPPED = "skipped"
    """The export is newer than the project: there was nothing to do."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BatchJob:
    """Track what is missing or stale in a project, then export it."""

    project: Path
    target: Path | None
    """Where the export goes; None: track only."""
    preset: str = "prores4444"
    device: str | None = None
    """None: the project's own."""
    again: bool = False
    """True: do it even where the export is newer than the project."""


@dataclass(frozen=True, slots=True)
class JobResult:
    """What became of a job."""

    project: Path
    outcome: Outcome
    tracked_frames: int = 0
    files: tuple[Path, ...] = ()
    seconds: float = 0.0
    sentence: str = ""
    """Why it failed, for a person."""


def find_projects(places: Iterable[Path]) -> list[Path]:
    """The project files named, and those anywhere below the folders named; each once, in order. Raises UsageError."""
    found: dict[Path, None] = {}
    for place in places:
        if place.is_dir():
            found.update(dict.fromkeys(sorted(place.rglob(f"*{PROJECT_SUFFIX}"))))
        elif place.is_file():
            found[place] = None
        else:
            raise UsageError(f"There is no file or folder {place}.", "Name project files or folders that hold them.")
    if not found:
        raise UsageError("There are no projects there.", f"Projects are files that end in {PROJECT_SUFFIX}.")
    return list(found)


def run_job(job: BatchJob) -> JobResult:
    """Do one job. Failures a person can read are part of the result; the batch goes on."""
    started = time.monotonic()
    if job.target is not None and not job.again and _is_newer(job.target, job.project):
        return JobResult(job.project, Outcome.SKIPPED)
    try:
        tracked = _track(job)
        files = _export(job) if job.target is not None else ()
    except ClickMatteError as error:
        return JobResult(job.project, Outcome.FAILED, seconds=time.monotonic() - started, sentence=str(error))
    return JobResult(job.project, Outcome.DONE, tracked, files, time.monotonic() - started)


def _is_newer(target: Path, project: Path) -> bool:
    return target.exists() and project.exists() and target.stat().st_mtime >= project.stat().st_mtime


def unfinished(file: ProjectFile, clip_pts: Sequence[Pts]) -> tuple[ObjectId, ...]:
    """The prompted objects that lack a mask, or have a stale one, somewhere in the project's range."""
    wanted = {pts for pts in clip_pts if _in_range(file.project, pts)}

    def is_unfinished(object_id: ObjectId) -> bool:
        have = {Pts(int(pts)) for pts in file.frames_with_masks(object_id)}
        return bool(wanted - have) or bool(stale_in(file, object_id))

    return tuple(spec.id for spec in file.project.objects if spec.prompts and is_unfinished(spec.id))


def _in_range(project: Project, pts: Pts) -> bool:
    first, last = project.settings.in_pts, project.settings.out_pts
    return (first is None or pts >= first) and (last is None or pts < last)


def _track(job: BatchJob) -> int:
    """Track what is unfinished, both ways from its first prompt; how many frames that was."""
    from engine.library import open_session
    from engine.project.source_reference import locate

    with ProjectFile.open(job.project) as file:
        stamps = _stamps(locate(file.project.source, job.project))
        objects = unfinished(file, stamps)
        prompted = [pts for spec in file.project.objects if spec.id in objects for pts in spec.prompts]
        inside = [i for i, pts in enumerate(stamps) if _in_range(file.project, pts)]
    if not objects:
        return 0
    start = min(i for i, pts in enumerate(stamps) if pts in set(prompted))
    with open_session(None, project=job.project, device=job.device) as session:
        steps = session.track(start, max(inside[-1], start) + 1, "both" if start > inside[0] else "forward", objects)
        return sum(1 for _ in steps)


def _stamps(clip: Path) -> list[Pts]:
    from engine.media import open_source
    from engine.types import FrameIndex

    source = open_source(clip)
    try:
        return [source.pts_of(FrameIndex(i)) for i in range(source.frame_count())]
    finally:
        source.close()


def _export(job: BatchJob) -> tuple[Path, ...]:
    from engine.export.options import ExportOptions
    from engine.export.plan import plan_export
    from engine.export.run import run_export
    from engine.media import open_source
    from engine.project.reading import read_options
    from engine.project.shown_masks import MaskReader
    from engine.project.source_reference import locate

    assert job.target is not None
    with ProjectFile.open(job.project) as file, MaskReader(file.shown_masks()) as masks:
        source = open_source(locate(file.project.source, job.project), read_options(file.project.settings))
        try:
            options = ExportOptions(job.target, job.preset)
            *_, finished = run_export(plan_export(file.project, source, masks, options))
            return finished.files
        finally:
            source.close()
