from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.views.models import CurveModel, InOut, LaneSpan, SpanKind, Waveform
from app.views.timeline.lane import LaneRow
from app.views.timeline.timeline_chart import HEADER
from app.views.timeline.timeline_view import TimelineView
from tests.app.views.samples import BALL, CLIP, DOG, GREEN, at, bgra, shot

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def timeline(qtbot: QtBot) -> Iterator[TimelineView]:
    made = TimelineView()
    qtbot.addWidget(made)
    made.resize(HEADER + 960 + 10, 300)
    made.show()
    qtbot.waitExposed(made)
    made.set_clip(CLIP)
    made.set_lanes((DOG, BALL))
    return made


def place(timeline: TimelineView, frame: float, y: float = 60) -> QPoint:
    return QPointF(timeline.axis().x_of(frame), y).toPoint()


def lane_y(timeline: TimelineView, object_id: int) -> float:
    return timeline.lane_top(object_id) + 14


def heard(timeline: TimelineView, name: str) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = []
    getattr(timeline, name).connect(lambda *arguments: said.append(arguments))
    return said


def test_dragging_seeks_all_the_way_and_ends_with_the_exact_frame(timeline: TimelineView, qtbot: QtBot) -> None:
    said = heard(timeline, "seek_requested")
    QTest.mousePress(timeline, LEFT, pos=place(timeline, 100.5))
    QTest.mouseMove(timeline, place(timeline, 110.5))
    qtbot.waitUntil(lambda: said[-1] == (110, True))
    QTest.mouseMove(timeline, place(timeline, 150.5))
    QTest.mouseMove(timeline, place(timeline, 180.5))
    qtbot.waitUntil(lambda: said[-1] == (180, True))
    QTest.mouseRelease(timeline, LEFT, pos=place(timeline, 180.5))
    assert said[:2] == [(100, True), (110, True)]
    assert said[-2:] == [(180, True), (180, False)]


def test_a_mouse_that_reports_faster_than_a_screen_shows_is_told_as_fast_as_a_screen_shows(
    timeline: TimelineView,
) -> None:
    """Every report was looked up, told to everybody and ordered as a picture: half of the window's work in a drag."""
    timeline._saying.setInterval(60_000)
    said = heard(timeline, "seek_requested")
    QTest.mousePress(timeline, LEFT, pos=place(timeline, 100.5))
    for frame in range(101, 140):
        QTest.mouseMove(timeline, place(timeline, frame + 0.5))
    assert said == [(100, True)]
    timeline._saying.timeout.emit()
    assert said == [(100, True), (139, True)]
    QTest.mouseRelease(timeline, LEFT, pos=place(timeline, 139.5))
    assert said[-1] == (139, False)


def test_the_playhead_sticks_to_a_prompt_unless_ctrl_is_held(timeline: TimelineView) -> None:
    said = heard(timeline, "seek_requested")
    QTest.mouseClick(timeline, LEFT, pos=place(timeline, 13.5))
    assert said[-1] == (12, False)
    QTest.mouseClick(timeline, LEFT, Qt.KeyboardModifier.ControlModifier, place(timeline, 13.5))
    assert said[-1] == (13, False)
    timeline.toggle_snap()
    QTest.mouseClick(timeline, LEFT, pos=place(timeline, 13.5))
    assert said[-1] == (13, False)


def test_shift_and_drag_selects_frames(timeline: TimelineView) -> None:
    said, sought = heard(timeline, "selection_changed"), heard(timeline, "seek_requested")
    QTest.mousePress(timeline, LEFT, SHIFT, place(timeline, 100))
    QTest.mouseMove(timeline, place(timeline, 60))
    QTest.mouseRelease(timeline, LEFT, SHIFT, place(timeline, 60))
    assert said == [((60, 100),)]
    assert timeline.selection() == (60, 100)
    assert not sought
    QTest.mouseClick(timeline, LEFT, SHIFT, place(timeline, 60))
    assert said[-1] == (None,)


def test_in_and_out_are_dragged_in_the_ruler(timeline: TimelineView) -> None:
    timeline.set_in_out(InOut(40, 200))
    said, sought = heard(timeline, "in_out_changed"), heard(timeline, "seek_requested")
    QTest.mousePress(timeline, LEFT, pos=place(timeline, 40, 10))
    QTest.mouseMove(timeline, place(timeline, 70, 10))
    QTest.mouseRelease(timeline, LEFT, pos=place(timeline, 70, 10))
    QTest.mousePress(timeline, LEFT, pos=place(timeline, 200, 10))
    QTest.mouseRelease(timeline, LEFT, pos=place(timeline, 30, 10))
    assert said == [(InOut(70, 200),), (InOut(70, 71),)]
    assert not sought


def test_pressing_a_lane_makes_its_object_active(timeline: TimelineView) -> None:
    said = heard(timeline, "lane_activated")
    QTest.mouseClick(timeline, LEFT, pos=place(timeline, 30, lane_y(timeline, 2)))
    QTest.mouseClick(timeline, LEFT, pos=QPoint(20, round(lane_y(timeline, 1))))
    assert said == [(2,), (1,)]


def colours(timeline: TimelineView, start: int, stop: int, object_id: int) -> set[int]:
    image, y = shot(timeline), round(lane_y(timeline, object_id))
    xs = range(round(timeline.axis().x_of(start)) + 4, round(timeline.axis().x_of(stop)) - 4)
    return {at(image, x, y).green() for x in xs}


def test_a_hidden_span_is_hatched_a_visible_one_is_plain(timeline: TimelineView) -> None:
    timeline.set_lanes((replace(DOG, prompted=(), returns=()), BALL))
    hidden, visible = colours(timeline, 96, 144, 1), colours(timeline, 44, 90, 1)
    assert max(visible) - min(visible) < 12
    assert max(hidden) - min(hidden) > 60


def test_stale_untracked_and_visible_look_different(timeline: TimelineView) -> None:
    spans = (LaneSpan(0, 60, SpanKind.VISIBLE), LaneSpan(60, 120, SpanKind.STALE))
    timeline.set_lanes((replace(DOG, spans=spans, prompted=(), returns=()),))
    tracked, stale, nothing = (colours(timeline, *part, 1) for part in ((8, 55), (75, 110), (150, 200)))
    assert max(tracked) > max(stale) > max(nothing)


def test_a_locked_span_has_a_frame_around_it(timeline: TimelineView) -> None:
    timeline.set_lanes((replace(DOG, prompted=()),))
    image, top = shot(timeline), timeline.lane_top(1)
    inside, outside = timeline.axis().x_of(30), timeline.axis().x_of(60)
    edge = max(at(image, inside, top + y).red() for y in range(2, 9))
    assert edge > 150
    assert max(at(image, outside, top + y).red() for y in range(2, 6)) < 120


def test_prompts_are_diamonds(timeline: TimelineView) -> None:
    x, y = timeline.axis().x_of(12.5), lane_y(timeline, 1)
    image = shot(timeline)
    assert at(image, x - 4, y).lightness() > 200
    assert at(image, x - 4, y - 4).lightness() < 200


def test_the_confidence_curve_dips_where_the_object_is_away(timeline: TimelineView) -> None:
    frames = np.arange(240, dtype=np.int32)
    presence = np.where((frames >= 96) & (frames < 144), 0.05, 0.97).astype(np.float32)
    timeline.set_curves(CurveModel(frames, presence, presence, np.zeros(240, np.float32), GREEN))
    image, top = shot(timeline), timeline.lane_top(1) + 29
    heights = {
        frame: [y for y in range(2, 56) if _is_green(at(image, timeline.axis().x_of(frame), top + y))]
        for frame in (50, 120)
    }
    assert np.mean(heights[50]) < 15
    assert np.mean(heights[120]) > 40


def _is_green(colour: QColor) -> bool:
    return colour.green() > 140 and colour.green() > colour.red() + 30


def test_the_sound_is_drawn_where_it_is_loud(timeline: TimelineView) -> None:
    before = timeline.lane_top(1)
    peaks = np.zeros((1000, 2), np.float32)
    peaks[500:] = (-0.9, 0.9)
    timeline.set_waveform(Waveform(peaks, 240 / float(CLIP.rate)))
    assert timeline.lane_top(1) == before + 34
    image, y = shot(timeline), 36 + 46 + 6
    quiet, loud = (at(image, timeline.axis().x_of(frame), y) for frame in (60, 180))
    assert loud.green() > quiet.green() + 40


def test_thumbnails_are_asked_for_once_and_shown(timeline: TimelineView, qtbot: QtBot) -> None:
    said = heard(timeline, "thumbnails_needed")
    with qtbot.waitSignal(timeline.thumbnails_needed, timeout=2000):
        timeline.zoom_in()
    frames, height = said[-1]
    assert height == 44
    assert isinstance(frames, list)
    assert len(set(frames)) == len(frames)
    for frame in frames:
        timeline.set_thumbnail(frame, bgra(78, 44, red=200))
    assert at(shot(timeline), timeline.axis().x_of(frames[1]) + 6, 60).red() == 200
    said.clear()
    timeline.zoom_fit()
    qtbot.wait(150)
    assert not {frame for wanted, _ in said for frame in wanted} & set(frames)  # type: ignore[attr-defined]


def test_narrow_pictures_stand_close_together(timeline: TimelineView, qtbot: QtBot) -> None:
    """Of a clip filmed upright every fourth picture was asked for; between them stood darkened copies for good."""
    with qtbot.waitSignal(timeline.thumbnails_needed, timeout=2000) as asked:
        timeline.zoom_in()
    wide = asked.args[0]
    with qtbot.waitSignal(timeline.thumbnails_needed, timeout=2000) as asked:
        timeline.set_thumbnail(wide[0], bgra(16, 44))
    assert len(asked.args[0]) > 2 * len(wide)


def test_thumbnails_are_asked_for_when_the_timeline_comes_into_view(qtbot: QtBot) -> None:
    """A clip opened from the start page came before the timeline was seen, and its thumbnails never."""
    view = TimelineView()
    qtbot.addWidget(view)
    view.resize(900, 200)
    view.set_clip(CLIP)
    qtbot.wait(120)
    with qtbot.waitSignal(view.thumbnails_needed, timeout=2000):
        view.show()


def test_zoom_keeps_the_playhead_in_place_and_the_view_follows_it(timeline: TimelineView) -> None:
    timeline.set_playhead(120)
    x = timeline.axis().x_of(120)
    for _ in range(4):
        timeline.zoom_in()
    assert timeline.axis().x_of(120) == pytest.approx(x, abs=1)
    timeline.set_playhead(230)
    assert timeline.axis().first <= 230 < timeline.axis().last


def test_a_lane_can_be_locked_from_its_menu(timeline: TimelineView) -> None:
    said = heard(timeline, "lock_requested")
    menu = timeline.lane_menu(LaneRow(DOG), 100)
    lock, unlock = menu.actions()
    assert not unlock.isEnabled()
    lock.trigger()
    timeline.lane_menu(LaneRow(DOG), 30).actions()[1].trigger()
    assert said == [(1, 96, 144, True), (1, 20, 40, False)]
    timeline.select((5, 9), True)
    timeline.lane_menu(LaneRow(BALL), 200).actions()[0].trigger()
    assert said[-1] == (2, 5, 9, True)


def test_the_tooltip_tells_what_is_there(timeline: TimelineView) -> None:
    text = timeline.describe(QPointF(timeline.axis().x_of(100.5), lane_y(timeline, 1)))
    assert "01:00:04:04" in text
    assert "frame 100" in text
    assert "Dog" in text
    assert "hidden" in text


def test_none_empties_everything(timeline: TimelineView) -> None:
    timeline.set_clip(None)
    said = heard(timeline, "seek_requested")
    QTest.mouseClick(timeline, LEFT, pos=QPoint(400, 100))
    assert not said
    with pytest.raises(KeyError):
        timeline.lane_top(1)
    shot(timeline)


def test_setters_seek_nothing(timeline: TimelineView) -> None:
    said = heard(timeline, "seek_requested") + heard(timeline, "in_out_changed")
    timeline.set_playhead(9)
    timeline.set_in_out(InOut(3, 9))
    assert not said
