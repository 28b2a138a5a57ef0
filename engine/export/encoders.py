"""Video files: pixels converted with the matrix and range that the tags say, times as in the source, sound beside.

PyAV keeps pixels and tags apart: setting a tag does not change a conversion, so both are given explicitly, and tags go
on the frame and on the codec context (ProRes has one place for each).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from av.video.stream import VideoStream

from engine.errors import ExportError
from engine.export.atomic import flush_to_disk, partial_path, put_in_place, remove_quietly, write_failure
from engine.export.audio import AudioFeed, AudioPlan
from engine.export.presets import VideoFormat
from engine.media.source import ColourTags
from engine.render.pixels import Picture

SWSCALE_MATRIX = {
    1: Colorspace.ITU709,
    4: Colorspace.FCC,
    5: Colorspace.ITU601,
    6: Colorspace.ITU601,
    7: Colorspace.SMPTE240M,
    9: Colorspace.BT2020,
    10: Colorspace.BT2020,
}
"""H.273 matrix → the converter's own number."""

ACCURATE = int(Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT)
RANGE_LIMITED, RANGE_FULL = 1, 2


@dataclass(frozen=True, slots=True)
class VideoJob:
    """Everything about a file but its pictures."""

    target: Path
    format: VideoFormat
    width: int
    height: int
    """Of the pictures that will come; padding to even sizes is the writer's business."""
    rate: Fraction
    time_base: Fraction
    colour: ColourTags
    """Complete tags: no code point left open."""
    pixel_aspect: Fraction = Fraction(1)
    timecode: str | None = None
    audio: tuple[AudioPlan, ...] = ()
    comment: str = ""


def padded_size(width: int, height: int, form: VideoFormat) -> tuple[int, int]:
    """The coded (width, height): one column or row is repeated where the format needs even numbers."""
    return width + (width % 2 if form.even_width else 0), height + (height % 2 if form.even_height else 0)


class VideoFileWriter:
    """A `PictureWriter` for one video file."""

    def __init__(self, job: VideoJob) -> None:
        self._job = job
        self._partial = partial_path(job.target)
        self._feeds: list[AudioFeed] = []
        self._reformatter = VideoReformatter()
        self._size = padded_size(job.width, job.height, job.format)
        self._done = False
        try:
            self._container = av.open(str(self._partial), "w", format=job.format.container)
        except OSError as error:
            raise write_failure(job.target, error) from error
        try:
            with self._failures():
                self._stream = self._open_stream()
                self._feeds = [AudioFeed(plan, self._container) for plan in job.audio]
        except BaseException:
            self.abort()
            raise

    @property
    def files(self) -> tuple[Path, ...]:
        return (self._job.target,)

    def write(self, picture: Picture, time_pts: int, duration_pts: int) -> None:
        frame = self._converted(picture)
        frame.pts, frame.time_base = time_pts, self._job.time_base
        frame.duration = duration_pts
        with self._failures():
            self._mux(self._stream.encode(frame), time_pts * self._job.time_base)

    def finish(self) -> None:
        try:
            with self._failures():
                self._mux(self._stream.encode(None), None)
                self._container.close()
                flush_to_disk(self._partial)
            put_in_place(self._partial, self._job.target)
        except BaseException:
            self.abort()
            raise
        self._done = True
        self._close_feeds()

    def abort(self) -> None:
        if self._done:
            return
        self._done = True
        self._close_feeds()
        with contextlib.suppress(OSError, ValueError):
            self._container.close()
        remove_quietly(self._partial)

    # -- opening ---------------------------------------------------------------------------------------------------

    def _open_stream(self) -> VideoStream:
        job, form = self._job, self._job.format
        if job.comment:
            self._container.metadata["comment"] = job.comment
        stream = self._container.add_stream(form.codec, rate=job.rate, options=dict(form.options))
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = self._size
        stream.pix_fmt = form.pixel_format
        context = stream.codec_context
        context.time_base = stream.time_base = job.time_base
        context.framerate = job.rate
        context.sample_aspect_ratio = job.pixel_aspect
        context.colorspace = 0 if form.is_rgb else job.colour.matrix
        context.color_primaries, context.color_trc = job.colour.primaries, job.colour.transfer
        context.color_range = RANGE_FULL if self._full_range else RANGE_LIMITED
        if job.timecode and form.container in ("mov", "mp4"):
            stream.metadata["timecode"] = job.timecode
        return stream

    @property
    def _full_range(self) -> bool:
        form = self._job.format
        # ProRes, DNxHR and VP9 with alpha are limited range by definition or in every reader.
        return form.is_rgb or (self._job.colour.full_range and form.codec in ("libx264", "libx265"))

    # -- pixels ----------------------------------------------------------------------------------------------------

    def _converted(self, picture: Picture) -> av.VideoFrame:
        deep = picture.dtype == np.uint16
        if picture.shape[:2] != (self._size[1], self._size[0]):
            down, right = self._size[1] - picture.shape[0], self._size[0] - picture.shape[1]
            picture = np.asarray(cv2.copyMakeBorder(picture, 0, down, 0, right, cv2.BORDER_REPLICATE))
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgba64le" if deep else "rgba")
        colour, form = self._job.colour, self._job.format
        frame.colorspace, frame.color_range = 0, RANGE_FULL
        frame.color_primaries, frame.color_trc = colour.primaries, colour.transfer
        if form.is_rgb:
            out = self._reformatter.reformat(frame, format=form.pixel_format, interpolation=ACCURATE)
        else:
            out = self._reformatter.reformat(
                frame,
                format=form.pixel_format,
                dst_colorspace=SWSCALE_MATRIX.get(colour.matrix, Colorspace.ITU709),
                dst_color_range=ColorRange.JPEG if self._full_range else ColorRange.MPEG,
                interpolation=ACCURATE,
            )
        out.colorspace = 0 if form.is_rgb else colour.matrix
        out.color_range = RANGE_FULL if self._full_range else RANGE_LIMITED
        out.color_primaries, out.color_trc = colour.primaries, colour.transfer
        return out

    # -- muxing ----------------------------------------------------------------------------------------------------

    def _mux(self, packets: Sequence[av.Packet[VideoStream]], seconds: Fraction | None) -> None:
        """Write pictures, then the sound up to their time (None: all of it)."""
        for picture in packets:
            self._container.mux_one(picture)
        for feed in self._feeds:
            for packet in feed.until(seconds):
                self._container.mux_one(packet)

    @contextlib.contextmanager
    def _failures(self) -> Iterator[None]:
        """Turn the library's complaints into sentences."""
        try:
            yield
        except OSError as error:
            raise write_failure(self._job.target, error) from error
        except (av.FFmpegError, ValueError, RuntimeError) as error:
            raise ExportError(
                f"'{self._job.target.name}' could not be encoded as {self._job.format.codec} ({error}).",
                "Choose another preset, or another size.",
            ) from error

    def _close_feeds(self) -> None:
        for feed in self._feeds:
            with contextlib.suppress(OSError, ValueError):
                feed.close()
        self._feeds = []
