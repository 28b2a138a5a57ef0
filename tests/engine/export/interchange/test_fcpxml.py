"""Final Cut's timelines: their document type, whole frames, and edits that lie inside of their media."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction

import pytest

from engine.errors import ExportError
from engine.export.interchange.fcpxml import fcpxml
from engine.export.interchange.shot import Shot
from tests.engine.export.interchange.shots import MOVED, NTSC, PLACED, shot


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


CLIP = {"name", "offset", "start", "duration", "lane", "format", "tcFormat", "ref", "srcEnable", "audioRole"}
ALLOWED: dict[str, tuple[set[str], tuple[str, ...]]] = {
    "fcpxml": ({"version"}, ("resources", "library")),
    "resources": (set(), ("asset", "format")),
    "format": ({"id", "frameDuration", "width", "height", "paspH", "paspV"}, ()),
    "asset": (
        {"id", "name", "start", "duration", "hasVideo", "format", "videoSources"}
        | {"hasAudio", "audioSources", "audioChannels", "audioRate"},
        ("media-rep",),
    ),
    "media-rep": ({"kind", "src"}, ()),
    "library": (set(), ("event",)),
    "event": ({"name"}, ("project",)),
    "project": ({"name"}, ("sequence",)),
    "sequence": ({"format", "duration", "tcStart", "tcFormat", "audioLayout", "audioRate"}, ("spine",)),
    "spine": (set(), ("asset-clip",)),
    "asset-clip": (CLIP, ("adjust-conform", "adjust-transform", "asset-clip")),
    "adjust-conform": ({"type"}, ()),
    "adjust-transform": ({"position", "scale"}, ()),
}
"""The part of version 1.9's document type that is used: attributes, and children in the order they must come."""


@pytest.mark.parametrize(
    "one",
    [MOVED, replace(PLACED, audio=(), pixel_aspect=Fraction(16, 15))],
)
def test_fcpxml_keeps_to_its_document_type(one: Shot) -> None:
    root = ET.fromstring(fcpxml([one, one], "event").split("<!DOCTYPE fcpxml>")[1])
    identities = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(identities) == len(set(identities))
    for element in root.iter():
        attributes, children = ALLOWED[element.tag]
        assert set(element.attrib) <= attributes, element.tag
        if element.tag != "resources":
            order = [children.index(child.tag) for child in element]
            assert order == sorted(order), element.tag
        for reference in ("ref", "format"):
            if element.get(reference):
                assert element.get(reference) in identities


def test_fcpxml_asks_for_frames_that_are_there() -> None:
    """Final Cut refuses edits that lie outside of their media."""
    root = ET.fromstring(fcpxml([MOVED], "event").split("<!DOCTYPE fcpxml>")[1])
    for clip in root.iter("asset-clip"):
        asset = root.find(f".//asset[@id='{clip.get('ref')}']")
        assert asset is not None
        start, length = seconds(clip.get("start", "")), seconds(clip.get("duration", ""))
        first, whole = seconds(asset.get("start", "")), seconds(asset.get("duration", ""))
        assert first <= start
        assert start + length <= first + whole


def test_fcpxml_sound_and_shape() -> None:
    text = fcpxml([shot(pixel_aspect=Fraction(16, 15))], "e")
    root = ET.fromstring(text.split("<!DOCTYPE fcpxml>")[1])
    source, matte = root.findall(".//asset")
    assert (source.get("audioChannels"), source.get("audioRate")) == ("2", "48000")
    assert matte.get("hasAudio") is None
    assert [c.get("srcEnable") for c in root.iter("asset-clip")] == [None, "video"]
    form = root.find(".//format")
    assert form is not None
    assert (form.get("paspH"), form.get("paspV")) == ("16", "15")


def test_fcpxml_has_no_projects_of_odd_rates() -> None:
    with pytest.raises(ExportError, match=r"15\.000 frames a second"):
        fcpxml([shot(rate=Fraction(15))], "e")


def test_fcpxml_wants_one_rate() -> None:
    with pytest.raises(ExportError):
        fcpxml([shot(), shot(rate=Fraction(25))], "e")


def test_final_cut_places_without_fitting() -> None:
    root = ET.fromstring(fcpxml([PLACED], "e").split("<!DOCTYPE fcpxml>")[1])
    above = root.find(".//asset-clip/asset-clip")
    assert above is not None
    conform, transform = list(above)
    assert (conform.tag, conform.get("type")) == ("adjust-conform", "none")
    # The middle (800, 450) lies 160 px left of and 90 px above that of the frame: in % of 1080 lines.
    x, y = (float(v) for v in transform.get("position", "").split())
    assert (x, y) == (pytest.approx(-160 / 10.8, abs=1e-3), pytest.approx(90 / 10.8, abs=1e-3))
    assert transform.get("scale") == "2 2"
    small = root.find(f".//format[@id='{above.get('format')}']")
    assert small is not None
    assert (small.get("width"), small.get("height")) == ("320", "180")
