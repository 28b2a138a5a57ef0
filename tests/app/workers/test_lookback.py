"""De-flicker in the window: what stands still looks as in the export, and moving pictures wait for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from app.workers.composer import Scene
from app.workers.lookback import Lookback
from app.workers.picture_worker import CutOutDone, Painted, PictureWorker
from engine.export.composing import Composer
from engine.export.masks import MemoryMasks
from engine.export.options import ExportOptions, ExportPlan
from engine.export.plan import plan_export
from engine.media import open_source
from engine.media.source import Frame, VideoSource
from engine.project.model import Project, RefineSettings
from engine.refine.temporal import frames_back
from engine.render import looks
from engine.render.compositor import Painted as Composed
from engine.types import FrameIndex, Logits, ObjectId, Pts
from tests.engine.export.clips import DOG, disc_logits, project_of, write_clip

FRAMES, SIZE = 40, (128, 96)

TOLERANCE = 3
"""In 1/255, at most: older frames that are left out may change a logit by 1/32, which is 1/16 px on this disc, and the
ramp of alpha is 2 px wide; what is seen is a third of that."""

FLICKER = RefineSettings(edge="none", temporal=1.0)


class SeenMasks:
    """The window's side of the same masks."""

    def __init__(self, masks: MemoryMasks) -> None:
        self._masks = masks

    def logits(self, object_id: ObjectId, pts: Pts) -> Logits | None:
        return self._masks.alpha_logits(object_id, pts)


class Bench:
    def __init__(self, source: VideoSource, refine: RefineSettings, folder: Path) -> None:
        self.source, self.folder = source, folder
        self.project: Project = project_of(source, refine)
        noise = np.random.default_rng(8)
        disc = disc_logits(60, 48, 28, (96, 128))
        self.masks = MemoryMasks(
            {
                DOG: {
                    source.pts_of(FrameIndex(i)): (disc + noise.normal(0, 1, disc.shape)).astype(np.float32)
                    for i in range(FRAMES)
                }
            }
        )
        self.worker = PictureWorker(source.reopen, SIZE)
        self.got: list[object] = []
        self.worker.answered.connect(self.got.append)
        self.show(looks.Matte())
        self.worker.start()

    def show(self, look: looks.Look, number: int = 1) -> None:
        self.worker.set_scene(Scene(self.project, SeenMasks(self.masks), look, number))  # type: ignore[arg-type]

    def pictures(self) -> list[Painted]:
        return [answer for answer in self.got if isinstance(answer, Painted)]

    def plan(self) -> ExportPlan:
        options = ExportOptions(self.folder / "out", "png", look=looks.Matte())
        return plan_export(self.project, self.source, self.masks, options)

    def exported(self, frame: int) -> NDArray[np.int64]:
        """The matte (h, w) of an export that has come to `frame` from the first one on."""
        composer = Composer(self.plan())
        try:
            for index in range(frame + 1):
                picture = composer.pictures(composer.material(self.source.read(FrameIndex(index))))[0]
        finally:
            composer.close()
        assert isinstance(picture, Composed)
        grey = picture.rgb[..., 0].astype(np.int64)
        return grey // 257 if picture.rgb.dtype == np.uint16 else grey


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Bench]:
    source = open_source(write_clip(tmp_path / "clip.mkv", FRAMES, SIZE))
    made = Bench(source, getattr(request, "param", FLICKER), tmp_path)
    yield made
    made.worker.stop()
    assert made.worker.wait(10_000)
    source.close()


def grey_of(painted: Painted) -> NDArray[np.int64]:
    return painted.bgra[..., 0].astype(np.int64)


@pytest.mark.parametrize("frame", [0, 3, 30, 39])
def test_what_stands_still_is_what_is_exported(qtbot: QtBot, bench: Bench, frame: int) -> None:
    wanted = bench.exported(frame)
    bench.worker.show(frame)
    qtbot.waitUntil(lambda: any(np.abs(grey_of(p) - wanted).max() <= TOLERANCE for p in bench.pictures()))
    if frame > 0:
        assert np.abs(grey_of(bench.pictures()[0]) - wanted).max() > 10 * TOLERANCE  # quick, and not de-flickered


def test_the_copied_cut_out_is_de_flickered_too(qtbot: QtBot, bench: Bench) -> None:
    wanted = bench.exported(30)
    bench.worker.cut_out(30)
    qtbot.waitUntil(lambda: any(isinstance(answer, CutOutDone) for answer in bench.got))
    done = next(answer for answer in bench.got if isinstance(answer, CutOutDone))
    assert np.abs(done.rgba[..., 3].astype(np.int64) - wanted).max() <= TOLERANCE


def test_playing_and_pointing_look_at_no_other_frames(
    qtbot: QtBot, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(Lookback, "history", lambda self, project, frame, *_: asked.append(frame.index))
    bench.worker.play(10, 15, 1)
    qtbot.waitUntil(lambda: len(bench.pictures()) >= 5)
    bench.worker.show(20, exact=False)
    qtbot.waitUntil(lambda: any(p.frame == 20 and p.exact for p in bench.pictures()))
    bench.show(looks.Overlay(), 2)
    bench.worker.show(20)
    qtbot.waitUntil(lambda: any(p.scene_number == 2 for p in bench.pictures()))
    assert asked == []


def test_a_step_on_reads_one_frame_more_and_no_more_than_count(bench: Bench) -> None:
    read: list[int] = []

    def reading(index: int) -> Frame:
        read.append(index)
        return bench.source.read(FrameIndex(index))

    lookback, count = Lookback(), frames_back(1.0)
    masks = SeenMasks(bench.masks)
    for frame in (30, 31):
        assert lookback.history(bench.project, bench.source.read(FrameIndex(frame)), masks.logits, reading) is not None
    assert read == list(range(30 - count, 30))
    plain = replace(bench.project, objects=project_of(bench.source, RefineSettings()).objects)
    assert lookback.history(plain, bench.source.read(FrameIndex(5)), masks.logits, reading) is None


def test_the_proof_of_a_de_flickered_export_knows_the_frames_before(qtbot: QtBot, bench: Bench) -> None:
    """It compared its few frames with mattes that had carried over nothing, or things from far away."""
    from engine.export.proof import prove
    from engine.export.run import run_export

    plan = bench.plan()
    list(run_export(plan))
    report = prove(plan)
    assert report.passed, report.sentence()
