"""Cut-outs in the clip's own colours: the short road gives what the compositor gives, and is taken where it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from engine.export.coded import CodedCanvas, CodedPicture
from engine.export.composing import Composer
from engine.export.direct import direct_path, grid_box
from engine.export.masks import MemoryMasks
from engine.export.options import ExportOptions, ExportPlan
from engine.export.plan import plan_export
from engine.export.proof import prove
from engine.media import open_source
from engine.media.source import VideoSource
from engine.project.model import RefineSettings
from engine.types import FrameIndex, FrameRange
from tests.engine.export.clips import DOG, disc_logits, disc_masks, project_of, write_clip
from tests.engine.export.test_run import exported, read_back, wanted, worst

OWN_COLOURS_OFF = RefineSettings(decontaminate=False)


def yuv_clip(folder: Path, pixel_format: str = "yuv420p", codec: str = "libx264", **how: Any) -> VideoSource:
    tags = how.pop("tags", (1, 1, 1, 1))
    path = folder / f"{pixel_format}.mkv"
    return open_source(write_clip(path, size=(160, 112), codec=codec, pixel_format=pixel_format, tags=tags, **how))


def planned(clip: VideoSource, folder: Path, preset: str = "prores4444", **options: Any) -> ExportPlan:
    refine = options.pop("refine", None)
    wish = ExportOptions(folder / "out", preset, **options)
    return plan_export(project_of(clip, refine), clip, disc_masks(clip), wish)


@pytest.mark.parametrize(
    ("pixel_format", "codec"),
    [("yuv420p", "libx264"), ("yuv422p10le", "ffv1"), ("yuv444p", "ffv1"), ("yuv420p10le", "libx265")],
)
@pytest.mark.parametrize("inverted", [False, True])
def test_as_the_compositor_paints(tmp_path: Path, pixel_format: str, codec: str, inverted: bool) -> None:
    clip = yuv_clip(tmp_path, pixel_format, codec, frames=4)
    plan = planned(clip, tmp_path, refined=False, inverted=inverted)
    assert direct_path(plan) is not None
    back, _ = read_back(exported(plan)[0])
    alpha, colour = worst(back, wanted(plan))
    assert alpha <= 1.0
    assert colour <= 2.0
    report = prove(plan)
    clip.close()
    assert report.passed, report.sentence()


def test_with_an_edge_that_looks_at_the_picture(tmp_path: Path) -> None:
    clip = yuv_clip(tmp_path, frames=3)
    plan = planned(clip, tmp_path, refine=OWN_COLOURS_OFF)
    assert direct_path(plan) is not None
    alpha, colour = worst(read_back(exported(plan)[0])[0], wanted(plan))
    clip.close()
    assert alpha <= 1.0
    assert colour <= 2.0


def test_cut_to_the_object(tmp_path: Path) -> None:
    clip = yuv_clip(tmp_path, frames=3)
    plan = planned(clip, tmp_path, refined=False, crop_margin_px=4)
    region = plan.outputs[0].region
    assert (region.width, region.height) != (160, 112)
    assert region.x > 0
    alpha, colour = worst(read_back(exported(plan)[0])[0], wanted(plan))
    clip.close()
    assert alpha <= 1.0
    assert colour <= 2.0


def test_nothing_of_the_background_is_in_the_file(tmp_path: Path) -> None:
    """What lies far from the matte is black, not merely transparent; also where the object was a frame ago."""
    clip = yuv_clip(tmp_path, frames=2)
    jumping = {clip.pts_of(FrameIndex(i)): disc_logits(30 + 100 * i, 40, 12, (112, 160)) for i in range(2)}
    wish = ExportOptions(tmp_path / "out", "prores4444", refined=False)
    plan = plan_export(project_of(clip), clip, MemoryMasks({DOG: jumping}), wish)
    first, second = read_back(exported(plan)[0])[0]
    assert first[:, 72:].max() <= 2 * 257
    assert second[:, :56].max() <= 2 * 257
    assert first[40, 30, 3] == second[40, 130, 3] == 65535
    clip.close()


REFUSED: Mapping[str, dict[str, Any]] = {
    "own colours": {"refine": RefineSettings()},
    "despill": {"refine": replace(OWN_COLOURS_OFF, despill="green")},
    "premultiplied": {"refined": False, "premultiplied": True},
    "scaled": {"refined": False, "scale": Fraction(1, 2)},
    "no alpha": {"refined": False, "preset": "h264"},
    "half chroma": {"refined": False, "preset": "webm-alpha"},
    "rgb file": {"refined": False, "preset": "ffv1"},
    "pictures": {"refined": False, "preset": "png16"},
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_long_road_where_pixels_change(tmp_path: Path, case: str) -> None:
    clip = yuv_clip(tmp_path, frames=2)
    plan = planned(clip, tmp_path, **REFUSED[case])
    clip.close()
    assert direct_path(plan) is None


def test_the_long_road_for_full_range(tmp_path: Path) -> None:
    clip = yuv_clip(tmp_path, frames=2, codec="ffv1", tags=(1, 1, 1, 2))
    assert clip.info.colour.full_range
    plan = planned(clip, tmp_path, refined=False)
    clip.close()
    assert direct_path(plan) is None


def test_rgb_clips_take_the_long_road(tmp_path: Path) -> None:
    clip = open_source(write_clip(tmp_path / "rgb.mkv", frames=2))
    plan = planned(clip, tmp_path, refined=False)
    composer = Composer(plan)
    pictures = composer.pictures(composer.material(clip.read(FrameIndex(0))))
    composer.close()
    assert not any(isinstance(picture, CodedPicture) for picture in pictures)
    alpha, colour = worst(read_back(exported(plan)[0])[0], wanted(plan))
    clip.close()
    assert alpha <= 1.0
    assert colour <= 2.0


def test_an_empty_frame_is_black_and_transparent(tmp_path: Path) -> None:
    clip = yuv_clip(tmp_path, frames=3)
    masks = disc_masks(clip, frames=1)
    wish = ExportOptions(tmp_path / "out", "prores4444", refined=False, frames=FrameRange(FrameIndex(0), FrameIndex(3)))
    plan = plan_export(project_of(clip), clip, masks, wish)
    back, _ = read_back(exported(plan)[0])
    clip.close()
    assert back[0][..., 3].max() == 65535
    assert all(picture.max() == 0 for picture in back[1:])


def test_boxes_stand_on_the_grid() -> None:
    assert grid_box((slice(40, 60), slice(100, 130)), (112, 160)) == (slice(0, 96), slice(64, 160))


def test_a_canvas_an_encoder_still_holds_is_not_drawn_over() -> None:
    """Encoders with frame threads keep pictures for a while: those must not change under their hands."""
    canvas = CodedCanvas(64, 64, "yuva444p10le")
    box = slice(0, 32), slice(0, 32)

    def filled(code: int) -> CodedPicture:
        plane = np.full((32, 32), code, np.uint16)
        return CodedPicture(box, (plane, plane, plane, plane))

    held = av.filter.Graph()
    source = held.add_buffer(width=64, height=64, format=av.VideoFormat("yuva444p10le"), time_base=Fraction(1, 24))
    sink = held.add("buffersink")
    source.link_to(sink)
    held.configure()
    first = canvas.drawn(filled(700))
    first.pts = 0
    source.push(first)
    canvas.drawn(filled(100))
    kept = sink.pull()
    assert isinstance(kept, av.VideoFrame)
    luma = np.frombuffer(memoryview(kept.planes[0]), np.uint16).reshape(64, -1)
    assert (luma[:32, :32] == 700).all()
