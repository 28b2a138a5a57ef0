from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.views import actions as table
from app.views.models import PlaybackState, Problem, StatusModel, TrackingState
from app.views.widgets.command_palette import CommandPalette, score
from app.views.widgets.problem_bar import ProblemBar
from app.views.widgets.slider_field import SliderField
from app.views.widgets.status import StatusLine
from app.views.widgets.tour import Tour, TourStep
from app.views.widgets.tracking_bar import TrackingBar
from app.views.widgets.transport import TransportBar
from tests.app.views.samples import CLIP

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def actions(window: QMainWindow) -> dict[str, QAction]:
    made = table.build_actions(window, lambda _name: None)
    table.apply_texts(made, table.resolve_keys({}))
    return made


class TestPalette:
    @pytest.fixture
    def palette(self, window: QMainWindow, actions: dict[str, QAction]) -> CommandPalette:
        made = CommandPalette(actions, window)
        made.open()
        return made

    def test_everything_is_there_before_typing(self, palette: CommandPalette) -> None:
        assert set(palette.found()) == {row.id for row in table.ACTIONS} - {"view.palette"}

    @pytest.mark.parametrize(
        ("typed", "first"),
        [
            ("track for", "track.forward"),
            ("TBW", "track.both"),
            ("next doub", "jump.next_doubtful"),
            ("export", "file.export"),
            ("zoom timel", "timeline.zoom_in"),
            ("brush", "tool.brush"),
        ],
    )
    def test_a_few_letters_find_it(self, palette: CommandPalette, typed: str, first: str) -> None:
        QTest.keyClicks(palette._field, typed)
        assert palette.found()[0] == first

    def test_letters_that_are_nowhere_find_nothing(self, palette: CommandPalette) -> None:
        QTest.keyClicks(palette._field, "qqqq")
        assert palette.found() == []

    def test_enter_does_it_and_the_palette_goes(self, palette: CommandPalette) -> None:
        said: list[str] = []
        palette.action_triggered.connect(said.append)
        QTest.keyClicks(palette._field, "zoom")
        QTest.keyClick(palette._field, Key.Key_Down)
        wanted = palette.found()[1]
        QTest.keyClick(palette._field, Key.Key_Return)
        assert said == [wanted]
        assert not palette.isVisible()

    def test_what_makes_no_sense_now_cannot_be_done(self, palette: CommandPalette, actions: dict[str, QAction]) -> None:
        said: list[str] = []
        palette.action_triggered.connect(said.append)
        actions["file.export"].setEnabled(False)
        QTest.keyClicks(palette._field, "export")
        QTest.keyClick(palette._field, Key.Key_Return)
        assert said == []
        QTest.keyClick(palette._field, Key.Key_Escape)
        assert not palette.isVisible()

    def test_scores(self) -> None:
        better, worse = score("tf", "Track forwards"), score("tf", "That is of no use")
        assert better is not None
        assert worse is not None
        assert better > worse
        assert score("xyz", "Track") is None


class TestTransport:
    @pytest.fixture
    def bar(self, window: QMainWindow, actions: dict[str, QAction]) -> TransportBar:
        made = TransportBar(actions, window)
        window.setCentralWidget(made)
        made.set_clip(CLIP)
        made.set_state(PlaybackState(frame=100, frame_count=240, timecode="01:00:04:04", has_sound=True))
        return made

    @pytest.mark.parametrize(
        ("typed", "frame"),
        [("118", 118), ("01:00:01:00", 24), ("+12", 112), ("−100", 0), ("9999", 239), ("01:00:00:10", 10)],
    )
    def test_a_typed_time_is_sought(self, bar: TransportBar, typed: str, frame: int) -> None:
        said: list[int] = []
        bar.seek_requested.connect(said.append)
        bar._timecode.setFocus()
        bar._timecode.setText(typed)
        QTest.keyClick(bar._timecode, Key.Key_Return)
        assert said == [frame]

    def test_nonsense_is_put_back(self, bar: TransportBar) -> None:
        said: list[int] = []
        bar.seek_requested.connect(said.append)
        bar._timecode.setText("soon")
        QTest.keyClick(bar._timecode, Key.Key_Return)
        assert said == []
        assert bar._timecode.text() == "01:00:04:04"

    def test_dropped_frames_and_speed_are_admitted(self, bar: TransportBar) -> None:
        state = PlaybackState(playing=True, speed=-2.0, frame=7, frame_count=240, dropped=3)
        bar.set_state(state)
        assert "3" in bar._dropped.text()
        assert bar._speed.text() == "−2×"
        bar.set_state(replace(state, dropped=0, speed=1.0))
        assert bar._dropped.text() == ""
        assert bar._speed.text() == ""

    def test_the_play_button_shows_what_it_will_do(self, bar: TransportBar, actions: dict[str, QAction]) -> None:
        before = actions["play.toggle"].icon().cacheKey()
        bar.set_state(PlaybackState(playing=True))
        assert actions["play.toggle"].icon().cacheKey() != before

    def test_mute_is_offered_only_with_sound(self, bar: TransportBar, actions: dict[str, QAction]) -> None:
        assert actions["play.mute"].isEnabled()
        bar.set_state(PlaybackState())
        assert not actions["play.mute"].isEnabled()


class TestTracking:
    def test_progress_is_seen_only_while_tracking(self, window: QMainWindow, actions: dict[str, QAction]) -> None:
        bar = TrackingBar(actions, window)
        window.setCentralWidget(bar)
        assert bar._progress.isHidden()
        bar.set_tracking(TrackingState("Dog", 0.5, "18 fps", "0:03 left", "1.2 GB"))
        assert not bar._progress.isHidden()
        assert bar._progress.value() == 500
        assert bar._facts.text() == "18 fps  ·  0:03 left  ·  1.2 GB"
        bar.set_tracking(TrackingState("Dog", 0.5, paused=True))
        assert "paused" in bar._facts.text()
        bar.set_tracking(None)
        assert bar._progress.isHidden()


class TestProblems:
    @pytest.fixture
    def bar(self, window: QMainWindow) -> ProblemBar:
        made = ProblemBar(window)
        window.setCentralWidget(made)
        return made

    def test_a_sentence_a_remedy_and_details_to_copy(self, bar: ProblemBar) -> None:
        bar.show_problem(Problem("The disk is full.", "Free 2 GB.", "Traceback"))
        assert bar.isVisible()
        assert bar._sentence.text() == "The disk is full."
        assert bar._remedy.text() == "Free 2 GB."
        assert not bar._mend.isVisible()
        QTest.mouseClick(bar._copy, LEFT)
        assert QGuiApplication.clipboard().text() == "The disk is full.\n\nFree 2 GB.\n\nTraceback"

    def test_the_button_that_mends_it(self, bar: ProblemBar) -> None:
        said: list[object] = []
        bar.action_triggered.connect(said.append)
        bar.dismissed.connect(lambda: said.append("dismissed"))
        bar.show_problem(Problem("The clip is gone.", action="clip.relink", action_title="Find it…"))
        QTest.mouseClick(bar._mend, LEFT)
        QTest.mouseClick(bar._close, LEFT)
        assert said == ["clip.relink", "dismissed"]
        assert not bar.isVisible()


class TestStatus:
    def test_a_hint_of_the_model_goes_before_the_canvas(self, qtbot: QtBot) -> None:
        line = StatusLine()
        qtbot.addWidget(line)
        line.set_hint("Click to select this")
        assert line.text() == "Click to select this"
        line.set_status(StatusModel(hint="Loading"))
        assert line.text() == "Loading"
        line.set_status(StatusModel(frame="1920 × 1080"))
        assert line.text() == "Click to select this"


class TestSlider:
    def test_arrows_move_it_a_step(self, qtbot: QtBot) -> None:
        field = SliderField("Grow", -10, 10, 0.5, "px")
        qtbot.addWidget(field)
        said: list[tuple[float, bool]] = []
        field.changed.connect(lambda *arguments: said.append(arguments))
        field.set_value(1.0, 0.0)
        assert said == []
        QTest.keyClick(field._field, Key.Key_Up)
        assert said == [(1.5, True)]
        QTest.mouseClick(field._reset, LEFT)
        assert field.value() == 0.0


class TestTour:
    def test_three_steps_and_out(self, window: QMainWindow) -> None:
        target = QWidget(window)
        target.setGeometry(100, 300, 200, 100)
        target.show()
        steps = tuple(TourStep(f"Step {n}", "Text", lambda: target, lambda n=n: n == 1) for n in (1, 2, 3))
        tour = Tour(lambda: steps, window)
        said: list[str] = []
        tour.finished.connect(lambda: said.append("finished"))
        tour.sample_requested.connect(lambda: said.append("sample"))
        tour.start()
        assert tour.isVisible()
        assert window.rect().contains(tour.geometry())
        sample = next(b for b in tour.findChildren(QPushButton) if "sample" in b.text())
        QTest.mouseClick(sample, LEFT)
        for expected in ("2 / 3", "3 / 3"):
            QTest.mouseClick(tour._next, LEFT)
            assert tour._count.text() == expected
        assert not sample.isVisible()
        QTest.mouseClick(tour._next, LEFT)
        assert said == ["sample", "finished"]
        assert not tour.isVisible()

    def test_it_stands_beside_a_large_view_and_offers_the_sample_only_while_it_helps(self, window: QMainWindow) -> None:
        """The card stood over the picture it spoke of, and offered the sample when that was open."""
        window.resize(1200, 700)
        picture = QWidget(window)
        picture.setGeometry(0, 10, 800, 500)
        picture.show()
        offers = [True]
        tour = Tour(lambda: (TourStep("One", "Text", lambda: picture, lambda: offers[0]),), window)
        tour.start()
        sample = next(b for b in tour.findChildren(QPushButton) if "sample" in b.text())
        assert sample.isVisible()
        assert not tour.geometry().intersects(picture.geometry())
        offers[0] = False
        tour.follow()
        assert not sample.isVisible()

    def test_it_lets_the_window_be_used(self, window: QMainWindow) -> None:
        below = QPushButton("Below", window)
        below.setGeometry(5, 5, 80, 30)
        below.show()
        pressed: list[bool] = []
        below.clicked.connect(lambda: pressed.append(True))
        tour = Tour(lambda: (TourStep("One", "Text", lambda: below),), window)
        tour.start()
        QTest.mouseClick(below, LEFT, pos=QPoint(4, 4))
        assert pressed
