"""A clip made of stills: numbered ones in order, or a single one as a clip of one frame."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import cv2
import numpy as np

from engine.errors import MediaError, UsageError
from engine.media.colour import MATRIX_RGB, SRGB
from engine.media.frame_cache import FrameCache
from engine.media.source import ClipInfo, ColourTags, ReadOptions
from engine.media.still_files import StillFiles
from engine.media.still_picture import StillPicture, read_still
from engine.types import FrameIndex, Plane16, Pts, Rgb8, Rgb16


@dataclass(frozen=True, slots=True)
class StillFrame:
    """A `Frame` of a still."""

    index: FrameIndex
    pts: Pts
    duration_pts: int
    picture: StillPicture

    def rgb8(self) -> Rgb8:
        return self.picture.rgb8()

    def rgb16(self) -> Rgb16:
        return self.picture.rgb16()

    def alpha16(self) -> Plane16 | None:
        return self.picture.alpha16()

    def display8(self) -> Rgb8:
        return self.picture.rgb8()

    def preview8(self, size: tuple[int, int] | None = None) -> Rgb8:
        rgb8 = self.picture.rgb8()
        if size in (None, (rgb8.shape[1], rgb8.shape[0])):
            return rgb8
        return np.asarray(cv2.resize(rgb8, size, interpolation=cv2.INTER_AREA), np.uint8)


class StillSource:
    """A `VideoSource` over stills. pts: the number in the name less the first one; a gap holds the frame before."""

    def __init__(self, stills: StillFiles, options: ReadOptions) -> None:
        """Decodes the first still. Raises MediaError."""
        self._stills = stills
        self._options = options
        self._pts = [number - stills.numbers[0] for number in stills.numbers]
        self._cache: FrameCache[StillPicture] = FrameCache(options.cache_bytes)
        first = self._wanted(read_still(stills.files[0]))
        self._cache.keep(0, first)
        self._info = self._describe(first)

    def _describe(self, first: StillPicture) -> ClipInfo:
        suffix = self._stills.files[0].suffix.lower().lstrip(".")
        has_alpha = first.alpha is not None
        linear = ("OpenEXR pictures are shown as sRGB; light above 1 is clipped.",) if suffix == "exr" else ()
        return ClipInfo(
            path=self._stills.path,
            container="stills" if len(self._stills.files) > 1 else "still",
            codec=suffix,
            width=first.rgb.shape[1],
            height=first.rgb.shape[0],
            pixel_aspect=Fraction(1),
            rotation=first.rotation,
            rate=Fraction(self._options.still_rate),
            time_base=1 / Fraction(self._options.still_rate),
            frame_count=len(self._pts),
            duration=(self._pts[-1] + 1) / Fraction(self._options.still_rate),
            variable_rate=self._pts[-1] != len(self._pts) - 1,
            pixel_format=f"{'rgba' if has_alpha else 'rgb'}{first.bit_depth}",
            bit_depth=first.bit_depth,
            has_alpha=has_alpha,
            interlaced=False,
            colour=ColourTags(primaries=1, transfer=SRGB, matrix=MATRIX_RGB, full_range=True),
            warnings=(*self._stills.notes, *linear),
        )

    @property
    def info(self) -> ClipInfo:
        return self._info

    def read(self, index: FrameIndex) -> StillFrame:
        pts = self.pts_of(index)
        picture = self._cache.get(index)
        if picture is None:
            picture = self._load(index)
            self._cache.pass_by(index, picture)
        duration = self._pts[index + 1] - pts if index + 1 < len(self._pts) else 1
        return StillFrame(FrameIndex(index), pts, duration, picture)

    def _load(self, index: int) -> StillPicture:
        file = self._stills.files[index]
        picture = self._wanted(read_still(file))
        height, width = picture.rgb.shape[:2]
        if (width, height) != (self._info.width, self._info.height):
            raise MediaError(
                f"“{file.name}” is {width} × {height}, the first still {self._info.width} × {self._info.height}.",
                "All stills of a clip must have the same size.",
            )
        return picture

    def _wanted(self, picture: StillPicture) -> StillPicture:
        return picture if self._options.alpha else replace(picture, alpha=None)

    def stream(self, start: FrameIndex, stop: FrameIndex | None, step: int = 1) -> Iterator[StillFrame]:
        if step not in (1, -1):
            raise UsageError("Frames are streamed one by one.", "Use step 1 or -1.")
        end = (len(self._pts) if stop is None else min(stop, len(self._pts))) if step == 1 else -1
        if step == -1 and stop is not None:
            end = max(stop, -1)
        return (self.read(FrameIndex(i)) for i in range(start, end, step))

    def pts_of(self, index: FrameIndex) -> Pts:
        if not 0 <= index < len(self._pts):
            raise UsageError(
                f"Frame {index} is outside the clip, which has {len(self._pts)} frames.",
                f"Frames count from 0 to {len(self._pts) - 1}.",
            )
        return Pts(self._pts[index])

    def index_of(self, pts: Pts) -> FrameIndex:
        return FrameIndex(max(bisect_right(self._pts, pts) - 1, 0))

    def frame_count(self) -> int:
        return len(self._pts)

    def limit_cache(self, limit_bytes: int) -> None:
        """Keep fewer decoded stills than the options say."""
        self._cache.limit(limit_bytes)

    def reopen(self) -> StillSource:
        return StillSource(self._stills, self._options)

    def close(self) -> None:
        self._cache.clear()

    def __enter__(self) -> StillSource:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
