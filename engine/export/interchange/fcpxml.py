"""Final Cut Pro XML 1.9: the source in the storyline, the matted clip connected above it.

Written from Apple's "FCPXML Reference": times are rational seconds, whole multiples of the frame's duration.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from fractions import Fraction

from engine.errors import ExportError
from engine.export.interchange.shot import Shot
from engine.export.options import scaled_size


def fcpxml(shots: Sequence[Shot], name: str) -> str:
    """An .fcpxml file's text. All shots must have one size and rate. Raises ExportError."""
    first = shots[0]
    if any((s.width, s.height, s.rate) != (first.width, first.height, first.rate) for s in shots):
        raise ExportError("Final Cut takes clips of one size and rate in a project.", "Export them one by one.")
    if any(shot.numbered or shot.source_numbered for shot in shots):
        raise ExportError(
            "Final Cut takes no image sequences.", "Export ProRes 4444 for it, and open the clip as a video file."
        )
    root = ET.Element("fcpxml", version="1.9")
    resources = ET.SubElement(root, "resources")
    ET.SubElement(
        resources,
        "format",
        id="r1",
        frameDuration=_time(1 / first.rate),
        width=str(first.width),
        height=str(first.height),
    )
    event = ET.SubElement(ET.SubElement(root, "library"), "event", name=name)
    project = ET.SubElement(event, "project", name=name)
    total = sum((shot.seconds for shot in shots), Fraction(0))
    sequence = ET.SubElement(
        project,
        "sequence",
        format="r1",
        duration=_time(total),
        tcStart="0s",
        tcFormat="DF" if first.drop else "NDF",
    )
    spine = ET.SubElement(sequence, "spine")
    offset = Fraction(0)
    for number, shot in enumerate(shots):
        _add_shot(resources, spine, shot, offset, number)
        offset += shot.seconds
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add_shot(resources: ET.Element, spine: ET.Element, shot: Shot, offset: Fraction, number: int) -> None:
    source_id, matte_id = f"r{2 + 2 * number}", f"r{3 + 2 * number}"
    source_start = shot.start_timecode_frames / shot.rate
    _asset(resources, source_id, shot, (source_start, shot.source_frames / shot.rate), "r1", matte=False)
    matte_format = f"f{number}" if shot.is_placed else "r1"
    _asset(resources, matte_id, shot, (Fraction(0), shot.seconds), matte_format, matte=True)
    start = source_start + shot.first_frame / shot.rate
    below = ET.SubElement(
        spine,
        "asset-clip",
        ref=source_id,
        name=shot.source.stem,
        offset=_time(offset),
        start=_time(start),
        duration=_time(shot.seconds),
        format="r1",
    )
    # A connected clip's offset counts on the clock of the clip it hangs on.
    above = ET.SubElement(
        below,
        "asset-clip",
        ref=matte_id,
        lane="1",
        name=shot.name,
        offset=_time(start),
        start="0s",
        duration=_time(shot.seconds),
        format=matte_format,
    )
    if shot.is_placed:
        _place(resources, above, shot, number)


def _place(resources: ET.Element, above: ET.Element, shot: Shot, number: int) -> None:
    """A smaller picture is not fitted to the frame but put where it was cut out; distances in % of the height."""
    box = shot.covered
    width, height = scaled_size(box, shot.scale)
    small = ET.SubElement(resources, "format", id=f"f{number}", frameDuration=_time(1 / shot.rate))
    small.set("width", str(width))
    small.set("height", str(height))
    ET.SubElement(above, "adjust-conform", type="none")
    x, y = shot.centre
    right, up = 100 * (x - shot.width / 2) / shot.height, 100 * (shot.height / 2 - y) / shot.height
    size = float(1 / shot.scale)
    ET.SubElement(above, "adjust-transform", position=f"{right:.6g} {up:.6g}", scale=f"{size:.6g} {size:.6g}")


def _asset(
    resources: ET.Element,
    identity: str,
    shot: Shot,
    span: tuple[Fraction, Fraction],
    picture_format: str,
    matte: bool,
) -> None:
    """`span`: start and duration in seconds."""
    path = shot.matte if matte else shot.source
    asset = ET.SubElement(
        resources,
        "asset",
        id=identity,
        name=path.stem,
        start=_time(span[0]),
        duration=_time(span[1]),
        hasVideo="1",
        format=picture_format,
        videoSources="1",
    )
    if shot.sound and not matte:
        asset.set("hasAudio", "1")
        asset.set("audioSources", "1")
    ET.SubElement(asset, "media-rep", kind="original-media", src=path.as_uri())


def _time(seconds: Fraction) -> str:
    return f"{seconds.numerator}s" if seconds.denominator == 1 else f"{seconds.numerator}/{seconds.denominator}s"
