from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QMenu,
    QScrollBar,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.views import actions as table
from app.views.main_window import MainWindow
from app.views.models import (
    ClipRow,
    DeviceModel,
    JobRow,
    JobState,
    LookItem,
    LooksModel,
    ModelRow,
    ModelState,
    ObjectRow,
    Problem,
    RecentRow,
    RefineModel,
    TrackingState,
)
from app.views.window_size import fitting
from tests.app.views.samples import CLIP, DOG, GREEN, picture

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow()
    qtbot.addWidget(made, before_close_func=lambda widget: widget.finish_close())
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


@pytest.fixture
def editor(window: MainWindow) -> MainWindow:
    window.show_editor()
    window.canvas.set_picture(picture())
    window.timeline.set_clip(CLIP)
    window.timeline.set_lanes((DOG,))
    window.transport.set_clip(CLIP)
    window.objects.set_objects((ObjectRow(1, "Dog", GREEN, active=True),))
    window.looks.set_looks(LooksModel((LookItem("overlay", "Overlay", "2"),), effects=(LookItem("none", "None"),)))
    window.refine.set_refine(RefineModel("Dog", enabled=True))
    window.models.set_models((ModelRow("nano", "Nano", ModelState.HERE),))
    window.models.set_device(DeviceModel())
    window.jobs.set_jobs((JobRow(1, "Dog", JobState.RUNNING, can_pause=True),))
    window.start_page.set_recent((RecentRow(Path("/a.clickmatte"), "Park"),))
    return window


def said_by(window: MainWindow, name: str = "action_triggered") -> list[object]:
    said: list[object] = []
    getattr(window, name).connect(lambda *arguments: said.append(arguments[0] if arguments else None))
    return said


def test_every_action_is_in_a_menu(window: MainWindow) -> None:
    in_menus = {action for menu in window.menuBar().findChildren(QMenu) for action in menu.actions()}
    for name, action in window.actions_by_id.items():
        assert action in in_menus, name
        assert action.text(), name
        assert action.toolTip(), name


def test_every_menu_opens_by_a_key() -> None:
    letters = [title[title.index("&") + 1].casefold() for _, title in table.MENUS]
    assert len(letters) == len(set(letters))


def test_no_two_actions_share_a_key() -> None:
    keys = [QKeySequence(key).toString() for row in table.ACTIONS for key in row.keys]
    assert all(keys)
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize(
    ("key", "modifiers", "action"),
    [
        (Key.Key_T, Qt.KeyboardModifier.NoModifier, "track.both"),
        (Key.Key_J, Qt.KeyboardModifier.NoModifier, "play.reverse"),
        (Key.Key_Left, Qt.KeyboardModifier.NoModifier, "play.step_back"),
        (Key.Key_Right, CTRL, "track.forward"),
        (Key.Key_3, Qt.KeyboardModifier.NoModifier, "look.outline"),
        (Key.Key_I, Qt.KeyboardModifier.NoModifier, "mark.in"),
        (Key.Key_Tab, Qt.KeyboardModifier.NoModifier, "prompt.next_hypothesis"),
        (Key.Key_Space, Qt.KeyboardModifier.NoModifier, "play.toggle"),
        (Key.Key_Z, CTRL, "edit.undo"),
        (Key.Key_Delete, Qt.KeyboardModifier.NoModifier, "edit.delete_prompt"),
        (Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "track.cancel"),
        (Key.Key_BracketRight, Qt.KeyboardModifier.NoModifier, "tool.larger"),
    ],
)
def test_keys_work_on_the_canvas(editor: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier, action: str) -> None:
    said = said_by(editor)
    QTest.keyClick(editor.canvas, key, modifiers)
    assert said == [action]


def test_letters_typed_into_a_field_are_letters(editor: MainWindow) -> None:
    said = said_by(editor)
    field = editor.transport._timecode
    field.setFocus()
    field.selectAll()
    for key in (Key.Key_T, Key.Key_J, Key.Key_1, Key.Key_Space, Key.Key_Left, Key.Key_Delete, Key.Key_Home):
        QTest.keyClick(field, key)
    assert said == []


def test_space_presses_a_button_that_was_reached_by_tab(editor: MainWindow) -> None:
    said = said_by(editor)
    button = next(b for b in editor.findChildren(QAbstractButton) if b.accessibleName() == "Mark in" and b.isVisible())
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Key.Key_Space)
    assert said == ["mark.in"]


def test_arrows_move_a_slider_that_has_the_focus(editor: MainWindow) -> None:
    said = said_by(editor)
    slider = editor.refine.field("feather_px").findChild(QSlider)
    assert slider is not None
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    before = slider.value()
    QTest.keyClick(slider, Key.Key_Right)
    assert said == []
    assert slider.value() > before


def test_arrows_walk_the_objects_and_step_a_number(editor: MainWindow) -> None:
    """Up and Down jump between prompts elsewhere; a row or a field that has the focus needs them itself."""
    editor.objects.set_objects((ObjectRow(1, "Dog", GREEN, active=True), ObjectRow(2, "Ball", GREEN)))
    said, activated = said_by(editor), []
    editor.objects.activated.connect(activated.append)
    editor.objects.row(1).setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(editor.objects.row(1), Key.Key_Down)
    assert activated == [2]
    field = editor.refine.field("grow_px")
    field._field.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(field._field, Key.Key_Up)
    assert field.value() == pytest.approx(0.1)
    assert said == []


def test_tab_walks_on_from_every_other_view(editor: MainWindow) -> None:
    said = said_by(editor)
    editor.objects.row(1).setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(editor.objects.row(1), Key.Key_Tab)
    assert said == []
    assert QApplication.focusWidget() is not editor.objects.row(1)


def test_a_click_on_a_button_leaves_the_keys_with_the_canvas(editor: MainWindow) -> None:
    editor.canvas.setFocus()
    for button in editor.findChildren(QAbstractButton):
        if button.accessibleName() == "To the start" and button.isVisible():
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is editor.canvas


def test_rebinding_moves_a_key(editor: MainWindow) -> None:
    said = said_by(editor)
    editor.set_shortcuts({"track.both": "J"})
    QTest.keyClick(editor.canvas, Key.Key_J)
    QTest.keyClick(editor.canvas, Key.Key_T)
    assert said == ["track.both"]
    assert "(J)" in editor.actions_by_id["track.both"].toolTip()
    editor.set_shortcuts({"play.pause": "Space", "play.toggle": "F8"})
    QTest.keyClick(editor.canvas, Key.Key_Space)
    assert said[-1] == "play.pause"


def test_the_window_zooms_the_canvas_itself_and_says_so(editor: MainWindow) -> None:
    said = said_by(editor)
    before = editor.canvas.transform().scale
    editor.actions_by_id["view.zoom_in"].trigger()
    assert editor.canvas.transform().scale == pytest.approx(before * 1.25)
    editor.actions_by_id["view.fit"].trigger()
    assert editor.canvas.transform().scale == pytest.approx(before)
    assert said == ["view.zoom_in", "view.fit"]


def test_tools_and_looks_are_one_of_many(editor: MainWindow) -> None:
    editor.set_action_checked("look.matte", True)
    assert not editor.actions_by_id["look.overlay"].isChecked()
    said = said_by(editor)
    editor.set_action_checked("tool.brush", True)
    assert not editor.actions_by_id["tool.click"].isChecked()
    assert said == []


def test_the_palette_does_what_it_lists(editor: MainWindow) -> None:
    said = said_by(editor)
    editor.actions_by_id["view.palette"].trigger()
    assert editor.palette_view.isVisible()
    QTest.keyClicks(editor.palette_view._field, "lock this")
    QTest.keyClick(editor.palette_view._field, Key.Key_Return)
    assert said == ["view.palette", "lock.here"]


def test_dropped_files_are_opened(window: MainWindow, tmp_path: Path) -> None:
    said = said_by(window, "paths_opened")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.mov")), QUrl("https://example.org/b.mov")])
    where, action, none = QPoint(100, 100), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where, action, mime, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    assert window._veil.isVisible()
    drop = QDropEvent(QPointF(where), action, mime, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(window, drop)
    assert said == [[tmp_path / "a.mov"]]
    assert not window._veil.isVisible()


def test_closing_waits_for_the_work(window: MainWindow) -> None:
    said = said_by(window, "close_requested")
    window.close()
    assert window.isVisible()
    assert said == [None]
    window.finish_close()
    assert not window.isVisible()


def test_the_start_page_stands_alone(window: MainWindow) -> None:
    assert window.start_page.isVisible()
    assert not [dock for dock in window.findChildren(QDockWidget) if dock.isVisible()]
    window.show_editor()
    assert window.canvas.isVisible()
    assert window.timeline.isVisible()
    assert not window.start_page.isVisible()


def test_the_layout_is_kept_and_rubbish_is_ignored(editor: MainWindow, qtbot: QtBot) -> None:
    editor.dock("timeline").hide()
    editor.show_start_page()
    kept = editor.layout_state()
    other = MainWindow()
    qtbot.addWidget(other, before_close_func=lambda widget: widget.finish_close())
    other.restore_layout(kept)
    other.show()
    other.show_editor()
    assert not other.timeline.isVisible()
    assert other.width() == editor.width()
    for rubbish in (b"", b"\x00\xff", b"axb\n", b"10x10\nnonsense"):
        other.restore_layout(rubbish)
    assert other.canvas.isVisible()
    other.actions_by_id["view.reset_layout"].trigger()
    assert other.timeline.isVisible()


def test_the_window_is_never_larger_than_the_screen() -> None:
    """On a laptop of 1366 × 768 its lower edge, with the status line, could not be reached."""
    laptop = QSize(1366, 768)
    assert fitting(QSize(1440, 900), laptop) == laptop
    assert fitting(QSize(9000, 500), laptop) == QSize(1366, 500)
    assert fitting(QSize(1200, 700), laptop) == QSize(1200, 700)


def test_the_tour_stays_in_front_of_panels_and_escape_ends_it(editor: MainWindow) -> None:
    """The panels' tabs lay over its buttons, and Escape did nothing once the picture had the focus."""
    editor.show_start_page()
    editor.tour.start()
    editor.show_editor()
    QTest.qWait(10)
    over = editor.childAt(editor.tour.geometry().center())
    assert over is editor.tour or editor.tour.isAncestorOf(over)
    assert not editor.tour.geometry().intersects(
        editor.objects.rect().translated(editor.objects.mapTo(editor, editor.objects.rect().topLeft()))
    )
    editor.canvas.setFocus()
    QTest.keyClick(editor.canvas, Qt.Key.Key_Escape)
    assert not editor.tour.isVisible()


def test_the_window_fits_a_small_laptop_while_it_tracks(editor: MainWindow) -> None:
    """A long line of names in the tracking bar once made the whole window wider than the screen."""
    names = ", ".join(f"Object {n}" for n in range(40))
    editor.tracking.set_tracking(TrackingState(names, 0.5, "18.4 frames/s", "12 min", "1.2 GB"))
    assert editor.minimumSizeHint().width() <= 1100
    assert editor.minimumSizeHint().height() <= 640


def _interactive(widget: QWidget) -> bool:
    kinds = (QAbstractButton, QLineEdit, QAbstractSpinBox, QComboBox, QSlider, QAbstractItemView)
    inside = widget.parentWidget()
    part = isinstance(inside, (QAbstractSpinBox, QComboBox, QScrollBar, QDockWidget)) or "qt_" in widget.objectName()
    part = part or (inside is not None and inside.inherits("QComboBoxPrivateContainer"))
    part = part or widget.inherits("QTabBarCloseButton") or (inside is not None and inside.inherits("QTabBar"))
    part = part or (inside is not None and inside.inherits("QKeySequenceEdit"))
    part = part or (isinstance(inside, QLineEdit) and isinstance(widget, QAbstractButton))
    return isinstance(widget, kinds) and not part


def test_everything_that_can_be_used_has_a_name_and_a_tip(editor: MainWindow) -> None:
    """Screen readers read the name; the tooltip tells what it is for."""
    poor = []
    parts = ("QDockWidgetTitleButton", "QToolBarExtension", "QHeaderView")
    for widget in editor.findChildren(QWidget):
        if not _interactive(widget) or any(widget.inherits(name) for name in parts):
            continue
        if not widget.accessibleName() or not widget.toolTip():
            poor.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}")
    assert not poor, "\n".join(poor)


def test_everything_that_can_be_used_can_be_reached_by_key(editor: MainWindow) -> None:
    unreachable = [
        f"{type(widget).__name__} {widget.accessibleName()}"
        for widget in editor.findChildren(QWidget)
        if _interactive(widget)
        and widget.isVisible()
        and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.accessibleName() not in ("Commands found", "Name")
        and not widget.inherits("QDockWidgetTitleButton")
        and not widget.inherits("QToolBarExtension")
    ]
    assert unreachable == []


def test_the_window_needs_neither_torch_nor_av() -> None:
    """They would cost seconds before anything is seen."""
    code = (
        "import sys, app.views.main_window\n"
        "heavy = {'torch', 'av', 'cv2', 'pyqtgraph', 'scipy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_a_message_does_not_move_the_picture(editor: MainWindow, qtbot: QtBot) -> None:
    """It pushed the picture down: the next click met another pixel than the one that was aimed at."""
    place, size = editor.canvas.mapTo(editor, QPoint(0, 0)), editor.canvas.size()
    editor.problems.show_problem(Problem("Dog is locked.", "Unlock it first."))
    qtbot.wait(50)
    assert (editor.canvas.mapTo(editor, QPoint(0, 0)), editor.canvas.size()) == (place, size)
    assert editor.problems.mapTo(editor, QPoint(0, 0)) == place
    assert editor.problems.width() == editor.canvas.width()
    assert 30 < editor.problems.height() < 90


def test_a_message_leaves_the_clip_tray_free(editor: MainWindow, qtbot: QtBot) -> None:
    editor.tray.set_clips((ClipRow(1, "one.mp4", None, True), ClipRow(2, "two.mp4", None, False)))
    editor.problems.show_problem(Problem("Dog is locked.", "Unlock it first."))
    qtbot.wait(50)
    assert editor.tray.isVisible()
    tray_end = editor.tray.mapTo(editor, QPoint(0, editor.tray.height())).y()
    assert editor.problems.mapTo(editor, QPoint(0, 0)).y() == tray_end


def test_a_long_note_leaves_an_objects_buttons_in_sight(editor: MainWindow, qtbot: QtBot) -> None:
    """ "older than the last correction here" pushed the bin out of the panel."""
    editor.objects.set_objects((ObjectRow(1, "Dog", GREEN, active=True, note="older than the last correction " * 5),))
    qtbot.wait(50)
    row = editor.objects.row(1)
    assert row.width() <= editor.objects.width()


def test_alt_over_the_picture_leaves_the_menu_alone(editor: MainWindow, qtbot: QtBot) -> None:
    """Held to see what a click would leave out and let go, it moved the keys to the menu bar: Space opened a menu."""
    canvas = editor.canvas
    canvas.setFocus()
    middle = canvas.picture_rect().center().toPoint()
    QTest.mouseMove(canvas, middle - QPoint(9, 9))
    QTest.mouseMove(canvas, middle)
    QTest.keyPress(editor.windowHandle(), Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
    QTest.keyRelease(editor.windowHandle(), Key.Key_Alt)
    qtbot.wait(20)
    assert editor.menuBar().activeAction() is None
    assert QApplication.focusWidget() is canvas


def test_over_the_timeline_the_status_line_speaks_of_the_timeline(editor: MainWindow) -> None:
    """It went on to say what a click in the picture would do; that Shift selects frames was said nowhere."""
    timeline = editor.timeline
    QTest.mouseMove(timeline, QPoint(400, 12))
    QTest.mouseMove(timeline, QPoint(410, 12))
    assert "Shift + drag selects" in editor.status.text()
    QTest.mouseMove(timeline, QPoint(40, round(timeline.lane_top(1)) + 6))
    assert "active object" in editor.status.text()
    QTest.mouseMove(editor.canvas, QPoint(3, 3))
    QTest.mouseMove(editor.canvas, editor.canvas.picture_rect().center().toPoint())
    assert "playhead" not in editor.status.text()
