"""Cryptomatte: which object covers how much of each pixel, by a hash of its name.

Friedman & Jones, "Fully Automatic ID Mattes with Support for Motion Blur and Transparency" (SIGGRAPH 2015), and the
"Cryptomatte Specification" 1.2.0: MurmurHash3 (32 bit, seed 0) as a float, ranks sorted by coverage.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.types import Alpha

TYPE_NAME = "ClickMatteObject"
Planes = dict[str, NDArray[np.float32]]

_MASK = 0xFFFFFFFF


def murmur3_32(data: bytes, seed: int = 0) -> int:
    """MurmurHash3_x86_32 (Appleby, public domain description)."""
    value = seed
    whole = len(data) // 4 * 4
    for (word,) in struct.iter_unpack("<I", data[:whole]):
        value ^= _scramble(word)
        value = ((value << 13 | value >> 19) & _MASK) * 5 + 0xE6546B64 & _MASK
    value ^= _scramble(int.from_bytes(data[whole:], "little"))
    value ^= len(data)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        value = (value ^ value >> shift) * factor & _MASK
    return value ^ value >> 16


def _scramble(word: int) -> int:
    word = word * 0xCC9E2D51 & _MASK
    return (word << 15 | word >> 17) * 0x1B873593 & _MASK


def float_bits(name: str) -> int:
    """The 32 bits that stand for a name: its hash, with one bit turned where it would be NaN, infinite or denormal."""
    bits = murmur3_32(name.encode("utf-8"))
    exponent = bits >> 23 & 255
    return bits ^ 1 << 23 if exponent in (0, 255) else bits


def identity(name: str) -> np.float32:
    """Those bits as the float that is stored."""
    return np.frombuffer(struct.pack("<I", float_bits(name)), "<f4")[0]


def visible_shares(alphas: Sequence[Alpha]) -> list[Alpha]:
    """How much of each pixel every object covers, given their alphas from back to front."""
    left = np.ones_like(alphas[0]) if alphas else np.zeros((0, 0), np.float32)
    shares = []
    for alpha in reversed(alphas):
        shares.append(np.asarray(alpha * left, np.float32))
        left = left * (1.0 - alpha)
    return shares[::-1]


def cryptomatte_planes(mattes: Sequence[tuple[str, Alpha]]) -> Planes:
    """Channels for mattes (name, alpha) from back to front: two ranks in each `ClickMatteObjectNN.rgba`.

    The number of channels depends on the number of objects alone, so it is the same on every frame.
    """
    shares = np.stack(visible_shares([alpha for _, alpha in mattes]))
    names = np.array([identity(name) for name, _ in mattes], np.float32)
    order = np.argsort(-shares, axis=0, kind="stable")
    planes: Planes = {}
    empty = np.zeros(shares.shape[1:], np.float32)
    for rank in range(-(-len(mattes) // 2) * 2):
        share, name = empty, empty
        if rank < len(mattes):
            share = np.take_along_axis(shares, order[rank : rank + 1], axis=0)[0]
            name = np.where(share > 0, names[order[rank]], np.float32(0))
        layer, pair = f"{TYPE_NAME}{rank // 2:02d}", "rg" if rank % 2 == 0 else "ba"
        planes[f"{layer}.{pair[0]}"], planes[f"{layer}.{pair[1]}"] = name, share
    return planes


def cryptomatte_header(names: Sequence[str]) -> Mapping[str, str]:
    """The header attributes by which readers find and name the mattes."""
    key = f"cryptomatte/{murmur3_32(TYPE_NAME.encode()):08x}"[:19]
    manifest = {name: f"{float_bits(name):08x}" for name in names}
    return {
        f"{key}/name": TYPE_NAME,
        f"{key}/hash": "MurmurHash3_32",
        f"{key}/conversion": "uint32_to_float32",
        f"{key}/manifest": json.dumps(manifest, ensure_ascii=True, separators=(",", ":")),
    }
