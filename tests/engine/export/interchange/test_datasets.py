"""Datasets out and in again, and against the libraries that others read them with."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pycocotools import mask as run_lengths
from pycocotools.coco import COCO

from engine.errors import ExportError, UsageError
from engine.export.interchange.coco import Coco
from engine.export.interchange.dataset_masks import DatasetJob, FrameMasks, frame_masks
from engine.export.interchange.datasets import dataset_named, write_dataset
from engine.export.interchange.davis import Davis
from engine.export.interchange.run_lengths import decoded, encoded
from engine.export.interchange.sav import SaV
from engine.export.interchange.tracks import track_points, tracks_csv, tracks_json
from engine.media.source import VideoSource
from engine.types import BoolMask, FrameIndex, FrameRange
from tests.engine.export.clips import CUP, DOG, disc_masks, project_of

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
"""pycocotools 2.0.11 with NumPy 2.4."""

NAMES = ("dog", "cup")
JOB = DatasetJob("clip", NAMES, 24.0)
RANGE = FrameRange(FrameIndex(2), FrameIndex(6))


@pytest.fixture
def frames(clip: VideoSource) -> list[FrameMasks]:
    project = project_of(clip, names=NAMES)
    return list(frame_masks(project, clip, disc_masks(clip, (DOG, CUP), frames=5), (DOG, CUP), RANGE))


def same(a: list[FrameMasks], b: list[FrameMasks]) -> bool:
    return [f.frame for f in a] == [f.frame for f in b] and all(
        np.array_equal(x.masks[name], y.masks[name]) for x, y in zip(a, b, strict=True) for name in x.masks
    )


def test_masks_are_where_the_object_is(frames: list[FrameMasks]) -> None:
    mask = frames[0].masks["dog"]
    x = np.nonzero(mask)[1]
    assert mask.shape == (96, 128)
    assert abs(x.mean() + 0.5 - (128 * 0.45 + 2)) < 0.7
    assert abs(mask.sum() - np.pi * (96 / 3.5) ** 2) < 60
    assert frames[3].masks == {}


def test_davis_there_and_back(frames: list[FrameMasks], clip: VideoSource, tmp_path: Path) -> None:
    path = Davis(meta=True).write(tmp_path, replace(JOB, pictures=clip), frames)
    back = Davis().read(path)
    assert [f.frame for f in back] == [2, 3, 4]
    for one, other in zip(frames, back, strict=False):
        # Where both objects are, the later one stands in front.
        assert np.array_equal(other.masks["cup"], one.masks["cup"])
        assert np.array_equal(other.masks["dog"], one.masks["dog"] & ~one.masks["cup"])
    with Image.open(tmp_path / "Annotations" / "clip" / "00002.png") as image:
        assert image.mode == "P"
        assert image.getpalette()[3:9] == [128, 0, 0, 0, 128, 0]  # type: ignore[index]
    assert len(list((tmp_path / "JPEGImages" / "clip").iterdir())) == 3
    meta = json.loads((tmp_path / "meta.json").read_text())
    assert meta["videos"]["clip"]["objects"]["1"]["category"] == "dog"


def test_coco_reads_in_its_own_library(frames: list[FrameMasks], tmp_path: Path) -> None:
    path = Coco().write(tmp_path, JOB, frames)
    library = COCO(str(path))
    annotation = library.loadAnns(library.getAnnIds(imgIds=[1], catIds=[1]))[0]
    assert np.array_equal(library.annToMask(annotation) > 0, frames[0].masks["dog"])
    assert annotation["area"] == frames[0].masks["dog"].sum()
    back = Coco().read(path)
    assert same(frames[:3], back)


def test_sav_there_and_back(frames: list[FrameMasks], tmp_path: Path) -> None:
    path = SaV().write(tmp_path, JOB, frames)
    back = SaV().read(path)
    assert same(frames[:3], back)
    document = json.loads(path.read_text())
    unpacked = run_lengths.decode(
        {"size": document["masklet"][0][1]["size"], "counts": document["masklet"][0][1]["counts"].encode()}
    )
    assert np.array_equal(unpacked > 0, frames[0].masks["cup"])


def test_sav_keeps_frames_between_masks_in_their_place(frames: list[FrameMasks], tmp_path: Path) -> None:
    """Rows have no numbers: a frame without masks was left out, and all after it moved forward by one."""
    none: dict[str, BoolMask] = {}
    gaps = [FrameMasks(1, none), frames[0], FrameMasks(3, none), frames[2], FrameMasks(5, none)]
    back = SaV().read(SaV().write(tmp_path, JOB, gaps))
    assert [one.frame for one in back] == [2, 3, 4]
    assert not any(mask.any() for mask in back[1].masks.values())
    assert same([frames[0], frames[2]], [back[0], back[2]])


def test_a_second_sequence_keeps_the_first_ones_names(
    frames: list[FrameMasks], clip: VideoSource, tmp_path: Path
) -> None:
    """meta.json was written anew with each clip."""
    for name in ("first", "second"):
        write_dataset("youtube-vos", tmp_path, replace(clip.info, path=Path(f"/clips/{name}.mov")), frames, NAMES)
    meta = json.loads((tmp_path / "meta.json").read_text("utf-8"))
    assert set(meta["videos"]) == {"first", "second"}


@pytest.mark.parametrize("form", ["davis", "youtube-vos", "coco", "sav"])
def test_what_fails_on_the_way_leaves_nothing(
    form: str, frames: list[FrameMasks], clip: VideoSource, tmp_path: Path
) -> None:
    def failing() -> Iterator[FrameMasks]:
        yield frames[0]
        raise ExportError("The disk is full.")

    target = tmp_path / "set"
    with pytest.raises(ExportError, match="disk is full"):
        write_dataset(form, target, clip.info, failing(), NAMES, clip)
    assert list(target.iterdir()) == []
    with pytest.raises(ExportError, match="No frame of this range"):
        write_dataset(form, target, clip.info, [FrameMasks(0, {})], NAMES)
    assert list(target.iterdir()) == []


def test_masks_are_made_one_frame_at_a_time(clip: VideoSource) -> None:
    """All masks of a long clip at once are gigabytes."""
    project = project_of(clip, names=NAMES)
    one_by_one = frame_masks(project, clip, disc_masks(clip, (DOG, CUP)), (DOG, CUP), RANGE)
    assert next(iter(one_by_one)).frame == 2
    assert not isinstance(one_by_one, list)


def test_objects_of_one_name_stay_two(clip: VideoSource) -> None:
    project = project_of(clip, names=("dog", "dog"))
    one = next(frame_masks(project, clip, disc_masks(clip, (DOG, CUP)), (DOG, CUP), RANGE))
    assert list(one.masks) == ["dog", "dog 2"]
    assert not np.array_equal(one.masks["dog"], one.masks["dog 2"])


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(UsageError, match="There is no dataset format 'voc'"):
        dataset_named("voc")


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.02, 0.5, 1.0]))
def test_own_unpacking_equals_the_library(height: int, width: int, seed: int, share: float) -> None:
    mask = np.random.default_rng(seed).random((height, width)) < share
    assert np.array_equal(decoded(encoded(mask)), mask)


@pytest.mark.parametrize(
    "rle",
    [
        {"size": [4, 4], "counts": "zzzz"},
        {"size": [4, 4], "counts": "4"},
        {"size": [10**9, 10**9], "counts": "0"},
        {"size": [4, 4], "counts": "\x7f"},
        {"size": [2, 2], "counts": [5, -1]},
    ],
)
def test_hostile_run_lengths_are_refused(rle: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"masklet": [[rle]], "masklet_id": [0]}))
    with pytest.raises(ExportError):
        SaV().read(path)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"images": 3}', "[" * 100_000])
def test_other_files_are_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    for read in (Coco().read, SaV().read):
        with pytest.raises(ExportError):
            read(path)
    with pytest.raises(ExportError):
        Davis().read(tmp_path)


def test_tracks(clip: VideoSource) -> None:
    project = project_of(clip, names=NAMES)
    points = list(track_points(project, clip, disc_masks(clip, (DOG, CUP)), (DOG, CUP), RANGE))
    dog = [p for p in points if p.name == "dog"]
    assert [p.frame for p in dog] == [2, 3, 4, 5]
    radius = 96 / 3.5
    for point in dog:
        assert abs(point.x - (128 * 0.45 + point.frame)) < 0.3
        assert abs(point.y - 48) < 0.3
        assert abs(point.area_px2 - np.pi * radius**2) < 30
        assert abs(point.right - point.left - 2 * radius) < 3
        outline = np.array(point.outline[0])
        distance = np.hypot(outline[:, 0] - point.x, outline[:, 1] - point.y)
        assert np.abs(distance - radius).max() < 2
    rows = list(csv.DictReader(io.StringIO(tracks_csv(points))))
    assert float(rows[0]["x"]) == pytest.approx(points[0].x, abs=1e-3)
    assert json.loads(tracks_json(points, (128, 96), "24"))["points"][0]["outline"]
