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
