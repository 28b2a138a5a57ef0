"""Clips between path and stage: what is opened once, kept while it is needed, closed late, and remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.controllers.closer import Closer
from app.controllers.errands import Errands
from app.controllers.opener import Opener
from app.controllers.places import Places
from app.controllers.problems import Problems
from app.controllers.session import Session, Stage
from app.state.settings import Place, SettingsStore
from app.workers.model_requests import CloseClip
from app.workers.model_worker import Answered, ModelWorker
from app.workers.opening import Opened
from engine.project.project_file import ProjectFile
from tests import moving
from tests.app.controllers.conftest import Bar, Model

PROJECT, CLIP = Path("/projects/p.clickmatte"), Path("/clips/c.mov")


class Thread(Model):
    """A model's thread that is asked to close clips."""

    def __init__(self) -> None:
        super().__init__()
        self.dropped: list[int] = []

    def drop_clip(self, clip: int) -> None:
        self.dropped.append(clip)

    def let_go(self) -> None:
        """Answer the last request."""
        number, clip, payload = self.asked[-1]
        assert isinstance(payload, CloseClip)
        self.answered.emit(Answered(number, clip, None))


class Open(QObject):
    """A session as far as closing it goes."""

    closed = Signal()
    number = 7
    paths = (PROJECT, CLIP)

    def __init__(self) -> None:
        super().__init__()
        self.was_told_to_close = False

    def close(self) -> None:
        self.was_told_to_close = True


@pytest.fixture
def thread(qtbot: QtBot) -> Thread:
    return Thread()


@pytest.fixture
def closing(thread: Thread) -> SimpleNamespace:
    """A closer that was given one session, and what it said."""
    closer, session = Closer(cast(ModelWorker, thread)), Open()
    told = SimpleNamespace(closer=closer, session=session, kept=[], wanted=[], closed=[])
    closer.kept.connect(told.kept.append)
    closer.wanted.connect(told.wanted.append)
    closer.closed.connect(told.closed.append)
    session.closed.connect(lambda: closer.forget(cast(Session, session)))
    return told


def test_the_model_lets_go_before_threads_and_file_are_closed(closing: SimpleNamespace, thread: Thread) -> None:
    closing.closer.close(closing.session)
    assert thread.dropped == [7]
    assert closing.closer.is_busy
    assert not closing.session.was_told_to_close
    thread.let_go()
    assert closing.session.was_told_to_close
    closing.session.closed.emit()
    assert closing.closed == [closing.session]
    assert not closing.closer.is_busy


def test_a_clip_that_is_needed_stays_until_it_is_let_go(closing: SimpleNamespace, thread: Thread) -> None:
    needed = [True]
    closing.closer.keep_while(lambda _session: needed[0])
    closing.closer.close(closing.session)
    thread.let_go()
    closing.closer.let_go(closing.session)
    assert not closing.session.was_told_to_close
    needed[0] = False
    closing.closer.let_go(closing.session)
    assert closing.session.was_told_to_close


@pytest.mark.parametrize("path", [PROJECT, CLIP])
def test_one_that_is_kept_comes_back_as_it_is(closing: SimpleNamespace, thread: Thread, path: Path) -> None:
    closing.closer.keep_while(lambda _session: True)
    closing.closer.close(closing.session)
    thread.let_go()
    assert closing.closer.open_again(path)
    assert closing.kept == [closing.session]
    assert not closing.closer.is_busy
    closing.closer.let_go(closing.session)
    assert not closing.session.was_told_to_close, "it is on stage again"


def test_one_that_is_being_closed_is_opened_afterwards(closing: SimpleNamespace, thread: Thread) -> None:
    closing.closer.close(closing.session)
    assert closing.closer.open_again(CLIP)
    assert not closing.closer.open_again(Path("/clips/other.mov"))
    thread.let_go()
    assert closing.wanted == []
    closing.session.closed.emit()
    assert closing.wanted == [CLIP]
    assert not closing.closer.open_again(CLIP)


def opener_of(problems: Problems, folder: Path) -> tuple[Opener, Errands, list[Opened]]:
    errands, came = Errands(), list[Opened]()
    opener = Opener(problems, errands, folder / "projects")
    opener.opened.connect(came.append)
    return opener, errands, came


def test_a_clip_is_opened_once_however_often_it_is_asked_for(problems: Problems, tmp_path: Path, qtbot: QtBot) -> None:
    clip = moving.write(tmp_path / "disc.mp4", moving.pictures(3))
    opener, _, came = opener_of(problems, tmp_path)
    busy: list[int] = []
    opener.busy_changed.connect(busy.append)
    opener.open(clip)
    opener.open(clip)
    qtbot.waitUntil(lambda: not opener.is_busy)
    assert busy == [1, 0]
    (opened,) = came
    opened.source.close()
    opened.file.close()


def test_what_is_opened_too_late_is_closed_again(problems: Problems, tmp_path: Path, qtbot: QtBot) -> None:
    clip = moving.write(tmp_path / "disc.mp4", moving.pictures(3))
    opener, errands, came = opener_of(problems, tmp_path)
    opener.open(clip)
    opener.leave()
    qtbot.waitUntil(lambda: not opener.is_busy)
    assert errands.wait(60_000)
    assert came == []
    (project,) = (tmp_path / "projects").glob("*.clickmatte")
    ProjectFile.open(project).close()  # refused while it is open somewhere


def test_a_clip_that_has_moved_is_found_by_hand(problems: Problems, bar: Bar, tmp_path: Path, qtbot: QtBot) -> None:
    clip = moving.write(tmp_path / "disc.mp4", moving.pictures(3))
    opener, _, came = opener_of(problems, tmp_path)
    opener.relink(clip)
    assert "No project is looking" in bar.problems[-1].sentence
    opener.open(clip)
    qtbot.waitUntil(lambda: not opener.is_busy)
    project = came[0].file.path
    came[0].source.close()
    came[0].file.close()
    moved = clip.rename(tmp_path / "elsewhere.mp4")
    opener.open(project)
    qtbot.waitUntil(lambda: not opener.is_busy)
    assert len(came) == 1
    opener.relink(moved)
    qtbot.waitUntil(lambda: not opener.is_busy)
    assert came[1].source.info.path == moved
    came[1].source.close()
    came[1].file.close()


def test_places_are_found_again(
    stage: Stage, problems: Problems, make_session: Callable[[], Session], tmp_path: Path, qtbot: QtBot
) -> None:
    store = SettingsStore(tmp_path / "settings.json")
    places = Places(stage, store, problems)
    first, second = make_session(), make_session()
    stage.add(first)
    stage.add(second)
    stage.show(first)
    files = [session.document.file.path for session in (second, first)]
    assert places.last_open() == files, "the one that was looked at comes last"
    assert places.recall(first.document.file) == Place()
    places.follow(first)
    first.view.set_frame(5)
    qtbot.waitUntil(lambda: places.recall(first.document.file).frame == 5)

    again = Places(stage, SettingsStore(tmp_path / "settings.json"), problems)
    assert again.last_open() == files
    places.forget_open()
    stage.show(second)
    assert places.last_open() == []


def test_a_project_that_is_gone_is_not_opened_again(stage: Stage, problems: Problems, tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.json")
    here = tmp_path / "here.clickmatte"
    here.touch()
    gone = str(tmp_path / "gone.clickmatte")
    store.change(replace(store.settings, open_projects=(gone, str(here)), active_project=gone))
    assert Places(stage, store, problems).last_open() == [here]
