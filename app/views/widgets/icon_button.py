"""A flat button with an icon."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from app.views import icons, theme


class IconButton(QToolButton):
    """A small flat button that always has a name and a tooltip. It takes the focus by Tab only, so that a click on it
    leaves the keys with the picture."""

    def __init__(self, icon: str, tip: str, parent: QWidget | None = None, pixels: int = theme.ICON) -> None:
        super().__init__(parent)
        self.setIcon(icons.icon(icon))
        self.setIconSize(QSize(pixels, pixels))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.say(tip)

    def say(self, tip: str) -> None:
        """Tooltip and screen-reader name."""
        self.setToolTip(tip)
        self.setAccessibleName(tip)


class ActionButton(QToolButton):
    """A flat button for one of the window's actions: its icon, tip with key, state and name follow the action."""

    def __init__(self, action: QAction, parent: QWidget | None = None, pixels: int = theme.ICON) -> None:
        super().__init__(parent)
        self.setIconSize(QSize(pixels, pixels))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setDefaultAction(action)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        action = self.defaultAction()
        self.setAccessibleName(action.text())
        self.setToolTip(action.toolTip())
