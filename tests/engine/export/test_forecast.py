"""What an export is said to come to, against what it comes to."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from engine.errors import ExportError
from engine.export.export_room import ExportOrder, ExportRoom
from engine.export.forecast import DEPENDENT_FRAMES, ENOUGH_S, Forecast, forecast, stretches
from engine.export.masks import MemoryMasks
from engine.export.options import ExportOptions, ExportPlan
from engine.export.plan import plan_export
from engine.export.run import run_export
from engine.media import ReadOptions, open_source
from engine.media.source import VideoSource
from engine.project.project_file import ProjectFile
from engine.types import FrameIndex, Logits, ObjectId, Pts
from tests import moving
from tests.engine.export.clips import DOG, project_of

FRAMES = 60

Planned = Callable[..., ExportPlan]


@pytest.fixture
def film(tmp_path: Path) -> Iterator[VideoSource]:
    """Sixty frames with grain, so that a codec has something to do."""
    noise = np.random.default_rng(3)
    grain = (noise.integers(0, 24, (moving.HEIGHT, moving.WIDTH, 3), np.uint8) for _ in range(FRAMES))
    pictures = (picture // 2 + one for picture, one in zip(moving.pictures(FRAMES), grain, strict=True))
    source = open_source(moving.write(tmp_path / "film.mp4", pictures))
    yield source
    source.close()


def growing(film: VideoSource) -> MemoryMasks:
    """A disc that fills a quarter of the picture's width at first, and nearly all of it at the end."""
    y, x = np.mgrid[:64, :64] - 31.5
    by_pts: dict[Pts, Logits] = {}
    for index in range(FRAMES):
        radius = 8 + 22 * index / FRAMES
        by_pts[film.pts_of(FrameIndex(index))] = (radius - np.hypot(x, y)).astype(np.float32)
    return MemoryMasks({DOG: by_pts})


@pytest.fixture
def planned(film: VideoSource, tmp_path: Path) -> Planned:
    def make(preset: str, **values: object) -> ExportPlan:
        options = ExportOptions(tmp_path / "out" / "dog", preset, **values)  # type: ignore[arg-type]
        return plan_export(project_of(film, names=("dog",)), film, growing(film), options)

    return make


def last(plan: ExportPlan) -> Forecast:
    return [step for step in forecast(plan) if step is not None][-1]


def made_bytes(plan: ExportPlan) -> int:
    for _ in run_export(plan):
        pass
    folder = plan.outputs[0].target.parent
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(("preset", "spread"), [("prores4444", 1.9), ("png", 1.9), ("qtrle", 2.5), ("h264", 2.5)])
def test_it_comes_out_as_foreseen(planned: Planned, preset: str, spread: float) -> None:
    """The dialog said six times what came."""
    plan = planned(preset)
    said, made = last(plan), made_bytes(plan)
    assert said.low_bytes <= made <= said.high_bytes
    assert said.high_bytes < spread * said.low_bytes  # the disc grows fourteenfold
    assert said.seconds > 0


def test_it_grows_surer(planned: Planned) -> None:
    seen = [step for step in forecast(planned("prores4444"), clock=lambda: 0.0) if step is not None]
    first, final = seen[0], seen[-1]
    assert len(seen) == 5
    assert final.high_bytes / final.low_bytes < first.high_bytes / first.low_bytes


def test_no_stretch_is_begun_when_time_is_up(planned: Planned) -> None:
    ticks = iter(np.arange(100) * (ENOUGH_S + 1))
    seen = [step for step in forecast(planned("prores4444"), clock=lambda: float(next(ticks))) if step is not None]
    assert len(seen) == 1


def test_stretches_do_not_overlap_and_stay_within(planned: Planned) -> None:
    for preset in ("prores4444", "h264"):
        plan = planned(preset)
        found = sorted(stretches(plan), key=lambda frames: frames.start)
        assert found[0].start >= plan.frames.start
        assert found[-1].stop <= plan.frames.stop
        assert all(one.stop <= other.start for one, other in pairwise(found))
        assert len(found) >= 3


def test_frames_without_a_mask_count_for_what_they_take(planned: Planned, film: VideoSource) -> None:
    """One mask on sixty frames: a spread over all of them would hardly meet it."""
    one = film.pts_of(FrameIndex(0))
    plan = planned("png")
    masks = growing(film).logits[DOG]
    few = replace(plan, masks=MemoryMasks({DOG: {one: masks[one]}}))
    said, made = last(few), made_bytes(few)
    assert said.low_bytes <= made <= said.high_bytes


def test_a_short_range_is_made_whole(planned: Planned, film: VideoSource) -> None:
    plan = planned("h264")
    short = replace(plan, frames=replace(plan.frames, stop=FrameIndex(plan.frames.start + DEPENDENT_FRAMES)))
    assert stretches(short) == [short.frames]


def test_leaving_it_leaves_nothing(planned: Planned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    plan = planned("prores4444")
    steps = forecast(plan)
    next(steps)
    assert list((tmp_path / "temp").iterdir())
    steps.close()
    assert list((tmp_path / "temp").iterdir()) == []
    assert not plan.outputs[0].target.parent.exists()


def test_a_disk_is_asked_for_what_was_measured(
    planned: Planned, film: VideoSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table's guess refused exports that would have fitted."""
    plan = planned("prores4444")
    free = 64 * 2**20 + plan.estimated_bytes // 2
    monkeypatch.setattr("engine.export.checks.shutil.disk_usage", lambda _folder: _Usage(free))
    with pytest.raises(ExportError, match="only"):
        planned("prores4444")
    assert planned("prores4444", expected_bytes=plan.estimated_bytes // 4)


def test_a_room_looks_ahead_and_says_when_it_is_over(film: VideoSource, tmp_path: Path) -> None:
    project = replace(project_of(film, names=("dog",)), next_object_id=ObjectId(DOG + 1))
    masks = growing(film)
    with ProjectFile.create(tmp_path / "p.clickmatte", project) as file:
        take = file.begin_take(DOG)
        for pts in masks.mask_pts(DOG):
            logits = masks.alpha_logits(DOG, pts)
            assert logits is not None
            take.put(pts, logits, 1.0, 1.0)
        file.do(take.finish())
        options = ExportOptions(tmp_path / "out.mov", "prores4444")
        order = ExportOrder(file.project, file.shown_masks(), film.info.path, ReadOptions(), options)
        room = ExportRoom()
        room.begin_forecast(order)
        looks = []
        while not (look := room.look_ahead()).is_over:
            looks.append(look.forecast)
        room.close()
    assert [one for one in looks if one is not None]
    assert None in looks
    assert not (tmp_path / "out.mov").exists()


class _Usage:
    def __init__(self, free: int) -> None:
        self.free = free
