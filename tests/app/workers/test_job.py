"""A job ends in exactly one way, and then says so."""

from __future__ import annotations

import threading
from collections.abc import Generator

import pytest
from pytestqt.qtbot import QtBot

from app.workers.failure import Failure
from app.workers.job import Job, Work
from engine.errors import Cancelled, MediaError


class Log:
    """Every signal of a job in the order it came."""

    def __init__(self, job: Job) -> None:
        self.entries: list[object] = []
        job.progressed.connect(lambda v: self.entries.append(("progressed", v)))
        job.returned.connect(lambda v: self.entries.append(("returned", v)))
        job.failed.connect(lambda f: self.entries.append(("failed", f.sentence)))
        job.cancelled.connect(lambda: self.entries.append("cancelled"))
        job.ended.connect(lambda: self.entries.append("ended"))


def run(qtbot: QtBot, work: Work) -> list[object]:
    job = Job("cm-test", work)
    log = Log(job)
    with qtbot.waitSignal(job.ended):
        job.start()
    return log.entries


def counting() -> Generator[object, None, object]:
    yield 1
    yield 2
    return "sum"


def test_values_come_in_order_then_the_result_then_the_end(qtbot: QtBot) -> None:
    entries = run(qtbot, counting)
    assert entries == [("progressed", 1), ("progressed", 2), ("returned", "sum"), "ended"]


def test_the_generator_runs_on_another_thread(qtbot: QtBot) -> None:
    seen: list[int] = []

    def work() -> Generator[object, None, object]:
        seen.append(threading.get_ident())
        yield None
        return None

    run(qtbot, work)
    assert seen[0] != threading.get_ident()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MediaError("The clip is damaged.", "Try another."), ("failed", "The clip is damaged.")),
        (ZeroDivisionError(), ("failed", "Something went wrong that should not (ZeroDivisionError).")),
        (Cancelled(), "cancelled"),
    ],
)
def test_an_error_ends_the_job_once(qtbot: QtBot, error: Exception, told: object) -> None:
    def work() -> Generator[object, None, object]:
        yield 1
        raise error

    assert run(qtbot, work) == [("progressed", 1), told, "ended"]


def test_an_error_before_the_first_value_is_told_too(qtbot: QtBot) -> None:
    def work() -> Generator[object, None, object]:
        raise MediaError("No such clip.")

    assert run(qtbot, work) == [("failed", "No such clip."), "ended"]


def test_cancel_closes_the_generator_on_its_thread(qtbot: QtBot) -> None:
    closed_on: list[int] = []

    def work() -> Generator[object, None, object]:
        try:
            while True:
                yield "step"
        finally:
            closed_on.append(threading.get_ident())

    job = Job("cm-test", work)
    log = Log(job)
    with qtbot.waitSignal(job.progressed):
        job.start()
    with qtbot.waitSignal(job.ended):
        job.cancel()
        job.cancel()
    assert log.entries[-2:] == ["cancelled", "ended"]
    assert closed_on
    assert closed_on[0] != threading.get_ident()


def test_a_paused_job_takes_no_step_and_can_be_cancelled(qtbot: QtBot) -> None:
    steps: list[int] = []
    job: Job

    def work() -> Generator[object, None, object]:
        for i in range(1000):
            if i == 3:
                job.pause()
            steps.append(i)
            yield i

    job = Job("cm-test", work)
    with qtbot.waitSignals([job.progressed] * 4):
        job.start()
    count = len(steps)
    qtbot.wait(30)
    assert len(steps) == count == 4
    with qtbot.waitSignal(job.ended):
        job.cancel()


def test_a_resumed_job_goes_on_to_its_end(qtbot: QtBot) -> None:
    job: Job

    def work() -> Generator[object, None, object]:
        job.pause()
        yield 1
        yield 2
        return "done"

    job = Job("cm-test", work)
    log = Log(job)
    with qtbot.waitSignal(job.progressed):
        job.start()
    with qtbot.waitSignal(job.ended):
        job.resume()
    assert log.entries[-2:] == [("returned", "done"), "ended"]


def test_closing_joins_without_an_event_loop(qtbot: QtBot) -> None:
    job = Job("cm-test", counting)
    log = Log(job)
    job.start()
    job.cancel()
    assert job.wait(5000)
    assert log.entries[-1] == "ended"
    assert sum(1 for e in log.entries if e == "cancelled" or e[0] in ("returned", "failed")) == 1


def test_unforeseen_errors_keep_their_trace() -> None:
    try:
        raise KeyError("frame")
    except KeyError as error:
        failure = Failure.of(error)
    assert not failure.expected
    assert "test_unforeseen_errors_keep_their_trace" in failure.details
