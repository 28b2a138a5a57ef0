"""Jobs that no panel shows."""

from __future__ import annotations

from app.workers.job import Job


class Errands:
    """Keeps each job until it has ended; a job that nobody refers to would go with its thread still running."""

    def __init__(self) -> None:
        self._jobs: set[Job] = set()

    def start(self, job: Job) -> None:
        self._jobs.add(job)
        job.ended.connect(lambda: self._jobs.discard(job))
        job.start()

    def wait(self, timeout_ms: int) -> bool:
        """Join what is left of them, at the end of the program; False when one did not end in time."""
        return all(job.wait(timeout_ms) for job in list(self._jobs))
