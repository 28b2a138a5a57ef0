"""HDR10's static metadata as boxes of QuickTime and MP4 files, where players look before they decode anything.

PyAV gives no way to hand side data to a muxer, so the boxes are put into the finished file: FFmpeg writes its table of
contents last, and nothing lies behind it that would move when it grows.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from engine.export.hdr import display_codes
from engine.media.hdr import HdrMetadata

ROAD = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")
"""From the file to the sample entries of a track."""

LIST_HEAD_BYTES = 8
"""Version, flags and the number of entries, before the entries of `stsd`."""

ENTRY_HEAD_BYTES = 78
"""Of a picture's sample entry, before its boxes (ISO/IEC 14496-12, 12.1.3)."""


def hdr_boxes(hdr: HdrMetadata) -> bytes:
    """`mdcv` and `clli` (ISO/IEC 14496-12, 12.1.5 and 12.1.6); each only where it is known."""
    boxes = b""
    if hdr.display is not None:
        boxes += _box(b"mdcv", struct.pack(">8H2I", *display_codes(hdr.display)))
    if hdr.max_cll_nits or hdr.max_fall_nits:
        boxes += _box(b"clli", struct.pack(">2H", min(hdr.max_cll_nits, 0xFFFF), min(hdr.max_fall_nits, 0xFFFF)))
    return boxes


def write_hdr_boxes(path: Path, hdr: HdrMetadata) -> None:
    """Put the boxes into the sample entry of a QuickTime or MP4 file's picture.

    Raises OSError, and ValueError where the file is not built as FFmpeg builds it."""
    with open(path, "r+b") as file:
        start, size = _contents(file)
        file.seek(start)
        contents = file.read(size)
        grown = _with_added(contents, ROAD, hdr_boxes(hdr))
        file.seek(start)
        file.write(grown)


def _contents(file: BinaryIO) -> tuple[int, int]:
    """Start and size of the table of contents, the last box of the file."""
    length, start = file.seek(0, 2), 0
    while start + 8 <= length:
        file.seek(start)
        size, name = struct.unpack(">I4s", file.read(8))
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
        if name == ROAD[0] and start + size == length:
            return start, size
        start += max(size, 8)
    raise ValueError("the table of contents is not at the end")


def _with_added(data: bytes, road: tuple[bytes, ...], added: bytes) -> bytes:
    """`data`, a row of boxes, with `added` in the picture's entry at the road's end."""
    grown = b""
    for name, body in _boxes(data):
        if name == road[0] and not (name == b"trak" and b"vide" not in _handler(body)):
            body = _with_added(body, road[1:], added) if len(road) > 1 else _grown_list(body, added)
        grown += _box(name, body)
    return grown


def _grown_list(body: bytes, added: bytes) -> bytes:
    entries = b"".join(
        _box(name, _grown_entry(entry, added) if len(entry) >= ENTRY_HEAD_BYTES else entry)
        for name, entry in _boxes(body[LIST_HEAD_BYTES:])
    )
    return body[:LIST_HEAD_BYTES] + entries


def _grown_entry(entry: bytes, added: bytes) -> bytes:
    """After the entry's own boxes; QuickTime may close them with four zeros, which stay last."""
    own = b"".join(_box(name, body) for name, body in _boxes(entry[ENTRY_HEAD_BYTES:]))
    end = ENTRY_HEAD_BYTES + len(own)
    return entry[:end] + added + entry[end:]


def _handler(track: bytes) -> bytes:
    """What kind of media a track holds."""
    media = dict(_boxes(dict(_boxes(track)).get(b"mdia", b"")))
    return media.get(b"hdlr", b"")[8:12]


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and body of one box after the other, as far as they are whole."""
    start = 0
    while start + 8 <= len(data):
        size, name = struct.unpack(">I4s", data[start : start + 8])
        if size < 8 or start + size > len(data):
            return
        yield name, data[start + 8 : start + size]
        start += size


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name) + body
