"""The panels, driven by pointer and keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QListWidget,
    QPushButton,
    QSlider,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.views.models import (
    ClipRow,
    Comparison,
    DeviceModel,
    JobRow,
    JobState,
    LookItem,
    LooksModel,
    ModelRow,
    ModelState,
    ObjectRow,
    Parameter,
    ParameterKind,
    RecentRow,
    RefineModel,
)
from app.views.panels.history import HistoryPanel
from app.views.panels.jobs import JobsPanel
from app.views.panels.looks import LooksPanel
from app.views.panels.models import ModelsPanel
from app.views.panels.objects import ROW, ObjectsPanel
from app.views.panels.refine import RefinePanel
from app.views.panels.start_page import RecentCard, StartPage
from app.views.panels.tray import ClipTray
from app.views.widgets.slider_field import SliderField
from engine.project.model import RefineSettings
from engine.types import ObjectId
from tests.app.views.samples import GREEN, ORANGE, at, bgra, shot

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


def said_by(view: QWidget, *names: str) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = []
    for name in names:
        getattr(view, name).connect(lambda *arguments, name=name: said.append((name, *arguments)))
    return said


def button(view: QWidget, name: str) -> QAbstractButton:
    """The visible button a person would find by this name."""
    found = [b for b in view.findChildren(QAbstractButton) if name in b.accessibleName() and b.isVisibleTo(view)]
    assert found, f"no button named {name!r}"
    return found[0]


def press(widget: QWidget) -> None:
    """In the middle, or on the box of a check box."""
    middle = widget.rect().center()
    QTest.mouseClick(widget, LEFT, pos=QPoint(8, middle.y()) if isinstance(widget, QCheckBox) else middle)


def show(qtbot: QtBot, view: QWidget, width: int = 320, height: int = 500) -> None:
    qtbot.addWidget(view)
    view.resize(width, height)
    view.show()
    qtbot.waitExposed(view)


class TestObjects:
    ROWS = (
        ObjectRow(1, "Dog", GREEN, active=True, note="tracked 0–189"),
        ObjectRow(2, "Ball", ORANGE, locked=True),
        ObjectRow(3, "Person", (171, 125, 224), visible=False),
    )

    @pytest.fixture
    def panel(self, qtbot: QtBot) -> ObjectsPanel:
        panel = ObjectsPanel()
        show(qtbot, panel)
        panel.set_objects(self.ROWS)
        QTest.qWait(1)
        return panel

    def test_the_active_row_is_lit(self, panel: ObjectsPanel) -> None:
        image = shot(panel)
        lit, plain = (panel.row(name).mapTo(panel, QPoint(150, 4)) for name in (1, 2))
        assert at(image, lit.x(), lit.y()) != at(image, plain.x(), plain.y())

    def test_pressing_a_row_activates_it(self, panel: ObjectsPanel) -> None:
        said = said_by(panel, "activated")
        QTest.mouseClick(panel.row(2), LEFT, pos=QPoint(100, 20))
        assert said == [("activated", 2)]

    def test_eye_lock_and_solo_say_the_new_state(self, panel: ObjectsPanel) -> None:
        said = said_by(panel, "visible_set", "lock_set", "solo_set", "removed")
        press(button(panel.row(1), "Show or hide"))
        press(button(panel.row(2), "Lock"))
        press(button(panel.row(3), "Solo"))
        press(button(panel.row(3), "Remove"))
        assert said == [("visible_set", 1, False), ("lock_set", 2, False), ("solo_set", 3, True), ("removed", 3)]

    def test_double_click_renames_and_escape_does_not(self, panel: ObjectsPanel) -> None:
        said = said_by(panel, "renamed")
        QTest.mouseDClick(panel.row(1), LEFT, pos=QPoint(100, 20))
        QTest.keyClicks(panel.row(1)._name, "Rex")
        QTest.keyClick(panel.row(1)._name, Key.Key_Return)
        assert said == [("renamed", 1, "Rex")]

    def test_an_empty_name_is_not_taken(self, panel: ObjectsPanel) -> None:
        said = said_by(panel, "renamed")
        panel.row(1).rename()
        panel.row(1)._name.setText("  ")
        QTest.keyClick(panel.row(1)._name, Key.Key_Return)
        assert said == []
        assert panel.row(1)._name.text() == "Dog"

    def test_rows_are_dragged_into_order(self, panel: ObjectsPanel) -> None:
        said = said_by(panel, "order_set")
        row = panel.row(3)
        QTest.mousePress(row, LEFT, pos=QPoint(100, 20))
        QTest.mouseMove(row, QPoint(100, -30))
        QTest.mouseMove(row, QPoint(100, 10 - 2 * ROW))
        QTest.mouseRelease(row, LEFT, pos=QPoint(100, 10 - 2 * ROW))
        assert said == [("order_set", [3, 1, 2])]

    def test_keys_walk_rename_and_reorder(self, panel: ObjectsPanel) -> None:
        said = said_by(panel, "activated", "order_set")
        panel.row(1).setFocus()
        QTest.keyClick(panel.row(1), Key.Key_Down)
        QTest.keyClick(panel.row(2), Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        QTest.keyClick(panel.row(1), Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert said == [("activated", 2), ("order_set", [2, 1, 3]), ("order_set", [2, 1, 3])]

    def test_removed_rows_go_new_ones_come(self, panel: ObjectsPanel) -> None:
        panel.set_objects((ObjectRow(4, "Hat", ORANGE), self.ROWS[0]))
        assert panel.row(4).y() < panel.row(1).y() or panel.row(4).accessibleName() == "Hat"
        with pytest.raises(KeyError):
            panel.row(2)

    def test_an_empty_panel_says_how_to_begin(self, panel: ObjectsPanel) -> None:
        assert not panel._empty.isVisible()
        panel.set_objects(())
        assert panel._empty.isVisible()
        said = said_by(panel, "added")
        press(button(panel, "New object"))
        assert said == [("added",)]


class TestLooks:
    MODEL = LooksModel(
        (
            LookItem("original", "Original", "1"),
            LookItem(
                "overlay",
                "Overlay",
                "2",
                (
                    Parameter("opacity", "Opacity", ParameterKind.NUMBER, 0.5),
                    Parameter("outline", "Outline", ParameterKind.SWITCH, True),
                    Parameter("mode", "Mode", ParameterKind.CHOICE, "b", choices=(("a", "A"), ("b", "B"))),
                    Parameter("tint", "Tint", ParameterKind.COLOUR, (1, 2, 3)),
                    Parameter("plate", "Plate", ParameterKind.FILE, "/clips/sky.mov"),
                ),
            ),
        ),
        "overlay",
        (LookItem("none", "None"), LookItem("blur", "Blur")),
    )

    @pytest.fixture
    def panel(self, qtbot: QtBot) -> LooksPanel:
        panel = LooksPanel()
        show(qtbot, panel)
        panel.set_looks(self.MODEL)
        return panel

    def test_looks_are_chosen_and_shown(self, panel: LooksPanel) -> None:
        said = said_by(panel, "look_chosen")
        chosen = button(panel, "Overlay")
        assert chosen.isChecked()
        assert "(2)" in chosen.toolTip()
        press(button(panel, "Original"))
        assert said == [("look_chosen", "original")]
        panel.set_looks(replace(self.MODEL, current="original"))
        assert button(panel, "Original").isChecked()

    def test_parameters_say_look_value_and_whether_it_is_final(self, panel: LooksPanel) -> None:
        said = said_by(panel, "parameter_changed")
        form = panel._look_form
        opacity = form.control("opacity")
        assert isinstance(opacity, SliderField)
        opacity._field.setValue(0.8)
        press(form.control("outline"))
        mode = form.control("mode")
        assert isinstance(mode, QComboBox)
        assert mode.currentText() == "B"
        mode.setCurrentIndex(0)
        plate = form.control("plate")
        assert isinstance(plate, QPushButton)
        assert plate.text() == "sky.mov"
        assert said == [
            ("parameter_changed", "overlay", "opacity", 0.8, True),
            ("parameter_changed", "overlay", "outline", False, True),
            ("parameter_changed", "overlay", "mode", "a", True),
        ]

    def test_effects_work_on_the_object_or_on_everything_else(self, panel: LooksPanel) -> None:
        said = said_by(panel, "effect_chosen")
        assert not button(panel, "On everything else").isEnabled()
        panel._effect.setFocus()
        QTest.keyClick(panel._effect, Key.Key_Down)
        panel.set_looks(replace(self.MODEL, effect="blur"))
        press(button(panel, "On everything else"))
        assert said[-1] == ("effect_chosen", "blur", False)

    def test_setting_says_nothing(self, panel: LooksPanel) -> None:
        said = said_by(panel, "look_chosen", "effect_chosen", "parameter_changed")
        panel.set_looks(replace(self.MODEL, effect="blur", on_object=False, current="original"))
        panel.set_looks(self.MODEL)
        assert said == []


class TestRefine:
    @pytest.fixture
    def panel(self, qtbot: QtBot) -> RefinePanel:
        panel = RefinePanel()
        show(qtbot, panel, 330, 620)
        panel.set_refine(RefineModel("Dog", RefineSettings(), enabled=True))
        return panel

    def test_a_slider_says_every_step_and_the_last_as_final(self, panel: RefinePanel) -> None:
        said = said_by(panel, "settings_changed")
        slider = panel.field("feather_px").findChild(QSlider)
        assert slider is not None
        QTest.mousePress(slider, LEFT, pos=QPoint(20, 10))
        QTest.mouseMove(slider, QPoint(40, 10))
        QTest.mouseRelease(slider, LEFT, pos=QPoint(40, 10))
        finals = [final for _, _, final in said]
        values = [settings.feather_px for _, settings, _ in said]  # type: ignore[attr-defined]
        assert finals[-1] is True
        assert not any(finals[:-1])
        assert len(said) >= 3
        assert values[0] < values[-1]
        assert values[-1] == values[-2]

    def test_a_number_is_typed_with_its_unit(self, panel: RefinePanel) -> None:
        said = said_by(panel, "settings_changed")
        field = panel.field("grow_px")._field
        assert field.suffix() == " px"
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, "-2.5")
        QTest.keyClick(field, Key.Key_Return)
        assert said == [("settings_changed", RefineSettings(grow_px=-2.5), True)]

    def test_whole_numbers_stay_whole(self, panel: RefinePanel) -> None:
        said = said_by(panel, "settings_changed")
        panel.field("border_fix_px")._field.setValue(5)
        [(_, settings, _)] = said
        assert isinstance(settings, RefineSettings)
        assert settings.border_fix_px == 5
        assert isinstance(settings.border_fix_px, int)

    def test_reset_goes_home(self, panel: RefinePanel) -> None:
        panel.set_refine(RefineModel("Dog", RefineSettings(grow_px=3, feather_px=4), enabled=True))
        said = said_by(panel, "settings_changed")
        press(button(panel, "Reset Grow"))
        press(button(panel, "Reset all"))
        assert said == [
            ("settings_changed", RefineSettings(feather_px=4), True),
            ("settings_changed", RefineSettings(), True),
        ]
        assert not button(panel, "Reset all").isEnabled()

    def test_choices_and_key_frames(self, panel: RefinePanel) -> None:
        said = said_by(panel, "settings_changed", "key_set")
        panel._despill.setFocus()
        QTest.keyClick(panel._despill, Key.Key_Down)
        press(panel._clean)
        press(button(panel, "Key frame"))
        assert said[-1] == ("key_set", True)
        assert RefineSettings(despill="green", decontaminate=False) in [entry[1] for entry in said]

    def test_without_an_object_nothing_can_be_changed(self, panel: RefinePanel) -> None:
        panel.set_refine(RefineModel())
        assert not panel.field("grow_px").isEnabled()
        assert not button(panel, "Key frame").isEnabled()
        assert "Choose an object" in panel._name.text()

    def test_hair_is_offered_and_its_strands_only_with_it(self, panel: RefinePanel) -> None:
        assert panel._edge.findData("matting") >= 0
        assert not panel.field("hair_px").isEnabled()
        panel.set_refine(RefineModel("Dog", RefineSettings(edge="matting"), enabled=True))
        assert panel.field("hair_px").isEnabled()

    def test_other_objects_serve_as_rough_masks(self, panel: RefinePanel) -> None:
        others = ((2, "Rough"), (5, "Middle"))
        panel.set_refine(RefineModel("Dog", RefineSettings(core=ObjectId(9)), others=others, enabled=True))
        assert panel._core.currentText() == "None"
        said = said_by(panel, "settings_changed")
        panel._garbage.setFocus()
        QTest.keyClick(panel._garbage, Key.Key_Down)
        [(_, settings, final)] = said
        assert isinstance(settings, RefineSettings)
        assert (settings.garbage, final) == (2, True)
        assert panel._garbage.currentText() == "Rough"


class TestFronts:
    """Which object is cut out of which others."""

    ROWS = (ObjectRow(1, "Dog", GREEN, in_front_of=(2,)), ObjectRow(2, "Ball", ORANGE), ObjectRow(3, "R&D", GREEN))

    def test_a_lone_object_is_in_front_of_nothing(self, qtbot: QtBot) -> None:
        panel = ObjectsPanel()
        show(qtbot, panel)
        panel.set_objects(self.ROWS[:1])
        assert not [b for b in panel.findChildren(QToolButton) if "In front of" in b.toolTip() and b.isVisible()]

    def test_the_menu_marks_what_the_object_is_in_front_of(self, qtbot: QtBot) -> None:
        panel = ObjectsPanel()
        show(qtbot, panel)
        panel.set_objects(self.ROWS)
        said = said_by(panel, "front_set", "activated")
        opener = button(panel.row(1), "In front of")
        assert opener.isChecked()
        assert not button(panel.row(2), "In front of").isChecked()
        menu = panel.row(1).front_menu()
        others = [action for action in menu.actions() if action.isCheckable()]
        assert [(a.text(), a.isChecked()) for a in others] == [("Ball", True), ("R&&D", False)]
        others[1].trigger()
        others[0].trigger()
        assert said == [("front_set", 1, 3, True), ("front_set", 1, 2, False)]


class TestModels:
    ROWS = (
        ModelRow("nano", "Nano", ModelState.HERE, current=True),
        ModelRow("tiny", "SAM 2.1 tiny", ModelState.AVAILABLE, size_bytes=156_000_000),
        ModelRow("large", "SAM 2.1 large", ModelState.HERE, suits=False, advice="Too slow here"),
    )

    @pytest.fixture
    def panel(self, qtbot: QtBot) -> ModelsPanel:
        panel = ModelsPanel()
        show(qtbot, panel, 330, 700)
        panel.set_models(self.ROWS)
        return panel

    def test_each_state_offers_the_next_step(self, panel: ModelsPanel) -> None:
        said = said_by(panel, "use_requested", "download_requested", "pause_requested")
        press(button(panel.card("large"), "Use"))
        press(button(panel.card("tiny"), "Download"))
        loading = replace(self.ROWS[1], state=ModelState.DOWNLOADING, done_bytes=78_000_000)
        panel.set_models((self.ROWS[0], loading, self.ROWS[2]))
        assert panel.card("tiny")._bar.value() == 500
        press(button(panel.card("tiny"), "Pause"))
        panel.set_models((self.ROWS[0], replace(loading, state=ModelState.PAUSED), self.ROWS[2]))
        press(button(panel.card("tiny"), "Go on"))
        assert said == [
            ("use_requested", "large"),
            ("download_requested", "tiny"),
            ("pause_requested", "tiny"),
            ("download_requested", "tiny"),
        ]

    def test_the_current_one_needs_no_button(self, panel: ModelsPanel) -> None:
        assert not panel.card("nano")._button.isVisible()
        assert panel.card("nano")._state.text() == "in use"

    def test_only_a_model_that_is_here_is_compared(self, panel: ModelsPanel) -> None:
        said = said_by(panel, "compare_requested")
        assert not panel.card("tiny").menu().actions()[0].isEnabled()
        panel.card("large").menu().actions()[0].trigger()
        assert said == [("compare_requested", "large")]

    def test_devices_are_chosen_by_a_person_only(self, panel: ModelsPanel) -> None:
        said = said_by(panel, "device_chosen", "precision_chosen")
        panel.set_device(DeviceModel((("auto", "Automatic"), ("cpu", "Processor")), "cpu", advice="A GPU is faster"))
        assert said == []
        assert panel._device.currentText() == "Processor"
        assert panel._advice.text() == "A GPU is faster"
        panel._device.setFocus()
        QTest.keyClick(panel._device, Key.Key_Up)
        assert said == [("device_chosen", "auto")]

    def test_the_input_size_is_chosen_and_says_what_it_costs(self, panel: ModelsPanel) -> None:
        said = said_by(panel, "size_chosen")
        panel.set_device(DeviceModel(sizes=((0, "1024 px, its own"), (512, "512 px")), size_note="Smaller is faster."))
        assert panel._size.currentText() == "1024 px, its own"
        assert panel._size_note.text() == "Smaller is faster."
        panel._size.setFocus()
        QTest.keyClick(panel._size, Key.Key_Down)
        assert said == [("size_chosen", 512)]

    def test_a_download_that_is_held_can_be_given_up(self, panel: ModelsPanel) -> None:
        said = said_by(panel, "cancel_requested")
        held = replace(self.ROWS[1], state=ModelState.PAUSED, done_bytes=78_000_000)
        panel.set_models((held,))
        assert panel.card("tiny")._state.text() == "78 MB of 156 MB, paused"
        offered = {action.text(): action for action in panel.card("tiny").menu().actions()}
        offered["Cancel the download"].trigger()
        assert said == [("cancel_requested", "tiny")]

    def test_a_comparison_shows_both_pictures(self, panel: ModelsPanel) -> None:
        panel.set_comparison(Comparison("Nano", bgra(160, 90, red=200), "Large", bgra(160, 90, blue=200), "8 % apart"))
        QTest.qWait(1)
        view = panel._comparison
        image = shot(view)
        assert at(image, view.width() * 0.25, 50).red() == 200
        assert at(image, view.width() * 0.75, 50).blue() == 200
        panel.set_comparison(None)
        assert not view.isVisible()


class TestHistory:
    def test_steps_done_and_undone_and_the_way_to_them(self, qtbot: QtBot) -> None:
        panel = HistoryPanel()
        show(qtbot, panel)
        panel.set_history(("Click", "Box", "Track"), 2)
        steps = panel.findChild(QListWidget)
        assert steps is not None
        assert [steps.item(i).text() for i in range(4)] == ["Opened", "Click", "Box", "Track"]
        assert steps.currentRow() == 2
        assert steps.item(3).foreground().color().lightness() < steps.item(1).foreground().color().lightness()
        said = said_by(panel, "step_chosen")
        QTest.mouseClick(steps.viewport(), LEFT, pos=steps.visualItemRect(steps.item(0)).center())
        assert said == [("step_chosen", 0)]
        panel.set_history(("Click",), 1)
        assert steps.count() == 2
        assert len(said) == 1


class TestJobs:
    def test_what_can_be_done_depends_on_the_state(self, qtbot: QtBot) -> None:
        panel = JobsPanel()
        show(qtbot, panel)
        assert panel._empty.isVisible()
        running = JobRow(7, "Dog → ProRes", JobState.RUNNING, 0.25, can_pause=True)
        panel.set_jobs((running, JobRow(8, "Ball", JobState.QUEUED)))
        assert panel.card(7)._bar.value() == 250
        said = said_by(
            panel, "pause_requested", "resume_requested", "cancel_requested", "reveal_requested", "dismissed"
        )
        press(button(panel.card(7), "Pause"))
        panel.set_jobs((replace(running, state=JobState.PAUSED),))
        press(button(panel.card(7), "Go on"))
        press(button(panel.card(7), "Cancel"))
        panel.set_jobs((replace(running, state=JobState.DONE, note="Checked", result=Path("x.mov")),))
        press(button(panel.card(7), "Show in folder"))
        press(button(panel.card(7), "Take off"))
        assert [name for name, _ in said] == [
            "pause_requested", "resume_requested", "cancel_requested", "reveal_requested", "dismissed",
        ]  # fmt: skip
        assert {number for _, number in said} == {7}
        with pytest.raises(KeyError):
            panel.card(8)


class TestTray:
    def test_several_clips_as_tabs(self, qtbot: QtBot) -> None:
        tray = ClipTray()
        qtbot.addWidget(tray)
        tray.set_clips((ClipRow(5, "park & dog.mp4", bgra(80, 45), True),))
        assert tray.isHidden()
        said = said_by(tray, "activated", "closed")
        tray.set_clips((ClipRow(5, "park & dog.mp4", bgra(80, 45)), ClipRow(9, "b.mov", None, True, "tracking 4 %")))
        assert said == []
        assert not tray.isHidden()
        assert tray.currentIndex() == 1
        assert "tracking 4 %" in tray.tabText(1)
        tray.resize(tray.sizeHint())
        QTest.mouseClick(tray, LEFT, pos=tray.tabRect(0).center())
        tray.tabCloseRequested.emit(1)
        assert said == [("activated", 5), ("closed", 9)]


class TestStartPage:
    def test_recent_projects_are_opened_and_forgotten(self, qtbot: QtBot) -> None:
        page = StartPage()
        show(qtbot, page, 1000, 700)
        rows = (
            RecentRow(Path("/a.clickmatte"), "Park", "240 frames", bgra(160, 90, red=180)),
            RecentRow(Path("/b.clickmatte"), "Gone", missing=True),
        )
        page.set_recent(rows)
        QTest.qWait(1)
        said = said_by(page, "open_requested", "sample_requested", "recent_chosen", "recent_removed")
        park, gone = page.findChildren(RecentCard)
        assert at(shot(park), 100, 60).red() == 180
        press(park)
        gone.setFocus()
        QTest.keyClick(gone, Key.Key_Space)
        press(gone.findChild(QToolButton))
        press(button(page, "Open a clip"))
        press(button(page, "sample"))
        assert said == [
            ("recent_chosen", Path("/a.clickmatte")),
            ("recent_chosen", Path("/b.clickmatte")),
            ("recent_removed", Path("/b.clickmatte")),
            ("open_requested",),
            ("sample_requested",),
        ]
