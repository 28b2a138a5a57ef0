"""Projects for Kdenlive and Shotcut; what melt 7.12 made of them in earlier versions is told where it was wrong."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from engine.errors import ExportError
from engine.export.interchange.mlt import mlt_xml
from engine.export.interchange.shot import Shot
from tests.engine.export.interchange.shots import PLACED, SEQUENCE, shot


@pytest.mark.parametrize("one", [shot(), SEQUENCE])
def test_mlt_tracks_and_lengths(one: Shot) -> None:
    root = ET.fromstring(mlt_xml([one], "t").split("\n", 1)[1])
    entries = {p.get("id"): p.find("entry") for p in root.findall("playlist")}
    lower, upper = entries["source"], entries["matte"]
    assert lower is not None
    assert upper is not None
    assert (lower.get("in"), lower.get("out")) == ("120", "209")
    assert (upper.get("in"), upper.get("out")) == ("0", "89")
    tracks = root.findall("tractor/track")
    assert [track.get("producer") for track in tracks] == ["background", "source", "matte"]
    assert [track.get("hide") for track in tracks] == [None, None, "audio"]
    resource = root.find("producer[@id='matte0']/property[@name='resource']")
    assert resource is not None
    assert resource.text == ("/media/out/dog/shot.%04d.png" if one.numbered else "/media/out/dog.mov")


def properties(one: Shot, element: str) -> dict[str | None, str | None]:
    """An MLT element's properties by name; the last of its kind."""
    found = ET.fromstring(mlt_xml([one], "t").split("\n", 1)[1]).findall(element)
    return {p.get("name"): p.text for p in found[-1].findall("property")}


def test_shotcut_takes_it_for_a_project() -> None:
    """Shotcut 22.12 opened it as a clip, with an empty timeline: it asks for its own mark and a black track below."""
    assert properties(shot(), "tractor")["shotcut"] == "1"
    names = [properties(shot(), f"playlist[@id='{name}']").get("shotcut:name") for name in ("source", "matte")]
    assert names == ["V1", "V2"]
    background = ET.fromstring(mlt_xml([shot()], "t").split("\n", 1)[1]).find("playlist[@id='background']/entry")
    assert background is not None
    assert (background.get("producer"), background.get("out")) == ("black", "89")


def test_the_matte_is_blended_over_the_source_and_nothing_else() -> None:
    root = ET.fromstring(mlt_xml([shot()], "t").split("\n", 1)[1])
    blends = [
        {p.get("name"): p.text for p in transition.findall("property")}
        for transition in root.findall("tractor/transition")
    ]
    working = [b for b in blends if b["mlt_service"] == "qtblend" and b.get("disable") != "1"]
    assert [(b["a_track"], b["b_track"]) for b in working] == [("1", "2")]
    assert [(b["a_track"], b["b_track"]) for b in blends if b["mlt_service"] == "mix"] == [("0", "1"), ("0", "2")]


def test_mlt_blends_pictures_that_fill_the_frame() -> None:
    """melt 7.12 showed ProRes 4444 mattes opaque, the source nowhere: qtblend skips what has the frame's very size."""
    blend = properties(shot(), "tractor/transition")
    _, _, width, height, opacity = (blend["rect"] or "").split()
    assert 100 < float(width.rstrip("%")) < 100 + 100 / 10_000
    assert (height, opacity) == ("100%", "1")
    # The rectangle is cut to whole pixels before the picture is scaled to it.
    assert all(int(size * float(width.rstrip("%")) / 100) == size for size in (16, 1280, 1920, 8192))


def test_mlt_takes_numbered_pictures_by_property() -> None:
    """melt 7.12 could not open "shot.%04d.png?begin=1001"."""
    one = replace(SEQUENCE, matte=Path("/media/100% née/dog/1001.png"))
    matte = properties(one, "producer[@id='matte0']")
    assert matte["begin"] == "1001"
    assert matte["ttl"] == "1"
    assert (matte["resource"] or "") % 1001 == "/media/100% née/dog/1001.png"


def test_mlt_refuses_what_melt_cannot_open() -> None:
    with pytest.raises(ExportError, match="OpenEXR"):
        mlt_xml([replace(SEQUENCE, matte=Path("/media/dog/1001.exr"))], "t")


def test_mlt_shows_anamorphic_pixels_wide() -> None:
    """720 × 576 at 16:15 was written as 768 : 8640."""
    one = shot(width=720, height=576, pixel_aspect=Fraction(16, 15))
    profile = ET.fromstring(mlt_xml([one], "t").split("\n", 1)[1]).find("profile")
    assert profile is not None
    assert (profile.get("display_aspect_num"), profile.get("display_aspect_den")) == ("4", "3")


def test_kdenlive_places() -> None:
    root = ET.fromstring(mlt_xml([PLACED], "t").split("\n", 1)[1])
    rect = root.find(".//transition/property[@name='rect']")
    assert rect is not None
    assert rect.text == "0|=480 270 640 360 1"
