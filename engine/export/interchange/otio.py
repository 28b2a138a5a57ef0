"""OpenTimelineIO: the source on one track, the matted clip right above it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import opentimelineio as otio

from engine.export.interchange.shot import Shot, counted


def timeline_json(shots: Sequence[Shot], name: str) -> str:
    """An .otio file's text: one shot after the other, `name` as the timeline's."""
    timeline = otio.schema.Timeline(name)
    source_track = otio.schema.Track("Source", kind=otio.schema.TrackKind.Video)
    matte_track = otio.schema.Track("Matte", kind=otio.schema.TrackKind.Video)
    sound_track = otio.schema.Track("Sound", kind=otio.schema.TrackKind.Audio)
    for shot in shots:
        source_track.append(_source_clip(shot))
        matte_track.append(_matte_clip(shot))
        if shot.sound:
            sound_track.append(_source_clip(shot))
    timeline.tracks.extend([source_track, matte_track])
    if len(sound_track):
        timeline.tracks.append(sound_track)
    return str(otio.adapters.write_to_string(timeline, "otio_json"))


def _time(frame: int, shot: Shot) -> otio.opentime.RationalTime:
    return otio.opentime.RationalTime(frame, float(shot.rate))


def _range(first: int, frames: int, shot: Shot) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(_time(first, shot), _time(frames, shot))


def _source_clip(shot: Shot) -> otio.schema.Clip:
    start = shot.start_timecode_frames
    whole = _range(start, shot.source_frames, shot)
    if shot.source_numbered:
        media = _pictures(shot.source, shot.source_first_number, whole, shot)
    else:
        media = otio.schema.ExternalReference(_url(shot.source), whole)
    return otio.schema.Clip(shot.source.stem, media, _range(start + shot.first_frame, shot.frames, shot))


def _pictures(
    first: Path, number: int, available: otio.opentime.TimeRange, shot: Shot
) -> otio.schema.ImageSequenceReference:
    head, digits, suffix = counted(first)
    return otio.schema.ImageSequenceReference(
        target_url_base=_url(first.parent) + "/",
        name_prefix=head,
        name_suffix=suffix,
        start_frame=number,
        frame_zero_padding=digits,
        rate=float(shot.rate),
        available_range=available,
    )


def _matte_clip(shot: Shot) -> otio.schema.Clip:
    clip = _bare_matte_clip(shot)
    if shot.is_placed:
        # OpenTimelineIO has no transforms of its own: those who can read this place the matte by it.
        box = shot.covered
        place = {"x": box.x, "y": box.y, "width": box.width, "height": box.height, "scale": str(shot.scale)}
        clip.metadata["clickmatte"] = {"place_in_source": place}
    return clip


def _bare_matte_clip(shot: Shot) -> otio.schema.Clip:
    """On the clock of its own timecode, as programs read it from the file; pictures count from 0."""
    span = _range(shot.matte_timecode_frames, shot.frames, shot)
    if shot.numbered:
        media = _pictures(shot.matte, shot.first_number, span, shot)
    else:
        media = otio.schema.ExternalReference(_url(shot.matte), span)
    return otio.schema.Clip(shot.name, media, span)


def _url(path: Path) -> str:
    return path.as_uri()
