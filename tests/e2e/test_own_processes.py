"""The window as it ships: models and exports run in processes of their own, and one that dies takes nothing along."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from PySide6.QtWidgets import QLabel

from app.workers.model_requests import WhichDevices
from app.workers.tracking_host import apart
from engine.models.loader import LoadedModel
from engine.project.model import ProjectSettings
from tests.e2e.conftest import FRAMES, Person
from tests.moving import place
from tests.tiny_models import tiny_model

FIRST_MASK = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.application import Application, Folders

def main():
    qt = QApplication([])
    clip, home = Path(sys.argv[1]), Path(sys.argv[2])
    application = Application(Folders(home / "config", home / "data", home / "cache"))
    application.ended.connect(qt.quit)
    application.begin([clip])

    def look():
        session = application.stage.current
        if session is None or not session.times.complete or application.display.shown is None:
            return
        if not session.document.project.objects:
            application.window.canvas.clicked.emit(24.0, 40.0, True)
        elif session.document.file.mask(1, session.pts_of(0)) is not None:
            timer.stop()
            print("torch" in sys.modules, flush=True)
            application.leave()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(50)
    qt.exec()

main()
"""


def load_tiny(_settings: ProjectSettings) -> LoadedModel:
    return tiny_model()


def test_the_window_never_loads_torch(clip: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_MASK, str(clip), str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["False"]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_model_that_dies_is_said_and_begun_anew(people: Callable[..., Person], clip: Path) -> None:
    person = people(make_host=lambda: apart(load_tiny))
    person.open(clip)
    person.click_and_see(*place(0))
    _rest(person)
    _kill_model()
    person.track()
    assert person.tracked() == FRAMES, "nobody was waiting for it: it is begun anew and nothing is said"
    assert not _is_told(person)

    person.app.tracking.progressed.connect(lambda *_: _kill_model())
    with person.qtbot.waitSignal(person.app.tracking.run_ended, timeout=60_000):
        person.press("track.both")
    person.wait(lambda: _is_told(person))
    person.app.tracking.progressed.disconnect()
    person.track()
    assert person.tracked() == FRAMES
    person.leave()


def test_after_a_cancelled_run_the_model_goes_on(people: Callable[..., Person], clip: Path) -> None:
    person = people(make_host=lambda: apart(load_tiny))
    person.open(clip)
    person.click_and_see(*place(0))
    with person.qtbot.waitSignal(person.app.tracking.run_ended, timeout=60_000):
        person.press("track.both")
        person.qtbot.waitSignal(person.app.tracking.progressed, timeout=60_000).wait()
        person.press("track.cancel")
    _rest(person)
    gc.collect()
    person.track()
    assert person.tracked() == FRAMES
    assert not _is_told(person)
    person.leave()


def _is_told(person: Person) -> bool:
    shown = person.app.window.problems.findChildren(QLabel)
    return any("process that computes" in label.text() for label in shown)


def _rest(person: Person) -> None:
    """Until the model's thread has nothing left to do."""
    asked: list[int] = []
    answers = person.app.model.answered
    with person.qtbot.waitSignal(answers, timeout=60_000, check_params_cb=lambda said: said.number in asked):
        asked.append(person.app.model.ask(1, WhichDevices()))


def _kill_model() -> None:
    for child in psutil.Process().children():
        if "spawn_main" in " ".join(child.cmdline()):
            child.send_signal(signal.SIGKILL)
            with suppress(ChildProcessError):  # it was quick
                os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # who began it is to find out by itself
