"""The toolbar and the menus, made of the table of actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QMenuBar, QSizePolicy, QToolBar, QWidget

from app.views import actions as table
from app.views import theme
from app.views.texts import languages, translate
from app.views.widgets.icon_button import ActionButton

Actions = Mapping[str, QAction]

_TOOLS = (
    ("file.open",),
    ("edit.undo", "edit.redo"),
    ("tool.click", "tool.brush", "tool.eraser", "tool.hand"),
    (
        *("look.original", "look.overlay", "look.outline", "look.matte"),
        *("look.checker", "look.colour", "look.background", "look.wipe"),
    ),
    ("view.fit", "view.actual"),
)
"""What stands together."""

_EXCLUSIVE = ("tool.", "look.")
_CHECKED_AT_FIRST = ("tool.click", "look.overlay", "timeline.snap")


def group_actions(actions: Actions, parent: QObject) -> None:
    """One tool and one look at a time."""
    for start in _EXCLUSIVE:
        group = QActionGroup(parent)
        for name, action in actions.items():
            if name.startswith(start) and action.isCheckable():
                group.addAction(action)
    for name in _CHECKED_AT_FIRST:
        actions[name].setChecked(True)


def make_toolbar(window: QMainWindow, actions: Actions) -> QToolBar:
    """Tools and looks on the left, the search and the export on the right."""
    bar = QToolBar(translate("Window", "Tools"), window)
    bar.setObjectName("toolbar")
    bar.setMovable(False)
    bar.setIconSize(QSize(theme.ICON, theme.ICON))
    for place, names in enumerate(_TOOLS):
        if place:
            bar.addSeparator()
        for name in names:
            bar.addWidget(ActionButton(actions[name], bar, theme.ICON))
    space = QWidget(bar)
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(space)
    bar.addWidget(ActionButton(actions["view.palette"], bar, theme.ICON))
    export = ActionButton(actions["file.export"], bar, theme.ICON)
    export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    export.setObjectName("export_button")
    bar.addWidget(export)
    window.addToolBar(bar)
    return bar


def fill_menu_bar(
    bar: QMenuBar, actions: Actions, docks: Sequence[QDockWidget], language: str, choose: Callable[[str], object]
) -> None:
    """Every action under its menu; `language` is spoken, `choose` hears which one is wanted."""
    for menu, _title in table.MENUS:
        made = bar.addMenu(table.menu_title(menu))
        made.setToolTipsVisible(True)
        section = None
        for row in table.ACTIONS:
            if row.menu != menu:
                continue
            if section is not None and row.section != section:
                made.addSeparator()
            section = row.section
            made.addAction(actions[row.id])
        if menu == "view":
            _add_panels(made, docks)
            _add_languages(made, language, choose)


def _add_panels(menu: QMenu, docks: Sequence[QDockWidget]) -> None:
    menu.addSeparator()
    panels = menu.addMenu(translate("Window", "Panels"))
    for dock in docks:
        panels.addAction(dock.toggleViewAction())


def _add_languages(menu: QMenu, language: str, choose: Callable[[str], object]) -> None:
    spoken = menu.addMenu(translate("Window", "Language"))
    group = QActionGroup(spoken)
    for code, name in languages():
        action = spoken.addAction(name)
        action.setCheckable(True)
        action.setChecked(code == language)
        action.triggered.connect(lambda _on=False, chosen=code: choose(chosen))
        group.addAction(action)
