"""A background for the display: opened by a job, read by the picture thread, closed by whoever let it go."""

from __future__ import annotations

import threading
from collections.abc import Generator
from pathlib import Path

import numpy as np

from engine.errors import MediaError
from engine.export.plate import PlateReader
from engine.export.plate import open_plate as open_reader
from engine.render.pixels import Picture


class OpenPlate:
    """Frame by frame as the export has it: its first frame is behind the range's first one, and it begins again when
    it ends. Safe from any thread."""

    def __init__(self, reader: PlateReader, first: int) -> None:
        self._reader = reader
        self._first = first
        self._lock = threading.Lock()
        self._is_closed = False
        self._last: Picture | None = None

    def picture(self, frame: int) -> Picture | None:
        """(h, w, 3) uint8 behind the clip's `frame`; where it cannot be read the one before; None: closed."""
        with self._lock:
            if self._is_closed:
                return None
            try:
                self._last = _as_8_bit(self._reader.picture(frame - self._first))
            except MediaError:
                return self._last
            return self._last

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            self._reader.close()


def open_plate(path: Path, first: int) -> Generator[object, None, OpenPlate]:
    """A job. `first`: the frame of the clip that the background begins behind. Raises ExportError, MediaError."""
    yield None
    reader = open_reader(path)
    assert reader is not None
    plate = OpenPlate(reader, first)
    try:
        plate.picture(first)
        yield None
    except BaseException:
        plate.close()
        raise
    return plate


def _as_8_bit(picture: Picture) -> Picture:
    return np.asarray(picture >> 8, np.uint8) if picture.dtype == np.uint16 else picture
