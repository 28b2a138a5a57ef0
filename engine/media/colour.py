"""What the colour numbers in files mean: H.273 code points, matrices, ranges, guesses for files that do not say.

Code points are those of ITU-T H.273 (ISO/IEC 23091-2), which MP4, MKV, H.264, HEVC, VP9 and ProRes share.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.errors import UsageError
from engine.media.source import ColourTags

UNSPECIFIED = 2
BT709, BT470BG, SMPTE170M, BT2020 = 1, 5, 6, 9
LINEAR, SRGB, PQ, HLG = 8, 13, 16, 18
MATRIX_RGB = 0
HD_MIN_LINES = 720
"""Untagged pictures of this height or more are taken for HD, as players do."""

PRIMARIES_NAMES = {1: "BT.709", 5: "BT.601 (625)", 6: "BT.601 (525)", 9: "BT.2020", 11: "DCI-P3", 12: "Display P3"}
TRANSFER_NAMES = {
    1: "BT.709",
    4: "gamma 2.2",
    5: "gamma 2.8",
    6: "BT.601",
    8: "linear",
    13: "sRGB",
    14: "BT.2020 10 bit",
    15: "BT.2020 12 bit",
    16: "PQ",
    18: "HLG",
}
MATRIX_NAMES = {0: "RGB", 1: "BT.709", 5: "BT.601", 6: "BT.601", 7: "SMPTE 240M", 9: "BT.2020", 10: "BT.2020 constant"}


@dataclass(frozen=True, slots=True)
class ColourGuess:
    """A full set of code points for files that leave them open."""

    name: str
    title: str
    primaries: int
    transfer: int
    matrix: int


GUESSES = {
    guess.name: guess
    for guess in (
        ColourGuess("bt601", "BT.601", SMPTE170M, SMPTE170M, SMPTE170M),
        ColourGuess("bt709", "BT.709", BT709, BT709, BT709),
        ColourGuess("bt2020", "BT.2020", BT2020, 14, BT2020),
    )
}


def guess_for(tags: ColourTags, width: int, height: int, wanted: str | None) -> ColourTags:
    """Tags with `guessed` set where the matrix is open: `wanted`, or by primaries, or by size. Raises UsageError."""
    if wanted is not None and wanted not in GUESSES:
        raise UsageError(f"'{wanted}' is no colour guess.", f"Choose one of: {', '.join(GUESSES)}.")
    if tags.matrix != UNSPECIFIED:
        return tags
    if wanted is None:
        is_hd = min(width, height) >= HD_MIN_LINES or max(width, height) >= 1280
        wanted = "bt2020" if tags.primaries == BT2020 else "bt709" if is_hd else "bt601"
    return replace(tags, guessed=wanted)


def resolved(tags: ColourTags) -> ColourTags:
    """Tags without holes: what is open is filled from the guess (BT.709 where none was made)."""
    guess = GUESSES[tags.guessed or "bt709"]
    return replace(
        tags,
        primaries=guess.primaries if tags.primaries == UNSPECIFIED else tags.primaries,
        transfer=guess.transfer if tags.transfer == UNSPECIFIED else tags.transfer,
        matrix=guess.matrix if tags.matrix == UNSPECIFIED else tags.matrix,
    )


def describe(tags: ColourTags) -> str:
    """For people: 'BT.709, limited range' or 'not said, taken as BT.709, limited range'."""
    whole = resolved(tags)
    names = [PRIMARIES_NAMES.get(whole.primaries, f"primaries {whole.primaries}")]
    if whole.transfer in (LINEAR, PQ, HLG, SRGB):
        names.append(TRANSFER_NAMES[whole.transfer])
    names.append("full range" if tags.full_range else "limited range")
    return ("not said, taken as " if tags.guessed else "") + ", ".join(names)


def is_hdr(tags: ColourTags) -> bool:
    """PQ or HLG: brighter than a display's white, so viewing needs tone mapping."""
    return tags.transfer in (PQ, HLG)


def encode_srgb(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Linear light to sRGB codes, both 0..1; clipped (IEC 61966-2-1)."""
    clipped = np.clip(light, 0, 1).astype(np.float32)
    return np.where(clipped <= 0.0031308, 12.92 * clipped, 1.055 * clipped ** np.float32(1 / 2.4) - 0.055)
