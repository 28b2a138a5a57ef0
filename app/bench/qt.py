"""One application to measure: on the display where there is one, else offscreen; settings in a folder of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from app.application import Application, Folders, prepare_process
from app.views import theme
from app.workers.model_worker import ModelHost
from app.workers.tracking_host import apart
from engine.project.model import ProjectSettings
from engine.tracking.tracker_room import load_installed

if TYPE_CHECKING:
    from engine.models.loader import LoadedModel

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


def make_qt() -> QApplication:
    """As `app.application.main` makes it."""
    if sys.platform == "linux" and not any(os.environ.get(name) for name in DISPLAYS):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    prepare_process()
    qInstallMessageHandler(_say_but)
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("ClickMatte")
    qt.setQuitOnLastWindowClosed(False)
    theme.apply_theme(qt)
    return qt


def _say_but(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """All that Qt says but what the offscreen platform says of every window that has a smallest size."""
    if message != "This plugin does not support propagateSizeHints()":
        print(message, file=sys.stderr)


def make_application(folder: Path, weights: Path | None = None) -> Application:
    """The real one. `weights`: a file in place of the shipped weights."""
    folders = Folders(folder / "config", folder / "data", folder / "cache")
    return Application(folders, apart if weights is None else _host_of(weights))


def _host_of(weights: Path) -> Callable[[], ModelHost]:
    return lambda: apart(partial(_load, weights))


def _load(weights: Path, settings: ProjectSettings) -> LoadedModel:
    return load_installed(replace(settings, checkpoint=str(weights)))
