"""Reading ahead: an iterator run on a thread of its own, a few items in front of who consumes it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterator
from typing import TypeVar

T = TypeVar("T")

DEPTH = 2
"""Items made in advance. More would only cost memory: one is enough to overlap decoding with the model."""

_WAKE_S = 0.1
"""How often a producer that waits for room looks whether anybody still wants its items."""


class _End:
    """What the producer puts last: nothing more comes, or what went wrong."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def ahead(make: Callable[[], Iterator[T]], depth: int = DEPTH) -> Generator[T, None, None]:
    """The items of `make()`, which is called and run on another thread. Closing waits for that thread to end.

    An error of the producer is raised here, after the items before it.
    """
    box: queue.Queue[T | _End] = queue.Queue(depth)
    unwanted = threading.Event()

    def offer(item: T | _End) -> bool:
        while not unwanted.is_set():
            try:
                box.put(item, timeout=_WAKE_S)
                return True
            except queue.Full:
                continue
        return False

    def produce() -> None:
        error: BaseException | None = None
        try:
            for item in make():
                if not offer(item):
                    return
        except BaseException as caught:  # handed to the consumer, who raises it  # noqa: BLE001
            error = caught
        offer(_End(error))

    thread = threading.Thread(target=produce, name="read-ahead", daemon=True)
    thread.start()
    try:
        while not isinstance(item := box.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        unwanted.set()
        thread.join()
