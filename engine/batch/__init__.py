"""Many clips: prompted in the window or by `track`, tracked and exported unattended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.batch.jobs import BatchJob, JobResult, Outcome, find_projects
from engine.batch.queues import DaskQueue, JobQueue, LocalQueue

__all__ = ["BatchJob", "DaskQueue", "JobQueue", "JobResult", "LocalQueue", "Outcome", "plan_batch", "run_batch"]


def plan_batch(
    places: Sequence[Path],
    out: Path | None = None,
    preset: str = "prores4444",
    device: str | None = None,
    again: bool = False,
) -> list[BatchJob]:
    """A job for every project among `places` (files and folders); exports go to `out`, named after their project.

    Raises UsageError where there is no project, no such preset, or two projects of one name for one folder.
    """
    from engine.export.formats import VideoFormat
    from engine.export.presets import preset_named

    form = preset_named(preset).format
    suffix = form.suffix if isinstance(form, VideoFormat) else ""
    jobs = []
    for project in find_projects(places):
        target = None if out is None else out / f"{project.stem}{suffix}"
        jobs.append(BatchJob(project.resolve(), target and target.resolve(), preset, device, again))
    _refuse_clashes(jobs)
    return jobs


def _refuse_clashes(jobs: Sequence[BatchJob]) -> None:
    from engine.errors import UsageError

    seen: dict[Path, Path] = {}
    for job in jobs:
        if job.target is not None and job.target in seen:
            raise UsageError(
                f"{seen[job.target]} and {job.project} would both be exported to {job.target.name}.",
                "Rename one of them, or export them one after the other.",
            )
        if job.target is not None:
            seen[job.target] = job.project


def run_batch(jobs: Sequence[BatchJob], queue: JobQueue | None = None) -> Iterator[JobResult]:
    """Results as the jobs end. `queue` None: one process of this machine."""
    return (queue or LocalQueue()).run(jobs)
