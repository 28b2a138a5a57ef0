from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.workers.lane_worker import LanesRead, LaneWish, LaneWorker, OutlineRead, OutlineWish
from app.workers.thumbnail_worker import Thumbnail, ThumbnailWorker
from engine.media import open_source
from engine.project.edits import AddObject, LockSpan, SetPrompts
from engine.project.model import Click, FramePrompts, Project, SourceReference
from engine.project.project_file import ProjectFile
from engine.types import ObjectId, Pts
from tests.clips import Coding, picture, read_number, write_clip

DOG = ObjectId(1)
STEP = 40
FRAMES = 20


@pytest.fixture
def file(tmp_path: Path) -> Iterator[ProjectFile]:
    """A dog prompted on frame 0, tracked on 0..14, hidden on 6..9."""
    source = SourceReference(tmp_path / "dog.mp4", "f" * 64, 640, 320, Fraction(1, 1000), Fraction(25), FRAMES)
    with ProjectFile.create(tmp_path / "dog.clickmatte", Project(source)) as made:
        made.do(AddObject("Dog", prompts={Pts(0): FramePrompts((Click(10, 10),))}))
        take = made.begin_take(DOG)
        for frame in range(15):
            hidden = 6 <= frame <= 9
            grid = np.full((32, 64), -8.0, np.float32)
            if not hidden:
                grid[8:24, 16:48] = 8.0
            take.put(Pts(frame * STEP), grid, 0.05 if hidden else 0.95, 0.9)
        made.do(take.finish())
        yield made


@pytest.fixture
def worker(qtbot: QtBot, file: ProjectFile) -> Iterator[tuple[LaneWorker, list[object]]]:
    made = LaneWorker(file)
    got: list[object] = []
    made.answered.connect(got.append)
    made.start()
    yield made, got
    made.stop()
    assert made.wait(5000)


def read(qtbot: QtBot, worker: tuple[LaneWorker, list[object]], file: ProjectFile) -> LanesRead:
    lanes, got = worker
    got.clear()
    lanes.want(LaneWish(3, file.project, np.arange(FRAMES) * STEP))
    qtbot.waitUntil(lambda: bool(got))
    assert isinstance(got[0], LanesRead)
    return got[0]


def test_a_lane_says_what_stands_on_each_frame(
    qtbot: QtBot, worker: tuple[LaneWorker, list[object]], file: ProjectFile
) -> None:
    (lane,) = read(qtbot, worker, file).lanes
    assert lane.kinds.tolist() == [1] * 6 + [2] * 4 + [1] * 5 + [0] * 5
    assert lane.prompted == (0,)
    assert lane.returns == (10,)
    assert lane.presence[3] == pytest.approx(0.95)
    assert np.isnan(lane.presence[15])


def test_after_a_correction_what_it_reaches_is_stale_and_locks_are_shown(
    qtbot: QtBot, worker: tuple[LaneWorker, list[object]], file: ProjectFile
) -> None:
    file.do(LockSpan(DOG, Pts(2 * STEP), Pts(4 * STEP)))
    file.do(SetPrompts(DOG, Pts(12 * STEP), FramePrompts((Click(20, 20),))))
    (lane,) = read(qtbot, worker, file).lanes
    assert lane.locked == ((2, 4),)
    assert lane.prompted == (0, 12)
    assert lane.kinds[0] == 1, "the frame of the first prompt still stands"
    assert lane.kinds[13] == 3
    assert lane.kinds[7] == 2, "hidden frames stay hidden"


def test_the_outline_is_in_frame_pixels(qtbot: QtBot, worker: tuple[LaneWorker, list[object]]) -> None:
    lanes, got = worker
    lanes.want(OutlineWish(5, DOG, Pts(0), (640, 320)))
    qtbot.waitUntil(lambda: bool(got))
    answer = got[0]
    assert isinstance(answer, OutlineRead)
    (outline,) = answer.outlines
    assert outline.min(axis=0) == pytest.approx([160, 80], abs=6)
    assert outline.max(axis=0) == pytest.approx([480, 240], abs=6)


def test_thumbnails_are_made_when_released_newest_wish_first(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    write_clip(path, (picture(i) for i in range(12)), Coding(pixel_aspect=Fraction(2)))
    with open_source(path) as source:  # type: ignore[attr-defined]
        worker = ThumbnailWorker(source.reopen)
        got: list[Thumbnail] = []
        worker.answered.connect(got.append)
        worker.start()
        worker.want([1, 2, 3], 32)
        qtbot.wait(50)
        assert got == []
        worker.want([7, 4], 64)
        worker.release()
        qtbot.waitUntil(lambda: len(got) == 2)
        worker.stop()
        assert worker.wait(5000)
    assert [t.frame for t in got] == [7, 4]
    assert [read_number(t.bgra[..., 2::-1]) for t in got] == [7, 4]
    assert got[0].bgra.shape == (64, 192, 4), "pixels are twice as wide as high"


def test_thumbnails_far_from_each_other_show_key_frames(qtbot: QtBot, tmp_path: Path) -> None:
    """Each one decoded up to a whole group of pictures, on both cores, while the person worked."""
    path = tmp_path / "groups.mp4"
    write_clip(
        path, (picture(i) for i in range(60)), Coding(options={"g": "10", "keyint_min": "10", "sc_threshold": "0"})
    )
    with open_source(path) as source:  # type: ignore[attr-defined]
        source.frame_count()
        worker = ThumbnailWorker(source.reopen)
        got: list[Thumbnail] = []
        worker.answered.connect(got.append)
        worker.start()
        worker.want([3, 28, 53], 64)
        worker.release()
        qtbot.waitUntil(lambda: len(got) == 3)
        worker.stop()
        assert worker.wait(5000)
    assert [(t.frame, read_number(t.bgra[..., 2::-1])) for t in got] == [(3, 0), (28, 30), (53, 50)]
