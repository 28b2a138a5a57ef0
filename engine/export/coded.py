"""A picture that is in an encoder's own planes already, because nothing of its colours was to be changed."""

from __future__ import annotations

from dataclasses import dataclass

import av
import numpy as np
from numpy.typing import NDArray

from engine.export.planes import LAYOUTS, PlaneLayout
from engine.render.pixels import Plane


@dataclass(frozen=True, slots=True)
class CodedPicture:
    """Y, Cb, Cr and alpha in the codes of a 4:4:4 layout, limited range. Outside of `box` all is black, transparent."""

    box: tuple[slice, slice]
    """Rows and columns of the file's picture."""
    planes: tuple[Plane, Plane, Plane, Plane]
    """uint16 (rows, columns) of the box each."""


def black_codes(layout: PlaneLayout) -> tuple[int, int, int, int]:
    """Y, Cb, Cr and alpha of transparent black, limited range."""
    unit = 1 << (layout.bits - 8)
    return 16 * unit, 128 * unit, 128 * unit, 0


class CodedCanvas:
    """One frame that is drawn on again and again: only what changes is written, most of a cut-out is black for ever."""

    def __init__(self, width: int, height: int, pixel_format: str) -> None:
        self._frame = av.VideoFrame(width, height, pixel_format)
        self._black = black_codes(LAYOUTS[pixel_format])
        self._drawn = (slice(0, height), slice(0, width))
        self._clear()

    def drawn(self, picture: CodedPicture) -> av.VideoFrame:
        """The picture as a frame; it stays valid until the next one is drawn."""
        # An encoder that still holds the last picture keeps it: a copy is made then, and only then.
        self._frame.make_writable()
        if picture.box != self._drawn:
            self._clear()
        for rows, plane in zip(self._rows(), picture.planes, strict=True):
            rows[picture.box] = plane
        self._drawn = picture.box
        return self._frame

    def _clear(self) -> None:
        for rows, code in zip(self._rows(), self._black, strict=True):
            rows[self._drawn] = code

    def _rows(self) -> list[NDArray[np.uint16]]:
        return [
            np.frombuffer(memoryview(plane), np.uint16).reshape(-1, plane.line_size // 2)
            for plane in self._frame.planes
        ]
