"""Frames composed side by side come out in order, the same as one by one; where they must not, they are not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.errors import ExportError
from engine.export import ahead, run
from engine.export.ahead import compose_threads, worked_ahead
from engine.export.composing import material_of, picture_for
from engine.export.options import ExportOptions, ExportPlan
from engine.export.plan import plan_export
from engine.export.proof import prove
from engine.export.sequences import SequenceWriter
from engine.media import open_source
from engine.media.source import VideoSource
from engine.project.model import FramePrompts, MaskHint, Project, RefineSettings
from engine.render.compositor import Painted
from engine.render.layers import object_layers
from engine.render.looks import CutOut, Matte, Plate
from engine.types import FrameIndex, ObjectId, Pts
from tests.engine.export.clips import CUP, DOG, disc_masks, project_of, write_clip
from tests.engine.export.test_run import exported, planned, read_back


def compose_names() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("compose")]


def test_answers_come_in_the_order_of_the_questions() -> None:
    """The first takes until the second is done."""
    second = threading.Event()

    def work(number: int) -> int:
        if number == 0:
            assert second.wait(10)
        if number == 1:
            second.set()
        return number * number

    assert list(worked_ahead(range(6), work, 2)) == [(n, n * n) for n in range(6)]
    assert compose_names() == []


def test_no_more_is_read_than_is_under_way() -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    answers = worked_ahead(items(), lambda n: n, 3)
    next(answers)
    assert len(taken) == 4
    answers.close()
    assert compose_names() == []


def test_what_goes_wrong_is_raised_in_its_turn() -> None:
    def work(number: int) -> int:
        if number == 2:
            raise ExportError("frame 2 is bad")
        return number

    answers = worked_ahead(range(9), work, 4)
    assert [next(answers) for _ in range(2)] == [(0, 0), (1, 1)]
    with pytest.raises(ExportError, match="frame 2"):
        next(answers)
    assert compose_names() == []


@pytest.mark.parametrize("preset", ["prores4444", "ffv1", "png16"])
@pytest.mark.parametrize("refined", [False, True])
def test_side_by_side_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, preset: str, refined: bool
) -> None:
    clip = open_source(
        write_clip(tmp_path / "c.mkv", frames=10, codec="libx264", pixel_format="yuv420p", tags=(1, 1, 1, 1))
    )
    pictures = []
    for threads in (1, 4):
        monkeypatch.setattr(run, "compose_threads", lambda plan, threads=threads: threads)
        plan = planned(clip, tmp_path, preset, name=f"o{threads}", refined=refined)
        files = exported(plan)
        pictures.append(read_back(plan.outputs[0].target if preset == "png16" else files[0])[0])
    clip.close()
    assert len(pictures[0]) == 10
    for one, other in zip(*pictures, strict=True):
        assert np.array_equal(one, other)


def test_a_moving_background_keeps_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plate = write_clip(tmp_path / "plate.mkv", frames=5)
    clip = open_source(write_clip(tmp_path / "c.mkv", frames=8))
    backs = []
    for threads in (1, 4):
        monkeypatch.setattr(run, "compose_threads", lambda plan, threads=threads: threads)
        plan = planned(clip, tmp_path, "png", name=f"o{threads}", look=CutOut(Plate(plate)))
        exported(plan)
        backs.append(read_back(plan.outputs[0].target)[0])
    clip.close()
    assert all(np.array_equal(one, other) for one, other in zip(*backs, strict=True))


def test_cancelling_joins_the_threads(tmp_path: Path, clip: VideoSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "compose_threads", lambda plan: 3)
    steps = run.run_export(planned(clip, tmp_path, "png"))
    next(steps)
    steps.close()
    assert compose_names() == []
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mkv"]


@pytest.mark.parametrize("preset", ["png", "exr-half", "tiff-layers"])
def test_pictures_written_side_by_side(
    tmp_path: Path, clip: VideoSource, monkeypatch: pytest.MonkeyPatch, preset: str
) -> None:
    """The first picture takes until the third is there: names go by frames, not by who is ready."""
    monkeypatch.setattr(run, "write_threads", lambda: 3)
    third = threading.Event()
    write = SequenceWriter.write_named

    def slow(writer: SequenceWriter, name: str, picture: Painted) -> None:
        if name.startswith("00000"):
            assert third.wait(10)
        write(writer, name, picture)
        if name.startswith("00002"):
            third.set()

    monkeypatch.setattr(SequenceWriter, "write_named", slow)
    plan = planned(clip, tmp_path, preset)
    exported(plan)
    report = prove(plan)
    assert report.passed, report.sentence()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("encode")]


def test_a_picture_that_fails_takes_all_back(
    tmp_path: Path, clip: VideoSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "write_threads", lambda: 3)

    def full(writer: SequenceWriter, path: Path, picture: Painted) -> None:
        if path.name.startswith("00004"):
            raise OSError(28, "No space left on device")
        path.write_bytes(b"x")

    monkeypatch.setattr(SequenceWriter, "_write", full)
    with pytest.raises(ExportError, match="disk is full"):
        exported(planned(clip, tmp_path, "png"))
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mkv"]


def plan_with(clip: VideoSource, folder: Path, refine: RefineSettings, refined: bool = True) -> ExportPlan:
    wish = ExportOptions(folder / "o", "png", refined=refined)
    return plan_export(project_of(clip, refine), clip, disc_masks(clip), wish)


def test_how_many_at_once(clip: VideoSource, tmp_path: Path) -> None:
    plain = plan_with(clip, tmp_path, RefineSettings())
    assert [compose_threads(plain, cores) for cores in (1, 2, 4, 16)] == [1, 2, 3, 4]
    unrefined = plan_with(clip, tmp_path, RefineSettings(), refined=False)
    assert [compose_threads(unrefined, cores) for cores in (1, 2, 4, 16)] == [1, 1, 2, 4]
    assert compose_threads(plan_with(clip, tmp_path, RefineSettings(temporal=0.5)), 16) == 1
    assert compose_threads(plan_with(clip, tmp_path, RefineSettings(temporal=0.5), refined=False), 16) == 4
    assert compose_threads(plan_with(clip, tmp_path, RefineSettings(edge="matting")), 16) == 1


def test_large_frames_take_turns(clip: VideoSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_with(clip, tmp_path, RefineSettings())
    one_frame = 128 * 96 * ahead.BYTES_PER_PIXEL
    for fitting in (1, 2, 3):
        monkeypatch.setattr(ahead, "MOST_BYTES", fitting * one_frame + 1)
        assert compose_threads(plan, 64) == fitting
    monkeypatch.undo()
    assert ahead.MOST_BYTES // (3840 * 2160 * ahead.BYTES_PER_PIXEL) == 1


def test_masks_nobody_needs_are_not_read(clip: VideoSource, tmp_path: Path) -> None:
    project = project_of(clip, names=("dog", "cup"))
    wish = ExportOptions(tmp_path / "o", "png", objects=(DOG,))
    masks, frame = disc_masks(clip, (DOG, CUP)), clip.read(FrameIndex(2))

    def read(project: Project) -> set[tuple[ObjectId, Pts]]:
        return set(material_of(plan_export(project, clip, masks, wish), frame).logits)

    assert read(project) == {(DOG, frame.pts)}
    dog, cup = project.objects
    held = replace(project, objects=(dog, replace(cup, in_front_of=(DOG,))))
    assert read(held) == {(DOG, frame.pts), (CUP, frame.pts)}
    rough = replace(project, objects=(replace(dog, refine=RefineSettings(garbage=CUP)), cup))
    assert read(rough) == {(DOG, frame.pts), (CUP, frame.pts)}


def test_rough_masks_and_painted_neighbours_count_in_files_too(clip: VideoSource, tmp_path: Path) -> None:
    """Exports knew only the exported objects' masks, and those of one frame: a tracked garbage mask did nothing, and a
    correction was compared with the wrong frame's mask."""
    dog, cup = project_of(clip, names=("dog", "cup")).objects
    hw = (clip.info.height, clip.info.width)
    y, x = np.mgrid[: hw[0], : hw[1]]
    drawn = np.hypot(x - 60, y - 48) < 34
    png = cv2.imencode(".png", np.where(drawn, 255, 0).astype(np.uint8))[1].tobytes()
    prompts = {clip.pts_of(FrameIndex(0)): FramePrompts(mask=MaskHint(png, final=True))}
    dog = replace(dog, refine=RefineSettings(edge="none", blend_frames=4, garbage=CUP), prompts=prompts)
    project = replace(project_of(clip), objects=(dog, cup))
    masks, frame = disc_masks(clip, (DOG, CUP)), clip.read(FrameIndex(2))
    plan = plan_export(project, clip, masks, ExportOptions(tmp_path / "o", "png", objects=(DOG,), look=Matte()))
    painted = picture_for(plan, plan.outputs[0], frame)
    [layer] = object_layers(project, [DOG], frame.pts, frame.rgb8(), masks.alpha_logits)
    found = painted.rgb[..., 0] / np.iinfo(painted.rgb.dtype).max
    assert np.abs(found - layer.alpha).max() < 1 / 254
    plain = replace(project, objects=(replace(dog, refine=RefineSettings(edge="none")), cup))
    [without] = object_layers(plain, [DOG], frame.pts, frame.rgb8(), masks.alpha_logits)
    assert np.abs(without.alpha - layer.alpha).max() > 0.5
