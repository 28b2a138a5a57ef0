"""Video files: times as in the source, sound beside the picture, in place when they are whole."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

from engine.errors import ExportError
from engine.export.atomic import flush_to_disk, partial_path, put_in_place_or_beside, remove_quietly, write_failure
from engine.export.audio import AudioFeed
from engine.export.coded import CodedCanvas, CodedPicture
from engine.export.encoders import (
    VideoJob,
    configure,
    context_matrix,
    is_full_range,
    output_colour,
    padded_size,
    quiet_svt,
    range_code,
)
from engine.export.hdr import encoder_options
from engine.export.hdr_boxes import write_hdr_boxes
from engine.export.matroska_header import ROOM, TrackFacts, write_track_header
from engine.export.planes import video_frame
from engine.render.compositor import Painted


class VideoFileWriter:
    """A `PictureWriter` for one video file."""

    def __init__(self, job: VideoJob) -> None:
        self._job = job
        quiet_svt()
        self._partial = partial_path(job.target)
        self._feeds: list[AudioFeed] = []
        self._colour = output_colour(job.colour, job.height, job.format)
        self._size = padded_size(job.width, job.height, job.format)
        self._canvas: CodedCanvas | None = None
        self._done = False
        self._facts = _track_facts(job)
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

    def write(self, picture: Painted | CodedPicture, time_pts: int, duration_pts: int) -> None:
        frame = self._drawn(picture) if isinstance(picture, CodedPicture) else self._converted(picture)
        self._tag(frame)
        frame.pts, frame.time_base = time_pts, self._job.time_base
        frame.duration = duration_pts
        with self._failures():
            self._mux(self._stream.encode(frame), time_pts * self._job.time_base)

    def finish(self) -> None:
        try:
            with self._failures():
                self._mux(self._stream.encode(None), None)
                self._container.close()
                self._complete_header()
                flush_to_disk(self._partial)
            put_in_place_or_beside(self._partial, self._job.target)
        except BaseException:
            self.abort()
            raise
        self._done = True
        self._close_feeds()

    def _complete_header(self) -> None:
        """What PyAV has no way to tell a muxer."""
        job = self._job
        if self._facts is not None:
            write_track_header(self._partial, self._facts)
        elif job.hdr is not None:
            write_hdr_boxes(self._partial, job.hdr)

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
        stream = self._container.add_stream(form.codec, rate=job.rate, options=encoder_options(form, job.hdr))
        assert isinstance(stream, VideoStream)
        stream.time_base = job.time_base
        if self._facts is not None:
            stream.metadata["title"] = ROOM
        configure(stream.codec_context, job)
        if job.timecode and form.carries_timecode:
            stream.metadata["timecode"] = job.timecode
        return stream

    # -- pixels ----------------------------------------------------------------------------------------------------

    def _converted(self, picture: Painted) -> av.VideoFrame:
        colour = self._colour
        rgb = self._padded(picture.rgb)
        alpha = None if picture.alpha is None else self._padded(picture.alpha)
        box = picture.box if rgb is picture.rgb else None
        form, whole = self._job.format, is_full_range(self._job)
        return video_frame(rgb, alpha, form.pixel_format, colour.matrix, whole, box)

    def _drawn(self, picture: CodedPicture) -> av.VideoFrame:
        if self._canvas is None:
            self._canvas = CodedCanvas(*self._size, self._job.format.pixel_format)
        return self._canvas.drawn(picture)

    def _tag(self, frame: av.VideoFrame) -> None:
        """ProRes takes the tags of its own header from here."""
        colour = self._colour
        frame.colorspace, frame.color_range = context_matrix(self._job.format, colour), range_code(self._job)
        frame.color_primaries, frame.color_trc = colour.primaries, colour.transfer

    def _padded(self, plane: NDArray[Any]) -> NDArray[Any]:
        """Repeat the last column or row up to the coded size."""
        down, right = self._size[1] - plane.shape[0], self._size[0] - plane.shape[1]
        if not down and not right:
            return plane
        return np.asarray(cv2.copyMakeBorder(plane, 0, down, 0, right, cv2.BORDER_REPLICATE))

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


def _track_facts(job: VideoJob) -> TrackFacts | None:
    """What has to be put into a Matroska file's track by hand; None where nothing has."""
    if not job.format.is_matroska or (job.pixel_aspect == 1 and job.hdr is None):
        return None
    return TrackFacts(job.pixel_aspect, job.hdr)
