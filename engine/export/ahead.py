"""Work on several things at once, answers in the order they came in."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from engine.export.composing import in_order
from engine.export.direct import settings_of
from engine.export.options import ExportPlan

MOST_THREADS = 4
"""More pictures at once than the encoder can take would only cost memory."""

BYTES_PER_PIXEL = 100
"""What composing one frame takes at its peak: 16-bit colours, float mattes, their copies."""

MOST_BYTES = 1_500_000_000
"""For all frames that are being composed together."""

LIGHT_EDGES = ("none", "guided")
"""All others use every core by themselves, and much memory."""

_A = TypeVar("_A")
_B = TypeVar("_B")


def compose_threads(plan: ExportPlan, cores: int | None = None) -> int:
    """How many frames of an export are composed at once: one where they depend on each other, or are heavy."""
    heavy = plan.options.refined and any(settings.edge not in LIGHT_EDGES for settings in settings_of(plan))
    if heavy or in_order(plan):
        return 1
    have = cores or os.cpu_count() or 1
    # Unrefined, the encoder is the slower part: it is not to be kept waiting for a core.
    wanted = (have + 2) // 2 if plan.options.refined else have // 2
    fitting = MOST_BYTES // (plan.info.width * plan.info.height * BYTES_PER_PIXEL * len(plan.outputs))
    return max(1, min(MOST_THREADS, wanted, fitting))


def write_threads(cores: int | None = None) -> int:
    """How many pictures of a sequence are written at once: half the cores, the others compose."""
    return max(1, min(MOST_THREADS, (cores or os.cpu_count() or 1) // 2))


def worked_ahead(items: Iterable[_A], work: Callable[[_A], _B], threads: int) -> Generator[tuple[_A, _B]]:
    """Each item with what `work` makes of it, in order; `threads` are under way while one is being used.

    What goes wrong is raised in its turn. Closing it waits for the threads.
    """
    waiting: deque[tuple[_A, Future[_B]]] = deque()
    pool = ThreadPoolExecutor(threads, thread_name_prefix="compose")
    try:
        for item in items:
            waiting.append((item, pool.submit(work, item)))
            if len(waiting) > threads:
                earlier, answer = waiting.popleft()
                yield earlier, answer.result()
        while waiting:
            earlier, answer = waiting.popleft()
            yield earlier, answer.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
