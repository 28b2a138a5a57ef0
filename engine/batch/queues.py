"""Who does the jobs: processes of this machine, or a Dask cluster."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Protocol

from engine.batch.jobs import BatchJob, JobResult, Outcome, run_job
from engine.errors import UsageError


class JobQueue(Protocol):
    """Does jobs and yields their results as they end, in any order. Closing it drops what has not begun."""

    def run(self, jobs: Sequence[BatchJob]) -> Iterator[JobResult]: ...


@dataclass(frozen=True, slots=True)
class LocalQueue:
    """Processes of this machine, each with its own model; one is right where one model uses all cores."""

    workers: int = 1
    work: Callable[[BatchJob], JobResult] = run_job

    def run(self, jobs: Sequence[BatchJob]) -> Iterator[JobResult]:
        """See JobQueue. A process that dies takes its own job along and no other."""
        orphans = []
        for job, result in self._attempt(jobs):
            if result is None:
                orphans.append(job)
            else:
                yield result
        # A process that was killed breaks the pool for all jobs in it: each of them gets a pool of its own.
        for job in orphans:
            for _, result in LocalQueue(1, self.work)._attempt([job]):
                yield result or _lost(job)

    def _attempt(self, jobs: Sequence[BatchJob]) -> Iterator[tuple[BatchJob, JobResult | None]]:
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.workers, mp_context=spawn, max_tasks_per_child=1) as pool:
            futures = {pool.submit(self.work, job): job for job in jobs}
            try:
                for future in as_completed(futures):
                    try:
                        yield futures[future], future.result()
                    except BrokenProcessPool:
                        yield futures[future], None
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


def _lost(job: BatchJob) -> JobResult:
    return JobResult(
        job.project, Outcome.FAILED, sentence="The process that worked on it ended early, perhaps for lack of memory."
    )


@dataclass(frozen=True, slots=True)
class DaskQueue:
    """A Dask cluster. Every worker must see the projects, their clips and the targets under the same paths."""

    scheduler: str
    """Its address, as in tcp://host:8786."""

    def run(self, jobs: Sequence[BatchJob]) -> Iterator[JobResult]:
        """See JobQueue. Raises UsageError where Dask is not installed or the scheduler does not answer."""
        try:
            from dask.distributed import Client
            from dask.distributed import as_completed as as_dask_completed
        except ImportError:
            raise UsageError("Dask is not installed here.", "Install it: pip install 'dask[distributed]'.") from None
        try:
            client = Client(self.scheduler, timeout=10)
        except (OSError, ValueError):
            raise UsageError(f"No Dask scheduler answers at {self.scheduler}.", "Check its address.") from None
        with client:
            futures = client.map(run_job, jobs, pure=False, retries=1)
            by_key = {future.key: job for future, job in zip(futures, jobs, strict=True)}
            try:
                for future in as_dask_completed(futures):
                    yield _lost(by_key[future.key]) if future.status == "error" else future.result()
            finally:
                client.cancel(futures)
