"""Reading ahead: order, errors, bounded work, and a thread that always ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from engine.tracking.ahead import ahead


def reading() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "read-ahead"]


def test_items_come_in_order_and_the_thread_ends() -> None:
    assert list(ahead(lambda: iter(range(100)))) == list(range(100))
    assert reading() == []


def test_another_thread_does_the_reading() -> None:
    def make() -> Iterator[str]:
        yield threading.current_thread().name

    assert list(ahead(make)) == ["read-ahead"]


def test_an_error_comes_after_the_items_before_it() -> None:
    def make() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    items = ahead(make)
    assert next(items) == 1
    with pytest.raises(ValueError, match="broken"):
        next(items)
    assert reading() == []


def test_no_more_is_made_than_there_is_room_for() -> None:
    made = []
    third = threading.Event()

    def make() -> Iterator[int]:
        for number in range(1000):
            made.append(number)
            if number == 3:
                third.set()
            yield number

    items = ahead(make, depth=2)
    assert next(items) == 0
    assert third.wait(timeout=30)
    items.close()
    assert len(made) <= 5
    assert reading() == []


def test_closing_before_the_first_item_ends_the_thread() -> None:
    items = ahead(lambda: iter(range(10)))
    items.close()
    assert reading() == []
