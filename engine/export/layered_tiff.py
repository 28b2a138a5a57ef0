"""TIFF with a layer for each object, as Photoshop and those who read its files open it.

The flat picture is an ordinary TIFF; layers travel in tag 37724 (ImageSourceData). Adobe, "Photoshop TIFF Technical
Notes" (2002) for the tag, "Adobe Photoshop File Formats Specification", section "Layer and Mask Information", for what
is in it. Everything is big-endian, so that keys stand as they are printed there.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

import numpy as np
import tifffile
from numpy.typing import NDArray

from engine.errors import ExportError
from engine.render.compositor import NamedLayer
from engine.render.pixels import Picture, Plane

IMAGE_SOURCE_DATA = 37724
SIGNATURE = b"Adobe Photoshop Document Data Block\0"
LAYER_KEYS = {8: b"Layr", 16: b"Lr16"}
"""The block that holds layers, by bits a channel."""

RAW = 0
CHANNEL_IDS = (-1, 0, 1, 2)
"""Alpha, red, green, blue."""

VISIBLE_FLAGS = 8
"""Bit 3: 'bit 4 has useful information'; bit 1, hidden, is not set."""

MOST_BYTES = 2**32 - 2**20
"""TIFF counts bytes with 32 bits."""


def layered_tiff(flat: Picture, layers: Sequence[NamedLayer], premultiplied: bool) -> bytes:
    """A TIFF's bytes: `flat` (h, w, 4) uint8 or uint16, `layers` from back to front with straight alpha.

    Raises ExportError where it would be larger than TIFF can be.
    """
    block = source_data(layers, 8 * flat.dtype.itemsize)
    if len(block) + flat.nbytes > MOST_BYTES:
        raise ExportError("The layers are too large for a TIFF of 4 GB.", "Export fewer objects, or one file for each.")
    stream = io.BytesIO()
    tifffile.imwrite(
        stream,
        flat,
        byteorder=">",
        photometric="rgb",
        extrasamples=["ASSOCALPHA" if premultiplied else "UNASSALPHA"],
        compression="zlib",
        predictor=True,
        metadata=None,
        extratags=[(IMAGE_SOURCE_DATA, 7, len(block), block, True)],
    )
    return stream.getvalue()


def source_data(layers: Sequence[NamedLayer], bits: int) -> bytes:
    """The value of tag 37724."""
    cut = [(layer, _box(layer.alpha)) for layer in layers]
    records = b"".join(_record(layer, box, bits) for layer, box in cut)
    pixels = b"".join(_channels(layer, box) for layer, box in cut)
    # A negative count says that the flat picture's alpha is the layers' own transparency.
    body = struct.pack(">h", -len(layers)) + records + pixels
    return SIGNATURE + b"8BIM" + LAYER_KEYS[bits] + struct.pack(">I", len(body)) + body + b"\0" * (-len(body) % 4)


def _box(alpha: Plane) -> tuple[int, int, int, int]:
    """Top, left, bottom, right of all that is not transparent; zeros for nothing."""
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    if rows.size == 0:
        return 0, 0, 0, 0
    return int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1


def _record(layer: NamedLayer, box: tuple[int, int, int, int], bits: int) -> bytes:
    top, left, bottom, right = box
    size = 2 + (bottom - top) * (right - left) * bits // 8
    channels = b"".join(struct.pack(">hI", identity, size) for identity in CHANNEL_IDS)
    blending = b"8BIM" + b"norm" + struct.pack(">BBBB", 255, 0, VISIBLE_FLAGS, 0)
    extra = struct.pack(">II", 0, 0) + _pascal(layer.name) + _unicode_name(layer.name)
    return struct.pack(">4iH", *box, len(CHANNEL_IDS)) + channels + blending + struct.pack(">I", len(extra)) + extra


def _pascal(name: str) -> bytes:
    """A length and letters, padded to fours: what older readers show."""
    letters = name.encode("mac_roman", "replace")[:255]
    whole = bytes([len(letters)]) + letters
    return whole + b"\0" * (-len(whole) % 4)


def _unicode_name(name: str) -> bytes:
    letters = name.encode("utf-16-be")
    body = struct.pack(">I", len(letters) // 2) + letters
    body += b"\0" * (-len(body) % 4)
    return b"8BIM" + b"luni" + struct.pack(">I", len(body)) + body


def _channels(layer: NamedLayer, box: tuple[int, int, int, int]) -> bytes:
    top, left, bottom, right = box
    place = slice(top, bottom), slice(left, right)
    planes: list[NDArray[np.uint8] | NDArray[np.uint16]] = [layer.alpha[place]]
    planes += [layer.rgb[..., channel][place] for channel in range(3)]
    return b"".join(struct.pack(">H", RAW) + plane.astype(plane.dtype.newbyteorder(">")).tobytes() for plane in planes)
