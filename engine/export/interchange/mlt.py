"""MLT XML, which Kdenlive and Shotcut open: source below, matted clip above, blended with its alpha."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from engine.errors import ExportError
from engine.export.interchange.shot import Shot, counted

WHOLE = "0% 0% 100.0001% 100% 1"
"""The rectangle of a matte that fills the picture. qtblend takes one of exactly the picture's size for nothing to blend
and shows a clip whose alpha comes with YUV (ProRes 4444) as if it had none; this is no whole pixel more."""


def mlt_xml(shots: Sequence[Shot], title: str) -> str:
    """An .mlt file's text. In and out points are frames, the last one included. Raises ExportError."""
    if any(shot.matte.suffix.lower() == ".exr" for shot in shots):
        raise ExportError(
            "Kdenlive and Shotcut cannot be relied on to read OpenEXR.", "Export ProRes 4444 or PNG pictures for them."
        )
    root = ET.Element("mlt", LC_NUMERIC="C", version="7.0.0", title=title, producer="main")
    _profile(root, shots[0], title)
    frames = sum(shot.frames for shot in shots)
    for number, shot in enumerate(shots):
        begin = shot.source_first_number if shot.source_numbered else None
        _producer(root, f"source{number}", shot.source, begin, shot.source_frames)
        begin = shot.first_number if shot.numbered else None
        _producer(root, f"matte{number}", shot.matte, begin, shot.frames)
    _background(root, frames)
    sources = [(f"source{number}", shot.first_frame, shot.frames) for number, shot in enumerate(shots)]
    mattes = [(f"matte{number}", 0, shot.frames) for number, shot in enumerate(shots)]
    _playlist(root, "source", "V1", sources)
    _playlist(root, "matte", "V2", mattes)
    _tractor(root, shots, frames)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _profile(root: ET.Element, shot: Shot, title: str) -> None:
    shape = Fraction(shot.width, shot.height) * shot.pixel_aspect
    ET.SubElement(
        root,
        "profile",
        description=title,
        width=str(shot.width),
        height=str(shot.height),
        progressive="1",
        sample_aspect_num=str(shot.pixel_aspect.numerator),
        sample_aspect_den=str(shot.pixel_aspect.denominator),
        display_aspect_num=str(shape.numerator),
        display_aspect_den=str(shape.denominator),
        frame_rate_num=str(shot.rate.numerator),
        frame_rate_den=str(shot.rate.denominator),
        colorspace="709",
    )


def _playlist(root: ET.Element, identity: str, title: str, entries: Sequence[tuple[str, int, int]]) -> None:
    """One track's clips, each (producer, first frame, number of frames)."""
    playlist = ET.SubElement(root, "playlist", id=identity)
    _property(playlist, "shotcut:video", "1")
    _property(playlist, "shotcut:name", title)
    for producer, start, count in entries:
        ET.SubElement(playlist, "entry", {"producer": producer, "in": str(start), "out": str(start + count - 1)})


def _producer(root: ET.Element, identity: str, path: Path, first_number: int | None, frames: int) -> None:
    """A file, or numbered pictures: their names' pattern, where to begin, a frame for each."""
    producer = ET.SubElement(root, "producer", {"id": identity, "in": "0", "out": str(frames - 1)})
    _property(producer, "resource", str(path) if first_number is None else _pattern(path))
    _property(producer, "length", str(frames))
    if first_number is not None:
        _property(producer, "begin", str(first_number))
        _property(producer, "ttl", "1")


def _background(root: ET.Element, frames: int) -> None:
    """A black track at the bottom: without it, Shotcut takes the project for a clip."""
    black = ET.SubElement(root, "producer", {"id": "black", "in": "0", "out": str(frames - 1)})
    for key, value in (("length", str(frames)), ("mlt_service", "color"), ("resource", "0"), ("set.test_audio", "0")):
        _property(black, key, value)
    playlist = ET.SubElement(root, "playlist", id="background")
    ET.SubElement(playlist, "entry", {"producer": "black", "in": "0", "out": str(frames - 1)})


def _tractor(root: ET.Element, shots: Sequence[Shot], frames: int) -> None:
    tractor = ET.SubElement(root, "tractor", {"id": "main", "in": "0", "out": str(frames - 1)})
    _property(tractor, "shotcut", "1")
    for name in ("background", "source", "matte"):
        track = ET.SubElement(tractor, "track", producer=name)
        if name == "matte":
            track.set("hide", "audio")
    for track_number in (1, 2):
        _transition(tractor, 0, track_number, frames, mlt_service="mix", sum="1")
    # What covers the whole picture needs no blending.
    _transition(tractor, 0, 1, frames, mlt_service="qtblend", disable="1")
    places = ";".join(_places(shots)) if any(shot.is_placed for shot in shots) else WHOLE
    _transition(tractor, 1, 2, frames, mlt_service="qtblend", rect=places)


def _transition(tractor: ET.Element, below: int, above: int, frames: int, **properties: str) -> None:
    transition = ET.SubElement(tractor, "transition", {"in": "0", "out": str(frames - 1)})
    for key, value in (("a_track", str(below)), ("b_track", str(above)), ("always_active", "1"), *properties.items()):
        _property(transition, key, value)


def _places(shots: Sequence[Shot]) -> list[str]:
    """The mattes' boxes (x y width height opacity) as key frames that hold."""
    places, frame = [], 0
    for shot in shots:
        box = shot.covered
        places.append(f"{frame}|={box.x} {box.y} {box.width} {box.height} 1")
        frame += shot.frames
    return places


def _property(parent: ET.Element, name: str, value: str) -> None:
    ET.SubElement(parent, "property", name=name).text = value


def _pattern(path: Path) -> str:
    """As C's printf writes the pictures' names; a per cent sign in a folder's name stays one."""
    head, digits, suffix = counted(path)
    stem = str(path.with_name(head)) if head else f"{path.parent}/"
    return f"{stem.replace('%', '%%')}%0{digits}d{suffix}"
