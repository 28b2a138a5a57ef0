"""Controllers without a window: views are a few signals and a list of what they were told; files and clips are real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.controllers.problems import Problems
from app.controllers.session import Session, Stage
from app.state.document import Document
from app.state.frame_times import FrameTimes
from app.state.settings import Place
from app.state.view_state import ViewState
from app.views.models import Problem
from app.workers.opening import open_clip
from engine.types import FrameIndex
from tests import moving

FRAMES = 20


class Told(QObject):
    """Notes every call of a setter that a view would have."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def note(self, name: str) -> Callable[..., None]:
        return lambda *arguments: self.calls.append((name, arguments))

    def last(self, name: str) -> Any:
        """What the setter was given last. Raises IndexError."""
        arguments = [given for called, given in self.calls if called == name][-1]
        return arguments[0] if len(arguments) == 1 else arguments

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith(("set_", "show_", "clear")):
            return self.note(name)
        raise AttributeError(name)


class Canvas(Told):
    hovered = Signal(float, float, bool)
    hover_left = Signal()
    clicked = Signal(float, float, bool)
    box_drawn = Signal(float, float, float, float)
    stroke_painted = Signal(list, float, bool)
    point_moved = Signal(int, float, float)
    point_deleted = Signal(int)
    box_deleted = Signal()
    wipe_moved = Signal(float)
    zoom_changed = Signal(object)

    def visible_size(self) -> tuple[int, int]:
        return 128, 96

    def width(self) -> int:
        return 128

    def height(self) -> int:
        return 96

    def devicePixelRatioF(self) -> float:  # noqa: N802 - Qt's name
        return 1.0


class Bar(Told):
    dismissed = Signal()

    @property
    def problems(self) -> list[Problem]:
        return [arguments[0] for name, arguments in self.calls if name == "show_problem"]


class Model(QObject):
    """In place of the model's thread: requests are noted, the test answers."""

    answered = Signal(object)
    is_over = False

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[int, int, Any]] = []
        self.hovers: list[tuple[int, int, Any]] = []
        self.runs: list[tuple[int, int, Any]] = []
        self.cancelled: list[int] = []
        self.paused: list[bool] = []
        self.left = 0
        self._number = 0

    def ask(self, clip: int, payload: object) -> int:
        return self._note(self.asked, clip, payload)

    def hover(self, clip: int, payload: object) -> int:
        return self._note(self.hovers, clip, payload)

    def track(self, clip: int, payload: object) -> int:
        return self._note(self.runs, clip, payload)

    def leave(self) -> None:
        self.left += 1

    def cancel(self, clip: int, number: int) -> None:
        self.cancelled.append(number)

    def set_paused(self, is_paused: bool) -> None:
        self.paused.append(is_paused)

    def _note(self, where: list[tuple[int, int, Any]], clip: int, payload: object) -> int:
        self._number += 1
        where.append((self._number, clip, payload))
        return self._number


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    return Canvas()


@pytest.fixture
def bar(qtbot: QtBot) -> Bar:
    return Bar()


@pytest.fixture
def problems(bar: Bar) -> Problems:
    return Problems(bar)  # type: ignore[arg-type]


@pytest.fixture
def model(qtbot: QtBot) -> Model:
    return Model()


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage()


@pytest.fixture
def make_session(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], Session]]:
    """Sessions over a real clip and a real project file, their threads running."""
    made: list[Session] = []

    def make() -> Session:
        path = moving.write(tmp_path / f"clip{len(made)}.mp4", moving.pictures(FRAMES, seed=len(made)))
        opened = open_clip(path, tmp_path / "projects")
        session = Session(len(made) + 1, Document(opened.file), ViewState(Place()), opened.source)
        stamps = np.array([opened.source.pts_of(FrameIndex(i)) for i in range(opened.source.frame_count())])
        session.set_times(FrameTimes(stamps, session.info.time_base, session.info.rate, complete=True))
        session.start()
        made.append(session)
        return session

    yield make
    for session in made:
        with qtbot.waitSignal(session.closed):
            session.close()


@pytest.fixture
def session(make_session: Callable[[], Session]) -> Session:
    return make_session()
