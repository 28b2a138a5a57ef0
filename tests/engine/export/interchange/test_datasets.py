"""Datasets out and in again, and against the libraries that others read them with."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pycocotools import mask as run_lengths
from pycocotools.coco import COCO

from engine.errors import ExportError
from engine.export.interchange import datasets
from engine.export.interchange.datasets import FrameMasks, coco_json, frame_masks, read_coco, read_davis, read_sav
from engine.export.interchange.run_lengths import decoded, encoded
from engine.export.interchange.tracks import track_points, tracks_csv, tracks_json
from engine.media.source import VideoSource
from engine.types import FrameIndex, FrameRange
from tests.engine.export.clips import CUP, DOG, disc_masks, project_of

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
"""pycocotools 2.0.11 with NumPy 2.4."""

NAMES = ("dog", "cup")
RANGE = FrameRange(FrameIndex(2), FrameIndex(6))


@pytest.fixture
def frames(clip: VideoSource) -> list[FrameMasks]:
    project = project_of(clip, names=NAMES)
    return frame_masks(project, clip, disc_masks(clip, (DOG, CUP), frames=5), (DOG, CUP), RANGE)


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
    datasets.write_davis(tmp_path, "clip", frames[:3], NAMES, clip, meta=True)
    back = read_davis(tmp_path / "Annotations" / "clip")
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
    path = tmp_path / "c.json"
    path.write_text(coco_json(frames, NAMES, "clip"))
    library = COCO(str(path))
    annotation = library.loadAnns(library.getAnnIds(imgIds=[1], catIds=[1]))[0]
    assert np.array_equal(library.annToMask(annotation) > 0, frames[0].masks["dog"])
    assert annotation["area"] == frames[0].masks["dog"].sum()
    back = read_coco(path)
    assert same(frames[:3], back[:3])


def test_sav_there_and_back(frames: list[FrameMasks], tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text(datasets.sav_json(frames, NAMES, "clip", 24.0))
    back = read_sav(path)
    assert same(frames[:3], back[:3])
    assert not back[3].masks["dog"].any()
    document = json.loads(path.read_text())
    unpacked = run_lengths.decode(
        {"size": document["masklet"][0][1]["size"], "counts": document["masklet"][0][1]["counts"].encode()}
    )
    assert np.array_equal(unpacked > 0, frames[0].masks["cup"])


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
        read_sav(path)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"images": 3}', "[" * 100_000])
def test_other_files_are_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    for read in (read_coco, read_sav):
        with pytest.raises(ExportError):
            read(path)
    with pytest.raises(ExportError):
        read_davis(tmp_path)


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
