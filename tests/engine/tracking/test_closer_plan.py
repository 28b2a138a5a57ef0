"""Where a second run looks: windows that follow what a first run found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import UsageError
from engine.project.model import Click, FramePrompts
from engine.tracking.closer_plan import Box, CloserPlanner, box_of, windows_along
from engine.types import FrameIndex, FrameRange, Logits, ObjectId

SIZE = (640, 360)


def disc(x: float, y: float, radius: float) -> Logits:
    """Logits on a grid of 90 × 160 for a disc in pixels of the frame."""
    rows, columns = np.mgrid[:90, :160] * 4.0 + 2.0
    return np.asarray((radius - np.hypot(columns - x, rows - y)) / 4, np.float32)


def test_strays_do_not_draw_the_window() -> None:
    logits = np.maximum(disc(200, 100, 40), disc(500, 300, 8))
    box = box_of(logits, SIZE)
    assert box == pytest.approx((160, 60, 240, 140), abs=4)
    assert box_of(np.full((90, 160), -8, np.float32), SIZE) is None


def test_halves_of_a_thing_are_both_looked_at() -> None:
    box = box_of(np.maximum(disc(200, 100, 30), disc(300, 100, 20)), SIZE)
    assert box == pytest.approx((170, 70, 320, 130), abs=4)


places = st.tuples(st.floats(20, 620), st.floats(20, 340), st.floats(4, 60), st.floats(4, 60))


@given(st.lists(st.one_of(st.none(), places), min_size=1, max_size=40))
def test_windows_lie_in_the_frame_and_hold_the_thing(found: list[tuple[float, float, float, float] | None]) -> None:
    boxes = [None if p is None else _clipped(p) for p in found]
    windows = windows_along(boxes, SIZE)
    assert len(windows) == len(boxes)
    for box, window in zip(boxes, windows, strict=True):
        assert window.x >= 0 and window.y >= 0
        assert window.x + window.width <= SIZE[0] and window.y + window.height <= SIZE[1]
        if box is not None and len({b for b in boxes if b is not None}) == 1:
            assert window.x <= box[0] + 1 and window.x + window.width >= box[2] - 1
            assert window.y <= box[1] + 1 and window.y + window.height >= box[3] - 1


def _clipped(place: tuple[float, float, float, float]) -> Box:
    x, y, half_width, half_height = place
    return max(0, x - half_width), max(0, y - half_height), min(640, x + half_width), min(360, y + half_height)


def test_a_window_moves_smoothly_and_bridges_what_is_hidden() -> None:
    boxes: list[Box | None] = [(100 + 5 * i + 8 * (i % 2), 150, 140 + 5 * i + 8 * (i % 2), 190) for i in range(60)]
    boxes[20:30] = [None] * 10
    middles = [window.x + window.width / 2 for window in windows_along(boxes, SIZE)]
    steps = np.diff(middles[15:-15])
    assert steps.min() > 0 and steps.max() < 9
    assert np.ptp([window.width for window in windows_along(boxes, SIZE)]) < 20


def test_nothing_is_smoothed_across_a_cut() -> None:
    boxes: list[Box | None] = [(20, 20, 60, 60)] * 20 + [(560, 300, 600, 340)] * 20
    windows = windows_along(boxes, SIZE, cuts=[20])
    assert len({*windows[:20]}) == 1 and len({*windows[20:]}) == 1
    assert windows[19].x < 60 and windows[20].x > 400
    assert len({*windows_along(boxes, SIZE)}) > 2


def test_a_tall_thing_gets_a_tall_window_and_pixels_are_not_blown_up() -> None:
    tall: list[Box | None] = [(300, 100, 340, 220)] * 5
    window = windows_along(tall, SIZE)[0]
    assert window.height > window.width
    assert windows_along([(300, 100, 320, 110)], SIZE, smallest_width=200)[0].width == 200


def planner(said: dict[FrameIndex, FramePrompts] | None = None) -> CloserPlanner:
    return CloserPlanner(ObjectId(1), "ball", FrameRange(FrameIndex(5), FrameIndex(15)), said or {}, SIZE)


def test_a_plan_begins_where_something_was_said() -> None:
    said = {FrameIndex(7): FramePrompts(clicks=(Click(120, 100),)), FrameIndex(40): FramePrompts()}
    plan = planner(said)
    for frame in plan.range:
        plan.see(frame, disc(100 + 3 * frame, 100, 20))
    run = plan.run()
    assert list(run.anchors) == [7]
    assert len(run.boxes) == 10
    assert run.anchors[FrameIndex(7)].shown is not None


def test_where_nothing_was_said_it_begins_with_the_clearest_mask() -> None:
    plan = planner()
    for frame in plan.range:
        plan.see(frame, None if frame < 9 else disc(200, 100, 20) * (3 if frame == 11 else 1))
    assert list(plan.run().anchors) == [11]


def test_what_gains_nothing_is_refused_in_a_sentence() -> None:
    with pytest.raises(UsageError, match="no masks of ball"):
        planner().run()
    plan = planner()
    for frame in plan.range:
        plan.see(frame, disc(320, 180, 170))
    with pytest.raises(UsageError, match="fills the picture"):
        plan.run()
