"""The picture thread over a real file with one long group of pictures."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.workers.composer import Scene
from app.workers.picture_desk import READY_PICTURES
from app.workers.picture_worker import CutOutDone, Painted, PictureWorker, PlayedOut, Unpainted
from engine.media import open_source
from engine.project.edits import AddObject
from engine.project.model import Project, SourceReference
from engine.render import looks
from engine.types import Logits, ObjectId, Pts
from tests.clips import HEIGHT, WIDTH, Coding, picture, read_number, write_clip

FRAMES = 60


class LeftHalf:
    """Every object covers the left half of every frame."""

    def logits(self, object_id: ObjectId, pts: Pts) -> Logits | None:
        grid = np.full((32, 48), -8.0, np.float32)
        grid[:, :24] = 8.0
        return grid


class Bench:
    def __init__(self, path: Path) -> None:
        self.source = open_source(path)
        self.worker = PictureWorker(self.source.reopen, (WIDTH, HEIGHT))
        self.got: list[object] = []
        self.worker.answered.connect(self.got.append)
        info = self.source.info
        reference = SourceReference(path, "f" * 64, info.width, info.height, info.time_base, info.rate, FRAMES)
        self.project, _ = AddObject("Thing", (255, 0, 0)).apply(Project(reference))
        self.set_look(looks.Original())
        self.worker.start()

    def set_look(self, look: looks.Look, number: int = 1) -> None:
        self.worker.set_scene(Scene(self.project, LeftHalf(), look, number))

    def painted(self) -> list[Painted]:
        return [answer for answer in self.got if isinstance(answer, Painted)]


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    path = tmp_path / "long.mp4"
    write_clip(path, (picture(i) for i in range(FRAMES)), Coding(options={"g": "600", "bf": "2", "sc_threshold": "0"}))
    made = Bench(path)
    yield made
    made.worker.stop()
    assert made.worker.wait(10_000)
    made.source.close()


def shown_number(painted: Painted) -> int:
    return read_number(painted.bgra[..., 2::-1])


def test_the_exact_frame_comes_last_and_is_right(qtbot: QtBot, bench: Bench) -> None:
    number = bench.worker.show(41)
    qtbot.waitUntil(lambda: any(p.exact for p in bench.painted()))
    last = bench.painted()[-1]
    assert (last.number, last.frame, last.exact, shown_number(last)) == (number, 41, True, 41)
    assert last.size == (WIDTH, HEIGHT)


def test_while_dragging_something_near_is_shown_at_once(qtbot: QtBot, bench: Bench) -> None:
    bench.worker.show(40)
    qtbot.waitUntil(lambda: any(p.exact for p in bench.painted()))
    bench.got.clear()
    number = bench.worker.show(5, exact=False)
    qtbot.waitUntil(lambda: bool(bench.painted()))
    first = bench.painted()[0]
    assert first.number == number
    assert first.exact == (first.frame == 5), "a neighbour says that it is one"
    qtbot.waitUntil(lambda: bench.painted()[-1].frame == 5)


def test_while_dragging_far_away_the_nearest_key_frame_is_shown_first(qtbot: QtBot, tmp_path: Path) -> None:
    """Nothing near was ready far away, and every move of the mouse ended the way there."""
    path = tmp_path / "groups.mp4"
    coding = Coding(options={"g": "20", "keyint_min": "20", "bf": "2", "sc_threshold": "0"})
    write_clip(path, (picture(i) for i in range(FRAMES)), coding)
    bench = Bench(path)
    try:
        bench.source.frame_count()
        bench.worker.show(0)
        qtbot.waitUntil(lambda: any(p.exact for p in bench.painted()))
        bench.got.clear()
        bench.worker.show(47, exact=False)
        qtbot.waitUntil(lambda: any(p.exact for p in bench.painted()))
        first = bench.painted()[0]
        assert (first.frame, first.exact, shown_number(first)) in ((40, False, 40), (47, True, 47))
        assert shown_number(bench.painted()[-1]) == 47
    finally:
        bench.worker.stop()
        assert bench.worker.wait(10_000)
        bench.source.close()


def test_a_pointer_that_never_rests_sees_new_pictures_all_along(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "groups.mp4"
    coding = Coding(options={"g": "10", "keyint_min": "10", "bf": "2", "sc_threshold": "0"})
    write_clip(path, (picture(i) for i in range(FRAMES)), coding)
    bench = Bench(path)
    try:
        bench.source.frame_count()
        for place in range(2, FRAMES, 10):
            seen = len(bench.painted())

            def moved(place: int = place, seen: int = seen) -> bool:
                bench.worker.show(place, exact=False)  # again and again, as a mouse that trembles says
                return len(bench.painted()) > seen

            qtbot.waitUntil(moved)
        assert len({p.frame for p in bench.painted()}) > 3
    finally:
        bench.worker.stop()
        assert bench.worker.wait(10_000)
        bench.source.close()


def test_of_many_orders_the_newest_is_answered(qtbot: QtBot, bench: Bench) -> None:
    for frame in range(50, 10, -1):
        last = bench.worker.show(frame)
    qtbot.waitUntil(lambda: any(p.number == last and p.exact for p in bench.painted()))
    assert shown_number(bench.painted()[-1]) == 11
    assert len({p.number for p in bench.painted()}) < 40


def test_the_scene_counts_for_what_is_painted_next(qtbot: QtBot, bench: Bench) -> None:
    bench.set_look(looks.CutOut(looks.Solid((0, 0, 255))), number=7)
    bench.worker.show(3)
    qtbot.waitUntil(lambda: any(p.exact for p in bench.painted()))
    painted = bench.painted()[-1]
    assert painted.scene_number == 7
    right = painted.bgra[:, WIDTH * 3 // 4 :, :3]
    assert (right == (255, 0, 0)).all(), "B G R of the backdrop"
    assert tuple(painted.bgra[HEIGHT * 3 // 4, WIDTH // 8, 2::-1]) != (0, 0, 255)


def test_a_frame_is_reduced_to_what_the_screen_shows(qtbot: QtBot, bench: Bench) -> None:
    bench.worker.set_shown_size((WIDTH // 2, HEIGHT // 2))
    bench.worker.show(9)
    qtbot.waitUntil(lambda: any(p.exact for p in bench.painted()))
    painted = bench.painted()[-1]
    assert painted.bgra.shape == (HEIGHT // 2, WIDTH // 2, 4)
    assert painted.size == (WIDTH, HEIGHT)


def test_a_frame_outside_the_clip_is_told(qtbot: QtBot, bench: Bench) -> None:
    number = bench.worker.show(FRAMES + 10)
    qtbot.waitUntil(lambda: any(isinstance(answer, Unpainted) for answer in bench.got))
    answer = next(a for a in bench.got if isinstance(a, Unpainted))
    assert (answer.number, answer.frame) == (number, FRAMES + 10)
    bench.worker.show(1)
    qtbot.waitUntil(lambda: any(p.frame == 1 for p in bench.painted()))


def test_playing_paints_only_so_far_ahead_and_ends(qtbot: QtBot, bench: Bench) -> None:
    number = bench.worker.play(50, FRAMES, 1)
    qtbot.waitUntil(lambda: len(bench.painted()) == READY_PICTURES)
    qtbot.wait(50)
    assert [p.frame for p in bench.painted()] == list(range(50, 50 + READY_PICTURES))
    bench.worker.set_clock(50, READY_PICTURES)
    qtbot.waitUntil(lambda: PlayedOut(number) in bench.got)
    assert [p.frame for p in bench.painted()] == list(range(50, FRAMES))
    assert [shown_number(p) for p in bench.painted()] == list(range(50, FRAMES))


def test_what_is_late_is_decoded_but_not_painted(qtbot: QtBot, bench: Bench) -> None:
    bench.worker.play(0, FRAMES, 1)
    qtbot.waitUntil(lambda: len(bench.painted()) == READY_PICTURES)
    bench.got.clear()
    bench.worker.set_clock(40, READY_PICTURES)
    qtbot.waitUntil(lambda: bool(bench.painted()) and bench.painted()[-1].frame >= 40)
    assert all(p.frame >= 40 for p in bench.painted()[1:])


def test_backwards_and_in_a_loop(qtbot: QtBot, bench: Bench) -> None:
    bench.worker.play(2, -1, -1, again_from=59)
    qtbot.waitUntil(lambda: len(bench.painted()) == READY_PICTURES)
    assert [p.frame for p in bench.painted()] == [2, 1, 0, 59, 58, 57]


def test_double_speed_paints_every_other_frame(qtbot: QtBot, bench: Bench) -> None:
    bench.worker.play(10, FRAMES, 1, stride=2)
    qtbot.waitUntil(lambda: len(bench.painted()) == READY_PICTURES)
    assert [p.frame for p in bench.painted()] == [10, 12, 14, 16, 18, 20]


def test_a_new_order_ends_playing(qtbot: QtBot, bench: Bench) -> None:
    bench.worker.play(0, FRAMES, 1)
    qtbot.waitUntil(lambda: len(bench.painted()) == READY_PICTURES)
    number = bench.worker.show(33)
    qtbot.waitUntil(lambda: bench.painted()[-1].number == number and bench.painted()[-1].exact)
    assert shown_number(bench.painted()[-1]) == 33


def test_the_cut_out_has_straight_alpha_at_full_size(qtbot: QtBot, bench: Bench) -> None:
    bench.worker.set_shown_size((10, 10))
    number = bench.worker.cut_out(4)
    qtbot.waitUntil(lambda: any(isinstance(answer, CutOutDone) for answer in bench.got))
    done = next(a for a in bench.got if isinstance(a, CutOutDone))
    assert done.number == number
    assert done.rgba.shape == (HEIGHT, WIDTH, 4)
    assert (done.rgba[:, : WIDTH // 3, 3] == 255).all()
    assert not done.rgba[:, WIDTH * 2 // 3 :, 3].any()


def test_everything_is_decoded_on_the_worker(qtbot: QtBot, bench: Bench) -> None:
    seen: list[int] = []

    class Spy(LeftHalf):
        def logits(self, object_id: ObjectId, pts: Pts) -> Logits | None:
            seen.append(threading.get_ident())
            return super().logits(object_id, pts)

    bench.worker.set_scene(Scene(bench.project, Spy(), looks.Matte(), 2))
    bench.worker.show(0)
    qtbot.waitUntil(lambda: any(p.exact for p in bench.painted()))
    assert seen
    assert threading.get_ident() not in seen
