from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.views.dialogs.about import AboutDialog
from app.views.dialogs.export import ExportDialog
from app.views.dialogs.shortcuts import ShortcutsDialog
from app.views.keymaps import Keymap, read_keymaps
from app.views.models import ExportChoice, ExportModel, ObjectRow, PresetRow
from tests.app.views.samples import GREEN, ORANGE

LEFT = Qt.MouseButton.LeftButton
PRESETS = (
    PresetRow("prores", "ProRes 4444", "DaVinci Resolve", "With alpha", ".mov"),
    PresetRow("webm", "WebM", "Web page", "VP9 with alpha", ".webm"),
    PresetRow("h264", "MP4", "Web page", "On a colour", ".mp4", alpha=False),
)
OBJECTS = (ObjectRow(1, "Dog", GREEN), ObjectRow(2, "Ball", ORANGE, visible=False))
MODEL = ExportModel(
    PRESETS,
    OBJECTS,
    (("otio", "OpenTimelineIO"),),
    240,
    ExportChoice("prores", Path("/out/dog.mov"), (), 10, 200),
    "412 MB · 0:24",
)


class TestExport:
    @pytest.fixture
    def dialog(self, qtbot: QtBot) -> ExportDialog:
        made = ExportDialog()
        qtbot.addWidget(made)
        made.set_model(MODEL)
        made.show()
        qtbot.waitExposed(made)
        return made

    @staticmethod
    def said(dialog: ExportDialog) -> list[ExportChoice]:
        choices: list[ExportChoice] = []
        dialog.choice_changed.connect(choices.append)
        return choices

    def test_it_shows_what_is_chosen(self, dialog: ExportDialog) -> None:
        assert dialog._detail.text() == "With alpha"
        assert dialog._estimate.text() == "412 MB · 0:24"
        assert (dialog._start.value(), dialog._stop.value()) == (10, 199)
        assert not dialog._warning.isVisible()
        assert dialog._objects.item(0).checkState() is Qt.CheckState.Checked
        assert dialog._objects.item(1).checkState() is Qt.CheckState.Unchecked

    def test_all_boxes_checked_are_all_objects(self, dialog: ExportDialog) -> None:
        """It meant the visible ones: a hidden object could not be exported together with others."""
        dialog._objects.item(1).setCheckState(Qt.CheckState.Checked)
        assert dialog.choice().object_ids == (1, 2)
        visible = tuple(replace(row, visible=True) for row in OBJECTS)
        dialog.set_model(replace(MODEL, objects=visible))
        assert dialog.choice().object_ids == ()

    def test_many_companions_do_not_widen_it(self, dialog: ExportDialog) -> None:
        names = tuple((f"kind{i}", f"A timeline for program {i}") for i in range(9))
        width = dialog.minimumSizeHint().width()
        choice = replace(MODEL.choice, beside=tuple(name for name, _ in names))
        dialog.set_model(replace(MODEL, companions=names, choice=choice))
        assert dialog._beside.text() == "A timeline for program 0 and 8 more"
        assert dialog._beside.accessibleDescription().count("program") == 9
        assert dialog.minimumSizeHint().width() == width

    def test_setting_says_nothing(self, dialog: ExportDialog) -> None:
        choices = self.said(dialog)
        dialog.set_model(replace(MODEL, choice=replace(MODEL.choice, preset="webm", start=0, premultiplied=True)))
        assert choices == []

    def test_every_choice_is_said(self, dialog: ExportDialog) -> None:
        choices = self.said(dialog)
        dialog.choose_preset("webm")
        assert choices[-1].preset == "webm"
        dialog._start.setValue(20)
        assert choices[-1].start == 20
        QTest.mouseClick(dialog._whole, LEFT)
        assert (choices[-1].start, choices[-1].stop) == (0, 240)
        dialog._objects.item(1).setCheckState(Qt.CheckState.Checked)
        dialog._objects.item(0).setCheckState(Qt.CheckState.Unchecked)
        assert choices[-1].object_ids == (2,)
        dialog._alpha.setFocus()
        QTest.keyClick(dialog._alpha, Qt.Key.Key_Down)
        assert choices[-1].premultiplied is False
        for switch, name in ((dialog._tracked, "tracked_only"), (dialog._inverted, "inverted")):
            QTest.mouseClick(switch, LEFT, pos=QPoint(8, switch.height() // 2))
            assert getattr(choices[-1], name)

    def test_size_cut_and_companions_are_said(self, dialog: ExportDialog) -> None:
        dialog.set_model(replace(MODEL, companions=(("edl", "EDL"), ("nuke", "Nuke script"))))
        choices = self.said(dialog)
        dialog._size.setFocus()
        QTest.keyClick(dialog._size, Qt.Key.Key_Down)
        assert choices[-1].scale_percent == 75
        QTest.mouseClick(dialog._cropped, LEFT, pos=QPoint(8, dialog._cropped.height() // 2))
        assert choices[-1].cropped
        assert dialog._beside.text() == "Nothing"
        dialog._beside.menu().actions()[1].trigger()
        assert choices[-1].beside == ("nuke",)
        assert dialog._beside.text() == "Nuke script"

    def test_what_the_window_shows_can_be_taken_over(self, dialog: ExportDialog) -> None:
        assert not dialog._picture.isEnabled()
        dialog.set_model(replace(MODEL, shown="Outline"))
        choices = self.said(dialog)
        dialog._picture.setFocus()
        QTest.keyClick(dialog._picture, Qt.Key.Key_Down)
        assert dialog._picture.currentText() == "As shown: Outline"
        assert choices[-1].as_shown

    def test_one_file_an_object_puts_the_name_into_the_file(self, dialog: ExportDialog) -> None:
        choices = self.said(dialog)
        QTest.mouseClick(dialog._separate, LEFT, pos=QPoint(8, dialog._separate.height() // 2))
        assert choices[-1].separate
        assert choices[-1].path == Path("/out/dog_{object}.mov")
        QTest.mouseClick(dialog._separate, LEFT, pos=QPoint(8, dialog._separate.height() // 2))
        assert choices[-1].path == Path("/out/dog.mov")

    def test_an_empty_range_is_not_taken(self, dialog: ExportDialog) -> None:
        choices = self.said(dialog)
        dialog._start.setValue(220)
        assert choices == []

    def test_without_alpha_there_is_nothing_to_multiply(self, dialog: ExportDialog) -> None:
        assert dialog._alpha.isEnabled()
        dialog.set_model(replace(MODEL, choice=replace(MODEL.choice, preset="h264")))
        assert not dialog._alpha.isEnabled()

    def test_it_is_queued_and_the_dialog_goes(self, dialog: ExportDialog) -> None:
        asked: list[ExportChoice] = []
        dialog.export_requested.connect(asked.append)
        QTest.mouseClick(dialog._go, LEFT)
        assert asked == [replace(MODEL.choice, object_ids=(1,))]
        assert not dialog.isVisible()

    def test_warnings_come_before_the_work(self, dialog: ExportDialog) -> None:
        dialog.set_model(replace(MODEL, warning="Frames 20–40 are not tracked yet."))
        assert dialog._warning.isVisible()
        dialog.set_model(ExportModel())
        assert not dialog._go.isEnabled()


class TestShortcuts:
    @pytest.fixture
    def dialog(self, qtbot: QtBot) -> ShortcutsDialog:
        made = ShortcutsDialog((Keymap("other", "Other", (("track.both", "F9"),)),))
        qtbot.addWidget(made)
        made.show()
        qtbot.waitExposed(made)
        return made

    @staticmethod
    def said(dialog: ShortcutsDialog) -> list[tuple[str, str]]:
        changes: list[tuple[str, str]] = []
        dialog.shortcut_changed.connect(lambda *change: changes.append(change))
        return changes

    def test_a_key_is_pressed_and_set(self, dialog: ShortcutsDialog) -> None:
        changes = self.said(dialog)
        dialog.choose("track.both")
        dialog._edit.setFocus()
        QTest.keyClick(dialog._edit, Qt.Key.Key_F9)
        QTest.mouseClick(dialog._set, LEFT)
        assert changes == [("track.both", "F9")]

    def test_a_conflict_is_named_before_it_is_taken(self, dialog: ShortcutsDialog) -> None:
        dialog.choose("track.both")
        dialog._edit.setKeySequence(QKeySequence("L"))
        assert "Play forwards" in dialog._note.text()
        dialog._edit.setKeySequence(QKeySequence("F9"))
        assert dialog._note.text() == ""

    def test_another_changed_key_is_taken_away(self, dialog: ShortcutsDialog) -> None:
        dialog.set_shortcuts({"tool.brush": "F9"})
        changes = self.said(dialog)
        dialog.choose("track.both")
        dialog._edit.setKeySequence(QKeySequence("F9"))
        QTest.mouseClick(dialog._set, LEFT)
        assert changes == [("tool.brush", ""), ("track.both", "F9")]

    def test_no_key_default_and_reset(self, dialog: ShortcutsDialog) -> None:
        changes, resets = self.said(dialog), []
        dialog.shortcuts_reset.connect(lambda: resets.append(1))
        dialog.choose("track.both")
        assert not dialog._default.isEnabled()
        QTest.mouseClick(dialog._clear, LEFT)
        dialog.set_shortcuts({"track.both": ""})
        QTest.mouseClick(dialog._default, LEFT)
        QTest.mouseClick(dialog._reset, LEFT)
        assert changes == [("track.both", ""), ("track.both", "T")]
        assert resets == [1]

    def test_search_finds_by_name_and_by_key(self, dialog: ShortcutsDialog) -> None:
        dialog._search.setText("doubtful")
        shown = [name for name, item in dialog._items.items() if not item.isHidden()]
        assert shown == ["jump.next_doubtful"]
        dialog._search.setText("ctrl+e")
        assert "file.export" in [name for name, item in dialog._items.items() if not item.isHidden()]

    def test_a_set_of_keys_is_taken_over(self, dialog: ShortcutsDialog) -> None:
        chosen: list[object] = []
        dialog.keymap_chosen.connect(chosen.append)
        dialog._maps.setFocus()
        QTest.keyClick(dialog._maps, Qt.Key.Key_Down)
        assert chosen == [{"track.both": "F9"}]


def test_the_shipped_sets_of_keys_hold_together() -> None:
    """No set names an action that is not there, or one key twice."""
    keymaps = read_keymaps()
    assert {"default", "resolve", "premiere", "after_effects", "nuke"} <= {keymap.name for keymap in keymaps}
    for keymap in keymaps:
        keys = [key for _, key in keymap.keys if key]
        assert len(keys) == len(set(keys)), keymap.name
        for key in keys:
            assert QKeySequence(key).toString(), f"{keymap.name}: {key!r} is not a key"


def test_an_unknown_action_in_a_file_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('[mine]\ntitle = "Mine"\n[mine.keys]\n"no.such" = "A"\n"track.both" = "F9"\n', encoding="utf-8")
    assert read_keymaps(file) == (Keymap("mine", "Mine", (("track.both", "F9"),)),)
    assert read_keymaps(tmp_path / "none.toml") == ()


def test_about_shows_facts_to_copy(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.set_facts("1.2.3", "Linux\n2 cores")
    assert "1.2.3" in dialog._version.text()
    assert dialog._facts.toPlainText() == "Linux\n2 cores"
