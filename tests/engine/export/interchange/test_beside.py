"""Timelines, scripts and tracks come with an export when asked for, and lie where the matte was cut from."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import opentimelineio as otio
import pytest

from engine.errors import ExportError, UsageError
from engine.export.interchange.after_effects import after_effects_jsx
from engine.export.interchange.edl import edl
from engine.export.interchange.fcpxml import fcpxml
from engine.export.interchange.fusion import fusion_comp
from engine.export.interchange.kinds import KINDS
from engine.export.interchange.nuke import nuke_script
from engine.export.interchange.otio import timeline_json
from engine.export.interchange.shot import shots_of
from engine.export.region import Region
from engine.media import open_source
from engine.media.source import VideoSource
from engine.types import FrameIndex, FrameRange
from tests.engine.export.clips import write_clip
from tests.engine.export.interchange.readers import lua_table
from tests.engine.export.interchange.shots import PLACED, shot
from tests.engine.export.test_run import exported, planned


def test_every_kind_is_written(clip: VideoSource, tmp_path: Path) -> None:
    names = tuple(kind.name for kind in KINDS)
    plan = planned(clip, tmp_path, "qtrle", name="cut.mov", beside=names)
    files = exported(plan)
    assert {path.name for path in files} == {"cut.mov", *("cut" + kind.suffix for kind in KINDS)}
    for path in files[1:]:
        assert len(path.read_text("utf-8")) > 100
    tracks = json.loads((tmp_path / "cut.tracks.json").read_text("utf-8"))
    assert len(tracks["points"]) == 8
    assert "track.position.setValuesAtTimes" in (tmp_path / "cut.jsx").read_text("utf-8")


def test_one_for_each_object(clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(clip, tmp_path, "png", per_object=True, beside=("otio",))
    exported(plan)
    assert {path.name for path in tmp_path.glob("*.otio")} == {"out_dog.otio", "out_cup.otio"}


def test_an_unknown_kind_is_refused_before_work_starts(clip: VideoSource, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'aaf'"):
        planned(clip, tmp_path, "qtrle", beside=("aaf",))


def test_a_crop_is_carried_into_shots(clip: VideoSource, tmp_path: Path) -> None:
    plan = planned(clip, tmp_path, "png16", crop_margin_px=2, scale=Fraction(1, 2))
    (made,) = shots_of(plan)
    assert made.covered == plan.outputs[0].region != Region(0, 0, 128, 96)
    assert made.scale == Fraction(1, 2)
    assert not shots_of(planned(clip, tmp_path, "png16"))[0].is_placed


def test_variable_rate_is_counted_by_the_clock(tmp_path: Path) -> None:
    """A clip that shows its second frame for a whole second: timelines count 24 frames for it, not one."""
    times = [0, 1000, 25000, 26000, 27000, 28000]
    source = open_source(write_clip(tmp_path / "v.mkv", times=times, time_base=Fraction(1, 24000), rate=Fraction(24)))
    assert source.frame_count() == 6
    assert source.info.variable_rate
    plan = planned(source, tmp_path, "prores4444", frames=FrameRange(FrameIndex(1), FrameIndex(3)))
    (made,) = shots_of(plan)
    rate = made.rate
    source.close()
    assert made.first_frame == round(Fraction(1000, 24000) * rate)
    assert abs(made.seconds - Fraction(25000, 24000)) <= 1 / rate


def test_variable_rates_go_onto_usual_timelines(tmp_path: Path) -> None:
    """A phone's clip of 29.9 frames a second in the mean: no program has timelines for that."""
    times = [round(i * 1003) + 100 * (i % 3 == 1) for i in range(12)]
    source = open_source(write_clip(tmp_path / "v.mkv", frames=12, times=times, time_base=Fraction(1, 30000)))
    plan = planned(source, tmp_path, "prores4444", beside=("fcpxml",))
    (made,) = shots_of(plan)
    assert source.info.variable_rate
    assert source.info.rate not in (30, Fraction(30000, 1001))
    source.close()
    assert made.rate == Fraction(30000, 1001)
    assert made.frames == 12


def test_scripts_place() -> None:
    jsx = after_effects_jsx(PLACED)
    assert "above.position.setValue([800.0, 450.0]);" in jsx
    assert "above.scale.setValue([200.0, 200.0]);" in jsx
    node = re.search(r"Transform \{([^}]*\}[^}]*\}[^}]*)\}", nuke_script(PLACED))
    assert node is not None
    assert "translate {480 450}" in node[1]
    assert "scale 2.0" in node[1]
    comp = fusion_comp(PLACED)
    assert "Center = Input { Value = { 0.416667, 0.583333 }, }" in comp
    assert "Size = Input { Value = 2.000000, }" in comp
    lua_table(comp)


def test_what_cannot_place_says_where() -> None:
    timeline = otio.adapters.read_from_string(timeline_json([PLACED], "t"), "otio_json")
    place = timeline.tracks[1][0].metadata["clickmatte"]["place_in_source"]
    assert (place["x"], place["y"], place["width"], place["height"]) == (480, 270, 640, 360)
    assert "* MATTE AT: 480 270 640 360 SCALE 1/2" in edl([PLACED], "t")


def test_whole_pictures_are_left_where_they_are() -> None:
    whole = replace(PLACED, place=None, scale=Fraction(1))
    assert "position" not in after_effects_jsx(whole)
    assert "adjust-transform" not in fcpxml([whole], "e")
    assert "Transform" not in nuke_script(whole)


def test_a_clip_of_stills_is_named_by_its_pictures(tmp_path: Path) -> None:
    """A folder is no file that an editor opens: sources made of stills are sequences, as mattes are."""
    folder = tmp_path / "plates"
    folder.mkdir()
    for number in range(1001, 1007):
        cv2.imwrite(str(folder / f"shot.{number}.png"), np.full((60, 80, 3), 90, np.uint8))
    clip = open_source(folder)
    frames = FrameRange(FrameIndex(2), FrameIndex(5))
    plan = planned(clip, tmp_path, "png", frames=frames, beside=("otio", "nuke", "mlt", "after-effects", "fusion"))
    (made,) = shots_of(plan)
    exported(plan)
    clip.close()
    assert (made.source.name, made.source_numbered, made.source_first_number) == ("shot.1001.png", True, 1001)
    source, matte = otio.adapters.read_from_file(str(tmp_path / "out.otio")).tracks
    assert source[0].media_reference.target_url_for_image_number(2).endswith("plates/shot.1003.png")
    assert source[0].source_range.start_time.value == 2
    assert matte[0].media_reference.target_url_for_image_number(0).endswith("out/00002.png")
    nuke = (tmp_path / "out.nk").read_text("utf-8")
    assert "plates/shot.####.png" in nuke
    assert 'first 1001\n last 1006\n frame_mode "start at"\n frame 1\n name Source' in nuke
    mlt = (tmp_path / "out.mlt").read_text("utf-8")
    assert "plates/shot.%04d.png<" in mlt
    assert '<property name="begin">1001</property>' in mlt
    jsx = (tmp_path / "out.jsx").read_text("utf-8")
    assert re.search(r'footage\("[^"]*shot.1001.png", true\)', jsx)
    assert "source.mainSource.conformFrameRate = rate;" in jsx


def test_what_a_format_refuses_is_said_before_work(clip: VideoSource, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="Final Cut takes no image sequences"):
        planned(clip, tmp_path, "png", beside=("fcpxml",))
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mkv"]


def test_the_mattes_sound_is_silent_where_the_clips_is_heard() -> None:
    assert "if (above.hasAudio) { above.audioEnabled = false; }" in after_effects_jsx(shot())
