"""One decoded picture and its conversions: YUV to RGB with matrix and range chosen here, never by default."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TypeVar

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from engine.media.colour import needs_display_mapping, resolved
from engine.media.orientation import Orientation
from engine.media.pyav_display import PIXEL_FORMAT as DISPLAY_FORMAT
from engine.media.pyav_display import DisplayTable
from engine.media.source import ColourTags
from engine.types import FrameIndex, Plane16, Pts, Rgb8, Rgb16

Sample = TypeVar("Sample", bound=np.generic)

SWSCALE_MATRIX = {
    1: Colorspace.ITU709,
    4: Colorspace.FCC,
    5: Colorspace.ITU601,
    6: Colorspace.ITU601,
    7: Colorspace.SMPTE240M,
    9: Colorspace.BT2020,
    10: Colorspace.BT2020,
}
"""H.273 matrix to swscale's own numbering; they differ."""

EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT

QUICK = Interpolation.BILINEAR

REDUCING = Interpolation.AREA
"""Every pixel counts, as in the careful picture that follows when the clip stands still."""


class Converter:
    """Conversions of one clip's pictures. Keeps one reformatter per thread: they may not be shared."""

    def __init__(self, tags: ColourTags, orientation: Orientation, use_alpha: bool) -> None:
        self.orientation = orientation
        self.use_alpha = use_alpha
        self._tags = resolved(tags)
        self.maps_for_display = needs_display_mapping(tags)
        self._local = threading.local()
        self._widening: dict[str, NDArray[np.uint16]] = {}

    @property
    def full_range(self) -> bool:
        return self._tags.full_range

    def for_display(
        self, frame: av.VideoFrame, effort: Interpolation, size: tuple[int, int] | None = None
    ) -> av.VideoFrame:
        """rgb24, as an ordinary screen shows it; `size`: stored (width, height), None: the frame's."""
        table: DisplayTable | None = getattr(self._local, "display", None)
        if table is None:
            table = DisplayTable(self._tags, frame.width, frame.height)
            self._local.display = table
        codes = self.reformat(frame, DISPLAY_FORMAT, QUICK if effort == REDUCING else effort)
        codes.pts = None
        return self.reformat(table.mapped(codes), "rgb24", REDUCING if effort == REDUCING else QUICK, size)

    def widening(self, pixel_format: av.VideoFormat) -> NDArray[np.uint16]:
        """(65536,): swscale's 16-bit codes to codes whose white is 65535; see `swscale_white`."""
        table = self._widening.get(pixel_format.name)
        if table is None:
            white = swscale_white(pixel_format, self._tags.full_range)
            table = np.minimum((np.arange(65536) * 65535 + white // 2) // white, 65535).astype(np.uint16)
            self._widening[pixel_format.name] = table
        return table

    def reformat(
        self,
        frame: av.VideoFrame,
        pixel_format: str,
        effort: Interpolation = EXACT,
        size: tuple[int, int] | None = None,
    ) -> av.VideoFrame:
        """To a packed RGB format, full range; `size`: (width, height), None: the frame's."""
        purpose = f"{pixel_format} {int(effort)}"
        reformatter: VideoReformatter | None = getattr(self._local, purpose, None)
        if reformatter is None:
            reformatter = VideoReformatter()
            setattr(self._local, purpose, reformatter)
        matrix = SWSCALE_MATRIX.get(self._tags.matrix, Colorspace.ITU709)
        width, height = size or (frame.width, frame.height)
        return reformatter.reformat(
            frame,
            width=width,
            height=height,
            format=pixel_format,
            src_colorspace=matrix,
            dst_colorspace=matrix,
            src_color_range=ColorRange.JPEG if self._tags.full_range else ColorRange.MPEG,
            dst_color_range=ColorRange.JPEG,
            interpolation=effort,
        )


class Picture:
    """A decoded picture as the decoder left it; upright RGB on demand. One conversion at a time."""

    def __init__(self, raw: av.VideoFrame, converter: Converter) -> None:
        self._raw = raw
        self._converter = converter
        self._lock = threading.Lock()
        self.size_bytes = sum(plane.buffer_size for plane in raw.planes)

    @property
    def raw(self) -> av.VideoFrame:
        """The picture as stored: not upright, YUV as a rule."""
        return self._raw

    @property
    def orientation(self) -> Orientation:
        """How `raw` is turned to stand upright."""
        return self._converter.orientation

    def rgb8(self) -> Rgb8:
        """Within half a code of the exact value (swscale's 8-bit output of deep full-range YUV is not: 1.4 off)."""
        if bit_depth(self._raw.format) > 8 and self._converter.full_range and not is_rgb_like(self._raw.format):
            return ((self.rgb16().astype(np.uint32) * 255 + 32767) // 65535).astype(np.uint8)
        return self._packed("rgb24", np.dtype(np.uint8))

    def rgb16(self) -> Rgb16:
        if bit_depth(self._raw.format) <= 8 and is_rgb_like(self._raw.format):
            return self.rgb8().astype(np.uint16) * 257
        codes = self._packed("rgb48le", np.dtype("<u2"))
        return self._converter.widening(self._raw.format)[codes]

    def display8(self) -> Rgb8:
        """For eyes and for the model: `rgb8`, with HDR and wide colours mapped to an ordinary screen."""
        return self._shown(EXACT) if self._converter.maps_for_display else self.rgb8()

    def preview8(self, size: tuple[int, int] | None = None) -> Rgb8:
        """As `display8`, quicker: chroma is not interpolated and codes may be a few off. For playing.

        `size`: (width, height), upright, to reduce to."""
        if size is not None and self._raw.interlaced_frame:
            # Marked so even when deinterlaced, and swscale then reduces the two fields each by itself.
            return np.asarray(cv2.resize(self.preview8(), size, interpolation=cv2.INTER_AREA), np.uint8)
        stored = size[::-1] if size is not None and self.orientation.swaps_sides else size
        effort = QUICK if stored in (None, (self._raw.width, self._raw.height)) else REDUCING
        if self._converter.maps_for_display:
            return self._shown(effort, stored)
        return self._packed("rgb24", np.dtype(np.uint8), effort, stored)

    def _shown(self, effort: Interpolation, size: tuple[int, int] | None = None) -> Rgb8:
        with self._lock:
            shown = self._converter.for_display(self._raw, effort, size)
            return self._converter.orientation.upright(plane_view(shown, 0, np.dtype(np.uint8), 3))

    def alpha16(self) -> Plane16 | None:
        if not self._converter.use_alpha or not has_alpha(self._raw.format):
            return None
        with self._lock:
            plane = _alpha_plane(self._raw, self._converter)
        return self._converter.orientation.upright(plane)

    def _packed(
        self,
        pixel_format: str,
        sample: np.dtype[Sample],
        effort: Interpolation = EXACT,
        size: tuple[int, int] | None = None,
    ) -> NDArray[Sample]:
        with self._lock:
            packed = self._converter.reformat(self._raw, pixel_format, effort, size)
            pixels = plane_view(packed, 0, sample, 3)
            return self._converter.orientation.upright(pixels)


def plane_view(frame: av.VideoFrame, plane: int, sample: np.dtype[Sample], channels: int) -> NDArray[Sample]:
    """(height, width, channels), or (height, width) for one channel: a view into the frame's own memory."""
    stored = frame.planes[plane]
    rows = np.frombuffer(memoryview(stored), np.uint8).reshape(-1, stored.line_size)[: stored.height]
    used = rows[:, : stored.width * channels * sample.itemsize].view(sample)
    return used.reshape(stored.height, stored.width, channels) if channels > 1 else used


def has_alpha(pixel_format: av.VideoFormat) -> bool:
    """Whether pictures of this format carry an alpha channel (or a palette that may)."""
    return any(component.is_alpha for component in pixel_format.components) or pixel_format.name == "pal8"


def is_rgb_like(pixel_format: av.VideoFormat) -> bool:
    """No YUV matrix involved: RGB, grey, palettes."""
    return pixel_format.is_rgb or pixel_format.name.startswith(("gray", "ya", "mono", "pal8"))


def swscale_white(pixel_format: av.VideoFormat, full_range: bool) -> int:
    """The code swscale (FFmpeg 8.1) gives white in rgb48, measured: codes are shifted up, not stretched.

    Limited-range YUV of any depth ends at 255 << 8, full-range YUV and grey at their top code shifted to 16 bits;
    RGB of more than 8 bits is stretched rightly."""
    bits = bit_depth(pixel_format)
    if is_rgb_like(pixel_format) and not pixel_format.name.startswith(("gray", "ya")):
        return 65535
    if full_range or is_rgb_like(pixel_format):
        return ((1 << bits) - 1) << (16 - bits)
    return 255 << 8


def bit_depth(pixel_format: av.VideoFormat) -> int:
    return max(component.bits for component in pixel_format.components)


def _alpha_plane(frame: av.VideoFrame, converter: Converter) -> NDArray[np.uint16]:
    """Alpha stretched to 0..65535 so that full stays full; swscale's own widening leaves it short of that."""
    component = next((c for c in frame.format.components if c.is_alpha), None)
    name = frame.format.name
    if component is None or not (frame.format.is_planar and name.startswith(("yuva", "gbrap"))) or "f32" in name:
        wide = component is not None and component.bits > 8
        packed = converter.reformat(frame, "rgba64le" if wide else "rgba")
        pixels = plane_view(packed, 0, np.dtype("<u2" if wide else np.uint8), 4)[:, :, 3]
        return _stretch(pixels, 16 if wide else 8)
    order = ">u2" if frame.format.is_big_endian else "<u2"
    sample = np.dtype(np.uint8) if component.bits <= 8 else np.dtype(order)
    return _stretch(plane_view(frame, 3, sample, 1), component.bits)


def _stretch(codes: NDArray[np.generic], bits: int) -> NDArray[np.uint16]:
    """n-bit codes to 16 bits, rounded: the largest code becomes 65535."""
    top = (1 << bits) - 1
    widened: NDArray[np.uint32] = codes.astype(np.uint32)
    return ((widened * 65535 + top // 2) // top).astype(np.uint16)


@dataclass(frozen=True, slots=True)
class PyavFrame:
    """A `Frame` of a video file."""

    index: FrameIndex
    pts: Pts
    duration_pts: int
    picture: Picture

    def rgb8(self) -> Rgb8:
        return self.picture.rgb8()

    def rgb16(self) -> Rgb16:
        return self.picture.rgb16()

    def alpha16(self) -> Plane16 | None:
        return self.picture.alpha16()

    def display8(self) -> Rgb8:
        return self.picture.display8()

    def preview8(self, size: tuple[int, int] | None = None) -> Rgb8:
        return self.picture.preview8(size)
