"""What PyAV cannot hand to the Matroska muxer, put into a finished file's track: pixel aspect and HDR10 metadata.

The track is written with a name that only holds room (`ROOM`); it gives way to the new elements, and what is left over
becomes a Void, so that nothing behind it moves. Elements by RFC 9559, their coding by RFC 8794.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from engine.media.hdr import HdrMetadata, MasteringDisplay

ROOM = "." * 220
"""More than all elements below take together."""

HEAD_BYTES = 1 << 20
"""Tracks come first: far less than this lies before their end."""

SEGMENT, TRACKS, TRACK_ENTRY = b"\x18\x53\x80\x67", b"\x16\x54\xae\x6b", b"\xae"
NAME, VIDEO, COLOUR, VOID, CRC = b"\x53\x6e", b"\xe0", b"\x55\xb0", b"\xec", b"\xbf"
PIXEL_WIDTH, PIXEL_HEIGHT = b"\xb0", b"\xba"
DISPLAY_WIDTH, DISPLAY_HEIGHT, DISPLAY_UNIT = b"\x54\xb0", b"\x54\xba", b"\x54\xb2"
MAX_CLL, MAX_FALL, MASTERING = b"\x55\xbc", b"\x55\xbd", b"\x55\xd0"
CRC_BYTES = 6
"""The element itself: identity, size and four bytes."""


@dataclass(frozen=True, slots=True)
class TrackFacts:
    """What a picture's track is to say."""

    pixel_aspect: Fraction = Fraction(1)
    hdr: HdrMetadata | None = None


def write_track_header(path: Path, facts: TrackFacts) -> None:
    """Raises OSError, and ValueError where the file is not as FFmpeg builds it, with `ROOM` for its track's name."""
    with open(path, "r+b") as file:
        head = file.read(HEAD_BYTES)
        start, length = _tracks(head)
        changed = _changed_tracks(head[start : start + length], facts)
        file.seek(start)
        file.write(changed)


def _tracks(head: bytes) -> tuple[int, int]:
    """Start and length of what the Tracks element holds."""
    for name, start, _ in _elements(head, 0):
        if name == SEGMENT:
            for inner, body, length in _elements(head, start):
                if inner == TRACKS and body + length <= len(head):
                    return body, length
    raise ValueError("there are no tracks where they should be")


def _changed_tracks(tracks: bytes, facts: TrackFacts) -> bytes:
    parts = [(name, tracks[start : start + length]) for name, start, length in _elements(tracks, 0)]
    rooms = [number for number, (name, body) in enumerate(parts) if name == TRACK_ENTRY and _has_room(body)]
    if len(rooms) != 1:
        raise ValueError("there is no room in the track")
    body = parts[rooms[0]][1]
    whole = tracks.replace(body, _changed_entry(body, facts), 1)
    if tracks[:1] == CRC:
        return whole[:2] + struct.pack("<I", zlib.crc32(whole[CRC_BYTES:])) + whole[CRC_BYTES:]
    return whole


def _has_room(entry: bytes) -> bool:
    return any(
        name == NAME and entry[start : start + length] == ROOM.encode() for name, start, length in _elements(entry, 0)
    )


def _changed_entry(entry: bytes, facts: TrackFacts) -> bytes:
    """As long as before."""
    grown = b""
    for name, start, length in _elements(entry, 0):
        body = entry[start : start + length]
        if name != NAME:
            grown += _element(name, _changed_video(body, facts) if name == VIDEO else body)
    return grown + _void(len(entry) - len(grown))


def _changed_video(video: bytes, facts: TrackFacts) -> bytes:
    parts = {name: video[start : start + length] for name, start, length in _elements(video, 0)}
    if facts.pixel_aspect != 1:
        width, height = (int.from_bytes(parts[name], "big") for name in (PIXEL_WIDTH, PIXEL_HEIGHT))
        parts.pop(DISPLAY_UNIT, None)
        parts[DISPLAY_WIDTH] = _unsigned(round(width * facts.pixel_aspect))
        parts[DISPLAY_HEIGHT] = _unsigned(height)
    if facts.hdr is not None:
        parts[COLOUR] = parts.get(COLOUR, b"") + _light(facts.hdr)
    return b"".join(_element(name, body) for name, body in parts.items())


def _light(hdr: HdrMetadata) -> bytes:
    said = b""
    if hdr.max_cll_nits or hdr.max_fall_nits:
        said += _element(MAX_CLL, _unsigned(hdr.max_cll_nits)) + _element(MAX_FALL, _unsigned(hdr.max_fall_nits))
    return said + (_element(MASTERING, _mastering(hdr.display)) if hdr.display is not None else b"")


def _mastering(display: MasteringDisplay) -> bytes:
    """Red, green, blue, white (x, y each), most and least light, in the order of their identities 55D1 to 55DA."""
    values = [*display.red, *display.green, *display.blue, *display.white, display.max_nits, display.min_nits]
    return b"".join(
        _element(struct.pack(">H", 0x55D1 + number), struct.pack(">d", float(value)))
        for number, value in enumerate(values)
    )


# --- EBML --------------------------------------------------------------------------------------------------------


def _elements(data: bytes, start: int) -> Iterator[tuple[bytes, int, int]]:
    """Identity, start and length of what each holds, one after the other; the last may end behind the data."""
    while start < len(data) and data[start]:
        width = 9 - data[start].bit_length()
        name, start = data[start : start + width], start + width
        if start >= len(data) or not data[start]:
            return
        width = 9 - data[start].bit_length()
        length = int.from_bytes(data[start : start + width], "big") & ((1 << 7 * width) - 1)
        yield name, start + width, length
        start += width + length


def _element(name: bytes, body: bytes) -> bytes:
    return name + _size(len(body)) + body


def _size(length: int) -> bytes:
    """In as few bytes as it takes; all ones are kept for 'unknown'."""
    width = next(w for w in range(1, 9) if length < (1 << 7 * w) - 1)
    return (length | 1 << 7 * width).to_bytes(width, "big")


def _void(length: int) -> bytes:
    """An element of `length` bytes that says nothing. Raises ValueError where it would have to be shorter than one."""
    if length < 2:
        raise ValueError("there is too little room in the track")
    if length < 10:
        return VOID + _size(length - 2) + bytes(length - 2)
    return VOID + (1 << 56 | length - 9).to_bytes(8, "big") + bytes(length - 9)


def _unsigned(value: int) -> bytes:
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")
