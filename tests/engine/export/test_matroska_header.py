"""Pixel aspect and HDR10 metadata in Matroska and WebM files, read by FFmpeg; nothing else of the file changes."""

from __future__ import annotations

import zlib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from engine.export.matroska_header import ROOM, TrackFacts, write_track_header
from engine.export.proof import prove
from engine.media import open_source
from tests.engine.export.clips import write_clip
from tests.engine.export.test_hdr import HDR10
from tests.engine.export.test_proof import failing
from tests.engine.export.test_run import exported, planned


@pytest.mark.parametrize("preset", ["webm-alpha", "ffv1", "prores4444", "h265"])
@pytest.mark.parametrize("aspect", [Fraction(16, 15), Fraction(10, 11), Fraction(4, 3)])
def test_pixels_stay_as_wide_as_they_were(tmp_path: Path, preset: str, aspect: Fraction) -> None:
    """WebM and FFV1 files came out with square pixels: an anamorphic clip's matte was too narrow for it."""
    path = write_clip(
        tmp_path / "c.mov", codec="prores_ks", pixel_format="yuv422p10le", size=(160, 96), pixel_aspect=aspect
    )
    clip = open_source(path)
    assert clip.info.pixel_aspect == aspect
    plan = planned(clip, tmp_path, preset)
    exported(plan)
    report = prove(plan)
    back = open_source(plan.outputs[0].target)
    assert abs(back.info.pixel_aspect - aspect) < Fraction(1, 160)
    back.close()
    assert "pixel aspect" in {finding.what for finding in report.findings}
    assert report.passed, report.sentence()
    failing(replace(plan, source=_Wider(plan.source)), "pixel aspect")
    clip.close()


class _Wider:
    """A source that says its pixels are twice as wide."""

    def __init__(self, source) -> None:  # type: ignore[no-untyped-def]
        self._source = source

    @property
    def info(self):  # type: ignore[no-untyped-def]
        return replace(self._source.info, pixel_aspect=self._source.info.pixel_aspect * 2)

    def __getattr__(self, name: str) -> object:
        return getattr(self._source, name)


def film(path: Path, name: str | None, frames: int = 5) -> Path:
    with av.open(str(path), "w", format="matroska") as container:
        video = container.add_stream("ffv1", rate=24)
        video.width, video.height, video.pix_fmt = 720, 576, "yuv420p"
        if name is not None:
            video.metadata["title"] = name
        for number in range(frames):
            frame = av.VideoFrame(720, 576, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([20 * number + 1]) * plane.buffer_size)
            frame.pts = number
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
    return path


def test_only_the_track_is_touched(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", ROOM)
    before = path.read_bytes()
    write_track_header(path, TrackFacts(Fraction(16, 15), HDR10))
    after = path.read_bytes()
    start = before.index(b"\x16\x54\xae\x6b")
    end = before.index(b"\x1f\x43\xb6\x75")
    assert len(before) == len(after)
    assert before[:start] == after[:start]
    assert before[end:] == after[end:]
    source = open_source(path)
    assert source.info.pixel_aspect == Fraction(16, 15)
    assert source.info.hdr == HDR10
    assert source.frame_count() == 5
    source.close()
    with av.open(str(path)) as container:
        assert "title" not in container.streams.video[0].metadata


def test_checksums_still_hold(tmp_path: Path) -> None:
    """A Tracks element begins with the CRC-32 of all that follows in it."""
    path = film(tmp_path / "a.mkv", ROOM)
    kept, counted = checksums(path.read_bytes())
    assert kept == counted
    write_track_header(path, TrackFacts(Fraction(16, 15)))
    changed, counted = checksums(path.read_bytes())
    assert changed == counted != kept


def checksums(data: bytes) -> tuple[int, int]:
    """As written in the file's Tracks, and as it should be."""
    # The first is in the list of what is where.
    start = data.index(b"\x16\x54\xae\x6b", data.index(b"\x16\x54\xae\x6b") + 4) + 4
    width = 9 - data[start].bit_length()
    length = int.from_bytes(data[start : start + width], "big") & ((1 << 7 * width) - 1)
    tracks = data[start + width : start + width + length]
    assert tracks[:2] == b"\xbf\x84"
    return int.from_bytes(tracks[2:6], "little"), zlib.crc32(tracks[6:])


@pytest.mark.parametrize("name", [None, "a name of its own"])
def test_a_track_without_room_is_left_alone(tmp_path: Path, name: str | None) -> None:
    path = film(tmp_path / "a.mkv", name)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="no room"):
        write_track_header(path, TrackFacts(Fraction(2)))
    assert path.read_bytes() == before


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    path.write_bytes(b"\x1a\x45\xdf\xa3\x84abcd" + bytes(100))
    with pytest.raises(ValueError, match="no tracks"):
        write_track_header(path, TrackFacts(Fraction(2)))
