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
    said = ", ".join(names)
    return f"not said, taken as {said}" if tags.guessed else said


def is_hdr(tags: ColourTags) -> bool:
    """PQ or HLG: brighter than a display's white, so viewing needs tone mapping."""
    return tags.transfer in (PQ, HLG)


def encode_srgb(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Linear light to sRGB codes, both 0..1; clipped (IEC 61966-2-1)."""
    clipped = np.clip(light, 0, 1).astype(np.float32)
    return np.where(clipped <= 0.0031308, 12.92 * clipped, 1.055 * clipped ** np.float32(1 / 2.4) - 0.055)


# -- light ------------------------------------------------------------------------------------------------------------

REFERENCE_WHITE_NITS = 203.0
"""Where white paper lies in PQ and HLG programmes (ITU-R BT.2408)."""

HLG_PEAK_NITS = 1000.0
HLG_SYSTEM_GAMMA = 1.2
DISPLAY_GAMMA = 2.4
"""ITU-R BT.1886: how SDR screens turn codes into light."""

TONE_KNEE = 0.6
"""Light below this part of reference white is shown as it is; above it is rolled off."""

TO_BT709 = {
    9: ((1.660491, -0.587641, -0.072850), (-0.124550, 1.132900, -0.008349), (-0.018151, -0.100579, 1.118730)),
    12: ((1.224940, -0.224940, 0.0), (-0.042057, 1.042057, 0.0), (-0.019638, -0.078636, 1.098274)),
}
"""Linear RGB of other primaries (H.273 code points) to linear BT.709, both with the D65 white (ITU-R BT.2087)."""


def linear_light(codes: NDArray[np.float32], transfer: int) -> NDArray[np.float32]:
    """R'G'B' codes 0..1 → linear light, reference white at 1 (HDR goes above).

    PQ by SMPTE ST 2084, HLG by ITU-R BT.2100 with its system gamma, sRGB by IEC 61966-2-1; camera curves (BT.709,
    601, 2020) are undone as a screen does, by BT.1886, so that light is what was seen in grading.
    """
    e = np.clip(codes, 0, 1).astype(np.float32)
    if transfer == LINEAR:
        return e
    if transfer == PQ:
        return (pq_nits(e) / REFERENCE_WHITE_NITS).astype(np.float32)
    if transfer == HLG:
        return _hlg_light(e)
    if transfer == SRGB:
        return np.where(e <= 0.04045, e / 12.92, ((e + 0.055) / 1.055) ** 2.4).astype(np.float32)
    gamma = {4: 2.2, 5: 2.8}.get(transfer, DISPLAY_GAMMA)
    return (e**gamma).astype(np.float32)


def pq_nits(codes: NDArray[np.float32]) -> NDArray[np.float32]:
    """SMPTE ST 2084 EOTF: codes 0..1 → cd/m², 0..10000."""
    m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 4096 * 128, 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
    p = codes.astype(np.float64) ** (1 / m2)
    return (10000 * (np.maximum(p - c1, 0) / (c2 - c3 * p)) ** (1 / m1)).astype(np.float32)


def _hlg_light(codes: NDArray[np.float32]) -> NDArray[np.float32]:
    """ITU-R BT.2100 table 5: inverse OETF, then the OOTF on BT.2020 luma; (..., 3)."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(codes <= 0.5, codes**2 / 3, (np.exp((codes - c) / a) + b) / 12)
    luma = scene @ np.array([0.2627, 0.6780, 0.0593])
    nits = HLG_PEAK_NITS * np.maximum(luma, 1e-6)[..., None] ** (HLG_SYSTEM_GAMMA - 1) * scene
    return (nits / REFERENCE_WHITE_NITS).astype(np.float32)


def needs_display_mapping(tags: ColourTags) -> bool:
    """Whether the clip's codes look wrong on an ordinary (SDR, BT.709) screen: HDR, or wide primaries."""
    return is_hdr(tags) or tags.primaries in TO_BT709


def for_display(codes: NDArray[np.float32], tags: ColourTags) -> NDArray[np.float32]:
    """(..., 3) codes 0..1 of the clip → codes 0..1 of an SDR BT.709 screen.

    Highlights are rolled off on the largest channel, so that hues stay; what lies outside BT.709 is clipped.
    """
    whole = resolved(tags)
    light = linear_light(codes, whole.transfer)
    if is_hdr(tags):
        light = _rolled_off(light)
    if whole.primaries in TO_BT709:
        light = light @ np.array(TO_BT709[whole.primaries], np.float32).T
    return np.clip(light, 0, 1).astype(np.float32) ** np.float32(1 / DISPLAY_GAMMA)


def _rolled_off(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Straight up to the knee, then an exponential shoulder that ends at 1, with no corner between."""
    peak = np.maximum(light.max(axis=-1, keepdims=True), np.float32(1e-6))
    room = 1 - TONE_KNEE
    shoulder = TONE_KNEE + room * (1 - np.exp(-(peak - TONE_KNEE) / room))
    return (light * np.where(peak > TONE_KNEE, shoulder / peak, 1)).astype(np.float32)


def display_cube(tags: ColourTags, size: int) -> NDArray[np.float32]:
    """(size³, 3): `for_display` on an even grid of codes, red changing fastest, as .cube files order it."""
    steps = np.linspace(0, 1, size, dtype=np.float32)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    return for_display(np.stack([red, green, blue], axis=-1).reshape(-1, 3), tags)
