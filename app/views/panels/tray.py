"""The clip tray: every open project, one click away."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTabBar, QWidget

from app.views import icons, paint
from app.views.labels import label
from app.views.models import ClipRow
from app.views.texts import translate

_THUMB = QSize(46, 26)


class ClipTray(QTabBar):
    """A tab for each open project, with its picture; hidden while there is only one.

    Signals:
        activated(int): show this one.
        closed(int): close this one (everything is saved).
    """

    activated = Signal(int)
    closed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tray")
        self.setAccessibleName(translate("Tray", "Open clips"))
        self.setToolTip(translate("Tray", "Open clips"))
        self.setIconSize(_THUMB)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setTabsClosable(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self._clips: tuple[ClipRow, ...] = ()
        self.currentChanged.connect(self._say_activated)
        self.tabCloseRequested.connect(lambda place: self.closed.emit(self._clips[place].id))
        self.hide()

    def set_clips(self, clips: tuple[ClipRow, ...]) -> None:
        """The open projects, in order."""
        with QSignalBlocker(self):
            while self.count() > len(clips):
                self.removeTab(self.count() - 1)
            while self.count() < len(clips):
                self.addTab("")
            self._clips = clips
            for place, clip in enumerate(clips):
                self._show(place, clip)
        self.setVisible(len(clips) > 1)

    def _show(self, place: int, clip: ClipRow) -> None:
        text = f"{clip.title}   {label(clip.busy)}" if clip.busy else clip.title
        self.setTabText(place, text.replace("&", "&&"))
        self.setTabToolTip(place, text)
        if clip.thumbnail is not None:
            size = (_THUMB.width(), _THUMB.height())
            self.setTabIcon(place, QIcon(paint.thumbnail(clip.thumbnail, *size, self.devicePixelRatioF(), 2)))
        else:
            self.setTabIcon(place, icons.icon("film"))
        if clip.active:
            self.setCurrentIndex(place)

    def _say_activated(self, place: int) -> None:
        if 0 <= place < len(self._clips):
            self.activated.emit(self._clips[place].id)
