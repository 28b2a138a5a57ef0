"""Reading exported files again, for the proof: through a decoder, never from what was kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from engine.errors import ExportError
from engine.export.formats import SequenceFormat, StillKind, VideoFormat
from engine.export.transfer import from_linear
from engine.media import open_source
from engine.media.hdr import HdrMetadata
from engine.render.compositor import Painted
from engine.types import FrameIndex


@dataclass(frozen=True, slots=True)
class VideoBack:
    """What a video file turned out to hold."""

    count: int
    times: tuple[Fraction, ...]
    """Seconds from the first frame on."""
    duration: Fraction
    tags: tuple[int, int, int]
    """Primaries, transfer, matrix (H.273)."""
    pictures: dict[int, Painted]
    """Chosen frames by number."""
    hdr: HdrMetadata | None = None
    pixel_aspect: Fraction = Fraction(1)


def read_video(path: Path, form: VideoFormat, wanted: Sequence[int]) -> VideoBack:
    """Decode a file from beginning to end. Raises MediaError, FFmpegError."""
    if form.container == "apng":
        return _read_apng(path, wanted)
    source = open_source(path)
    try:
        times, pictures, last = [], {}, 0
        for frame in source.stream(FrameIndex(0), None):
            if frame.index in wanted:
                pictures[int(frame.index)] = Painted(frame.rgb16(), frame.alpha16())
            times.append((frame.pts - source.pts_of(FrameIndex(0))) * source.info.time_base)
            last = frame.duration_pts
        info = source.info
        length = times[-1] + (last * info.time_base or 1 / info.rate) if times else Fraction(0)
        tags = (info.colour.primaries, info.colour.transfer, info.colour.matrix)
        return VideoBack(len(times), tuple(times), length, tags, pictures, info.hdr, info.pixel_aspect)
    finally:
        source.close()


def _read_apng(path: Path, wanted: Sequence[int]) -> VideoBack:
    """Animated PNG: FFmpeg's own reader; the program takes .png for a still."""
    times, pictures, step = [], {}, Fraction(0)
    with av.open(str(path), format="apng") as container:
        for number, frame in enumerate(container.decode(video=0)):
            if frame.pts is None or frame.time_base is None:
                raise ExportError(f"A picture of '{path.name}' has no time.")
            if number in wanted:
                pixels = frame.to_ndarray(format="rgba")
                pictures[number] = Painted(pixels[..., :3], pixels[..., 3])
            times.append(frame.pts * frame.time_base)
            step = (frame.duration or 0) * frame.time_base
    start = times[0] if times else Fraction(0)
    times = [time - start for time in times]
    length = (times[-1] if times else Fraction(0)) + step
    return VideoBack(len(times), tuple(times), length, (2, 2, 2), pictures)


def read_still(path: Path, form: SequenceFormat, transfer: int) -> Painted:
    """One picture of a sequence, colours as they were coded before. Raises ExportError."""
    if form.kind is StillKind.EXR:
        return _read_exr(path, form, transfer)
    if form.kind is StillKind.TIFF:
        import tifffile

        pixels = tifffile.imread(path)
    else:
        stored = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_UNCHANGED)
        if stored is None:
            raise ExportError(f"'{path.name}' is no picture.")
        if stored.ndim == 2:
            return Painted(np.dstack([stored] * 3))
        pixels = np.asarray(cv2.cvtColor(stored, cv2.COLOR_BGRA2RGBA if stored.shape[2] == 4 else cv2.COLOR_BGR2RGB))
    if pixels.shape[2] == 3 and form.kind is StillKind.WEBP and form.alpha:
        # The format leaves an alpha out that is full everywhere.
        return Painted(pixels, np.full(pixels.shape[:2], 255, np.uint8))
    return Painted(pixels[..., :3], pixels[..., 3] if pixels.shape[2] == 4 else None)


def _read_exr(path: Path, form: SequenceFormat, transfer: int) -> Painted:
    """Undo what the writer did: divide by alpha, back to coded values."""
    import OpenEXR

    with OpenEXR.File(str(path), separate_channels=True) as file:
        channels = {name: channel.pixels.astype(np.float32) for name, channel in file.channels().items()}
    rgb: NDArray[np.float32] = np.dstack([channels[name] for name in "RGB"])
    alpha = channels.get("A")
    if form.linear:
        if alpha is not None:
            rgb = np.where(alpha[..., None] > 0, rgb / np.maximum(alpha[..., None], 1e-6), 0).astype(np.float32)
        rgb = from_linear(np.maximum(rgb, np.float32(0)), transfer)
    return Painted(_codes(rgb), None if alpha is None else _codes(alpha))


def _codes(plane: NDArray[np.float32]) -> NDArray[np.uint16]:
    return np.rint(np.clip(plane, 0, 1) * 65535).astype(np.uint16)
