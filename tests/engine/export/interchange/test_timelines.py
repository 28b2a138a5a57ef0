"""Timelines and scripts, parsed again: the matte lies above the source at the right time."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest

from engine.errors import ExportError
from engine.export.interchange.edl import edl
from engine.export.interchange.fcpxml import fcpxml
from engine.export.interchange.mlt import mlt_xml
from engine.export.interchange.otio import timeline_json
from engine.export.interchange.scripts import after_effects_jsx, fusion_comp, nuke_script
from engine.export.interchange.shot import Shot, shots_of
from engine.export.interchange.tracks import TrackPoint
from engine.export.timecode import frames_of, timecode_of
from engine.media import open_source
from engine.types import FrameIndex, FrameRange
from tests.engine.export.clips import write_clip
from tests.engine.export.test_run import planned

NTSC = Fraction(30000, 1001)


def shot(**changes: object) -> Shot:
    made = Shot(
        name="dog “cut” & <paste>",
        source=Path("/media/Ünïcode clip [1] $x.mov"),
        matte=Path("/media/out/dog.mov"),
        rate=NTSC,
        width=1920,
        height=1080,
        first_frame=120,
        frames=90,
        source_frames=900,
        start_timecode_frames=frames_of("01:00:00;00", NTSC) or 0,
        drop=True,
        pixel_aspect=Fraction(1),
        sound=True,
        numbered=False,
        first_number=0,
        has_alpha=True,
        premultiplied=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


SEQUENCE = shot(matte=Path("/media/out/dog/shot.1001.png"), numbered=True, first_number=1001)
POINTS = [TrackPoint(1, 'the "dog"', 120 + i, i / float(NTSC), 100.0 + i, 200.0, 0, 0, 9, 9, 81) for i in range(3)]


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


def seconds(text: str) -> Fraction:
    return Fraction(text.removesuffix("s"))


def test_fcpxml_times_are_whole_frames() -> None:
    one = shot()
    root = ET.fromstring(fcpxml([one, one], "event").split("<!DOCTYPE fcpxml>")[1])
    spine = root.find(".//spine")
    assert spine is not None
    below = spine.findall("asset-clip")
    above = [clip.find("asset-clip") for clip in below]
    assert [seconds(c.get("offset", "")) for c in below] == [0, 90 / NTSC]
    for lower, upper in zip(below, above, strict=True):
        assert upper is not None
        assert upper.get("lane") == "1"
        assert upper.get("offset") == lower.get("start")
        assert seconds(upper.get("duration", "")) == seconds(lower.get("duration", "")) == 90 / NTSC
    for element in root.iter():
        for key in ("offset", "start", "duration", "tcStart"):
            if element.get(key):
                assert (seconds(element.get(key, "")) * NTSC).denominator == 1, (element.tag, key)
    identities = {asset.get("id") for asset in root.iter("asset")}
    assert {clip.get("ref") for clip in root.iter("asset-clip")} <= identities


def test_fcpxml_wants_one_rate() -> None:
    with pytest.raises(ExportError):
        fcpxml([shot(), shot(rate=Fraction(25))], "e")


def test_edl_events_follow_each_other() -> None:
    text = edl([shot(), shot()], "t")
    events = [line.split() for line in text.splitlines() if re.match(r"^\d{3} ", line)]
    assert len(events) == 2
    for event in events:
        source_in, source_out, record_in, record_out = (frames_of(code, NTSC) for code in event[4:])
        assert source_out - source_in == record_out - record_in == 90  # type: ignore[operator]
        assert source_in == frames_of("01:00:00;00", NTSC) + 120  # type: ignore[operator]
    assert events[0][7] == events[1][6]


@pytest.mark.parametrize("one", [shot(), SEQUENCE])
def test_mlt_tracks_and_lengths(one: Shot) -> None:
    root = ET.fromstring(mlt_xml([one], "t").split("\n", 1)[1])
    entries = {p.get("id"): p.find("entry") for p in root.findall("playlist")}
    lower, upper = entries["source"], entries["matte"]
    assert lower is not None
    assert upper is not None
    assert (lower.get("in"), lower.get("out")) == ("120", "209")
    assert (upper.get("in"), upper.get("out")) == ("0", "89")
    assert [t.get("producer") for t in root.findall("tractor/track")] == ["source", "matte"]
    resource = root.find("producer[@id='matte0']/property[@name='resource']")
    assert resource is not None
    assert resource.text == ("/media/out/dog/shot.%04d.png?begin=1001" if one.numbered else "/media/out/dog.mov")


def balanced(text: str, opening: str, closing: str) -> bool:
    """Whether brackets outside of strings close."""
    bare = re.sub(r'"(?:\\.|[^"\\])*"', '""', text)
    return bare.count(opening) == bare.count(closing) > 0


def test_after_effects_strings_are_safe_and_keys_in_place() -> None:
    text = after_effects_jsx(shot(), POINTS)
    assert balanced(text, "{", "}")
    assert balanced(text, "(", ")")
    assert text.isascii()
    found = re.search(r"setValuesAtTimes\((\[.*?\]), (\[\[.*\]\])\)", text)
    assert found is not None
    assert json.loads(found[1])[1] == pytest.approx(1 / float(NTSC))
    assert json.loads(found[2])[2] == [102.0, 200.0]
    assert "AlphaMode.STRAIGHT" in text
    assert "matte.mainSource.conformFrameRate" in after_effects_jsx(SEQUENCE)


def test_nuke_reads_both_and_escapes_tcl() -> None:
    text = nuke_script(SEQUENCE, POINTS)
    assert balanced(text, "{", "}")
    assert r"\[1\] \$x.mov" in text
    assert "shot.####.png" in text
    order = [line.split()[0] for line in text.splitlines() if line.endswith("{")]
    assert order == ["Root", "Read", "Premult", "Read", "Merge2", "Transform"]
    # The clip's frame 120 is Nuke's 121; the matte's picture 1001 belongs to it.
    assert "frame 880" in text
    assert "x121 100.000" in text
    assert "x121 880.000" in text


def test_fusion_trims_the_source_to_the_range() -> None:
    text = fusion_comp(shot(), POINTS)
    assert balanced(text, "{", "}")
    assert "TrimIn = 120" in text
    assert "TrimOut = 209" in text
    assert "PostMultiplyByAlpha" in text
    assert "PostMultiplyByAlpha" not in fusion_comp(shot(premultiplied=True))
    assert '\\"dog\\"' in text


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(25), NTSC, Fraction(60000, 1001)])
@pytest.mark.parametrize("drop", [False, True])
def test_timecode_there_and_back(rate: Fraction, drop: bool) -> None:
    for frame in [0, 1, 1799, 1800, 1801, 17981, 17982, 107892, 2589407]:
        assert frames_of(timecode_of(frame, rate, drop), rate) == frame % (round(rate) * 86400)


def test_drop_frame_by_the_book() -> None:
    assert timecode_of(1799, NTSC, True) == "00:00:59;29"
    assert timecode_of(1800, NTSC, True) == "00:01:00;02"
    assert timecode_of(17982, NTSC, True) == "00:10:00;00"
