"""How frames are kept in a file: containers, codecs, pixel formats; kinds of single pictures. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AudioKind(StrEnum):
    """What a container does with sound."""

    MOV = "mov"
    MP4 = "mp4"
    MATROSKA = "matroska"
    WEBM = "webm"
    AVI = "avi"
    WAV = "wav"
    """A file of its own beside pictures."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class VideoFormat:
    """One video file."""

    suffix: str
    container: str
    """FFmpeg's name of the muxer."""
    codec: str
    """FFmpeg's name of the encoder."""
    pixel_format: str
    options: tuple[tuple[str, str], ...] = ()
    audio: AudioKind = AudioKind.MOV
    codec_tag: str | None = None
    """The four letters a container names the codec by, where players insist on others than FFmpeg's choice."""
    alpha: bool = False
    deep: bool = False
    """Fed with 16-bit pixels."""
    lossless: bool = False
    even_width: bool = False
    even_height: bool = False
    keeps_colour_tags: bool = True
    only_matrix: int | None = None
    """The one colour matrix (H.273) whose name this codec's own header can carry."""
    time_base_den: int | None = None
    """What the container rounds times to, 1/den seconds; None: it takes any time base."""
    bytes_per_pixel: float = 0.2
    """What a 1080p frame of a real clip took, for the estimate only."""
    frames_per_second: float = 10.0
    """At 1080p on two cores, for the estimate only."""
    decoder: str | None = None
    """The decoder that sees the alpha, where the usual one drops it."""
    hardware: bool = False
    """Wants the graphics hardware's encoder for this codec where one opens; see `engine.export.hardware`."""

    @property
    def is_rgb(self) -> bool:
        """Whether pixels are stored without a colour matrix."""
        return self.pixel_format.startswith(("rgb", "bgr", "gbr", "argb", "abgr"))

    @property
    def is_matroska(self) -> bool:
        """WebM is a part of Matroska."""
        return self.container in ("matroska", "webm")

    @property
    def carries_timecode(self) -> bool:
        """Whether the container has a track for the start timecode."""
        return self.container in ("mov", "mp4")


class StillKind(StrEnum):
    """How a single picture is written."""

    PNG = "png"
    TIFF = "tiff"
    EXR = "exr"
    WEBP = "webp"


@dataclass(frozen=True, slots=True)
class SequenceFormat:
    """One file for each frame."""

    suffix: str
    kind: StillKind
    bits: int
    """8, 16 (integers; for EXR half floats) or 32 (floats)."""
    alpha: bool = True
    linear: bool = False
    """EXR: turned into linear light, premultiplied, as the format's specification wants it."""
    layers: bool = False
    """Every object by name as a layer of its own, on every frame, empty or not: its alpha (EXR), its cut-out (TIFF)."""
    cryptomatte: bool = False
    """EXR: all objects by name, as Cryptomatte."""
    bytes_per_pixel: float = 2.0
    frames_per_second: float = 10.0

    @property
    def deep(self) -> bool:
        """Fed with 16-bit pixels."""
        return self.bits > 8


Format = VideoFormat | SequenceFormat
