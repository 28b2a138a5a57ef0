"""What is dropped on the window is opened beside what is there, or told in a sentence; nothing gets lost."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests import moving
from tests.e2e.conftest import Person
from tests.moving import place


def drop_enters(target: QWidget, data: QMimeData) -> bool:
    """The pointer comes with something; False: it is not taken."""
    enter = QDragEnterEvent(
        QPoint(4, 4),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.ignore()
    QApplication.sendEvent(target, enter)
    return enter.isAccepted()


def drop(target: QWidget, data: QMimeData) -> bool:
    """As the window system does it: first the pointer comes, then it is let go. False: it is not taken."""
    buttons, keys, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    if not drop_enters(target, data):
        return False
    let_go = QDropEvent(QPointF(40, 40), copy, data, buttons, keys)
    let_go.ignore()
    QApplication.sendEvent(target, let_go)
    return let_go.isAccepted()


def urls(*paths: Path | str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(p)) if isinstance(p, Path) else QUrl(p) for p in paths])
    return data


def names(person: Person) -> list[str]:
    return sorted(session.title for session in person.app.stage.sessions)


def told(person: Person) -> str:
    bar = person.app.window.problems
    return bar.accessibleDescription() if bar.isVisibleTo(person.app.window) else ""


@pytest.fixture
def stills(tmp_path: Path) -> Path:
    folder = tmp_path / "größe & stills"
    folder.mkdir()
    for number, picture in enumerate(moving.pictures(4)):
        assert cv2.imwrite(str(folder / f"a_{number:04d}.png"), picture)
    return folder


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.mp4"
    path.write_bytes(b"\x00" * 2048)
    return path


def wait_for(person: Person, wanted: Sequence[str]) -> None:
    person.wait(lambda: names(person) == sorted(wanted) and not person.app.clips.is_busy)


def test_clip_folder_still_and_project_get_a_place(person: Person, clip: Path, stills: Path, tmp_path: Path) -> None:
    single = tmp_path / "single.png"
    shutil.copy(stills / "a_0000.png", single)
    assert drop(person.app.window, urls(clip, stills, single))
    wait_for(person, ["disc.mp4", stills.name, "single.png"])
    counts = {session.title: session.info.frame_count for session in person.app.stage.sessions}
    assert counts[stills.name] == 4
    assert counts["single.png"] == 1
    assert len(person.app.window.tray.findChildren(QWidget)) >= 3
    person.app.stage.show(next(s for s in person.app.stage.sessions if s.title == "disc.mp4"))
    person.wait_for_picture()
    person.click_and_see(*place(0))
    project = person.session.document.file.path
    person.press("file.close")
    wait_for(person, [stills.name, "single.png"])
    person.wait(lambda: not person.app.clips.is_busy)
    assert drop(person.app.window, urls(project))
    wait_for(person, ["disc.mp4", stills.name, "single.png"])
    assert len(person.session.document.project.objects) == 1


def test_one_of_several_that_cannot_be_read_is_told_and_the_others_open(person: Person, clip: Path, bad: Path) -> None:
    """The sentence about the one was wiped out when the other one opened."""
    for order in ((bad, clip), (clip, bad)):
        assert drop(person.app.window, urls(*order))
        wait_for(person, ["disc.mp4"])
        assert "bad.mp4" in " ".join(p.sentence for p in person.app.problems._open)
        person.press("file.close")
        person.wait(lambda: not person.app.clips.is_busy)


def test_the_same_clip_twice_is_one_place(person: Person, clip: Path) -> None:
    assert drop(person.app.window, urls(clip, clip))
    wait_for(person, ["disc.mp4"])
    assert drop(person.app.window, urls(clip))
    wait_for(person, ["disc.mp4"])


def test_text_is_not_taken_and_what_lies_on_the_web_is_told(person: Person, clip: Path) -> None:
    text = QMimeData()
    text.setText("hello")
    assert not drop(person.app.window, text)
    assert drop(person.app.window, urls("https://example.org/a.mp4"))
    assert "lies on the web" in told(person)
    assert drop(person.app.window, urls("https://example.org/a.mp4", clip))
    wait_for(person, ["disc.mp4"])
    assert "lies on the web" in " ".join(p.sentence for p in person.app.problems._open)


def test_no_view_keeps_a_drop_for_itself(person: Person, clip: Path) -> None:
    """What lies under the pointer is asked first: a graphics view or a text field could swallow the file."""
    person.open(clip)
    window = person.app.window
    data = urls(clip)
    takers = [view for view in window.findChildren(QWidget) if view.acceptDrops() and view.isVisibleTo(window)]
    assert takers, "the timeline's chart is one"
    for view in takers:
        assert drop_enters(view, data), view
        assert window._veil.isVisibleTo(window), view
        window._veil.hide()


def test_an_empty_folder_is_told(person: Person, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert drop(person.app.window, urls(tmp_path / "empty"))
    person.wait(lambda: "empty" in told(person))
    assert names(person) == []
