"""The proof passes what is right and names what is wrong."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from engine.export import video_file
from engine.export.masks import MemoryMasks
from engine.export.options import ExportOptions
from engine.export.plan import plan_export
from engine.export.planes import video_frame
from engine.export.presets import PRESETS
from engine.export.proof import prove
from engine.media import open_source
from engine.media.source import VideoSource
from engine.render.looks import CutOut, Original, Solid, Transparent
from engine.types import FrameIndex, FrameRange
from tests.engine.export.clips import DOG, disc_masks, picture, project_of, write_clip
from tests.engine.export.test_run import exported, planned


@pytest.mark.parametrize("preset", [p.name for p in PRESETS])
def test_every_preset_passes_its_proof(tmp_path: Path, preset: str) -> None:
    path = write_clip(tmp_path / "c.mkv", size=(256, 144), audio="flac", codec="libx264rgb", pixel_format="rgb24")
    clip = open_source(path)
    plan = planned(clip, tmp_path, preset, frames=FrameRange(FrameIndex(2), FrameIndex(7)))
    exported(plan)
    report = prove(plan)
    clip.close()
    assert report.passed, report.sentence()
    assert len(report.findings) >= 4


def failing(plan, what: str) -> None:  # type: ignore[no-untyped-def]
    report = prove(plan)
    assert not report.passed
    assert what in {f.what for f in report.findings if not f.passed}, report.sentence()


def test_a_missing_frame_is_found(clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(clip, tmp_path, "png")
    exported(plan)[3].unlink()
    failing(plan, "frame count")


def test_another_matte_is_found(clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(clip, tmp_path, "prores4444")
    exported(plan)
    failing(replace(plan, masks=shifted_masks(clip)), "alpha of frame 0")


def shifted_masks(clip: VideoSource):  # type: ignore[no-untyped-def]
    masks = disc_masks(clip)
    moved = {pts: logits[:, ::-1].copy() for pts, logits in masks.logits[DOG].items()}
    return replace(masks, logits={DOG: moved})


def test_other_colours_are_found(clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(clip, tmp_path, "h264")
    exported(plan)
    failing(replace(plan, look=CutOut(Solid((90, 0, 90)))), "colours of frame 0")


def test_a_single_wrong_pixel_of_alpha_is_found(clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(clip, tmp_path, "png")
    first = exported(plan)[0]
    pixels = cv2.imread(str(first), cv2.IMREAD_UNCHANGED)
    pixels[5, 5, 3] ^= 4
    cv2.imwrite(str(first), pixels)
    failing(plan, "alpha of frame 0")


def remuxed(path: Path, keep_audio: bool, stretch: int = 1) -> None:
    """Copy a file's packets, with other times or without sound."""
    other = path.with_name("other" + path.suffix)
    with av.open(str(path)) as source, av.open(str(other), "w") as target:
        streams = {
            s.index: target.add_stream_from_template(s) for s in source.streams if s.type == "video" or keep_audio
        }
        for packet in source.demux(*[source.streams[i] for i in streams]):
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                packet.pts, packet.dts = packet.pts * stretch, packet.dts * stretch
                target.mux(packet)
    other.replace(path)


def test_missing_sound_is_found(clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(clip, tmp_path, "qtrle")
    remuxed(exported(plan)[0], keep_audio=False)
    failing(plan, "sound")


def test_other_times_are_found(clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(clip, tmp_path, "qtrle", sound=False)
    remuxed(exported(plan)[0], keep_audio=False, stretch=2)
    failing(plan, "frame times")


def test_a_truncated_file_is_a_finding(clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(clip, tmp_path, "prores4444")
    file = exported(plan)[0]
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert not prove(plan).passed


def test_variable_rate_passes(tmp_path: Path) -> None:
    times = [0, 1000, 1500, 4700, 5100, 9000]
    clip = open_source(write_clip(tmp_path / "vfr.mkv", times=times, time_base=Fraction(1, 1000)))
    plan = planned(clip, tmp_path, "prores4444")
    exported(plan)
    report = prove(plan)
    clip.close()
    assert report.passed, report.sentence()


def test_webp_without_alpha_is_opaque(clip: VideoSource, tmp_path: Path) -> None:
    """WebP leaves an alpha out that is full everywhere; the proof took that for a loss."""
    pts = [clip.pts_of(FrameIndex(i)) for i in range(3)]
    everything = MemoryMasks({DOG: {p: np.full((64, 64), 8.0, np.float32) for p in pts}})
    frames = FrameRange(FrameIndex(0), FrameIndex(3))
    plan = plan_export(project_of(clip), clip, everything, ExportOptions(tmp_path / "out", "webp", frames=frames))
    exported(plan)
    report = prove(plan)
    assert report.passed, report.sentence()
    failing(replace(plan, masks=disc_masks(clip)), "alpha of frame 0")


def test_long_packets_of_sound_may_overhang(tmp_path: Path) -> None:
    """AC-3, as cameras record it, comes in packets of 32 ms: a good export was called wrong by 0.7 ms."""
    path = write_clip(
        tmp_path / "c.mp4",
        frames=12,
        rate=Fraction(50),
        time_base=Fraction(1, 50000),
        codec="libx264",
        pixel_format="yuv420p",
        audio="ac3",
    )
    clip = open_source(path)
    assert clip.info.audio[0].codec == "ac3"
    for stop in range(2, 10):
        plan = planned(clip, tmp_path, "h264", frames=FrameRange(FrameIndex(1), FrameIndex(stop)))
        exported(plan)
        report = prove(plan)
        assert report.passed, f"to frame {stop}: {report.sentence()}"
    clip.close()


def test_sound_before_the_first_picture_is_not_counted(tmp_path: Path) -> None:
    """A packet cut by the range begins before the picture in Matroska, which moves the picture; 6 ms too much were
    found then."""
    path = write_clip(tmp_path / "c.mp4", frames=24, codec="libx264", pixel_format="yuv420p", audio="aac")
    clip = open_source(path)
    for start in range(1, 9):
        plan = planned(clip, tmp_path, "ffv1", frames=FrameRange(FrameIndex(start), FrameIndex(start + 9)))
        exported(plan)
        report = prove(plan)
        assert report.passed, f"from frame {start}: {report.sentence()}"
    clip.close()


def test_sound_that_ends_early_is_found(clip: VideoSource, tmp_path: Path) -> None:
    """Being late by a packet is allowed, being short of one is not."""
    whole = planned(clip, tmp_path, "prores4444")
    shorter = replace(whole, audio=tuple(replace(one, stop=one.stop - Fraction(1, 100)) for one in whole.audio))
    exported(shorter)
    failing(whole, "sound")


@pytest.mark.parametrize("preset", ["webm-alpha", "h264", "h265", "dnxhr"])
@pytest.mark.parametrize("wrong", ["matrix", "range", "frame"])
def test_what_compression_does_not_do_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, preset: str, wrong: str
) -> None:
    """Lossy pictures are compared by the means of their surroundings: fine colours may go, these faults may not."""
    path = write_clip(tmp_path / "c.mkv", size=(256, 144), tags=(1, 1, 1, 1))
    clip = open_source(path)
    plan = planned(clip, tmp_path, preset, look=CutOut(Transparent()) if preset == "webm-alpha" else Original())

    def faulty(rgb, alpha, pixel_format, matrix, full_range, box):  # type: ignore[no-untyped-def]
        if wrong == "frame":
            rgb = np.roll(rgb, 8, axis=1)
        return video_frame(
            rgb, alpha, pixel_format, 9 if wrong == "matrix" else matrix, full_range != (wrong == "range"), box
        )

    exported(plan)
    assert prove(plan).passed
    monkeypatch.setattr(video_file, "video_frame", faulty)
    exported(plan)
    failing(plan, "colours of frame 0")
    clip.close()


def test_fine_grain_that_compression_loses_is_no_fault(tmp_path: Path) -> None:
    """A small, busy picture in WebM was 4.6/255 off in the mean of its pixels, and called wrong."""
    rng = np.random.default_rng(5)
    with av.open(str(tmp_path / "c.mkv"), "w") as container:
        video = container.add_stream("ffv1", rate=24)
        video.width, video.height, video.pix_fmt = 256, 144, "bgr0"
        for index in range(4):
            grain = rng.integers(-40, 40, (144, 256, 3))
            noisy = np.clip(picture(index, 144, 256).astype(np.int64) + grain, 0, 255).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(noisy, format="rgb24")
            frame.pts = index
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
    clip = open_source(tmp_path / "c.mkv")
    plan = planned(clip, tmp_path, "webm-alpha")
    exported(plan)
    report = prove(plan)
    clip.close()
    assert report.passed, report.sentence()
