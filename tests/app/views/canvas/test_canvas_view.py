from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.views.canvas.canvas_view import CanvasView
from app.views.models import Fit, Ghost, Layer, PointMark, PromptMarks, Tool, ZoomState
from tests.app.views.samples import GREEN, at, bgra, picture, shot

LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton


class Heard:
    """Everything the canvas said, in order."""

    def __init__(self, canvas: CanvasView) -> None:
        self.said: list[tuple[object, ...]] = []
        for name in (
            "hovered", "hover_left", "clicked", "box_drawn", "stroke_painted", "point_moved", "point_deleted",
            "box_deleted", "wipe_moved", "brush_radius_changed", "space_released",
        ):  # fmt: skip
            getattr(canvas, name).connect(lambda *said, name=name: self.said.append((name, *said)))

    def of(self, name: str) -> list[tuple[object, ...]]:
        return [said[1:] for said in self.said if said[0] == name]


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[CanvasView]:
    made = CanvasView()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def point(canvas: CanvasView, x: float, y: float) -> QPoint:
    return QPointF(*canvas.transform().to_view(x, y)).toPoint()


def drag(canvas: CanvasView, start: QPoint, stop: QPoint, button: Qt.MouseButton = LEFT) -> None:
    QTest.mousePress(canvas, button, pos=start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(canvas, start + (stop - start) * share)
    QTest.mouseRelease(canvas, button, pos=stop)


@pytest.mark.parametrize("aspect", [Fraction(1), Fraction(64, 45), Fraction(8, 9)])
@pytest.mark.parametrize("zoom", [ZoomState(), ZoomState(Fit.ACTUAL), ZoomState(Fit.FREE, 7.5, (31.0, 72.0))])
def test_a_click_reports_the_frame_pixel_under_the_pointer(
    canvas: CanvasView, aspect: Fraction, zoom: ZoomState
) -> None:
    """The colour seen under the pointer is the colour of the pixel that the click names."""
    shown = picture(aspect=aspect)
    canvas.set_picture(shown)
    canvas.set_zoom(zoom)
    heard = Heard(canvas)
    where = point(canvas, 33.5, 70.5)
    QTest.mouseClick(canvas, LEFT, pos=where)
    [(x, y, positive)] = heard.of("clicked")
    assert positive is True
    assert (x, y) == pytest.approx((33.5, 70.5), abs=0.51 / min(canvas.transform().scale, 1))
    if zoom.fit is Fit.FREE:
        seen = at(shot(canvas), where.x(), where.y())
        blue, green, red, _ = shown.bgra[int(y), int(x)]
        assert (seen.blue(), seen.green(), seen.red()) == (blue, green, red)


@pytest.mark.parametrize(
    ("button", "keys", "positive"),
    [
        (LEFT, Qt.KeyboardModifier.NoModifier, True),
        (LEFT, Qt.KeyboardModifier.AltModifier, False),
        (RIGHT, Qt.KeyboardModifier.NoModifier, False),
    ],
)
def test_alt_and_right_click_exclude(
    canvas: CanvasView, button: Qt.MouseButton, keys: Qt.KeyboardModifier, positive: bool
) -> None:
    canvas.set_picture(picture())
    heard = Heard(canvas)
    QTest.mouseClick(canvas, button, keys, point(canvas, 50, 50))
    assert [said[2] for said in heard.of("clicked")] == [positive]


def test_a_drag_is_a_box_clipped_to_the_frame(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    heard = Heard(canvas)
    drag(canvas, point(canvas, 150, 80), point(canvas, 50, -20))
    assert not heard.of("clicked")
    [box] = heard.of("box_drawn")
    assert box == pytest.approx((50, 0, 150, 80), abs=0.6)


def test_a_click_outside_the_picture_that_excludes_says_nothing(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    heard = Heard(canvas)
    QTest.mouseClick(canvas, RIGHT, pos=QPoint(3, 3))
    assert heard.said == []


def test_escape_takes_a_drag_back(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    heard = Heard(canvas)
    QTest.mousePress(canvas, LEFT, pos=point(canvas, 20, 20))
    QTest.mouseMove(canvas, point(canvas, 90, 90))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, pos=point(canvas, 90, 90))
    assert not heard.of("box_drawn")
    assert not heard.of("clicked")


def test_hovering_says_where_until_the_pointer_leaves(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    heard = Heard(canvas)
    QTest.mouseMove(canvas, point(canvas, 60, 40))
    QTest.mouseMove(canvas, QPoint(2, 2))
    assert heard.of("hovered")[0][:2] == pytest.approx((60, 40), abs=0.3)
    assert heard.said[-1] == ("hover_left",)
    assert len(heard.of("hover_left")) == 1


def test_points_are_moved_and_deleted_where_they_are_seen(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    canvas.set_prompts(PromptMarks(GREEN, (PointMark(40, 40, True), PointMark(120, 60, False))))
    heard = Heard(canvas)
    drag(canvas, point(canvas, 120, 60), point(canvas, 100, 20))
    QTest.mouseClick(canvas, RIGHT, pos=point(canvas, 40, 40))
    [(index, x, y)] = heard.of("point_moved")
    assert index == 1
    assert (x, y) == pytest.approx((100, 20), abs=0.3)
    assert heard.of("point_deleted") == [(0,)]
    assert not heard.of("clicked")


def test_delete_removes_the_point_under_the_pointer(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    canvas.set_prompts(PromptMarks(GREEN, (PointMark(40, 40, True),)))
    heard = Heard(canvas)
    QTest.mouseMove(canvas, point(canvas, 40, 40))
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert heard.of("point_deleted") == [(0,)]


def test_a_box_is_resized_by_its_corner_and_removed_by_its_border(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    canvas.set_prompts(PromptMarks(GREEN, box=(40, 20, 140, 80)))
    heard = Heard(canvas)
    drag(canvas, point(canvas, 140, 80), point(canvas, 160, 90))
    QTest.mouseClick(canvas, RIGHT, pos=point(canvas, 90, 20))
    assert heard.of("box_drawn")[0] == pytest.approx((40, 20, 160, 90), abs=0.4)
    assert heard.of("box_deleted") == [()]


@pytest.mark.parametrize(("tool", "button", "erase"), [
    (Tool.BRUSH, LEFT, False), (Tool.BRUSH, RIGHT, True), (Tool.ERASER, LEFT, True), (Tool.ERASER, RIGHT, False),
])  # fmt: skip
def test_a_stroke_is_said_whole_on_release(canvas: CanvasView, tool: Tool, button: Qt.MouseButton, erase: bool) -> None:
    canvas.set_picture(picture())
    canvas.set_tool(tool)
    canvas.set_brush_radius(9)
    heard = Heard(canvas)
    drag(canvas, point(canvas, 20, 50), point(canvas, 120, 50), button)
    [(points, radius, took)] = heard.of("stroke_painted")
    assert (radius, took) == (9.0, erase)
    assert len(points) == 4
    assert points[-1] == pytest.approx((120, 50), abs=0.3)


def test_the_stroke_is_seen_while_it_is_drawn(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    canvas.set_tool(Tool.BRUSH)
    canvas.set_brush_radius(10)
    where = point(canvas, 70, 50)
    before = at(shot(canvas), where.x(), where.y())
    QTest.mousePress(canvas, LEFT, pos=point(canvas, 20, 50))
    QTest.mouseMove(canvas, point(canvas, 120, 50))
    assert at(shot(canvas), where.x(), where.y()) != before
    QTest.mouseRelease(canvas, LEFT, pos=point(canvas, 120, 50))


def wheel(canvas: CanvasView, where: QPoint, turned: int, keys: Qt.KeyboardModifier) -> None:
    place = QPointF(where)
    event = QWheelEvent(
        place, canvas.mapToGlobal(place), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_the_wheel_zooms_about_the_pointer(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    where = point(canvas, 150, 30)
    before = canvas.transform()
    wheel(canvas, where, 480, Qt.KeyboardModifier.NoModifier)
    after = canvas.transform()
    assert after.scale > 1.5 * before.scale
    frame_point = before.to_frame(where.x(), where.y())
    assert after.to_frame(where.x(), where.y()) == pytest.approx(frame_point, abs=0.01)


def test_alt_and_wheel_make_the_brush_larger(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    canvas.set_tool(Tool.BRUSH)
    heard = Heard(canvas)
    wheel(canvas, QPoint(300, 300), 240, Qt.KeyboardModifier.AltModifier)
    assert heard.of("brush_radius_changed")[-1][0] > 20
    assert canvas.brush_radius() > 20


def test_the_middle_button_moves_the_picture_with_any_tool(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    canvas.set_zoom(ZoomState(Fit.FREE, 5.0, (100.0, 50.0)))
    heard = Heard(canvas)
    drag(canvas, QPoint(400, 300), QPoint(450, 280), MIDDLE)
    assert canvas.transform().centre == pytest.approx((90, 54))
    assert not heard.of("clicked")


def test_space_and_drag_moves_space_alone_is_passed_on(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    canvas.set_zoom(ZoomState(Fit.FREE, 5.0, (100.0, 50.0)))
    heard = Heard(canvas)
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    drag(canvas, QPoint(400, 300), QPoint(450, 300))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.transform().centre == pytest.approx((90, 50))
    assert not heard.of("space_released")
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert heard.of("space_released") == [()]


def test_pixels_are_crisp_when_they_are_large(canvas: CanvasView) -> None:
    """Two neighbours, black and white: at 10 times their size there is no grey between them."""
    made = bgra(2, 2)
    made[:, 1] = 255
    canvas.set_picture(picture(2, 2))
    shown = canvas.transform()
    assert shown.scale > 100
    canvas.set_picture(type(picture())(made, 0, (2, 2)))
    image = shot(canvas)
    x, y = canvas.transform().to_view(1, 0.5)
    colours = {at(image, x + step, y + 20).red() for step in range(-12, 12)}
    assert colours <= {0, 255, at(image, x, y + 20).red(), at(image, x - 1, y + 20).red()}
    assert at(image, x - 4, y + 20).red() == 0
    assert at(image, x + 4, y + 20).red() == 255


def test_layers_lie_over_the_picture_stretched_to_it(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    layer = np.zeros((10, 20, 4), np.uint8)
    layer[:, 10:] = (0, 0, 255, 255)
    canvas.set_layers((Layer("hover", layer),))
    image = shot(canvas)
    seen = at(image, *canvas.transform().to_view(180, 50))
    assert (seen.red(), seen.green(), seen.blue()) == (255, 0, 0)
    assert at(image, *canvas.transform().to_view(20, 50)).red() == 128


def test_a_ghost_is_a_dashed_outline_in_its_colour(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    square = np.array([[40, 20], [160, 20], [160, 80], [40, 80]], np.float32)
    before = shot(canvas)
    canvas.set_ghosts((Ghost(GREEN, (square,)),))
    after = shot(canvas)
    y = round(canvas.transform().to_view(0, 20)[1])
    xs = range(*(round(canvas.transform().to_view(x, 0)[0]) for x in (45, 155)))
    changed = [at(after, x, y) != at(before, x, y) for x in xs]
    assert 0.3 < sum(changed) / len(changed) < 1.0


def test_the_wipe_line_follows_the_pointer(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    canvas.set_wipe(0.5)
    heard = Heard(canvas)
    drag(canvas, point(canvas, 100, 50), point(canvas, 50, 50))
    assert heard.of("wipe_moved")[-1][0] == pytest.approx(0.25, abs=0.01)
    assert not heard.of("box_drawn")


def test_the_hint_always_says_what_a_click_does(canvas: CanvasView) -> None:
    hints: list[str] = []
    canvas.hint_changed.connect(hints.append)
    assert "Open a clip" in canvas.hint()
    canvas.set_picture(picture())
    QTest.mouseMove(canvas, point(canvas, 100, 70))
    assert "new object" in canvas.hint()
    canvas.set_prompts(PromptMarks(GREEN, (PointMark(40, 40, True),), name="Dog"))
    assert "add this to Dog" in canvas.hint()
    QTest.mouseMove(canvas, point(canvas, 40, 40))
    assert "move this point" in canvas.hint()
    canvas.set_prompts(PromptMarks(GREEN, (PointMark(40, 40, True),), hypothesis=(0, 3), name="Dog"))
    assert "Tab" in canvas.hint()
    canvas.set_tool(Tool.BRUSH)
    assert "Paint what belongs to Dog" in canvas.hint()
    canvas.set_prompts(PromptMarks(GREEN, name="Dog", locked=True))
    assert "Dog is locked" in canvas.hint()
    canvas.set_tool(Tool.HAND)
    assert "move the picture" in canvas.hint()
    assert all(hints)
    assert canvas.accessibleDescription() == canvas.hint()


def test_the_picture_can_be_clicked_without_a_pointer(canvas: CanvasView) -> None:
    canvas.set_picture(picture())
    heard = Heard(canvas)
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(canvas, Qt.Key.Key_Right, alt | Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(canvas, Qt.Key.Key_Down, alt)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    QTest.keyClick(canvas, Qt.Key.Key_Return, alt)
    assert heard.of("hovered")[-1][:2] == pytest.approx((110, 51))
    assert [said[2] for said in heard.of("clicked")] == [True, False]


def test_a_proxy_is_as_large_as_what_is_seen(canvas: CanvasView) -> None:
    canvas.set_picture(picture(4000, 2000))
    wide, high = canvas.visible_size()
    assert wide == pytest.approx(772, abs=1)
    assert high == pytest.approx(386, abs=1)
    canvas.set_zoom(ZoomState(Fit.FREE, 8.0))
    assert canvas.visible_size() == (4000, 2000)


def test_setters_say_nothing(canvas: CanvasView) -> None:
    heard = Heard(canvas)
    zooms: list[object] = []
    canvas.zoom_changed.connect(zooms.append)
    canvas.set_picture(picture())
    canvas.set_zoom(ZoomState(Fit.ACTUAL))
    canvas.set_brush_radius(50)
    canvas.set_wipe(0.2)
    canvas.set_tool(Tool.ERASER)
    assert heard.said == []
    assert zooms == []


def test_nothing_open_nothing_said(canvas: CanvasView) -> None:
    heard = Heard(canvas)
    QTest.mouseMove(canvas, QPoint(400, 300))
    QTest.mouseClick(canvas, LEFT, pos=QPoint(400, 300))
    wheel(canvas, QPoint(400, 300), 120, Qt.KeyboardModifier.NoModifier)
    assert heard.said == []


def test_alt_turns_the_preview_round_under_a_pointer_that_rests(canvas: CanvasView) -> None:
    """The preview showed what a click without Alt would give."""
    canvas.set_picture(picture())
    canvas.set_prompts(PromptMarks(GREEN, name="Dog"))
    heard = Heard(canvas)
    QTest.mouseMove(canvas, point(canvas, 60, 40))
    QTest.keyPress(canvas, Qt.Key.Key_Alt)
    assert "leave this out of Dog" in canvas.hint()
    QTest.keyRelease(canvas, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
    assert [positive for positive, _ in groupby(said[2] for said in heard.of("hovered"))] == [True, False, True]


def test_a_point_that_is_set_under_the_pointer_ends_its_preview(canvas: CanvasView) -> None:
    """After a click the preview was asked for again, with a second click on the same place."""
    canvas.set_picture(picture())
    heard = Heard(canvas)
    QTest.mouseMove(canvas, point(canvas, 30, 20))
    QTest.mouseMove(canvas, point(canvas, 60, 40))
    canvas.set_prompts(PromptMarks(GREEN, (PointMark(60, 40, True),)))
    assert heard.said[-1] == ("hover_left",)


def test_over_the_wipes_line_there_is_no_preview(canvas: CanvasView) -> None:
    """A press there moves the line, but a mask was shown and the hint spoke of selecting."""
    canvas.set_picture(picture())
    canvas.set_wipe(0.5)
    heard = Heard(canvas)
    QTest.mouseMove(canvas, point(canvas, 100, 50))
    assert "move the line" in canvas.hint()
    assert not heard.of("hovered")
