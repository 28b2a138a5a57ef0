"""HDR10 static metadata: the display a clip was graded on (SMPTE ST 2086) and how bright it gets (CTA-861.3)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import av

DISPLAY_RATIONALS = 10
"""FFmpeg's AVMasteringDisplayMetadata: x and y of red, green, blue and white, then least and most light, as pairs of
int; two flags follow that say whether the colours and the light are known."""

Xy = tuple[Fraction, Fraction]
"""A CIE 1931 chromaticity."""


@dataclass(frozen=True, slots=True)
class MasteringDisplay:
    """The display that a clip was graded on. Light in cd/m²."""

    red: Xy
    green: Xy
    blue: Xy
    white: Xy
    min_nits: Fraction
    max_nits: Fraction


@dataclass(frozen=True, slots=True)
class HdrMetadata:
    """What HDR10 says once for a whole clip."""

    display: MasteringDisplay | None = None
    max_cll_nits: int = 0
    """Brightest pixel; 0 where it is not known."""
    max_fall_nits: int = 0
    """Brightest frame in its mean; 0 where it is not known."""


def hdr_of(frame: av.VideoFrame) -> HdrMetadata | None:
    """From a decoded frame, where FFmpeg puts what the stream or the container says; None where neither does."""
    said, light = frame.side_data.get("MASTERING_DISPLAY_METADATA"), frame.side_data.get("CONTENT_LIGHT_LEVEL")
    display = None if said is None else _display(_bytes(said))
    cll, fall = (0, 0) if light is None else struct.unpack("=2I", _bytes(light)[:8])
    return HdrMetadata(display, cll, fall) if display is not None or cll or fall else None


def describe_hdr(hdr: HdrMetadata) -> str:
    """For people: 'graded at 0.005 to 1000 cd/m², brightest pixel 1000, brightest frame 400'."""
    said = []
    if hdr.display is not None:
        said.append(f"graded at {float(hdr.display.min_nits):g} to {float(hdr.display.max_nits):g} cd/m²")
    if hdr.max_cll_nits:
        said.append(f"brightest pixel {hdr.max_cll_nits}")
    if hdr.max_fall_nits:
        said.append(f"brightest frame {hdr.max_fall_nits}")
    return ", ".join(said)


def _bytes(side_data: Any) -> bytes:
    return bytes(memoryview(side_data))


def _display(data: bytes) -> MasteringDisplay | None:
    """None where colours or light are missing: encoders and containers take both or nothing."""
    numbers = struct.unpack(f"={2 * DISPLAY_RATIONALS + 2}i", data[: 8 * DISPLAY_RATIONALS + 8])
    pairs = list(zip(numbers[:-2:2], numbers[1:-2:2], strict=True))
    if not all(numbers[-2:]) or any(bottom == 0 for _, bottom in pairs):
        return None
    rx, ry, gx, gy, bx, by, wx, wy, least, most = (Fraction(top, bottom) for top, bottom in pairs)
    return MasteringDisplay((rx, ry), (gx, gy), (bx, by), (wx, wy), least, most)
