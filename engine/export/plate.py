"""The picture or clip behind a cut-out, frame by frame."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from engine.errors import ExportError, MediaError
from engine.media.source import VideoSource
from engine.render.pixels import Picture
from engine.types import FrameIndex

STILLS = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp"})


class PlateReader(Protocol):
    """Gives a background for each exported frame."""

    def picture(self, number: int) -> Picture:
        """(h, w, 3) uint8 or uint16 for the `number`-th exported frame."""
        ...

    def close(self) -> None: ...


class StillPlate:
    """One picture for all frames."""

    def __init__(self, path: Path) -> None:
        data = np.frombuffer(path.read_bytes(), np.uint8)
        picture = cv2.imdecode(data, cv2.IMREAD_COLOR | cv2.IMREAD_ANYDEPTH) if data.size else None
        if picture is None or picture.dtype not in (np.uint8, np.uint16):
            raise ExportError(f"The background '{path.name}' is no picture.", "Choose a PNG, JPEG, TIFF or WebP.")
        self._picture = np.ascontiguousarray(picture[..., ::-1])

    def picture(self, number: int) -> Picture:
        return self._picture

    def close(self) -> None:
        """Nothing is open."""


class MovingPlate:
    """A clip: frame by frame, from its start again when it ends."""

    def __init__(self, source: VideoSource) -> None:
        self._source = source
        self._count = source.frame_count()

    def picture(self, number: int) -> Picture:
        return self._source.read(FrameIndex(number % self._count)).rgb8()

    def close(self) -> None:
        self._source.close()


def open_plate(path: Path | None) -> PlateReader | None:
    """A reader for `path`, or None for None. Raises ExportError, MediaError."""
    if path is None:
        return None
    if path.suffix.lower() in STILLS:
        try:
            return StillPlate(path)
        except OSError as error:
            raise ExportError(f"The background '{path}' cannot be read.", "Choose another picture.") from error
    from engine.media import open_source

    try:
        return MovingPlate(open_source(path))
    except MediaError as error:
        raise ExportError(f"The background '{path.name}' cannot be read. {error}", "Choose another clip.") from error
