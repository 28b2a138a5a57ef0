from __future__ import annotations

import threading

from app.workers.model_queue import Answer, BeginRun, EndRun, ModelQueue, Request, StepRun, Stop


def request(number: int, clip: int = 1) -> Request:
    return Request(number, clip, None)


def test_asks_come_in_order_before_the_newest_hover_before_the_run() -> None:
    queue = ModelQueue()
    queue.run(request(1))
    queue.hover(request(2))
    queue.ask(request(3))
    queue.hover(request(4))
    queue.ask(request(5))
    taken = [queue.take() for _ in range(5)]
    assert taken == [
        Answer(request(3)),
        Answer(request(5)),
        Answer(request(4)),
        BeginRun(request(1)),
        StepRun(request(1)),
    ]


def test_an_ask_waits_for_one_step_of_the_run_at_most() -> None:
    queue = ModelQueue()
    queue.run(request(1))
    assert queue.take() == BeginRun(request(1))
    assert queue.take() == StepRun(request(1))
    queue.ask(request(2))
    assert queue.take() == Answer(request(2))
    assert queue.take() == StepRun(request(1))


def test_runs_wait_for_one_another() -> None:
    queue = ModelQueue()
    queue.run(request(1))
    queue.run(request(2))
    assert queue.take() == BeginRun(request(1))
    queue.run_ended()
    assert queue.take() == BeginRun(request(2))


def test_a_paused_run_lets_asks_through_and_nothing_else() -> None:
    queue = ModelQueue()
    queue.run(request(1))
    queue.take()
    queue.set_paused(True)
    queue.ask(request(2))
    assert queue.take() == Answer(request(2))
    queue.set_paused(False)
    assert queue.take() == StepRun(request(1))


def test_a_cancelled_run_is_closed_also_while_paused() -> None:
    queue = ModelQueue()
    queue.run(request(1))
    queue.take()
    queue.set_paused(True)
    assert not queue.cancel_run(1)
    assert queue.take() == EndRun(request(1))


def test_a_run_that_never_began_is_only_forgotten() -> None:
    queue = ModelQueue()
    queue.run(request(1))
    assert queue.cancel_run(1)
    queue.stop()
    assert isinstance(queue.take(), Stop)


def test_cancelling_a_run_that_is_over_does_not_touch_the_next() -> None:
    queue = ModelQueue()
    queue.run(request(1))
    queue.run(request(2))
    queue.take()
    queue.run_ended()
    assert queue.take() == BeginRun(request(2))
    assert not queue.cancel_run(1)
    assert queue.take() == StepRun(request(2))


def test_closing_a_clip_drops_what_waits_for_it_only() -> None:
    queue = ModelQueue()
    queue.ask(request(1, clip=1))
    queue.ask(request(2, clip=2))
    queue.run(request(3, clip=1))
    queue.hover(request(4, clip=1))
    queue.drop_clip(1)
    assert queue.take() == Answer(request(2, clip=2))
    queue.stop()
    assert isinstance(queue.take(), Stop)


def test_stopping_closes_the_run_first() -> None:
    queue = ModelQueue()
    queue.run(request(1))
    queue.take()
    queue.stop()
    assert queue.take() == EndRun(request(1))
    assert isinstance(queue.take(), Stop)


def test_take_wakes_up_for_a_request_from_another_thread() -> None:
    queue = ModelQueue()
    taken: list[object] = []
    thread = threading.Thread(target=lambda: taken.append(queue.take()))
    thread.start()
    queue.ask(request(7))
    thread.join(5)
    assert taken == [Answer(request(7))]
