"""An export step by step: whole at the end, nothing where it was left."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import av
import pytest

from engine.errors import MediaError
from engine.export.export_room import Exported, ExportOrder, ExportRoom
from engine.export.options import ExportOptions
from engine.media import ReadOptions
from engine.media.source import VideoSource
from engine.project.project_file import ProjectFile
from engine.types import ObjectId
from tests.engine.export.clips import DOG, disc_masks, project_of


@pytest.fixture
def project_file(clip: VideoSource, tmp_path: Path):
    project = replace(project_of(clip, names=("dog",)), next_object_id=ObjectId(DOG + 1))
    with ProjectFile.create(tmp_path / "p.clickmatte", project) as file:
        take, shown = file.begin_take(DOG), disc_masks(clip, (DOG,))
        for pts in shown.mask_pts(DOG):
            logits = shown.alpha_logits(DOG, pts)
            assert logits is not None
            take.put(pts, logits, 1.0, 1.0)
        file.do(take.finish())
        yield file


def ordered(file: ProjectFile, clip: VideoSource, target: Path) -> ExportOrder:
    options = ExportOptions(target, "prores4444")
    order = ExportOrder(file.project, file.shown_masks(), clip.info.path, ReadOptions(), options)
    again: ExportOrder = pickle.loads(pickle.dumps(order))
    return again


def test_steps_lead_to_a_proved_file(project_file: ProjectFile, clip: VideoSource, tmp_path: Path) -> None:
    room, target = ExportRoom(), tmp_path / "out.mov"
    room.begin(ordered(project_file, clip, target))
    steps = []
    while not isinstance(step := room.step(), Exported):
        steps.append(step)
    assert (step.files, step.passed) == ((target,), True)
    assert [one.done for one in steps[:-1]] == sorted(one.done for one in steps[:-1])
    assert steps[-1].is_checking
    with av.open(str(target)) as written:
        assert sum(1 for _ in written.decode(video=0)) == clip.frame_count()
    room.close()


def test_leaving_it_leaves_nothing(project_file: ProjectFile, clip: VideoSource, tmp_path: Path) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    room = ExportRoom()
    room.begin(ordered(project_file, clip, folder / "out.mov"))
    room.step()
    room.close()
    room.close()
    assert list(folder.iterdir()) == []


def test_a_clip_that_is_gone_is_said(project_file: ProjectFile, clip: VideoSource, tmp_path: Path) -> None:
    order = ordered(project_file, clip, tmp_path / "out.mov")
    clip.info.path.unlink()
    room = ExportRoom()
    room.begin(order)
    with pytest.raises(MediaError):
        room.step()
