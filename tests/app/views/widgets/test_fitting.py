from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from pytestqt.qtbot import QtBot

from app.views.dialogs.export import ExportDialog
from app.views.dialogs.shortcuts import ShortcutsDialog
from app.views.widgets.fitting import TITLE_BAR_PX, FittingDialog, within

SMALL = QRect(0, 0, 960, 540)
"""A 1080p screen at 200 %."""


@pytest.mark.parametrize("kind", [ExportDialog, ShortcutsDialog])
def test_every_button_of_a_dialog_is_on_a_small_screen(qtbot: QtBot, kind: type[FittingDialog]) -> None:
    """At 200 % the export dialog hung over the screen's edge, and its buttons with it."""
    dialog = kind()
    qtbot.addWidget(dialog)
    dialog.move(300, 200)
    dialog.show()
    dialog.fit_into(SMALL)
    assert SMALL.contains(QRect(dialog.pos(), dialog.size()))
    assert dialog.minimumSizeHint().height() <= SMALL.height() - TITLE_BAR_PX
    assert dialog.size().height() == SMALL.height() - TITLE_BAR_PX
    dialog.close()


def test_where_there_is_room_nothing_changes(qtbot: QtBot) -> None:
    dialog = ExportDialog()
    qtbot.addWidget(dialog)
    dialog.move(300, 200)
    dialog.fit_into(QRect(0, 0, 1920, 1080))
    assert (dialog.size(), dialog.pos()) == (QSize(840, 680), QPoint(300, 200))


def test_a_second_screen_has_its_own_edges() -> None:
    assert within(QPoint(100, 50), QSize(400, 300), QRect(1920, 0, 1280, 720)) == QPoint(1920, 50)
    assert within(QPoint(3000, 700), QSize(400, 300), QRect(1920, 0, 1280, 720)) == QPoint(2800, 420)
