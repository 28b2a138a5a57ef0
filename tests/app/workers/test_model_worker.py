"""The worker with a host of a few lines in place of a network: who is served when, and what is said about it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.workers.model_worker import Answered, ModelWorker, Refused, RunBegan, RunEnded, RunOutcome, RunStepped
from engine.errors import ModelError


class CountingHost:
    """Answers with the payload; runs count to their payload; closes are noted."""

    def __init__(self) -> None:
        self.closed_runs = 0
        self.threads = {threading.get_ident()}
        self.hold = threading.Event()
        self.hold.set()
        self.is_closed = False

    def answer(self, clip: int, payload: object) -> object:
        self.threads.add(threading.get_ident())
        self.hold.wait(5)
        if isinstance(payload, Exception):
            raise payload
        return payload

    def run(self, clip: int, payload: object) -> Iterator[object]:
        try:
            count = 0
            while payload is None or count < int(str(payload)):
                count += 1
                yield count
        finally:
            self.closed_runs += 1

    def close(self) -> None:
        self.is_closed = True


class Bench:
    def __init__(self) -> None:
        self.host: CountingHost | None = None
        self.worker = ModelWorker(self._make)
        self.got: list[object] = []
        self.worker.answered.connect(self.got.append)

    def _make(self) -> CountingHost:
        self.host = CountingHost()
        return self.host


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    made = Bench()
    made.worker.start()
    yield made
    made.worker.stop()
    assert made.worker.wait(5000)


def test_requests_before_the_model_is_loaded_are_not_lost(qtbot: QtBot) -> None:
    made = Bench()
    first = made.worker.ask(1, "click")
    made.worker.start()
    qtbot.waitUntil(lambda: made.got == [Answered(first, 1, "click")])
    made.worker.stop()
    assert made.worker.wait(5000)
    assert made.host is not None
    assert made.host.is_closed


def test_everything_happens_on_one_other_thread(qtbot: QtBot, bench: Bench) -> None:
    number = bench.worker.ask(1, "a")
    qtbot.waitUntil(lambda: Answered(number, 1, "a") in bench.got)
    assert bench.host is not None
    assert len(bench.host.threads) == 1
    assert threading.get_ident() not in bench.host.threads


def test_of_many_hovers_the_newest_is_answered(qtbot: QtBot, bench: Bench) -> None:
    first = bench.worker.ask(1, "a")
    qtbot.waitUntil(lambda: Answered(first, 1, "a") in bench.got)
    assert bench.host is not None
    bench.host.hold.clear()
    bench.worker.ask(1, "busy")
    for i in range(50):
        last = bench.worker.hover(1, i)
    bench.host.hold.set()
    qtbot.waitUntil(lambda: Answered(last, 1, 49) in bench.got)
    assert [a.value for a in bench.got if isinstance(a, Answered) and isinstance(a.value, int)] == [49]


def test_a_failed_request_is_told_and_the_next_is_answered(qtbot: QtBot, bench: Bench) -> None:
    bad = bench.worker.ask(1, ModelError("No memory.", "Use a smaller model."))
    good = bench.worker.ask(1, "b")
    qtbot.waitUntil(lambda: len(bench.got) == 2)
    refused, answered = bench.got
    assert isinstance(refused, Refused)
    assert (refused.number, refused.failure.remedy) == (bad, "Use a smaller model.")
    assert answered == Answered(good, 1, "b")


def test_a_run_begins_steps_and_ends_once(qtbot: QtBot, bench: Bench) -> None:
    number = bench.worker.track(1, 2)
    qtbot.waitUntil(lambda: isinstance(bench.got[-1] if bench.got else None, RunEnded))
    assert bench.got == [
        RunBegan(number, 1),
        RunStepped(number, 1, 1),
        RunStepped(number, 1, 2),
        RunEnded(number, 1, RunOutcome.DONE),
    ]


def test_an_ask_is_answered_in_the_middle_of_a_run_that_goes_on(qtbot: QtBot, bench: Bench) -> None:
    number = bench.worker.track(1, None)
    qtbot.waitUntil(lambda: any(isinstance(g, RunStepped) for g in bench.got))
    click = bench.worker.ask(1, "click")
    qtbot.waitUntil(lambda: Answered(click, 1, "click") in bench.got)
    at = bench.got.index(Answered(click, 1, "click"))
    qtbot.waitUntil(lambda: any(isinstance(g, RunStepped) for g in bench.got[at:]))
    bench.worker.cancel(1, number)
    qtbot.waitUntil(lambda: bench.got[-1] == RunEnded(number, 1, RunOutcome.CANCELLED))
    assert bench.host is not None
    assert bench.host.closed_runs == 1


def test_a_run_cancelled_before_it_began_ends_too(qtbot: QtBot, bench: Bench) -> None:
    bench.worker.set_paused(True)
    number = bench.worker.track(1, 5)
    bench.worker.cancel(1, number)
    qtbot.waitUntil(lambda: bench.got == [RunEnded(number, 1, RunOutcome.CANCELLED)])


def test_stopping_in_the_middle_of_a_run_closes_it(qtbot: QtBot) -> None:
    made = Bench()
    number = made.worker.track(1, None)
    made.worker.start()
    qtbot.waitUntil(lambda: any(isinstance(g, RunStepped) for g in made.got))
    made.worker.stop()
    assert made.worker.wait(5000)
    assert made.got[-1] == RunEnded(number, 1, RunOutcome.CANCELLED)


def test_stopping_a_worker_that_never_started_ends_at_once(qtbot: QtBot) -> None:
    made = Bench()
    with qtbot.waitSignal(made.worker.ended):
        made.worker.stop()
    assert made.worker.is_over
