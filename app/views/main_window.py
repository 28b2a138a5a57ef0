"""The window: pages, docks, menus and keys. It arranges views and passes on what a person asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QIcon,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QTabWidget,
    QWidget,
)

from app.views import actions as table
from app.views import icons, theme
from app.views.canvas.canvas_view import CanvasView
from app.views.dialogs.about import AboutDialog
from app.views.dialogs.clip import ClipDialog
from app.views.dialogs.export import ExportDialog
from app.views.dialogs.files import ask_for_clip, ask_for_copy, ask_for_folder, ask_to_open
from app.views.dialogs.shortcuts import ShortcutsDialog
from app.views.dock_layout import DockLayout
from app.views.keymaps import read_keymaps
from app.views.middle import Middle, tight_column
from app.views.panels.history import HistoryPanel
from app.views.panels.jobs import JobsPanel
from app.views.panels.looks import LooksPanel
from app.views.panels.models import ModelsPanel
from app.views.panels.objects import ObjectsPanel
from app.views.panels.refine import RefinePanel
from app.views.panels.start_page import StartPage
from app.views.panels.tray import ClipTray
from app.views.texts import translate
from app.views.timeline.timeline_view import TimelineView
from app.views.tour_steps import tour_steps
from app.views.widgets.command_palette import CommandPalette
from app.views.widgets.drop_veil import DropVeil
from app.views.widgets.key_guard import KeyGuard
from app.views.widgets.problem_bar import ProblemBar
from app.views.widgets.status import StatusLine
from app.views.widgets.tour import Tour
from app.views.widgets.tracking_bar import TrackingBar
from app.views.widgets.transport import TransportBar
from app.views.window_bars import fill_menu_bar, group_actions, make_toolbar
from app.views.window_size import WindowSize

LAYOUT_SETTLES_MS = 400


class MainWindow(QMainWindow):
    """Everything on the screen. Controllers connect to its views; see docs/window.md.

    Signals:
        action_triggered(str): an action, by its id (menu, key, palette, button).
        paths_opened(list): list[Path] dropped on the window or chosen in the open dialog.
        web_dropped(): something was dropped that is not on this machine.
        project_saved_as(object): Path, chosen for file.save_copy.
        clip_relinked(object): Path, chosen for clip.relink.
        close_requested(): the person closes the window; it stays until `finish_close`.
        layout_changed(): docks or size were changed.
        language_chosen(str): 'en', 'de' …; spoken from the next start on.
    """

    action_triggered = Signal(str)
    paths_opened = Signal(list)
    web_dropped = Signal()
    project_saved_as = Signal(object)
    clip_relinked = Signal(object)
    close_requested = Signal()
    layout_changed = Signal()
    language_chosen = Signal(str)

    def __init__(self, language: str = "en", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("main_window")
        self.setWindowTitle("ClickMatte")
        self.setWindowIcon(QIcon(icons.pixmap("clickmatte", 128, theme.TEXT)))
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setAnimated(False)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        WindowSize(1440, 900).give_to(self)
        self._closing = False
        self._language = language
        self.actions_by_id = table.build_actions(self, self._act)
        self._keys = table.resolve_keys({})
        table.apply_texts(self.actions_by_id, self._keys)
        self._settled = QTimer(self, singleShot=True, interval=LAYOUT_SETTLES_MS)
        self._settled.timeout.connect(self.layout_changed)
        group_actions(self.actions_by_id, self)
        self._make_views()
        self._make_pages()
        self._docks = self._make_docks()
        self.toolbar = make_toolbar(self, self.actions_by_id)
        fill_menu_bar(self.menuBar(), self.actions_by_id, tuple(self._docks), self._language, self.language_chosen.emit)
        for row in table.ACTIONS:
            (self.canvas if row.on_canvas else self).addAction(self.actions_by_id[row.id])
        self._connect()
        self._guard = KeyGuard(_application(), self)
        self.toolbar.hide()
        self._docks.ready()

    # What controllers set
    def show_start_page(self) -> None:
        """Nothing is open."""
        self._middle.show_start_page()
        self._show_editing(False)

    def show_editor(self) -> None:
        """A project is open."""
        self._middle.show_editor()
        self._show_editing(True)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_title(self, title: str) -> None:
        """What is open, beside the application's name."""
        self.setWindowTitle(f"{title} – ClickMatte" if title else "ClickMatte")

    def set_action_enabled(self, states: Mapping[str, bool]) -> None:
        """Which actions make sense now; those not named stay as they are."""
        for name, on in states.items():
            self.actions_by_id[name].setEnabled(on)

    def set_action_checked(self, action_id: str, on: bool) -> None:
        """The state of a checkable action; says nothing."""
        self.actions_by_id[action_id].setChecked(on)

    def set_shortcuts(self, overrides: Mapping[str, str]) -> None:
        """What the person changed: action id → key in portable text."""
        self._keys = table.resolve_keys(overrides)
        table.apply_texts(self.actions_by_id, self._keys)
        self.shortcuts_dialog.set_shortcuts(overrides)

    def layout_state(self) -> bytes:
        """Docks and sizes, to be kept."""
        return WindowSize.of(self).written() + b"\n" + self._docks.state()

    def restore_layout(self, state: bytes) -> None:
        """Docks and sizes as they were kept; anything else is ignored."""
        head, _, docks = state.partition(b"\n")
        size = WindowSize.read(head)
        if size is not None:
            size.give_to(self)
            self._docks.restore(docks)

    def finish_close(self) -> None:
        """Everything is saved and joined: close for good."""
        self._closing = True
        self.close()

    def show_panel(self, name: str) -> None:
        """Bring a view's panel to the front. Raises KeyError."""
        dock = self._docks.dock(name)
        dock.show()
        dock.raise_()

    def dock(self, name: str) -> QDockWidget:
        """The dock that holds a view, by the view's name. Raises KeyError."""
        return self._docks.dock(name)

    # Making
    def _make_views(self) -> None:
        acts = self.actions_by_id
        self.canvas, self.timeline = CanvasView(self), TimelineView(self)
        self.transport, self.tracking = TransportBar(acts, self), TrackingBar(acts, self)
        self.objects, self.looks, self.refine = ObjectsPanel(self), LooksPanel(self), RefinePanel(self)
        self.models, self.history, self.jobs = ModelsPanel(self), HistoryPanel(self), JobsPanel(self)
        self.tray, self.start_page = ClipTray(self), StartPage(self)
        self.problems, self.status = ProblemBar(self), StatusLine(self)
        self.export_dialog = ExportDialog(self)
        self.shortcuts_dialog = ShortcutsDialog(read_keymaps(), self)
        self.about_dialog = AboutDialog(self)
        self.clip_dialog = ClipDialog(self)
        self.palette_view = CommandPalette(acts, self)
        self.tour = Tour(lambda: tour_steps(self), self)
        self._veil = DropVeil(self)

    def _make_pages(self) -> None:
        self._middle = Middle(self.start_page, self.tray, self.canvas, self.transport, self.problems)
        self.setCentralWidget(self._middle)
        self.statusBar().addPermanentWidget(self.status, 1)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setStyleSheet("QStatusBar::item { border: 0; }")

    def _make_docks(self) -> DockLayout:
        lanes = QWidget(self)
        column = tight_column(lanes)
        column.addWidget(self.tracking)
        column.addWidget(self.timeline, 1)
        views = {
            "objects": (translate("Window", "Objects"), self.objects),
            "refine": (translate("Window", "Refine"), self.refine),
            "looks": (translate("Window", "Looks"), self.looks),
            "models": (translate("Window", "Models"), self.models),
            "history": (translate("Window", "History"), self.history),
            "jobs": (translate("Window", "Jobs"), self.jobs),
            "timeline": (translate("Window", "Timeline"), lanes),
        }
        return DockLayout(self, views, self._layout_moved)

    def _connect(self) -> None:
        self.canvas.hint_changed.connect(self._show_hint)
        self.timeline.hint_changed.connect(self._show_hint)
        self.canvas.space_released.connect(self._press_space)
        self.start_page.open_requested.connect(self.actions_by_id["file.open"].trigger)
        self.start_page.sample_requested.connect(self.actions_by_id["file.open_sample"].trigger)
        self.tour.sample_requested.connect(self.actions_by_id["file.open_sample"].trigger)
        self.palette_view.action_triggered.connect(lambda name: self.actions_by_id[name].trigger())
        self.problems.action_triggered.connect(lambda name: self.actions_by_id[name].trigger())
        self._show_hint()

    # What a person does
    def _act(self, name: str) -> None:
        own = self._own_actions().get(name)
        if own is not None:
            own()
        self.action_triggered.emit(name)

    def _own_actions(self) -> dict[str, Callable[[], object]]:
        """What the window does itself; everything is said by `action_triggered` as well."""
        return {
            "file.open": lambda: ask_to_open(self, self.paths_opened.emit),
            "file.open_folder": lambda: ask_for_folder(self, self.paths_opened.emit),
            "file.save_copy": lambda: ask_for_copy(self, self.project_saved_as.emit),
            "clip.relink": lambda: ask_for_clip(self, self.clip_relinked.emit),
            "view.fit": self.canvas.zoom_fit,
            "view.actual": self.canvas.zoom_actual,
            "view.zoom_in": self.canvas.zoom_in,
            "view.zoom_out": self.canvas.zoom_out,
            "tool.larger": lambda: self.canvas.grow_brush(1.25),
            "tool.smaller": lambda: self.canvas.grow_brush(0.8),
            "timeline.zoom_in": self.timeline.zoom_in,
            "timeline.zoom_out": self.timeline.zoom_out,
            "timeline.fit": self.timeline.zoom_fit,
            "timeline.snap": self.timeline.toggle_snap,
            "view.palette": self.palette_view.open,
            "view.shortcuts": self.shortcuts_dialog.show,
            "view.tour": self.tour.start,
            "view.fullscreen": self._toggle_fullscreen,
            "view.reset_layout": self._docks.reset,
            "help.about": self.about_dialog.show,
        }

    def _show_hint(self, _hint: str = "") -> None:
        """Of the view the pointer is on."""
        self.status.set_hint(self.timeline.hint() or self.canvas.hint())

    def _press_space(self) -> None:
        for name, keys in self._keys.items():
            if any(QKeySequence(key) == QKeySequence(Qt.Key.Key_Space) for key in keys):
                self.actions_by_id[name].trigger()

    def _toggle_fullscreen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _show_editing(self, on: bool) -> None:
        """Docks and tools belong to an open clip; the start page stands alone."""
        self.toolbar.setVisible(on)
        self._docks.show_all(on)
        self.toolbar.setVisible(on)
        QTimer.singleShot(0, self, self.tour.follow)  # when the docks have found their places

    def _layout_moved(self) -> None:
        if self._docks.is_shown:
            self._settled.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closing:
            event.accept()
        else:
            event.ignore()
            self.close_requested.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._veil.setGeometry(self.rect())
        self.tour.follow()
        self._layout_moved()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._veil.rise()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._veil.hide()
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if urls:
            event.acceptProposedAction()
        if paths:
            self.paths_opened.emit(paths)
        if len(paths) < len(urls):
            self.web_dropped.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.WindowStateChange:
            self.actions_by_id["view.fullscreen"].setChecked(self.isFullScreen())
        super().changeEvent(event)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
