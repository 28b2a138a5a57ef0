"""Lets the widget with the focus keep the keys it works with, before they become the window's shortcuts."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QScrollBar,
    QTabBar,
    QWidget,
)

_PRESS = {Qt.Key.Key_Space}
_MOVE = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}
_FAR = _MOVE | {Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class KeyGuard(QObject):
    """Follows the focus. A button reached by Tab hears Space, a slider its arrows, a list its arrows and letters."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and not _is_popup(watched) and Qt.Key(event.key()) in kept_keys(watched):
                event.accept()
                return True
        return False

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and shiboken6.isValid(self._watched):  # its end may still be on its way to us
            self._watched.removeEventFilter(self)
            self._watched.destroyed.disconnect(self._forget)
        self._watched = new
        if new is not None:
            new.installEventFilter(self)
            new.destroyed.connect(self._forget)

    def _forget(self) -> None:
        self._watched = None


def _is_popup(widget: QObject) -> bool:
    """Shortcuts do not fire there, and a combo box's list takes Return from this very event."""
    return isinstance(widget, QWidget) and widget.window().windowType() is Qt.WindowType.Popup


def kept_keys(widget: QObject) -> set[Qt.Key]:
    """The plain keys this kind of widget works with itself."""
    if isinstance(widget, QAbstractButton):
        return _PRESS
    if isinstance(widget, QAbstractSlider) and not isinstance(widget, QScrollBar):
        return _FAR
    if isinstance(widget, (QAbstractSpinBox, QLineEdit)):
        return _FAR
    if isinstance(widget, (QComboBox, QAbstractItemView)):
        return _FAR | _PRESS | {Qt.Key.Key_Return, Qt.Key.Key_Enter}
    if isinstance(widget, (QTabBar, QMenu)):
        return _MOVE
    return set()
