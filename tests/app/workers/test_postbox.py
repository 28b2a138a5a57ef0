from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from app.workers.postbox import Postbox


def test_values_arrive_in_order_in_the_owners_thread(qtbot: QtBot) -> None:
    box = Postbox()
    got: list[tuple[object, int]] = []
    box.delivered.connect(lambda v: got.append((v, threading.get_ident())))
    thread = threading.Thread(target=lambda: [box.post(i) for i in range(500)])
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(got) == 500)
    assert [v for v, _ in got] == list(range(500))
    assert {t for _, t in got} == {threading.get_ident()}


def test_a_keyed_value_replaces_the_undelivered_one(qtbot: QtBot) -> None:
    """A slow reader gets the latest state, not a backlog."""
    box = Postbox()
    got: list[object] = []
    box.delivered.connect(got.append)
    box.post("old", key="frame")
    box.post("other")
    box.post("new", key="frame")
    box.deliver()
    assert got == ["other", "new"]


def test_posting_while_delivering_is_not_lost(qtbot: QtBot) -> None:
    box = Postbox()
    got: list[object] = []

    def take(value: object) -> None:
        got.append(value)
        if value == 1:
            box.post(2)

    box.delivered.connect(take)
    box.post(1)
    qtbot.waitUntil(lambda: got == [1, 2])
