"""What every kind of clip offers, whatever it is made of: a video file, a folder of stills, one still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from engine.media.hdr import HdrMetadata
from engine.types import FrameIndex, Plane16, Pts, Rgb8, Rgb16


class DecodeThreads(StrEnum):
    """How a decoder may use several cores; AUTO is FFmpeg's choice (frames, then slices)."""

    AUTO = "auto"
    SLICE = "slice"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a clip is read. The defaults suit every ordinary file."""

    deinterlace: bool = False
    """Make one full picture of each interlaced frame (bwdif, one frame per frame)."""
    colour_guess: str | None = None
    """'bt601', 'bt709' or 'bt2020' for files that do not say; None: by size."""
    alpha: bool = True
    """Read the source's own alpha where it has one."""
    threads: DecodeThreads = DecodeThreads.AUTO
    cache_bytes: int = 256 * 2**20
    """Most memory that decoded frames may take in one source."""
    still_rate: Fraction = Fraction(24)
    """Frames a second of numbered stills, which do not say."""


@dataclass(frozen=True, slots=True)
class ColourTags:
    """ISO/IEC 23091-2 (H.273) code points, as in the file; 2 means unspecified.

    `guessed` names what was assumed instead."""

    primaries: int = 2
    transfer: int = 2
    matrix: int = 2
    full_range: bool = False
    guessed: str | None = None


@dataclass(frozen=True, slots=True)
class AudioInfo:
    """One audio stream."""

    index: int
    codec: str
    sample_rate_hz: int
    channels: int
    layout: str
    duration: Fraction | None
    """Seconds."""


@dataclass(frozen=True, slots=True)
class ClipInfo:
    """What a clip is. Sizes are of the upright picture in its stored grid: rotated, pixel aspect not applied."""

    path: Path
    container: str
    codec: str
    width: int
    height: int
    pixel_aspect: Fraction
    rotation: int
    """Degrees clockwise the stored picture was turned by to stand upright: 0, 90, 180 or 270."""
    rate: Fraction
    """Nominal frames a second; exact for constant rate."""
    time_base: Fraction
    frame_count: int | None
    """None until the index is complete."""
    duration: Fraction
    """Seconds."""
    variable_rate: bool
    pixel_format: str
    bit_depth: int
    has_alpha: bool
    interlaced: bool
    colour: ColourTags
    audio: tuple[AudioInfo, ...] = ()
    start_timecode: str | None = None
    warnings: tuple[str, ...] = ()
    """Sentences a person should read: guesses made, damage found."""
    hdr: HdrMetadata | None = None
    """HDR10's mastering display and light levels, where the clip says them."""


class Frame(Protocol):
    """One displayed frame, upright. Conversions are made on demand and may be called from any thread, one at a time."""

    @property
    def index(self) -> FrameIndex: ...
    @property
    def pts(self) -> Pts: ...
    @property
    def duration_pts(self) -> int:
        """How long it is shown, in time-base units; 0 where unknown."""
        ...

    def rgb8(self) -> Rgb8:
        """(height, width, 3) uint8, in the clip's own transfer and primaries, full range, C-contiguous."""
        ...

    def rgb16(self) -> Rgb16:
        """(height, width, 3) uint16, full range 0..65535: keeps 10 and 12 bit sources."""
        ...

    def alpha16(self) -> Plane16 | None:
        """(height, width) uint16 0..65535, or None where the source has no alpha."""
        ...

    def display8(self) -> Rgb8:
        """`rgb8` for eyes and for the model: PQ, HLG and wide primaries are mapped to an SDR BT.709 screen; every
        other clip is given as it is."""
        ...

    def preview8(self, size: tuple[int, int] | None = None) -> Rgb8:
        """As `display8` but quick: a few codes off at edges of colour. For playing, not for keeping.

        `size`: (width, height) of what is wanted, no larger than the frame; reduced while converting, which is less
        work than a whole picture reduced afterwards."""
        ...


class VideoSource(Protocol):
    """A clip, open for reading. Not thread-safe: each thread that reads opens its own (`reopen`)."""

    @property
    def info(self) -> ClipInfo:
        """Grows truer as the index is made: `frame_count` becomes known."""
        ...

    def read(self, index: FrameIndex) -> Frame:
        """The frame, exactly. Raises UsageError outside the clip, MediaError where it cannot be decoded."""
        ...

    def stream(self, start: FrameIndex, stop: FrameIndex | None, step: int = 1) -> Iterator[Frame]:
        """Frames start, start + step, … before `stop` (None: to the end); step 1 or -1. Close it when done."""
        ...

    def pts_of(self, index: FrameIndex) -> Pts:
        """Waits for the index where it must."""
        ...

    def index_of(self, pts: Pts) -> FrameIndex:
        """The frame displayed at `pts`: the last one whose pts is not later."""
        ...

    def frame_count(self) -> int:
        """Waits for the index where it must."""
        ...

    def reopen(self) -> VideoSource:
        """Another, independent reader of the same clip that shares the finished index."""
        ...

    def close(self) -> None: ...
