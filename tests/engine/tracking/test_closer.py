"""A second run from nearby, with the shipped model on a thing that is small in the picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.library import Session, open_session
from engine.media import open_source
from engine.media.windowed import Window, WindowedSource
from engine.project.project_file import ProjectFile
from engine.tracking.closer import _over_the_frame, _shown_through, look_closer
from engine.tracking.closer_plan import CloserPlanner
from engine.types import BoolMask, FrameIndex, FrameRange, ObjectId, Rgb8
from tests import moving

WIDTH, HEIGHT, COUNT = 640, 384, 10


def star(frame: int) -> BoolMask:
    """(HEIGHT, WIDTH): a small star with five thin arms, moving."""
    turns = np.linspace(0, 2 * np.pi, 10, endpoint=False) + 0.03 * frame
    radii = np.where(np.arange(10) % 2, 9.0, 26.0)
    corners = np.stack([150 + 12 * frame + radii * np.cos(turns), 200 + radii * np.sin(turns)], 1)
    return np.asarray(cv2.fillPoly(np.zeros((HEIGHT, WIDTH), np.uint8), [corners.round().astype(np.int32)], 1) > 0)


def pictures() -> Iterator[Rgb8]:
    behind = moving.ground(3, WIDTH, HEIGHT)
    for frame in range(COUNT):
        picture = behind.copy()
        picture[star(frame)] = (235, 60, 40)
        yield picture


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return moving.write(tmp_path_factory.mktemp("clip") / "star.mp4", pictures())


def overlap(found: BoolMask, true: BoolMask) -> float:
    return float((found & true).sum() / (found | true).sum())


def started(clip: Path, project: Path | None = None) -> tuple[Session, ObjectId]:
    session = open_session(clip, model="nano", device="cpu", project=project)
    thing = session.add_object("star")
    session.click(thing, 0, (150, 200))
    session.click(thing, 0, (174, 200))
    return session, thing


def test_small_things_get_a_finer_outline(clip: Path) -> None:
    session, thing = started(clip)
    with session:
        first = {s.frame: s.logits[thing] > 0 for s in session.track(start=0, stop=None, direction="forward")}
        again = {step.frame: step for step in session.look_closer(thing)}
        assert sorted(again) == list(range(COUNT))
        assert again[FrameIndex(3)].grids[thing].shape[1] > 1.5 * WIDTH / 4
        before = np.mean([overlap(first[frame], star(frame)) for frame in first])
        after = np.mean([overlap(again[frame].logits[thing] > 0, star(frame)) for frame in again])
    assert after > before + 0.04
    assert after > 0.75


def test_what_was_out_of_sight_stays_so(clip: Path) -> None:
    """In a window that bridges where a thing is hidden, something always looks a little like it."""
    session, thing = started(clip)
    with session:
        list(session.track(start=0, stop=None, direction="forward"))
        size = WIDTH, HEIGHT
        planner = CloserPlanner(thing, "star", FrameRange(FrameIndex(0), FrameIndex(COUNT)), {}, size)
        for frame in planner.range:
            shown = session._store.shown(thing, session._source.pts_of(frame))
            planner.see(frame, None if frame in (4, 5) else shown)
        seen = {e.frame: e.masks[thing] for e in look_closer(session._tracker, planner.run()) if hasattr(e, "masks")}
    assert [frame for frame in sorted(seen) if seen[frame].hidden] == [4, 5]
    assert (seen[FrameIndex(4)].logits < 0).all() and (seen[FrameIndex(6)].logits > 0).any()


def test_it_is_one_step_that_can_be_undone(clip: Path, tmp_path: Path) -> None:
    path = tmp_path / "star.clickmatte"
    session, thing = started(clip, path)
    with session:
        list(session.track(start=0, stop=None, direction="forward"))
        at = next(step.pts for step in session.look_closer(thing) if step.frame == 4)
    with ProjectFile.open(path) as file:
        closer = file.mask(thing, at)
        assert file.history().names[-1] == "Look closer at star"
        file.undo()
        before = file.mask(thing, at)
    assert closer is not None and before is not None
    assert closer.logits().shape[1] > before.logits().shape[1]


def test_what_is_seen_lies_where_it_was() -> None:
    """Into a window and back: the outline may not move by a fraction of a cell."""
    rows, columns = np.mgrid[:96, :160] * 4.0 + 1.5
    logits = np.asarray(30 - np.hypot(columns - 301.3, rows - 207.7), np.float32)
    window = Window(233, 150, 140, 110)
    seen = _shown_through(window, logits, (WIDTH, HEIGHT), (448, 352))
    laid_back = _over_the_frame(seen, window, (WIDTH, HEIGHT), (192, 320))
    rows, columns = np.mgrid[:192, :320] * 2.0 + 0.5
    true = 30 - np.hypot(columns - 301.3, rows - 207.7)
    inside = laid_back > -7.9
    assert np.abs(laid_back - true)[inside & (np.abs(true) < 20)].max() < 1.0
    assert (laid_back[:, :100] == -8).all()


def test_a_windowed_clip_is_a_clip(clip: Path) -> None:
    windows = {frame: Window(10 * frame, 20, 200, 120) for frame in range(COUNT)}
    source = WindowedSource(open_source(clip), lambda frame: windows[frame], (100, 60))
    whole = open_source(clip)
    try:
        assert (source.info.width, source.info.height, source.frame_count()) == (100, 60, COUNT)
        numbers = [int(frame.index) for frame in source.stream(FrameIndex(2), None)]
        assert numbers == list(range(2, COUNT))
        frame = source.reopen().read(FrameIndex(5))
        part = whole.read(FrameIndex(5)).rgb8()[20:140, 50:250]
        assert np.abs(frame.rgb8().astype(int) - cv2.resize(part, (100, 60), interpolation=cv2.INTER_AREA)).max() <= 1
        assert frame.rgb16().shape == (60, 100, 3)
        assert frame.pts == whole.pts_of(FrameIndex(5)) == source.pts_of(FrameIndex(5))
        assert source.index_of(frame.pts) == 5
    finally:
        source.close()
        whole.close()
