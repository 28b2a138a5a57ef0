"""HDR10's static metadata goes from the clip into every export that has a place for it, and notes say where none is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from engine.export.hdr import hdr_shown, same_hdr
from engine.export.hdr_boxes import write_hdr_boxes
from engine.export.proof import prove
from engine.media import open_source
from engine.media.hdr import HdrMetadata, MasteringDisplay, describe_hdr, hdr_of
from engine.media.source import VideoSource
from engine.render.looks import LOOKS, CutOut, Matte, Transparent
from tests.engine.export.clips import picture
from tests.engine.export.test_run import exported, planned

HDR10 = HdrMetadata(
    MasteringDisplay(
        (Fraction(68, 100), Fraction(32, 100)),
        (Fraction(265, 1000), Fraction(69, 100)),
        (Fraction(15, 100), Fraction(6, 100)),
        (Fraction(3127, 10000), Fraction(329, 1000)),
        Fraction(5, 1000),
        Fraction(1000),
    ),
    1000,
    400,
)
"""A display of P3 primaries, written by hand below as x265 wants it."""

PARAMETERS = (
    "log-level=none:bframes=0"
    ":master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=1000,400"
)


def write_hdr_clip(path: Path, parameters: str = PARAMETERS, frames: int = 4) -> Path:
    """PQ, BT.2020, 10 bit HEVC, as a phone or a camera has it."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx265", rate=24, options={"x265-params": parameters, "crf": "12"})
        video.width, video.height, video.pix_fmt = 256, 144, "yuv420p10le"
        context = video.codec_context
        context.color_primaries, context.color_trc, context.colorspace, context.color_range = 9, 16, 9, 1
        for index in range(frames):
            frame = av.VideoFrame.from_ndarray(picture(index, 144, 256), format="rgb24")
            frame.colorspace, frame.pts = 9, index
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
    return path


@pytest.fixture
def hdr_clip(tmp_path: Path) -> Iterator[VideoSource]:
    source = open_source(write_hdr_clip(tmp_path / "hdr.mp4"))
    yield source
    source.close()


def test_read_from_the_stream(hdr_clip: VideoSource) -> None:
    assert hdr_clip.info.hdr == HDR10
    assert describe_hdr(HDR10) == "graded at 0.005 to 1000 cd/m², brightest pixel 1000, brightest frame 400"


@pytest.mark.parametrize("preset", ["prores4444", "prores422hq", "dnxhr", "h264", "h265", "av1", "ffv1"])
def test_carried_and_proved(hdr_clip: VideoSource, tmp_path: Path, preset: str) -> None:
    plan = planned(hdr_clip, tmp_path, preset, look=CutOut(Transparent()))
    (file,) = exported(plan)
    source = open_source(file)
    found = source.info.hdr
    assert same_hdr(found, HDR10), found
    assert source.frame_count() == 4
    source.close()
    report = prove(plan)
    assert "HDR metadata" in {finding.what for finding in report.findings}
    assert report.passed, report.sentence()


@pytest.mark.parametrize("preset", ["h264", "h265", "av1"])
def test_the_stream_says_it_without_its_container(hdr_clip: VideoSource, tmp_path: Path, preset: str) -> None:
    (file,) = exported(planned(hdr_clip, tmp_path, preset, look=CutOut(Transparent())))
    with av.open(str(file)) as container:
        stream = container.streams.video[0]
        bare = av.CodecContext.create(stream.codec_context.codec.name, "r")
        bare.extradata = stream.codec_context.extradata
        packets = [bytes(packet) for packet in container.demux(stream) if packet.size]
    frames = [f for data in packets for f in bare.decode(av.Packet(data))] + list(bare.decode(None))
    assert isinstance(frames[0], av.VideoFrame)
    assert same_hdr(hdr_of(frames[0]), HDR10)


def test_sound_and_timecode_stay(tmp_path: Path) -> None:
    """The file is edited after it is closed: other tracks must come through untouched."""
    path = write_hdr_clip(tmp_path / "hdr.mp4")
    with av.open(str(path)) as first, av.open(str(tmp_path / "both.mov"), "w") as both:
        video = both.add_stream_from_template(first.streams.video[0])
        video.metadata["timecode"] = "10:00:00:00"
        sound = both.add_stream("pcm_s16le", rate=48000, layout="mono")
        for packet in first.demux(video=0):
            if packet.dts is not None:
                packet.stream = video
                both.mux(packet)
        silence = av.AudioFrame(format="s16", layout="mono", samples=8000)
        silence.sample_rate, silence.pts = 48000, 0
        for plane in silence.planes:
            plane.update(bytes(plane.buffer_size))
        both.mux(sound.encode(silence))
    clip = open_source(tmp_path / "both.mov")
    plan = planned(clip, tmp_path, "prores4444")
    exported(plan)
    report = prove(plan)
    back = open_source(plan.outputs[0].target)
    info = back.info
    back.close()
    clip.close()
    assert report.passed, report.sentence()
    assert (info.hdr, info.start_timecode, len(info.audio)) == (HDR10, "10:00:00:00", 1)


def test_a_file_that_lost_it_is_found(hdr_clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(hdr_clip, tmp_path, "prores4444")
    (file,) = exported(plan)
    data = file.read_bytes()
    file.write_bytes(data.replace(b"mdcv", b"free", 1))
    report = prove(plan)
    assert [finding.what for finding in report.findings if not finding.passed] == ["HDR metadata"]


def test_other_numbers_are_found() -> None:
    assert HDR10.display is not None
    darker = replace(HDR10, display=replace(HDR10.display, max_nits=Fraction(999)))
    assert same_hdr(HDR10, HDR10)
    assert not same_hdr(HDR10, darker)
    assert not same_hdr(HDR10, replace(HDR10, max_cll_nits=999))
    assert not same_hdr(HDR10, None)


def test_light_levels_hold_for_the_clips_own_picture_only() -> None:
    assert hdr_shown(HDR10, LOOKS["original"]) == HDR10
    assert hdr_shown(HDR10, LOOKS["cutout-green"]) == HdrMetadata(HDR10.display)
    assert hdr_shown(HdrMetadata(None, 1000, 400), LOOKS["cutout-green"]) is None
    assert hdr_shown(HDR10, Matte()) is None


def test_half_of_a_display_is_not_carried(tmp_path: Path) -> None:
    """Light levels alone: what is known stays, nothing is made up."""
    clip = open_source(write_hdr_clip(tmp_path / "cll.mp4", "log-level=none:bframes=0:max-cll=600,200"))
    assert clip.info.hdr == HdrMetadata(None, 600, 200)
    plan = planned(clip, tmp_path, "prores4444")
    exported(plan)
    assert prove(plan).passed
    back = open_source(plan.outputs[0].target)
    assert back.info.hdr == HdrMetadata(None, 600, 200)
    back.close()
    clip.close()


@pytest.mark.parametrize(
    ("preset", "note"),
    [
        ("png16", "does not say that its colours are HDR"),
        ("qtrle", "does not say that its colours are HDR"),
        ("webm-alpha", "no place for the clip's HDR10 metadata"),
        ("exr-half", "no place for the clip's HDR10 metadata"),
    ],
)
def test_where_there_is_no_place_it_is_said(hdr_clip: VideoSource, tmp_path: Path, preset: str, note: str) -> None:
    plan = planned(hdr_clip, tmp_path, preset)
    assert sum(note in said for said in plan.notes) == 1
    exported(plan)
    report = prove(plan)
    assert report.passed, report.sentence()


def test_ordinary_clips_have_nothing_to_say(clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(clip, tmp_path, "prores4444")
    (file,) = exported(plan)
    assert not any("HDR" in note for note in plan.notes)
    assert b"mdcv" not in file.read_bytes()


def test_a_file_with_its_contents_in_front_is_refused(tmp_path: Path) -> None:
    """Growing what comes first would move every picture."""
    path = tmp_path / "fast.mp4"
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        video = container.add_stream("libx264", rate=24)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        container.mux(video.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(video.encode(None))
    before = path.read_bytes()
    with pytest.raises(ValueError, match="not at the end"):
        write_hdr_boxes(path, HDR10)
    assert path.read_bytes() == before
