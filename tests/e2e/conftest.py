"""The whole window over real files and a tiny seeded model, driven with real mouse and key events."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.application import Application, Folders
from app.controllers.session import Session
from app.workers.model_worker import ModelHost
from app.workers.tracking_host import TrackingHost
from engine.models.loader import LoadedModel
from engine.models.registry import MODELS, ModelSpec
from engine.project.model import ProjectSettings
from tests import moving
from tests.app.conftest import no_leaks
from tests.tiny_models import tiny_model

__all__ = ["no_leaks"]

FRAMES = 24
PATIENCE_MS = 120_000
"""For one step on a machine that does much else; nothing in here takes a second by itself."""


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return moving.write(tmp_path / "disc.mp4", moving.pictures(FRAMES))


Load = Callable[[ProjectSettings], LoadedModel]

stuck: list[Person] = []
"""Windows that did not end. They are kept: an object whose thread still runs takes the process with it when it is
collected, in the middle of some later test."""


def tiny_model_of(_settings: ProjectSettings) -> LoadedModel:
    return tiny_model()


class Person:
    """What a person does and sees."""

    def __init__(
        self,
        qtbot: QtBot,
        folders: Folders,
        load: Load = tiny_model_of,
        catalogue: Sequence[ModelSpec] = MODELS,
        make_host: Callable[[], ModelHost] | None = None,
    ) -> None:
        self.qtbot = qtbot
        self.folders = folders
        self.app = Application(folders, make_host or (lambda: TrackingHost(load)), catalogue)
        self.has_left = False

    @property
    def session(self) -> Session:
        session = self.app.stage.current
        assert session is not None
        return session

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def open(self, path: Path) -> None:
        """As if dropped on the window; until its first picture and its lanes are there."""
        count = len(self.app.stage.sessions)
        self.app.window.paths_opened.emit([path])
        self.wait(lambda: len(self.app.stage.sessions) == count + 1)
        self.wait_for_picture()

    def wait_for_picture(self) -> None:
        self.wait(lambda: self.session.times.complete)
        self.wait(self._shows_playhead)

    def click(self, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        """On the picture, in frame pixels."""
        canvas = self.app.window.canvas
        vx, vy = canvas.transform().to_view(x, y)
        QTest.mouseClick(canvas, button, Qt.KeyboardModifier.NoModifier, QPoint(round(vx), round(vy)))

    def click_and_see(self, x: float, y: float) -> None:
        """Until the mask of the click is in the project."""
        self.click(x, y)
        self.wait(self.has_mask_here)

    def has_mask_here(self) -> bool:
        session, active = self.session, self.session.view.active_object
        if active is None:
            return False
        return session.document.file.mask(active, session.pts_of(session.view.frame)) is not None

    def press(self, action: str) -> None:
        """A menu entry, a key or a button: they are the same action."""
        self.app.window.actions_by_id[action].trigger()

    def track(self, action: str = "track.both") -> None:
        """Until the run has ended and the lanes are read again."""
        with self.qtbot.waitSignal(self.app.tracking.run_ended, timeout=PATIENCE_MS):
            self.press(action)

    def tracked(self, object_id: int = 1) -> int:
        """How many frames have a mask."""
        return len(self.session.document.file.frames_with_masks(object_id))  # type: ignore[arg-type]

    def go_to(self, frame: int) -> None:
        self.app.display.seek(frame)
        self.wait(self._shows_playhead)

    def leave(self) -> None:
        """Close the window and wait until everything is joined."""
        self._leave(self.app.window.close)

    def end(self) -> None:
        """The same from wherever a test stopped: a window that warns first (an export is under way) is not asked."""
        if not self.has_left:
            self._leave(self.app.leave)

    def _leave(self, how: Callable[[], object]) -> None:
        stuck.append(self)
        with self.qtbot.waitSignal(self.app.ended, timeout=PATIENCE_MS):
            how()
        stuck.remove(self)
        self.has_left = True
        self.app.window.deleteLater()
        self.app.deleteLater()

    def _shows_playhead(self) -> bool:
        shown = self.app.display.shown
        return shown is not None and shown.exact and shown.frame == self.session.view.frame


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "config", tmp_path / "data", tmp_path / "cache")


@pytest.fixture
def people(qtbot: QtBot, qapp: QApplication, folders: Folders) -> Iterator[Callable[..., Person]]:
    """Makes a person at a fresh window; windows left open are closed, however the test ended."""
    with ExitStack() as leaving:

        def make(**options: Any) -> Person:
            person = Person(qtbot, folders, **options)
            leaving.callback(person.end)
            person.app.start()
            return person

        yield make


@pytest.fixture
def person(people: Callable[..., Person]) -> Person:
    return people()
