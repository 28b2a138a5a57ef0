"""Where the panels stand: at first, as they were left, and put away while nothing is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

VERSION = 1
"""Goes up when docks are added or renamed; older layouts are then left alone."""
NARROWEST = 316
"""View pixels the widest row of a panel needs."""
BELOW_SHARE = 0.35
"""Of the window's height for the timeline: on a small screen the picture needs the room more."""
TABS = ("refine", "looks", "models", "history", "jobs")


class DockLayout:
    """The docks of one window, by the names of their views. 'timeline' stands below, all others at the right."""

    def __init__(
        self, window: QMainWindow, views: Mapping[str, tuple[str, QWidget]], moved: Callable[[], object]
    ) -> None:
        self._window = window
        self._docks = {name: self._made(name, title, view) for name, (title, view) in views.items()}
        self.is_shown = True
        self._kept = b""
        self._arrange()
        self._first = self._saved()
        for dock in self:
            dock.dockLocationChanged.connect(lambda _area: moved())
            dock.visibilityChanged.connect(lambda _shown: moved())

    def __iter__(self) -> Iterator[QDockWidget]:
        return iter(self._docks.values())

    def dock(self, name: str) -> QDockWidget:
        """The dock that holds a view. Raises KeyError."""
        return self._docks[name]

    def ready(self) -> None:
        """The window is made; nothing is open yet."""
        self._first = self._saved()
        self._set_shown(False)

    def show_all(self, on: bool) -> None:
        """Bring the panels back as they were, or put them all away."""
        if on == self.is_shown:
            return
        if not on:
            self._kept = self._saved()
        self._set_shown(on)
        if on:
            self._lay()

    def state(self) -> bytes:
        """As they stand, or will when they come back."""
        return self._saved() if self.is_shown else self._kept

    def restore(self, state: bytes) -> None:
        """As they were kept; what is not a layout is answered with the first one."""
        self._kept = state
        if self.is_shown:
            self._lay()

    def reset(self) -> None:
        """As they are at first."""
        self._window.restoreState(QByteArray(self._first), VERSION)
        right, below = self._docks["objects"], self._docks["timeline"]
        self._window.resizeDocks([right], [350], Qt.Orientation.Horizontal)
        self._window.resizeDocks([right, self._docks["refine"]], [230, 560], Qt.Orientation.Vertical)
        height = min(300, round(BELOW_SHARE * self._window.height()))
        self._window.resizeDocks([below], [height], Qt.Orientation.Vertical)

    def _made(self, name: str, title: str, view: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"dock.{name}")
        dock.setWidget(view)
        view.setMinimumWidth(0 if name == "timeline" else NARROWEST)
        dock.setAccessibleName(title)
        area = Qt.DockWidgetArea
        below = name == "timeline"
        self._window.addDockWidget(area.BottomDockWidgetArea if below else area.RightDockWidgetArea, dock)
        return dock

    def _arrange(self) -> None:
        for name in TABS[1:]:
            self._window.tabifyDockWidget(self._docks[TABS[0]], self._docks[name])
        for name in (*TABS, "timeline"):
            _title_only_afloat(self._docks[name])
        self._docks[TABS[0]].raise_()
        self._window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)

    def _set_shown(self, on: bool) -> None:
        self.is_shown = on
        for dock in self:
            dock.setVisible(on)

    def _lay(self) -> None:
        if not (self._kept and self._window.restoreState(QByteArray(self._kept), VERSION)):
            self.reset()

    def _saved(self) -> bytes:
        return bytes(self._window.saveState(VERSION).data())


def _title_only_afloat(dock: QDockWidget) -> None:
    """Its tab names it already; only a floating panel needs a title bar."""
    bare = QWidget(dock)
    dock.setTitleBarWidget(bare)
    dock.topLevelChanged.connect(lambda floats: dock.setTitleBarWidget(None if floats else bare))  # type: ignore[arg-type]
