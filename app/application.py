"""The composition root: everything the window is made of is created and connected here, and nothing else is global."""

from __future__ import annotations

import argparse
import base64
import binascii
import os
import platform
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from types import TracebackType

import platformdirs
import psutil
from PySide6.QtCore import QObject, QTimer, Signal, qVersion
from PySide6.QtWidgets import QApplication

from app.controllers.actions import Actions
from app.controllers.badges import Badges
from app.controllers.clips import Clips
from app.controllers.display import DisplayController
from app.controllers.export import ExportController
from app.controllers.ghosts import GhostController
from app.controllers.history import HistoryController
from app.controllers.jobs import Jobs
from app.controllers.looks import LooksController
from app.controllers.models import ModelsController
from app.controllers.objects import ObjectsController
from app.controllers.plates import Plates
from app.controllers.playback import PlaybackController
from app.controllers.previews import PreviewController
from app.controllers.problems import Problems
from app.controllers.prompts import PromptController
from app.controllers.reading import ReadingController
from app.controllers.recent import RecentRows
from app.controllers.refine import RefineController
from app.controllers.session import Stage
from app.controllers.sound import SoundController
from app.controllers.timeline import TimelineController
from app.controllers.tracking import TrackingController
from app.controllers.window import WindowController
from app.state.settings import SettingsStore
from app.views import texts, theme
from app.views.main_window import MainWindow
from app.workers.failure import Failure
from app.workers.model_requests import Preload
from app.workers.model_worker import ModelHost, ModelWorker
from app.workers.sound import SoundClock
from app.workers.tracking_host import apart
from engine.errors import MediaError
from engine.models.registry import MODELS, ModelSpec
from engine.paths import resources_dir

JOIN_MS = 10_000
"""How long closing waits for a thread that does not come to its end; then the process ends without it."""

SWITCH_S = 0.0001
"""How long a busy thread keeps Python to itself while the window wants it, which is with every other call of Qt: fifty
times shorter than usual, so that a painting of fifty calls waits five milliseconds at most and not a quarter second."""

PRELOAD_MS = 100
"""The window is painted by then; torch is loaded while the person looks for a clip."""

NO_CLIP = 0
"""Open clips are numbered from 1."""

SAMPLE = "sample.mp4"


@dataclass(frozen=True, slots=True)
class Folders:
    """Where settings, projects and pictures of projects are kept."""

    config: Path
    data: Path
    cache: Path

    @classmethod
    def of_person(cls) -> Folders:
        """The platform's own places."""
        dirs = platformdirs.PlatformDirs("ClickMatte", appauthor=False)
        return cls(Path(dirs.user_config_dir), Path(dirs.user_data_dir), Path(dirs.user_cache_dir))

    @property
    def projects(self) -> Path:
        return self.data / "projects"


class Application(QObject):
    """All views, controllers and workers of one window.

    Signals:
        ended: everything is saved and joined; the event loop may end.
    """

    ended = Signal()

    def __init__(
        self,
        folders: Folders,
        make_host: Callable[[], ModelHost] = apart,
        catalogue: Sequence[ModelSpec] = MODELS,
    ) -> None:
        """`catalogue`: the models that the panel offers."""
        super().__init__()
        self.store = SettingsStore(folders.config / "settings.json")
        self.window = MainWindow(self.store.settings.language or "en")
        window = self.window
        self.stage = Stage(self)
        self.model = ModelWorker(make_host, self)
        self.problems = Problems(window.problems, self)
        self.actions = Actions(self.problems, self)
        self.jobs = Jobs(window.jobs, self)
        self.recent = RecentRows(self.store, folders.cache / "thumbnails", self)
        self.clips = Clips(self.stage, self.model, self.problems, self.store, folders.projects, self)
        # The history drops masks kept in memory when takes change hands, before anything is painted again.
        self.history = HistoryController(self.stage, window.history, window.set_action_enabled)
        self.display = DisplayController(self.stage, window.canvas, self.problems)
        badges = Badges(window.canvas)
        self.prompts = PromptController(self.stage, window.canvas, self.model, self.display, self.problems, badges)
        self.previews = PreviewController(self.stage, window.canvas, self.model, self.display)
        self.clock = SoundClock(parent=self)
        self.playback = PlaybackController(self.stage, self.display, self.clock)
        self.tracking = TrackingController(self.stage, self.model, self.display, self.jobs, self.problems)
        self.timeline = TimelineController(
            self.stage, window.timeline, window.transport, self.display, self.playback, self.tracking, self.problems
        )
        self.ghosts = GhostController(self.stage, window.canvas, self.playback, badges)
        self.sound = SoundController(self.stage, self.clock, self.playback, window.timeline, self.problems)
        self.objects = ObjectsController(self.stage, window.objects, self.prompts, self.problems)
        self.plates = Plates(self.display, self.problems, self.store, self)
        self.looks = LooksController(self.stage, window.looks, self.plates, self.problems)
        self.refine = RefineController(self.stage, window.refine, self.problems)
        self.models = ModelsController(self.stage, window.models, self.model, self.jobs, self.problems, catalogue)
        self.export = ExportController(self.stage, window.export_dialog, self.jobs, self.problems)
        self.reading = ReadingController(self.stage, window.clip_dialog, self.clips, self.problems)
        self.around = WindowController(
            self.stage, window, self.clips, self.display, self.recent, self.store, self.actions
        )
        self._is_leaving = False
        self._was_warned = False
        self._offer_actions()
        self._connect()
        self._restore_window()

    def begin(self, paths: Sequence[Path]) -> None:
        """As the program begins: the window, then what is to be open, and the model behind them."""
        self.start()
        QTimer.singleShot(0, lambda: self.open(paths))
        QTimer.singleShot(0 if paths else PRELOAD_MS, lambda: self.model.ask(NO_CLIP, Preload()))

    def start(self) -> None:
        """Show the window; the model's thread idles until something is asked."""
        self.model.start()
        self.recent.read()
        self.window.show()

    def open(self, paths: Sequence[Path]) -> None:
        """What the command line names; without names, what was open when the program was killed."""
        if paths:
            self.clips.open_paths([Path(p) for p in paths])
        elif not self.clips.restore() and not self.store.settings.tour_done:
            self.window.tour.start()

    def leave(self) -> None:
        """Save, stop and join everything behind a hidden window; `ended` follows."""
        if self._is_leaving:
            return
        self._is_leaving = True
        self._keep_layout()
        self.window.hide()
        self.playback.pause()
        self.export.cancel_all()
        self.models.cancel_all()
        self.clips.all_closed.connect(self._stop_model)
        self.clips.close_all()

    # -- making ---------------------------------------------------------------------------------------------------

    def _offer_actions(self) -> None:
        for controller in (
            self.around,
            self.history,
            self.prompts,
            self.playback,
            self.tracking,
            self.timeline,
            self.objects,
            self.looks,
            self.export,
            self.reading,
        ):
            controller.setParent(self)  # its timers end with the application
            self.actions.offer(controller.deeds())
        for silent in (self.display, self.previews, self.ghosts, self.sound, self.refine, self.models):
            silent.setParent(self)
        self.actions.offer({"file.quit": self._leave_if_meant, "file.open_sample": self._open_sample})

    def _connect(self) -> None:
        window = self.window
        window.close_requested.connect(self._leave_if_meant)
        window.layout_changed.connect(self._keep_layout)
        window.language_chosen.connect(self._choose_language)
        window.web_dropped.connect(self._refuse_web)
        window.project_saved_as.connect(self.clips.save_copy)
        window.shortcuts_dialog.shortcut_changed.connect(self._change_shortcut)
        window.shortcuts_dialog.shortcuts_reset.connect(lambda: self._set_shortcuts({}))
        window.shortcuts_dialog.keymap_chosen.connect(lambda keymap: self._set_shortcuts(dict(keymap)))
        window.tour.finished.connect(lambda: self.store.change(replace(self.store.settings, tour_done=True)))
        window.canvas.brush_radius_changed.connect(self._keep_brush)
        self.clips.closing.connect(self.tracking.cancel_all)
        self.clips.keep_while(self.export.is_exporting)
        self.export.released.connect(self.clips.let_go)
        self.prompts.began.connect(self.playback.pause)
        self.clips.closing.connect(self.prompts.forget)
        self.clips.closing.connect(self.models.forget)
        self.tracking.state_changed.connect(self.around.set_tracking)
        self.tracking.progressed.connect(self.around.set_progress)
        self.models.ready_changed.connect(self._model_ready)
        self.models.settled.connect(lambda session: session.thumbnails.release())
        self.export.released.connect(lambda _session: self._forget_warning())
        self.export.queued.connect(lambda: window.show_panel("jobs"))
        self.display.pictured.connect(self.recent.keep)
        self.display.pictured.connect(lambda _path, _bgra: self.around.show_tray())
        self.timeline.said.connect(self.around.say)
        self.stage.current_changed.connect(lambda _session: self.problems.let_pass())

    def _restore_window(self) -> None:
        settings = self.store.settings
        self.window.set_shortcuts(settings.shortcuts)
        self.window.about_dialog.set_facts(version(), machine_facts())
        self.window.canvas.set_brush_radius(settings.brush_radius_px)
        try:
            self.window.restore_layout(base64.b64decode(settings.layout, validate=True))
        except binascii.Error:
            return
        if settings.muted:
            self.playback.toggle_mute()

    # -- settings -------------------------------------------------------------------------------------------------

    def _keep_layout(self) -> None:
        layout = base64.b64encode(self.window.layout_state()).decode()
        self.store.change(replace(self.store.settings, layout=layout, muted=self.playback.muted))

    def _keep_brush(self, radius_px: float) -> None:
        self.store.change(replace(self.store.settings, brush_radius_px=radius_px))

    def _choose_language(self, code: str) -> None:
        self.store.change(replace(self.store.settings, language=code))
        self.problems.notice("The window speaks the other language from the next start on.")

    def _change_shortcut(self, action_id: str, key: str) -> None:
        self._set_shortcuts({**self.store.settings.shortcuts, action_id: key})

    def _set_shortcuts(self, overrides: dict[str, str]) -> None:
        self.store.change(replace(self.store.settings, shortcuts=overrides))
        self.window.set_shortcuts(overrides)

    # -- the rest -------------------------------------------------------------------------------------------------

    def _model_ready(self, is_ready: bool, text: str) -> None:
        self.prompts.set_model_ready(is_ready)
        self.previews.set_model_ready(is_ready)
        self.around.set_model_text(text)

    def _open_sample(self) -> None:
        sample = resources_dir() / SAMPLE
        if not sample.exists():
            raise MediaError("The sample clip is not installed.", "Open a clip of your own.")
        self.clips.open_path(sample)

    def _refuse_web(self) -> None:
        self.problems.notice("What lies on the web cannot be opened.", "Save it to this machine and open the file.")

    def _forget_warning(self) -> None:
        self._was_warned = False

    def _leave_if_meant(self) -> None:
        """A running export would be lost: it takes a second word."""
        if self.export.is_busy and not self._was_warned:
            self._was_warned = True
            self.problems.notice("An export is still running.", "Close the window again to stop it and leave.")
        else:
            self.leave()

    def _stop_model(self) -> None:
        self.model.ended.connect(self._finish)
        self.model.stop()

    def _finish(self) -> None:
        for waiting in (self.export, self.models, self.plates, self.sound, self.clips, self.recent):
            waiting.wait(JOIN_MS)
        self.window.finish_close()
        self.ended.emit()


def version() -> str:
    """The installed version; from a checkout that is not installed, none."""
    try:
        return metadata.version("clickmatte")
    except metadata.PackageNotFoundError:
        return "–"


def machine_facts() -> str:
    """Lines for the about dialog and for reports; nothing heavy is loaded for them."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{platform.system()} {platform.release()} {platform.machine()}\n"
        f"Python {platform.python_version()}, Qt {qVersion()}\n"
        f"{psutil.cpu_count()} processor cores, {memory:.1f} GB memory"
    )


def prepare_process() -> None:
    """Before torch is loaded: its threads sleep while they wait for one another. By default they spin, and then cost
    the window, the decoder and themselves five times the time as soon as there is more work than cores."""
    sys.setswitchinterval(SWITCH_S)
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


class CrashHook:
    """The last resort: an error that nobody foresaw is shown where all errors are, and the window goes on."""

    def __init__(self, tell: Callable[[Failure], None]) -> None:
        self._tell = tell
        self._earlier = sys.excepthook

    def install(self) -> None:
        sys.excepthook = self
        threading.excepthook = lambda args: self._earlier(args.exc_type, args.exc_value or args.exc_type(), None)

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None, /) -> None:
        self._earlier(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt):
            self._tell(Failure.of(error))


def main(arguments: Sequence[str]) -> int:
    """`[CLIP or PROJECT …]`; returns the exit code."""
    parser = argparse.ArgumentParser(prog="clickmatte open", description="Open the window.")
    parser.add_argument("paths", nargs="*", type=Path, help="clips, folders of stills or projects")
    chosen = parser.parse_args(arguments)
    prepare_process()
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("ClickMatte")
    qt.setQuitOnLastWindowClosed(False)
    theme.apply_theme(qt)
    folders = Folders.of_person()
    language = SettingsStore(folders.config / "settings.json").settings.language
    spoken = texts.install_all(qt, language) if language and language != "en" else ()
    application = Application(folders)
    application.ended.connect(qt.quit)
    CrashHook(application.problems.tell).install()
    _leave_on_signals(application)
    application.begin(chosen.paths)
    code = qt.exec()
    del spoken
    return code


def _leave_on_signals(application: Application) -> None:
    """Ctrl+C and a polite kill close the window as a click would. Python hears signals only between its own steps."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: application.leave())
    heartbeat = QTimer(application)
    heartbeat.timeout.connect(lambda: None)
    heartbeat.start(250)
