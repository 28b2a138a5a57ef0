"""Opening the window is quick because it loads nothing it does not need yet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SHOW_THE_WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.application import Application, Folders
from app.views import theme

qt = QApplication([])
theme.apply_theme(qt)
here = Path(sys.argv[1])
application = Application(Folders(here / "config", here / "data", here / "cache"))
application.ended.connect(qt.quit)
application.start()
QTimer.singleShot(200, application.leave)
qt.exec()
assert application.window.isHidden()
print(sorted({"torch", "av", "pyqtgraph", "PySide6.QtMultimedia"} & sys.modules.keys()))
"""


def test_the_window_shows_and_closes_without_torch_or_av(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", SHOW_THE_WINDOW, str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = done.stdout.strip()
    assert "torch" not in found
    assert "'av'" not in found


BEGIN = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from app.application import Application, Folders, prepare_process


class Host:
    def answer(self, clip, payload):
        asked.append(type(payload).__name__)

    def close(self):
        pass


asked = []
prepare_process()
qt = QApplication([])
here = Path(sys.argv[1])
application = Application(Folders(here / "config", here / "data", here / "cache"), Host)
application.ended.connect(qt.quit)
application.model.answered.connect(lambda _answer: application.leave())
application.begin([])
assert application.window.isVisible() and not asked
qt.exec()
print(asked)
import os
print(os.environ["OMP_WAIT_POLICY"])
"""


def test_the_model_is_loaded_behind_the_window_and_its_threads_sleep_while_they_wait(tmp_path: Path) -> None:
    """Loading began with the first clip; threads that spun took the cores from the decoder and the window."""
    environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", BEGIN, str(tmp_path)],
        env={**environment, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["['Preload']", "PASSIVE"]
