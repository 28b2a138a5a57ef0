"""What the window itself shows: page, title, tray, start page, tools, status, clipboard."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QImage

from app.controllers.actions import Actions, Deed
from app.controllers.clips import Clips
from app.controllers.display import DisplayController
from app.controllers.recent import RecentRows
from app.controllers.session import Session, SessionController, Stage
from app.state.settings import SettingsStore
from app.views.main_window import MainWindow
from app.views.models import ClipRow, StatusModel, TrackingState

FLASH_MS = 4000
"""Long enough to read a short sentence."""

TOOLS = ("click", "brush", "eraser", "hand")


class WindowController(SessionController):
    """Everything around the canvas that says what is open and what is going on."""

    def __init__(
        self,
        stage: Stage,
        window: MainWindow,
        clips: Clips,
        display: DisplayController,
        recent: RecentRows,
        store: SettingsStore,
        actions: Actions,
    ) -> None:
        super().__init__(stage)
        self._window = window
        self._clips = clips
        self._display = display
        self._store = store
        self._recent = recent
        self._model_text = ""
        self._opening = 0
        self._flash = ""
        self._fading = QTimer(self, singleShot=True, interval=FLASH_MS)
        self._fading.timeout.connect(lambda: self.say(""))
        self._progress: dict[int, float] = {}
        stage.sessions_changed.connect(self.show_tray)
        window.tray.activated.connect(self._activate)
        window.tray.closed.connect(self._close)
        window.paths_opened.connect(clips.open_paths)
        window.clip_relinked.connect(clips.relink)
        window.start_page.recent_chosen.connect(clips.open_path)
        window.start_page.recent_removed.connect(self._forget_recent)
        window.action_triggered.connect(actions.run)
        recent.rows_changed.connect(window.start_page.set_recent)
        clips.opening_changed.connect(self._count_opening)
        self._window.show_start_page()

    def deeds(self) -> dict[str, Deed]:
        """Actions by id."""
        return {
            "file.close": self._clips.close_current,
            "file.open_sequence": self._clips.open_sequence,
            "clip.next": lambda: self.stage.show_neighbour(1),
            "clip.previous": lambda: self.stage.show_neighbour(-1),
            "edit.copy_cutout": self.copy_cutout,
            **{f"tool.{tool}": partial(self._set_tool, tool) for tool in TOOLS},
        }

    def set_model_text(self, text: str) -> None:
        """'nano on the CPU', for the status line."""
        self._model_text = text
        self._show_status()

    def set_tracking(self, state: TrackingState | None) -> None:
        """The run of the clip on stage."""
        self._window.tracking.set_tracking(state)
        self._window.set_action_checked("track.pause", state is not None and state.paused)

    def set_progress(self, progress: dict[int, float]) -> None:
        """Of every clip that is being tracked, by its number."""
        if progress != self._progress:
            self._progress = progress
            self.show_tray()

    def copy_cutout(self) -> None:
        """This frame's cut-out, with transparency, to the clipboard."""
        if self.session is not None:
            self._display.cutout(self._put_on_clipboard)

    def _put_on_clipboard(self, rgba: NDArray[np.uint8]) -> None:
        bgra = np.ascontiguousarray(cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGRA))
        image = QImage(bgra.data, bgra.shape[1], bgra.shape[0], bgra.strides[0], QImage.Format.Format_ARGB32)
        QGuiApplication.clipboard().setImage(image.copy())
        self.say("The cut-out of this frame is on the clipboard.")

    def say(self, sentence: str) -> None:
        """In the status line, for a moment."""
        self._flash = sentence
        if sentence:
            self._fading.start()
        self._show_status()

    def _set_tool(self, tool: str) -> None:
        if self.session is not None:
            self.session.view.set_tool(tool)

    def _activate(self, number: int) -> None:
        session = self.stage.find(number)
        if session is not None:
            self.stage.show(session)

    def _close(self, number: int) -> None:
        session = self.stage.find(number)
        if session is not None:
            self._clips.close(session)

    def _forget_recent(self, path: Path) -> None:
        self._clips.forget_recent(path)
        self._recent.read()

    def _entered(self, session: Session) -> None:
        self._window.show_editor()
        self._window.tour.follow()
        self._window.set_title(session.title)
        self._hear(session.view.tool_changed, self._show_tool)
        self._hear(session.view.look_changed, self._show_look)
        self._hear(session.view.frame_changed, lambda _frame: self._show_status())
        self._show_tool(session.view.tool)
        self._show_look()
        self._show_status()

    def _emptied(self) -> None:
        self._window.show_start_page()
        self._window.set_title("")
        self._recent.read()
        self._show_status()

    def _show_tool(self, tool: str) -> None:
        self._window.set_action_checked(f"tool.{tool}", True)

    def _show_look(self, *_: object) -> None:
        if self.session is not None:
            self._window.set_action_checked(f"look.{self.session.view.look_name}", True)

    def show_tray(self) -> None:
        """What is open, with its picture as soon as there is one."""
        rows = tuple(
            ClipRow(
                session.number,
                session.title,
                self._recent.thumbnail(session.document.file.path),
                session is self.stage.current,
                self._busy(session),
            )
            for session in self.stage.sessions
        )
        self._window.tray.set_clips(rows)

    def _busy(self, session: Session) -> str:
        done = self._progress.get(session.number)
        return "" if done is None else f"tracking {done:.0%}"

    def _count_opening(self, count: int) -> None:
        self._opening = count
        self._show_status()

    def _show_status(self) -> None:
        session = self.session
        frame = "" if session is None else self._frame_text(session)
        hint = "Opening…" if self._opening else self._flash  # else the canvas says itself what a click does
        self._window.status.set_status(StatusModel(hint, frame, "" if session is None else self._model_text))

    def _frame_text(self, session: Session) -> str:
        info = session.info
        size = f"{info.width} × {info.height}"
        if session.times.count == 1:
            return size
        if info.variable_rate:
            return f"{size}   about {round(float(session.times.rate), 1):g} fps, variable"
        return f"{size}   {round(float(session.times.rate), 3):g} fps"
