"""Which keys a focused control keeps for itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.views.widgets.key_guard import KeyGuard


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_return_takes_the_chosen_line_of_an_open_list(qtbot: QtBot, qapp: QApplication) -> None:
    """Return did nothing in the open list of any combo box: the guard kept the key from it."""
    window = QWidget()
    qtbot.addWidget(window)
    combo = QComboBox()
    combo.addItems(["one", "two", "three"])
    QVBoxLayout(window).addWidget(combo)
    guard = KeyGuard(qapp, window)
    window.show()
    taken: list[int] = []
    combo.activated.connect(taken.append)
    combo.setFocus()
    combo.showPopup()
    qtbot.waitUntil(combo.view().isVisible)
    combo.view().setFocus()
    combo.view().installEventFilter(guard)  # as when the list has the focus, which this platform does not give
    QTest.keyClick(combo.view(), Qt.Key.Key_Down)
    QTest.keyClick(combo.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: taken == [1])
    combo.hidePopup()
