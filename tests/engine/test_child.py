"""A process of its own: what it answers, what it raises, how it goes."""

from __future__ import annotations

import os
import signal
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from engine.child import Child
from engine.errors import Cancelled, ChildLost, ClickMatteError, ExportError


class Scribe:
    """Keeps what it is told, and says in a file that it was closed."""

    def __init__(self, diary: Path) -> None:
        self._diary = diary
        self._told: list[object] = []

    def tell(self, value: object) -> int:
        self._told.append(value)
        return len(self._told)

    def fail(self, kind: str) -> None:
        if kind == "foreseen":
            raise ExportError("The disk is full.", "Free some space.")
        if kind == "cancelled":
            raise Cancelled
        raise OddError(lambda: None)

    def process(self) -> tuple[int, int]:
        return os.getpid(), os.getpriority(os.PRIO_PROCESS, 0) if hasattr(os, "getpriority") else 0

    def unspeakable(self) -> object:
        return lambda: None

    def die(self) -> None:
        os._exit(3)

    def close(self) -> None:
        self._diary.write_text("closed")


class OddError(Exception):
    """Holds what cannot be pickled."""


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return tmp_path / "diary"


@pytest.fixture
def child(diary: Path):
    child = Child(partial(Scribe, diary), "test", niceness=3)
    yield child
    child.close()


def test_it_remembers_and_tidies_up(child: Child, diary: Path) -> None:
    assert [child.call("tell", "a"), child.call("tell", {"b": 1})] == [1, 2]
    number, niceness = child.call("process")
    assert number != os.getpid()
    if hasattr(os, "nice"):
        assert niceness == os.getpriority(os.PRIO_PROCESS, 0) + 3
    assert not diary.exists()
    child.close()
    child.close()
    assert diary.read_text() == "closed"


def test_its_errors_are_raised_here_and_it_goes_on(child: Child) -> None:
    with pytest.raises(ExportError) as told:
        child.call("fail", "foreseen")
    assert (told.value.sentence, told.value.remedy) == ("The disk is full.", "Free some space.")
    assert "in fail" in str(told.value.__cause__)
    with pytest.raises(Cancelled):
        child.call("fail", "cancelled")
    with pytest.raises(RuntimeError) as odd:
        child.call("fail", "odd")
    assert "OddError" in str(odd.value.__cause__)
    with pytest.raises(RuntimeError):
        child.call("unspeakable")
    assert child.call("tell", "still there") == 1
    assert child.generation == 0


def test_one_that_dies_is_told_and_begun_anew(child: Child) -> None:
    child.call("tell", "forgotten")
    with pytest.raises(ChildLost, match="code 3"):
        child.call("die")
    assert child.call("tell", "anew") == 1
    assert child.generation == 1


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_death_that_nobody_waited_for_is_noticed(child: Child) -> None:
    number, _ = child.call("process")
    os.kill(number, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while not child.has_died and time.monotonic() < deadline:
        time.sleep(0.01)
    assert child.has_died
    assert child.generation == 0, "asking changes nothing"
    child.reap()
    assert not child.has_died
    assert child.generation == 1
    assert child.call("tell", "anew") == 1
    child.reap()
    assert child.call("tell", "one that lives is left alone") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_one_that_was_killed_is_said_to_have_been(child: Child) -> None:
    number, _ = child.call("process")
    os.kill(number, signal.SIGKILL)
    with pytest.raises(ChildLost, match="lack of memory"):
        child.call("tell", "nobody")


def test_errors_cross_whole() -> None:
    import pickle

    def every(kind: type[ClickMatteError]) -> list[type[ClickMatteError]]:
        return [kind, *(k for sub in kind.__subclasses__() for k in every(sub))]

    own = [kind for kind in every(ClickMatteError) if kind.__module__ == "engine.errors"]
    assert len(own) > 8
    for kind in own:
        error = kind() if kind is Cancelled else kind("It failed.") if kind is ChildLost else kind("It failed.", "Try.")
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), again.sentence, again.remedy) == (kind, error.sentence, error.remedy)
