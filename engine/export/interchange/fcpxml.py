"""Final Cut Pro XML 1.9: the source in the storyline, the matted clip connected above it.

Written from Apple's "FCPXML Reference": times are rational seconds, whole multiples of the frame's duration.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from fractions import Fraction

from engine.errors import ExportError
from engine.export.interchange.shot import EDIT_RATES, Shot
from engine.export.options import scaled_size


def fcpxml(shots: Sequence[Shot], name: str) -> str:
    """An .fcpxml file's text. All shots must have one size and rate. Raises ExportError."""
    first = shots[0]
    _check(shots)
    root = ET.Element("fcpxml", version="1.9")
    resources = ET.SubElement(root, "resources")
    _format(resources, "r1", first, (first.width, first.height))
    event = ET.SubElement(ET.SubElement(root, "library"), "event", name=name)
    project = ET.SubElement(event, "project", name=name)
    total = sum((shot.seconds for shot in shots), Fraction(0))
    sequence = ET.SubElement(
        project,
        "sequence",
        format="r1",
        duration=_time(total),
        tcStart="0s",
        tcFormat=_clock(first),
        audioLayout="stereo",
        audioRate="48k",
    )
    spine = ET.SubElement(sequence, "spine")
    offset = Fraction(0)
    for number, shot in enumerate(shots):
        _add_shot(resources, spine, shot, offset, number)
        offset += shot.seconds
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _check(shots: Sequence[Shot]) -> None:
    """Raises ExportError for what Final Cut has no place for."""
    first = shots[0]
    if any((s.width, s.height, s.rate) != (first.width, first.height, first.rate) for s in shots):
        raise ExportError("Final Cut takes clips of one size and rate in a project.", "Export them one by one.")
    if any(shot.numbered or shot.source_numbered for shot in shots):
        raise ExportError(
            "Final Cut takes no image sequences.", "Export ProRes 4444 for it, and open the clip as a video file."
        )
    if first.rate not in EDIT_RATES:
        raise ExportError(
            f"Final Cut has no projects of {float(first.rate):.3f} frames a second.",
            "Leave its timeline out, or bring the clip to a usual rate first.",
        )


def _clock(shot: Shot) -> str:
    return "DF" if shot.drop else "NDF"


def _format(resources: ET.Element, identity: str, shot: Shot, size: tuple[int, int]) -> None:
    """`size`: (width, height) of the stored pixels."""
    form = ET.SubElement(resources, "format", id=identity, frameDuration=_time(1 / shot.rate))
    form.set("width", str(size[0]))
    form.set("height", str(size[1]))
    if shot.pixel_aspect != 1:
        form.set("paspH", str(shot.pixel_aspect.numerator))
        form.set("paspV", str(shot.pixel_aspect.denominator))


def _add_shot(resources: ET.Element, spine: ET.Element, shot: Shot, offset: Fraction, number: int) -> None:
    source_id, matte_id = f"r{2 + 2 * number}", f"r{3 + 2 * number}"
    # A clip counts on its file's own timecode: Final Cut looks for the frames there.
    source_start, matte_start = shot.start_timecode_frames / shot.rate, shot.matte_timecode_frames / shot.rate
    _asset(resources, source_id, shot, (source_start, shot.source_frames / shot.rate), "r1", matte=False)
    matte_format = f"f{number}" if shot.is_placed else "r1"
    _asset(resources, matte_id, shot, (matte_start, shot.seconds), matte_format, matte=True)
    start = source_start + shot.first_frame / shot.rate
    below = ET.SubElement(spine, "asset-clip", ref=source_id, name=shot.source.stem, offset=_time(offset))
    below.set("start", _time(start))
    below.set("format", "r1")
    if shot.sound:
        below.set("audioRole", "dialogue")
    # A connected clip's offset counts on the clock of the clip it hangs on.
    above = ET.SubElement(below, "asset-clip", ref=matte_id, lane="1", name=shot.name, offset=_time(start))
    above.set("start", _time(matte_start))
    above.set("format", matte_format)
    above.set("srcEnable", "video")
    for clip in (below, above):
        clip.set("duration", _time(shot.seconds))
        clip.set("tcFormat", _clock(shot))
    if shot.is_placed:
        _place(resources, above, shot, number)


def _place(resources: ET.Element, above: ET.Element, shot: Shot, number: int) -> None:
    """A smaller picture is not fitted to the frame but put where it was cut out; distances in % of the height."""
    _format(resources, f"f{number}", shot, scaled_size(shot.covered, shot.scale))
    ET.SubElement(above, "adjust-conform", type="none")
    x, y = shot.centre
    aspect = float(shot.pixel_aspect)
    right, up = 100 * aspect * (x - shot.width / 2) / shot.height, 100 * (shot.height / 2 - y) / shot.height
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
        asset.set("audioSources", str(len(shot.audio)))
        asset.set("audioChannels", str(shot.audio[0].channels))
        asset.set("audioRate", str(shot.audio[0].sample_rate_hz))
    ET.SubElement(asset, "media-rep", kind="original-media", src=path.as_uri())


def _time(seconds: Fraction) -> str:
    return f"{seconds.numerator}s" if seconds.denominator == 1 else f"{seconds.numerator}/{seconds.denominator}s"
