"""Hardware encoders are taken only where they encode; software stands in with a sentence."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from av.video.reformatter import VideoReformatter

from engine.export import hardware
from engine.export.hardware import CANDIDATES, Candidate
from engine.export.planes import video_frame
from engine.export.proof import prove
from engine.media import open_source
from engine.media.source import VideoSource
from tests.engine.export.clips import write_clip
from tests.engine.export.test_run import exported, planned

ABSENT = Candidate("h264_of_no_maker", "nv12", ())
REFUSING = Candidate("h264_qsv", "nv12", (("global_quality", "no number"),))


@pytest.fixture
def large(tmp_path: Path) -> VideoSource:
    return open_source(write_clip(tmp_path / "large.mkv", frames=4, size=(256, 144)))


@pytest.mark.parametrize("preset", ["h264-hardware", "h265-hardware"])
def test_where_none_answers_software_does_it_and_says_so(
    large: VideoSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, preset: str
) -> None:
    none = dict.fromkeys(CANDIDATES, (ABSENT, REFUSING))
    monkeypatch.setattr(hardware, "CANDIDATES", none)
    plan = planned(large, tmp_path, preset)
    assert any("No hardware encoder answers" in note for note in plan.notes)
    exported(plan)
    report = prove(plan)
    large.close()
    assert report.passed, report.sentence()


@pytest.mark.parametrize(("preset", "software", "packing"), [("h264-hardware", "libx264", "nv12")])
def test_the_first_that_encodes_is_taken(
    large: VideoSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, preset: str, software: str, packing: str
) -> None:
    """libx264 stands in for a graphics card here: what is new is the choice and how hardware wants its pixels."""
    stand_in = Candidate(software, packing, (("crf", "12"), ("preset", "veryfast")))
    monkeypatch.setattr(hardware, "CANDIDATES", {software: (ABSENT, REFUSING, stand_in)})
    plan = planned(large, tmp_path, preset)
    assert plan.preset.format.pixel_format == packing  # type: ignore[union-attr]
    assert any("graphics hardware" in note for note in plan.notes)
    exported(plan)
    report = prove(plan)
    large.close()
    assert report.passed, report.sentence()


def test_whatever_this_computer_has(large: VideoSource, tmp_path: Path) -> None:
    """The real candidates: with or without hardware, the export passes its proof."""
    plan = planned(large, tmp_path, "h264-hardware")
    assert sum("hardware" in note for note in plan.notes) == 1
    exported(plan)
    report = prove(plan)
    large.close()
    assert report.passed, report.sentence()


@pytest.mark.parametrize(("packed", "planar"), [("nv12", "yuv420p"), ("p010le", "yuv420p10le")])
def test_pixels_as_hardware_wants_them(packed: str, planar: str) -> None:
    """The same codes as in separate planes, by FFmpeg's own repacking: on one thread, since where several share an odd
    width its quick scaler writes past the end of one's last row, into the next one's first."""
    rgb = np.random.default_rng(3).integers(0, 65535, (34, 50, 3), np.uint16)
    if planar == "yuv420p":
        rgb = (rgb >> 8).astype(np.uint8)
    ours = VideoReformatter().reformat(video_frame(rgb, None, packed, 1, False), format=planar, threads=1)
    wanted = video_frame(rgb, None, planar, 1, False)
    for one, other in zip(ours.planes, wanted.planes, strict=True):
        kind = np.uint8 if planar == "yuv420p" else np.uint16
        views = [np.frombuffer(memoryview(p), kind).reshape(-1, p.line_size // kind().itemsize) for p in (one, other)]
        assert np.array_equal(*(view[: one.height, : one.width] for view in views))
    assert isinstance(ours, av.VideoFrame)
