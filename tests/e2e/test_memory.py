"""What a clip took is given back when it is closed."""

from __future__ import annotations

import gc
import threading
import weakref
from pathlib import Path

import psutil

from tests.e2e.conftest import Person


def closed(person: Person) -> tuple[weakref.ref[object], int]:
    """The clip on stage after it was closed, and how many threads are left."""
    session = person.session
    gone: list[bool] = []
    session.closed.connect(lambda: gone.append(True))
    kept = weakref.ref(session)
    del session
    person.press("file.close")
    person.wait(lambda: bool(gone))
    person.qtbot.wait(10)
    gc.collect()
    return kept, foreign_threads()


def foreign_threads() -> int:
    """Those that Python did not begin."""
    return psutil.Process().num_threads() - threading.active_count()


POOL_THREADS = 2
"""Qt's own pool comes and goes by one or two; a clip that is kept has eight decoder threads."""
SETTLING_MS = 20_000


def test_a_closed_clip_leaves_nothing_behind(person: Person, clip: Path) -> None:
    """Jobs named their clip and were named by it, finished runs kept theirs for their buttons, and everything there
    was when the model became ready was kept for good: 150 MB and eight decoder threads a clip."""
    threads = []
    for _ in range(3):
        person.open(clip)
        person.wait(lambda: person.session.index_job is None)
        person.press("object.add")
        person.click_and_see(40.0, 40.0)
        person.track("track.forward")
        kept, others = closed(person)
        threads.append(others)
    assert kept() is None
    person.qtbot.waitUntil(lambda: foreign_threads() - threads[0] <= POOL_THREADS, timeout=SETTLING_MS)
