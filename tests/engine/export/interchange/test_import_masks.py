"""Masks out, corrected elsewhere, and into a project again: the last word, as one step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.errors import ExportError, UsageError
from engine.export.interchange.dataset_masks import FrameMasks, frame_masks
from engine.export.interchange.datasets import write_dataset
from engine.export.interchange.import_masks import import_masks, read_dataset
from engine.media.source import VideoSource
from engine.project.project_file import ProjectFile
from engine.project.shown_masks import MaskReader
from engine.types import FrameIndex, FrameRange
from tests.engine.export.clips import CUP, DOG, disc_masks, project_of

NAMES = ("dog", "cup")
RANGE = FrameRange(FrameIndex(1), FrameIndex(4))

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture
def file(clip: VideoSource, tmp_path: Path) -> Iterator[ProjectFile]:
    """A project with one object, 'dog'."""
    project = replace(project_of(clip), next_object_id=CUP)
    with ProjectFile.create(tmp_path / "p.clickmatte", project) as made:
        yield made


@pytest.fixture
def masks(clip: VideoSource) -> list[FrameMasks]:
    return list(frame_masks(project_of(clip, names=NAMES), clip, disc_masks(clip, (DOG, CUP)), (DOG, CUP), RANGE))


@pytest.mark.parametrize("form", ["davis", "youtube-vos", "coco", "sav"])
def test_there_and_back(
    form: str, clip: VideoSource, file: ProjectFile, masks: list[FrameMasks], tmp_path: Path
) -> None:
    apart = [
        FrameMasks(one.frame, {"dog": one.masks["dog"] & ~one.masks["cup"], "cup": one.masks["cup"]}) for one in masks
    ]
    written = write_dataset(form, tmp_path / "set", clip.info, apart, NAMES)
    imported = import_masks(file.project, clip, read_dataset(written.path))
    assert imported.masks == 6
    file.do(imported.edit)
    dog = file.project.objects[0]
    assert dog.name == "dog"
    assert [spec.name for spec in file.project.objects] == ["dog", "2" if form == "davis" else "cup"]
    objects = [spec.id for spec in file.project.objects]
    with MaskReader(file.shown_masks()) as reader:
        back = list(frame_masks(file.project, clip, reader, objects, RANGE))
    for one, other in zip(apart, back, strict=True):
        assert np.array_equal(one.masks["dog"], other.masks["dog"])
    file.undo()
    assert [spec.name for spec in file.project.objects] == ["dog"]
    assert not file.project.objects[0].prompts


def test_masks_of_another_size(clip: VideoSource, file: ProjectFile) -> None:
    with pytest.raises(UsageError, match="10 × 10, the clip 128 × 96"):
        import_masks(file.project, clip, [FrameMasks(0, {"dog": np.ones((10, 10), np.bool_)})])


def test_masks_of_another_clip(clip: VideoSource, file: ProjectFile) -> None:
    with pytest.raises(UsageError, match="frame 8"):
        import_masks(file.project, clip, [FrameMasks(8, {"dog": np.ones((96, 128), np.bool_)})])


def test_files_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    with pytest.raises(UsageError, match="nothing at"):
        read_dataset(path)
    path.write_text(json.dumps({"weather": "fine"}))
    with pytest.raises(ExportError, match="neither a COCO nor"):
        read_dataset(path)
    path.write_bytes(b"\xff\xfe{")
    with pytest.raises(ExportError, match="cannot be read"):
        read_dataset(path)


def test_pictures_beside(clip: VideoSource, masks: list[FrameMasks], tmp_path: Path) -> None:
    write_dataset("coco", tmp_path, clip.info, masks, NAMES, clip)
    document = json.loads((tmp_path / "clip.json").read_text("utf-8"))
    assert all((tmp_path / image["file_name"]).is_file() for image in document["images"])
