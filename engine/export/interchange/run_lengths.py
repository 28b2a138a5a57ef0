"""COCO's run lengths: masks column by column as the lengths of their runs, packed into letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from pycocotools import mask as run_lengths

from engine.types import BoolMask

SIDE_LIMIT = 16384
"""Larger pictures are refused when read: bounds what a hostile file makes us allocate."""


def encoded(mask: BoolMask) -> dict[str, Any]:
    rle = run_lengths.encode(np.asfortranarray(mask, np.uint8))
    return {"size": [int(v) for v in rle["size"]], "counts": rle["counts"].decode("ascii")}


def decoded(rle: Any) -> BoolMask:
    """A mask from compressed run lengths. Raises ValueError where sizes or counts make no sense."""
    height, width = (int(v) for v in rle["size"])
    if not (0 < height <= SIDE_LIMIT and 0 < width <= SIDE_LIMIT):
        raise ValueError("size")
    counts = rle["counts"]
    if isinstance(counts, list):
        return _from_lengths([int(v) for v in counts], height, width)
    lengths = _lengths(counts.encode("ascii") if isinstance(counts, str) else counts)
    return _from_lengths(lengths, height, width)


def _lengths(packed: bytes) -> list[int]:
    """COCO's packing: five bits a byte, offset by 48, each length from the third on as a difference to the one two
    before. Unpacked here and not by the library, which trusts its input."""
    lengths: list[int] = []
    at = 0
    while at < len(packed):
        value, shift, more = 0, 0, True
        while more:
            if at >= len(packed) or shift > 60:
                raise ValueError("counts")
            byte = packed[at] - 48
            if not 0 <= byte < 64:
                raise ValueError("counts")
            value |= (byte & 0x1F) << shift
            more, at, shift = bool(byte & 0x20), at + 1, shift + 5
            if not more and byte & 0x10:
                value -= 1 << shift
        lengths.append(value + (lengths[-2] if len(lengths) > 2 else 0))
    return lengths


def _from_lengths(lengths: Sequence[int], height: int, width: int) -> BoolMask:
    if any(length < 0 for length in lengths) or sum(lengths) != height * width:
        raise ValueError("counts")
    values = np.arange(len(lengths)) % 2 == 1
    return np.repeat(values, lengths).reshape(width, height).T.copy()
