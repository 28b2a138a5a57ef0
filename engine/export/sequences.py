"""One file for each frame: PNG, TIFF, WebP, OpenEXR."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from engine.errors import ExportError
from engine.export.atomic import flush_to_disk, move_into, partial_path, put_in_place, remove_quietly, write_failure
from engine.export.coded import CodedPicture
from engine.export.formats import SequenceFormat, StillKind
from engine.render.compositor import Painted
from engine.render.pixels import Picture, with_alpha

PNG_LEVEL = 3
"""zlib level: higher ones save 5 % and take twice the time."""


@dataclass(frozen=True, slots=True)
class SequenceJob:
    """A folder of numbered pictures, or one picture (`single`)."""

    target: Path
    """The folder; for a single picture the file."""
    format: SequenceFormat
    pattern: str = "{number:05d}"
    """Name of one picture without its suffix; `{number}` is the frame's number."""
    start_number: int = 0
    premultiplied: bool = False
    transfer: int = 1
    primaries: int = 1
    """H.273 code points of the pictures, for formats in linear light."""
    single: bool = False
    pixel_aspect: Fraction = Fraction(1)


class SequenceWriter:
    """A `PictureWriter` for numbered pictures: a hidden folder beside the target until all are there."""

    def __init__(self, job: SequenceJob) -> None:
        self._job = job
        self._folder = partial_path(job.target).with_suffix("")
        self._names: list[str] = []
        self._done = False
        try:
            self._folder.mkdir()
        except OSError as error:
            raise write_failure(job.target, error) from error

    @property
    def files(self) -> tuple[Path, ...]:
        if self._job.single:
            return (self._job.target,)
        return tuple(self._job.target / name for name in self._names)

    def write(self, picture: Painted | CodedPicture, time_pts: int, duration_pts: int) -> None:
        self.write_named(self.reserve(), picture)

    def reserve(self) -> str:
        """The next picture's name; names are given in the order of the frames."""
        number = self._job.start_number + len(self._names)
        self._names.append(self._job.pattern.format(number=number) + self._job.format.suffix)
        return self._names[-1]

    def write_named(self, name: str, picture: Painted | CodedPicture) -> None:
        """Write a picture whose name was reserved. May run on several threads at once. Raises ExportError."""
        assert isinstance(picture, Painted)
        try:
            self._write(self._folder / name, picture)
        except OSError as error:
            raise write_failure(self._job.target / name, error) from error

    def _write(self, path: Path, picture: Painted) -> None:
        job = self._job
        if job.format.kind is StillKind.EXR:
            from engine.export.exr import write_exr

            write_exr(path, picture, job.format, job.premultiplied, job.transfer, job.primaries, job.pixel_aspect)
        elif job.format.kind is StillKind.TIFF and job.format.layers:
            from engine.export.layered_tiff import layered_tiff

            flat = with_alpha(picture.rgb, picture.alpha)
            path.write_bytes(layered_tiff(flat, picture.layers, job.premultiplied))
        else:
            path.write_bytes(encode_still(with_alpha(picture.rgb, picture.alpha), job.format, job.premultiplied))
        if job.single:
            flush_to_disk(path)

    def finish(self) -> None:
        try:
            self._put_in_place()
        except BaseException:
            self.abort()
            raise
        self._done = True
        remove_quietly(self._folder)

    def abort(self) -> None:
        if not self._done:
            self._done = True
            remove_quietly(self._folder)

    def _put_in_place(self) -> None:
        target = self._job.target
        if self._job.single:
            put_in_place(self._folder / self._names[0], target)
            return
        if not target.exists():
            put_in_place(self._folder, target)
            return
        move_into(self._folder, target)


def encode_still(picture: Picture, form: SequenceFormat, premultiplied: bool) -> bytes:
    """One picture (h, w, 4), uint8 or uint16, as a PNG's, TIFF's or WebP's bytes. Raises ExportError."""
    if form.kind is StillKind.TIFF:
        return _tiff(picture, form, premultiplied)
    suffix = ".png" if form.kind is StillKind.PNG else ".webp"
    options = (
        [cv2.IMWRITE_PNG_COMPRESSION, PNG_LEVEL] if form.kind is StillKind.PNG else [cv2.IMWRITE_WEBP_QUALITY, 101]
    )
    with contextlib.suppress(cv2.error):
        good, data = cv2.imencode(suffix, _blue_first(picture, form.alpha), options)
        if good:
            return bytes(data.tobytes())
    raise ExportError(
        f"A picture of {picture.shape[1]} × {picture.shape[0]} cannot be written as {form.kind.value.upper()}.",
        "Choose another format or a smaller size.",
    )


def _blue_first(picture: Picture, alpha: bool) -> Picture:
    """As OpenCV wants it. A grey picture without alpha is kept as one plane."""
    if alpha:
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGBA2BGRA))
    red, green, blue = picture[..., 0], picture[..., 1], picture[..., 2]
    if np.array_equal(red, green) and np.array_equal(green, blue):
        return np.ascontiguousarray(red)
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGBA2BGR))


def _tiff(picture: Picture, form: SequenceFormat, premultiplied: bool) -> bytes:
    import tifffile

    stream = io.BytesIO()
    tifffile.imwrite(
        stream,
        picture if form.alpha else picture[..., :3],
        photometric="rgb",
        extrasamples=(["ASSOCALPHA" if premultiplied else "UNASSALPHA"]) if form.alpha else None,
        compression="zlib",
        predictor=True,
        metadata=None,
    )
    return stream.getvalue()
