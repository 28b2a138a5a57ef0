"""The dialogs that ask for files."""

from __future__ import annotations

from pathlib import Path

import shiboken6
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.views.dialogs.files import ask_to_open, start_folder


def test_files_are_looked_for_where_the_last_one_was(qtbot: QtBot, tmp_path: Path) -> None:
    """Each start of the program began in whatever folder it was started from."""
    window = QWidget()
    qtbot.addWidget(window)
    assert Path(start_folder(window)) != Path.cwd()
    opened: list[list[Path]] = []
    ask_to_open(window, opened.append)
    (dialog,) = window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(tmp_path / "clip.mp4")])
    assert opened == [[tmp_path / "clip.mp4"]]
    assert Path(start_folder(window)) == tmp_path
    dialog.reject()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
