"""The model that ships inside, at work: it follows, both ways; a correction carries on; reopening changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.library import open_session
from engine.types import BoolMask, Logits, Rgb8
from tests import moving

COUNT = 12
WIDTH, HEIGHT = 256, 192
RADIUS = 26


def disc(frame: int, row: int) -> BoolMask:
    """Two discs go opposite ways: row 0 above to the right, row 1 below to the left."""
    x = 50 + 12 * frame if row == 0 else 206 - 12 * frame
    yy, xx = np.mgrid[:HEIGHT, :WIDTH]
    return (xx - x) ** 2 + (yy - (52 + 88 * row)) ** 2 <= RADIUS**2


def pictures() -> Iterator[Rgb8]:
    behind = moving.ground(3, WIDTH, HEIGHT)
    behind = (behind // 2 + 60).astype(np.uint8)
    for frame in range(COUNT):
        picture = behind.copy()
        picture[disc(frame, 0)] = (225, 35, 30)
        picture[disc(frame, 1)] = (30, 60, 225)
        yield picture


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return moving.write(tmp_path_factory.mktemp("clip") / "discs.mp4", pictures())


def iou(logits: Logits, truth: BoolMask) -> float:
    found = logits > 0
    return float((found & truth).sum() / (found | truth).sum())


@pytest.mark.parametrize(("start", "direction"), [(0, "forward"), (COUNT - 1, "backward"), (5, "both")])
def test_two_objects_are_followed(clip: Path, start: int, direction: str) -> None:
    with open_session(clip, device="cpu") as session:
        rows = {session.add_object(): row for row in (0, 1)}
        for thing, row in rows.items():
            session.mask(thing, start, disc(start, row))
        seen = []
        for step in session.track(start=start, direction=direction):
            seen.append(step.frame)
            for thing, row in rows.items():
                assert iou(step.logits[thing], disc(step.frame, row)) > 0.6, (step.frame, row)
    assert sorted(seen) == list(range(COUNT))


def test_one_click_finds_a_disc(clip: Path) -> None:
    with open_session(clip, device="cpu") as session:
        assert iou(session.click(session.add_object(), 0, (50, 52)), disc(0, 0)) > 0.5


def covered(logits: Logits, truth: BoolMask) -> float:
    """The part of a thing that the mask holds."""
    return float((logits > 0)[truth].mean())


def test_a_correction_visibly_carries_into_the_frames_after_it(clip: Path) -> None:
    """One disc was followed; on frame 4 the person says that both were meant."""
    with open_session(clip, device="cpu") as session:
        thing = session.add_object()
        session.mask(thing, 0, disc(0, 0))
        before = {step.frame: step.logits[thing] for step in session.track()}
        session.mask(thing, 4, disc(4, 0) | disc(4, 1))
        after = {step.frame: step.logits[thing] for step in session.track(start=4)}
    for frame in range(5, COUNT - 2):
        assert covered(before[frame], disc(frame, 1)) < 0.1, frame
        assert covered(after[frame], disc(frame, 1)) > 0.6, frame
        assert covered(after[frame], disc(frame, 0)) > 0.6, frame


def test_a_session_opened_again_goes_on_exactly(clip: Path, tmp_path: Path) -> None:
    def first_half(project: Path) -> None:
        with open_session(clip, device="cpu", project=project) as session:
            thing = session.add_object()
            session.click(thing, 0, (50, 52))
            list(session.track(stop=6))

    first_half(tmp_path / "broken.clickmatte")
    with open_session(clip, device="cpu", project=tmp_path / "broken.clickmatte") as session:
        (thing,) = session.objects
        broken = [step.grids[thing] for step in session.track(start=6, resume=True)]
    with open_session(clip, device="cpu") as session:
        thing = session.add_object()
        session.click(thing, 0, (50, 52))
        unbroken = [step.grids[thing] for step in session.track()][6:]
    assert len(broken) == len(unbroken) == COUNT - 6
    assert all(np.array_equal(a, b) for a, b in zip(broken, unbroken, strict=True))
