"""A batch goes on whatever happens to one of its jobs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.batch import BatchJob, DaskQueue, JobResult, LocalQueue, Outcome, run_batch
from engine.errors import UsageError


def work(job: BatchJob) -> JobResult:
    """Stands in for tracking: a project named 'dies' takes its process down."""
    if job.project.stem == "dies":
        os._exit(9)
    return JobResult(job.project, Outcome.DONE, 1)


def jobs(*names: str) -> list[BatchJob]:
    return [BatchJob(Path(f"{name}.clickmatte"), None) for name in names]


def test_a_process_that_dies_takes_only_its_own_job_along() -> None:
    results = {r.project.stem: r for r in run_batch(jobs("a", "dies", "b"), LocalQueue(1, work))}
    assert {name: r.outcome for name, r in results.items()} == {
        "a": Outcome.DONE,
        "dies": Outcome.FAILED,
        "b": Outcome.DONE,
    }
    assert "ended early" in results["dies"].sentence


def test_results_come_as_they_are_made_and_the_rest_can_be_dropped() -> None:
    running = run_batch(jobs("a", "b", "c"), LocalQueue(1, work))
    assert next(iter(running)).outcome is Outcome.DONE


def test_a_cluster_that_is_not_there_is_said() -> None:
    with pytest.raises(UsageError, match="Dask"):
        list(DaskQueue("tcp://127.0.0.1:1").run(jobs("a")))
