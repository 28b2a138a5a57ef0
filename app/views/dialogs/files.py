"""The platform's own file dialogs. They block nothing; the answer comes to a function."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.views.texts import translate

CLIPS = "*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mxf *.mts *.m2ts *.mpg *.mpeg *.wmv *.flv *.gif"
_LAST = "last_folder"
STILLS = "*.png *.jpg *.jpeg *.tif *.tiff *.exr *.webp *.bmp"


def ask_to_open(parent: QWidget, opened: Callable[[list[Path]], object]) -> None:
    """Clips, stills and projects, several at once."""
    dialog = _dialog(parent, translate("Window", "Open a clip, stills or a project"), _open_filters())
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: opened([Path(name) for name in names]))
    dialog.open()


def ask_for_folder(parent: QWidget, opened: Callable[[list[Path]], object]) -> None:
    """A folder of numbered stills."""
    dialog = _dialog(parent, translate("Window", "Open a folder of stills"), "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.fileSelected.connect(lambda name: opened([Path(name)]))
    dialog.open()


def ask_for_copy(parent: QWidget, chosen: Callable[[Path], object]) -> None:
    """Where a copy of the project goes."""
    dialog = _dialog(parent, translate("Window", "Save a copy"), translate("Window", "Projects (*.clickmatte)"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("clickmatte")
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()


def ask_for_clip(parent: QWidget, chosen: Callable[[Path], object]) -> None:
    """Where the project's clip is now."""
    dialog = _dialog(parent, translate("Window", "Find the clip"), _open_filters())
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()


def start_folder(parent: QWidget) -> str:
    """Where the person chose last from this window; at first their videos."""
    videos = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
    return str(parent.property(_LAST) or (videos if Path(videos).is_dir() else Path.home()))


def _dialog(parent: QWidget, title: str, filters: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, start_folder(parent), filters)
    dialog.filesSelected.connect(lambda names: parent.setProperty(_LAST, str(Path(names[0]).parent)))
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def _open_filters() -> str:
    return ";;".join(
        (
            translate("Window", "Everything that opens") + f" ({CLIPS} {STILLS} *.clickmatte)",
            translate("Window", "Clips") + f" ({CLIPS})",
            translate("Window", "Stills") + f" ({STILLS})",
            translate("Window", "Projects (*.clickmatte)"),
            translate("Window", "All files") + " (*)",
        )
    )
