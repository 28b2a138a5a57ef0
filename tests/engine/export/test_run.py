"""Whole exports of real clips, read back with PyAV and compared with what the compositor painted."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from engine.errors import ExportError
from engine.export.composing import picture_for
from engine.export.formats import SequenceFormat
from engine.export.plan import ExportOptions, ExportPlan, plan_export
from engine.export.presets import PRESETS
from engine.export.run import run_export
from engine.media import open_source
from engine.media.source import VideoSource
from engine.render.pixels import with_alpha
from engine.types import FrameIndex, FrameRange
from tests.engine.export.clips import CUP, DOG, disc_masks, project_of, write_clip


def planned(clip: VideoSource, tmp_path: Path, preset: str, name: str = "out", **options: object) -> ExportPlan:
    chosen = ExportOptions(tmp_path / name, preset, **options)  # type: ignore[arg-type]
    objects = (DOG, CUP) if options.get("per_object") else (DOG,)
    names = ("dog", "cup")[: len(objects)]
    return plan_export(project_of(clip, names=names), clip, disc_masks(clip, objects), chosen)


def exported(plan: ExportPlan) -> tuple[Path, ...]:
    return list(run_export(plan))[-1].files


def wanted(plan: ExportPlan) -> list[NDArray[np.uint16]]:
    """What the compositor paints, 16 bit."""
    source = plan.source.reopen()
    frames = list(source.stream(plan.frames.start, plan.frames.stop))
    painted = [picture_for(plan, plan.outputs[0], frame) for frame in frames]
    pictures = [with_alpha(one.rgb, one.alpha) for one in painted]
    source.close()
    return [p if p.dtype == np.uint16 else p.astype(np.uint16) * 257 for p in pictures]


def read_back(path: Path) -> tuple[list[NDArray[np.uint16]], list[Fraction]]:
    """RGBA 16 bit and times, through the program's own reader."""
    source = open_source(path)
    pictures, times = [], []
    for frame in source.stream(FrameIndex(0), None):
        alpha = frame.alpha16()
        opaque = np.full((source.info.height, source.info.width), 65535, np.uint16)
        pictures.append(np.dstack([frame.rgb16(), opaque if alpha is None else alpha]))
        times.append((frame.pts - source.pts_of(FrameIndex(0))) * source.info.time_base)
    source.close()
    return pictures, times


def worst(a: list[NDArray[np.uint16]], b: list[NDArray[np.uint16]]) -> tuple[float, float]:
    """Largest difference of alpha, and of colours where alpha is not 0, in 1/255."""
    assert len(a) == len(b)
    alpha = max(np.abs(x[..., 3].astype(int) - y[..., 3]).max() for x, y in zip(a, b, strict=True))
    colour = max(
        (np.abs(x[..., :3].astype(int) - y[..., :3]) * (y[..., 3:] > 0)).max() for x, y in zip(a, b, strict=True)
    )
    return alpha / 257, colour / 257


@pytest.mark.parametrize(
    ("preset", "alpha_limit", "colour_limit"),
    [
        ("prores4444", 1.0, 2.0),
        ("prores4444xq", 1.0, 2.0),
        ("qtrle", 0, 0),
        ("png-mov", 0, 0),
        ("ffv1", 0, 0),
        ("png", 0, 0),
        ("png16", 0, 0),
        ("tiff8", 0, 0),
        ("tiff16", 0, 0),
    ],
)
def test_alpha_and_colours_survive(
    clip: VideoSource, tmp_path: Path, preset: str, alpha_limit: float, colour_limit: float
) -> None:
    plan = planned(clip, tmp_path, preset)
    files = exported(plan)
    back, _ = read_back(plan.outputs[0].target if isinstance(plan.preset.format, SequenceFormat) else files[0])
    target = wanted(plan)
    assert any(0 < p[..., 3].mean() < 65535 for p in target)
    alpha, colour = worst(back, target)
    assert alpha <= alpha_limit
    assert colour <= colour_limit


def test_apng_is_exact(clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(clip, tmp_path, "apng")
    with av.open(str(exported(plan)[0])) as container:
        back = [frame.to_ndarray(format="rgba") for frame in container.decode(video=0)]
    assert len(back) == 8
    for found, target in zip(back, wanted(plan), strict=True):
        assert np.array_equal(found, target // 257)


def test_webm_keeps_alpha_within_its_codec(clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(clip, tmp_path, "webm-alpha")
    back, _ = read_back(exported(plan)[0])
    alpha, _ = worst(back, wanted(plan))
    assert alpha < 12
    assert back[0][..., 3].min() == 0
    assert back[0][..., 3].max() > 65000


@pytest.mark.parametrize("preset", [p.name for p in PRESETS])
def test_every_preset_writes_every_frame(tmp_path: Path, preset: str) -> None:
    large = open_source(write_clip(tmp_path / "large.mkv", frames=6, size=(256, 144)))
    plan = planned(large, tmp_path, preset, frames=FrameRange(FrameIndex(1), FrameIndex(5)))
    files = exported(plan)
    large.close()
    if isinstance(plan.preset.format, SequenceFormat):
        pictures = [f for f in files if f.suffix == plan.preset.format.suffix]
        assert [f.stem for f in pictures] == ["00001", "00002", "00003", "00004"]
        assert all(f.stat().st_size > 0 for f in pictures)
        return
    with av.open(str(files[0])) as container:
        assert sum(1 for _ in container.decode(video=0)) == 4


@pytest.mark.parametrize("preset", ["prores4444", "h264", "ffv1", "webm-alpha"])
def test_variable_frame_times_are_kept(tmp_path: Path, preset: str) -> None:
    times = [0, 1000, 1500, 4700, 5100, 9000]
    clip = open_source(write_clip(tmp_path / "vfr.mkv", times=times, time_base=Fraction(1, 1000)))
    files = exported(planned(clip, tmp_path, preset))
    _, back = read_back(files[0])
    assert back == [Fraction(time, 1000) for time in times]
    clip.close()


@pytest.mark.parametrize("preset", ["prores4444", "h264", "h265"])
def test_ntsc_times_are_exact_in_quicktime(tmp_path: Path, preset: str) -> None:
    rate = Fraction(30000, 1001)
    path = write_clip(tmp_path / "n.mp4", rate=rate, time_base=1 / rate, codec="libx264", pixel_format="yuv420p")
    clip = open_source(path)
    files = exported(planned(clip, tmp_path, preset, frames=FrameRange(FrameIndex(2), FrameIndex(8))))
    with av.open(str(files[0])) as container:
        stream = container.streams.video[0]
        stamps = sorted(f.pts * stream.time_base for f in container.decode(stream))
        assert stamps == [i / rate for i in range(6)]
        assert stream.average_rate == rate
    clip.close()


def test_colour_is_tagged_and_converted_alike(clip: VideoSource, tmp_path: Path) -> None:
    """Tags alone change no pixels: a file tagged 709 must also have been converted with 709."""
    for tags in ((1, 1, 1, 1), (6, 6, 6, 1), (9, 14, 9, 1), (9, 16, 9, 1)):
        path = write_clip(tmp_path / f"t{tags[1]}.mkv", codec="ffv1", pixel_format="yuv444p10le", tags=tags, frames=2)
        source = open_source(path)
        plan = planned(source, tmp_path, "prores4444", name=f"o{tags[1]}")
        file = exported(plan)[0]
        with av.open(str(file)) as container:
            context = container.streams.video[0].codec_context
            found = context.color_primaries, context.color_trc, context.colorspace, context.color_range
            frame = next(container.decode(video=0))
            assert found == tags
            assert (frame.color_primaries, frame.color_trc, frame.colorspace) == tags[:3]
        back, _ = read_back(file)
        assert worst(back, wanted(plan))[1] <= 2.0
        source.close()


def test_matte_is_the_alpha_as_grey(clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(clip, tmp_path, "matte-png")
    files = exported(plan)
    target = wanted(plan)
    grey = cv2.imread(str(files[0]), cv2.IMREAD_UNCHANGED)
    assert grey.ndim == 2
    assert np.array_equal(grey, (target[0][..., 0] // 257).astype(np.uint8))


def test_each_object_its_own_file(clip: VideoSource, tmp_path: Path) -> None:
    files = exported(planned(clip, tmp_path, "matte", per_object=True))
    assert sorted(f.name for f in files) == ["out_cup.mp4", "out_dog.mp4"]
    first, second = (read_back(f)[0][0] for f in sorted(files))
    assert np.abs(first.astype(int) - second).max() > 60000


def test_odd_sizes_are_padded_and_said(tmp_path: Path) -> None:
    clip = open_source(write_clip(tmp_path / "odd.mkv", size=(127, 95)))
    plan = planned(clip, tmp_path, "h264")
    assert any("128 × 96" in note for note in plan.notes)
    with av.open(str(exported(plan)[0])) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (128, 96)
    clip.close()


@pytest.mark.parametrize("preset", ["h265", "h264", "av1", "prores4444", "webm-alpha"])
@pytest.mark.parametrize("frames", [1, 2])
def test_very_short_ranges(tmp_path: Path, preset: str, frames: int) -> None:
    """libx265 gave clips of one or two frames random times, which the container refused."""
    clip = open_source(write_clip(tmp_path / "large.mkv", frames=3, size=(256, 144), audio="flac"))
    plan = planned(clip, tmp_path, preset, frames=FrameRange(FrameIndex(1), FrameIndex(1 + frames)))
    pictures, _ = read_back(exported(plan)[0])
    clip.close()
    assert len(pictures) == frames


def test_cancelling_leaves_nothing(clip: VideoSource, tmp_path: Path) -> None:
    for preset in ("prores4444", "png"):
        folder = tmp_path / preset
        folder.mkdir()
        run = run_export(planned(clip, folder, preset))
        next(run)
        next(run)
        run.close()
        assert list(folder.iterdir()) == []


def test_cancelling_keeps_the_earlier_file(clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(clip, tmp_path, "qtrle", name="out.mov")
    (tmp_path / "out.mov").write_bytes(b"earlier")
    run = run_export(plan)
    next(run)
    run.close()
    assert (tmp_path / "out.mov").read_bytes() == b"earlier"


def test_names_of_any_script(clip: VideoSource, tmp_path: Path) -> None:
    folder = tmp_path / "Überfällig 猫"
    plan = planned(clip, folder, "qtrle", name="Ausschnitt «狗» ñ.mov")
    files = exported(plan)
    assert files[0].name == "Ausschnitt «狗» ñ.mov"
    assert len(read_back(files[0])[0]) == 8


def test_a_damaged_middle_is_an_error_not_a_shorter_file(clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(clip, tmp_path, "qtrle")
    run = run_export(plan)
    next(run)
    with pytest.raises(ExportError):
        run.throw(ExportError("reading failed"))
    assert not any(f.name.startswith((".clickmatte", "out")) for f in tmp_path.iterdir())


def test_a_file_taken_meanwhile_does_not_cost_the_export(
    clip: VideoSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Free when the export began, held by a player when it ended."""
    target = tmp_path / "out.mov"
    target.write_bytes(b"earlier")
    (tmp_path / "out (2).mov").write_bytes(b"another")
    plan = planned(clip, tmp_path, "qtrle", name="out.mov")
    replace_file = os.replace

    def held(source: object, place: Path) -> None:
        if place == target:
            raise PermissionError(13, "in use", str(place))
        replace_file(source, place)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(ExportError, match=r"kept as 'out \(3\).mov'"):
        exported(plan)
    monkeypatch.undo()
    assert target.read_bytes() == b"earlier"
    assert len(read_back(tmp_path / "out (3).mov")[0]) == 8
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.mkv", "out (2).mov", "out (3).mov", "out.mov"]
