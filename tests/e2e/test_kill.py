"""kill -9 in the middle of tracking: the next start comes back to the same clip, frame and masks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.application import Folders
from app.state.settings import SettingsStore
from tests.e2e.conftest import FRAMES, Person

WORK_UNTIL_KILLED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.application import Application, Folders
from app.workers.tracking_host import TrackingHost
from tests.tiny_models import tiny_model

qt = QApplication([])
clip, home = Path(sys.argv[1]), Path(sys.argv[2])
application = Application(
    Folders(home / "config", home / "data", home / "cache"), lambda: TrackingHost(lambda _settings: tiny_model())
)
application.start()
application.open([clip])

def click():
    session = application.stage.current
    if session is None or not session.times.complete or application.display.shown is None:
        return
    clicking.stop()
    application.display.seek(5)
    application.window.canvas.clicked.emit(40.0, 50.0, True)
    following.start(50)

def track():
    session = application.stage.current
    if session.document.file.mask(1, session.pts_of(5)) is None:
        return
    following.stop()
    application.window.actions_by_id["track.forward"].trigger()
    telling.start(20)

def tell():
    session = application.stage.current
    done = len(session.document.file.frames_with_masks(1))
    if done >= 4:
        print(done, flush=True)

clicking, following, telling = QTimer(), QTimer(), QTimer()
clicking.timeout.connect(click)
following.timeout.connect(track)
telling.timeout.connect(tell)
clicking.start(50)
qt.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_kill_in_the_middle_loses_nothing(people: Callable[[], Person], clip: Path, folders: Folders) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", WORK_UNTIL_KILLED, str(clip), str(folders.data.parent)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    acknowledged = int(child.stdout.readline())
    time.sleep(0.7)  # the place is remembered twice a second
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()

    assert SettingsStore(folders.config / "settings.json").settings.open_projects
    person = people()
    person.app.open([])
    person.wait(lambda: person.app.stage.current is not None)
    person.wait_for_picture()
    assert person.session.view.frame == 5
    assert person.tracked() >= acknowledged
    assert person.has_mask_here()
    prompts = person.session.document.project.objects[0].prompts
    assert [said.clicks[0].x for said in prompts.values()] == [40.0]
    person.track("track.forward")
    assert person.tracked() >= FRAMES - 5


def test_after_a_proper_end_the_start_page_waits(people: Callable[[], Person], clip: Path) -> None:
    person = people()
    person.open(clip)
    person.leave()
    again = people()
    again.app.open([])
    again.qtbot.wait(100)
    assert again.app.stage.current is None
    again.wait(lambda: again.app.window.start_page.isVisibleTo(again.app.window))
