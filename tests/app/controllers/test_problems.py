"""How long what was told stays."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.controllers.problems import Problems
from app.workers.failure import Failure
from engine.errors import UsageError
from tests.app.controllers.conftest import Bar

LOCKED = UsageError("Dog is locked.", "Unlock it first.")
LOST = Failure("The disk is full.", "Make room.", "", True)


@pytest.fixture
def problems(bar: Bar) -> Problems:
    return Problems(bar, passing_ms=1)  # type: ignore[arg-type]


def cleared(bar: Bar) -> bool:
    return any(name == "clear" for name, _ in bar.calls)


def test_a_refused_wish_passes_by_itself(bar: Bar, problems: Problems, qtbot: QtBot) -> None:
    """ "Dog is locked" stood over the picture until it was closed by hand, long after the dog was unlocked."""
    problems.tell_error(LOCKED)
    qtbot.waitUntil(lambda: cleared(bar))


def test_what_was_refused_is_over_with_the_next_change(bar: Bar, problems: Problems) -> None:
    problems.tell_error(LOCKED)
    problems.let_refusals_pass()
    assert cleared(bar)


def test_what_asks_for_something_stays(bar: Bar, problems: Problems) -> None:
    problems.tell(LOST)
    problems.notice("The background came with the project.", "Choose it in Looks to use it.")
    problems.let_pass()
    assert not cleared(bar)


def test_what_passes_uncovers_what_stays(bar: Bar, problems: Problems, qtbot: QtBot) -> None:
    problems.tell(LOST)
    problems.notice("The file does not say its colours.")
    problems.tell_error(LOCKED)
    qtbot.waitUntil(lambda: len(bar.problems) > 3)
    assert bar.problems[-1].sentence == "The disk is full."
    assert not cleared(bar)
