"""Batches over real projects: what is unfinished is tracked, what is done is left alone."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.batch import Outcome, plan_batch
from engine.batch.jobs import run_job, unfinished
from engine.bench.clips import write_clip
from engine.errors import UsageError
from engine.library import open_session
from engine.media import open_source
from engine.project.edits import AddObject, SetPrompts
from engine.project.model import Click, FramePrompts, Project, SourceReference
from engine.project.project_file import ProjectFile
from engine.types import FrameIndex, Pts


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_clip(tmp_path_factory.mktemp("batch") / "clip.mp4", 192, 128, 6)


def prompted_project(clip: Path, path: Path) -> Path:
    """A project with one object, clicked on frame 2 and never tracked."""
    with open_session(clip, project=path) as session:
        thing = session.add_object("thing")
        session.click(thing, 2, (70, 64))
    return path


def test_projects_are_found_in_folders(tmp_path: Path) -> None:
    for name in ("a.clickmatte", "deep/b.clickmatte", "deep/other.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [j.project.stem for j in plan_batch([tmp_path])] == ["a", "b"]
    with pytest.raises(UsageError, match="no file or folder"):
        plan_batch([tmp_path / "missing"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no projects"):
        plan_batch([tmp_path / "empty"])


def test_two_projects_of_one_name_are_not_exported_over_each_other(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.clickmatte").touch()
    with pytest.raises(UsageError, match="would both be exported"):
        plan_batch([tmp_path], tmp_path / "out")


def test_unfinished_means_prompted_and_not_covered(tmp_path: Path) -> None:
    reference = SourceReference(tmp_path / "c.mp4", "", 64, 48, Fraction(1, 10), Fraction(10))
    stamps = [Pts(i) for i in range(3)]
    with ProjectFile.create(tmp_path / "p.clickmatte", Project(reference)) as file:
        file.do(AddObject("prompted"))
        file.do(AddObject("not prompted"))
        prompted = file.project.objects[0].id
        file.do(SetPrompts(prompted, Pts(0), FramePrompts((Click(5, 5),))))
        assert unfinished(file, stamps) == (prompted,)
        take = file.begin_take(prompted)
        for pts in stamps:
            take.put(pts, np.ones((12, 16), np.float32), 1.0, 1.0)
        file.adopt("Track", [take])
        assert unfinished(file, stamps) == ()
        file.do(SetPrompts(prompted, Pts(1), FramePrompts((Click(6, 6),))))
        assert unfinished(file, stamps) == (prompted,)


def test_a_job_tracks_both_ways_and_exports_then_has_nothing_to_do(clip: Path, tmp_path: Path) -> None:
    project = prompted_project(clip, tmp_path / "thing.clickmatte")
    (job,) = plan_batch([project], tmp_path / "out", "png")
    result = run_job(job)
    assert (result.outcome, result.tracked_frames, result.sentence) == (Outcome.DONE, 6, "")
    assert len(list((tmp_path / "out" / "thing").glob("*.png"))) == 6
    os.utime(tmp_path / "out" / "thing")
    assert run_job(job).outcome is Outcome.SKIPPED
    with ProjectFile.open(project) as file:
        assert len(file.frames_with_masks(file.project.objects[0].id)) == 6


def test_a_damaged_project_is_a_sentence_not_the_end(tmp_path: Path) -> None:
    (tmp_path / "bad.clickmatte").write_bytes(b"no project")
    (job,) = plan_batch([tmp_path], tmp_path / "out")
    result = run_job(job)
    assert result.outcome is Outcome.FAILED
    assert result.sentence
    assert not (tmp_path / "out").exists()


def test_stamps_are_those_of_the_clip(clip: Path) -> None:
    from engine.batch.jobs import _stamps

    source = open_source(clip)
    try:
        assert _stamps(clip) == [source.pts_of(FrameIndex(i)) for i in range(6)]
    finally:
        source.close()
