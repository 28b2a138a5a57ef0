"""Timelines and scripts, parsed again: the matte lies above the source at the right time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest

from engine.export.interchange.edl import edl
from engine.export.interchange.fcpxml import fcpxml
from engine.export.interchange.otio import timeline_json
from engine.export.interchange.shot import Shot, shots_of
from engine.export.timecode import frames_of, timecode_of
from engine.media import open_source
from engine.types import FrameIndex, FrameRange
from tests.engine.export.clips import write_clip
from tests.engine.export.interchange.shots import MOVED, NTSC, SEQUENCE, shot
from tests.engine.export.interchange.test_fcpxml import seconds
from tests.engine.export.test_run import exported, planned


def test_a_shot_of_a_real_plan(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "c.mov", codec="prores_ks", pixel_format="yuv422p10le", timecode="10:00:00:00")
    clip = open_source(path)
    plan = planned(clip, tmp_path, "png", frames=FrameRange(FrameIndex(2), FrameIndex(6)), start_number=1001)
    made = shots_of(plan)[0]
    clip.close()
    assert (made.first_frame, made.frames, made.source_frames) == (2, 4, 8)
    assert made.start_timecode_frames == 10 * 3600 * 24
    assert made.matte.name == "01001.png"


@pytest.mark.parametrize("one", [shot(), SEQUENCE])
def test_otio_reads_its_own(one: Shot) -> None:
    timeline = otio.adapters.read_from_string(timeline_json([one, one], "t"), "otio_json")
    source, matte, sound = timeline.tracks
    assert (source.kind, matte.kind, sound.kind) == ("Video", "Video", "Audio")
    assert matte[0].range_in_parent() == source[0].range_in_parent()
    assert source[0].source_range.start_time.value == one.start_timecode_frames + 120
    assert matte[1].range_in_parent().start_time.value == 90
    if one.numbered:
        assert matte[0].media_reference.target_url_for_image_number(0).endswith("shot.1001.png")
    else:
        assert matte[0].media_reference.target_url == "file:///media/out/dog.mov"


def test_edl_events_follow_each_other() -> None:
    text = edl([shot(), shot()], "t")
    events = [line.split() for line in text.splitlines() if re.match(r"^\d{3} ", line)]
    assert len(events) == 2
    for event in events:
        source_in, source_out, record_in, record_out = (frames_of(code, NTSC) for code in event[4:])
        assert source_out - source_in == record_out - record_in == 90  # type: ignore[operator]
        assert source_in == frames_of("01:00:00;00", NTSC) + 120  # type: ignore[operator]
    assert events[0][7] == events[1][6]


@pytest.mark.parametrize(("drop", "start"), [(True, "01:00:00;00"), (False, "01:00:00:00")])
def test_edl_programmes_begin_at_hour_one(drop: bool, start: str) -> None:
    """Drop-frame lists began at 01:00:03;18: frames of a whole hour were taken for those of a dropping one."""
    event = next(line.split() for line in edl([shot(drop=drop)], "t").splitlines() if line.startswith("001"))
    assert event[6] == start


def test_a_matte_is_looked_for_on_its_own_timecode() -> None:
    """It was asked for from 0 on, where its file has no frames."""
    matte = otio.adapters.read_from_string(timeline_json([MOVED], "t"), "otio_json").tracks[1][0]
    assert matte.media_reference.available_range == matte.source_range
    assert matte.source_range.start_time.value == MOVED.matte_timecode_frames
    root = ET.fromstring(fcpxml([MOVED], "t").split("<!DOCTYPE fcpxml>")[1])
    above = root.find(".//asset-clip/asset-clip")
    assert above is not None
    asset = root.find(f".//asset[@id='{above.get('ref')}']")
    assert asset is not None
    assert seconds(above.get("start", "")) == seconds(asset.get("start", "")) == MOVED.matte_timecode_frames / NTSC


@pytest.mark.parametrize(("preset", "kept"), [("prores4444", 10 * 3600 * 24 + 2), ("ffv1", 0), ("png", 0)])
def test_which_mattes_carry_timecode(tmp_path: Path, preset: str, kept: int) -> None:
    path = write_clip(tmp_path / "c.mov", codec="prores_ks", pixel_format="yuv422p10le", timecode="10:00:00:00")
    clip = open_source(path)
    plan = planned(clip, tmp_path, preset, frames=FrameRange(FrameIndex(2), FrameIndex(6)))
    (made,) = shots_of(plan)
    exported(plan)
    clip.close()
    assert made.matte_timecode_frames == kept
    if preset != "png":
        back = open_source(plan.outputs[0].target)
        assert frames_of(back.info.start_timecode or "00:00:00:00", Fraction(24)) == kept
        back.close()


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(25), NTSC, Fraction(60000, 1001)])
@pytest.mark.parametrize("drop", [False, True])
def test_timecode_there_and_back(rate: Fraction, drop: bool) -> None:
    for frame in [0, 1, 1799, 1800, 1801, 17981, 17982, 107892, 2589407]:
        assert frames_of(timecode_of(frame, rate, drop), rate) == frame % (round(rate) * 86400)


def test_drop_frame_by_the_book() -> None:
    assert timecode_of(1799, NTSC, True) == "00:00:59;29"
    assert timecode_of(1800, NTSC, True) == "00:01:00;02"
    assert timecode_of(17982, NTSC, True) == "00:10:00;00"
