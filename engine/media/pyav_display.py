"""HDR and wide-gamut pictures on an ordinary screen, and for the model: a 3-D table, interpolated tetrahedrally."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path

import av
import av.filter
import numpy as np

from engine.errors import MediaError
from engine.media.colour import display_cube
from engine.media.source import ColourTags

GRID = 49
"""Steps of the table along each channel: PQ and HLG codes are even to the eye, so few are needed."""

PIXEL_FORMAT = "gbrp10le"


class DisplayTable:
    """Maps full-range pictures in PIXEL_FORMAT, size fixed at the first. For one thread."""

    def __init__(self, tags: ColourTags, width: int, height: int) -> None:
        self._graph = av.filter.Graph()
        pixel_format = av.VideoFormat(PIXEL_FORMAT, width, height)
        self._entry = self._graph.add_buffer(
            width=width, height=height, format=pixel_format, time_base=Fraction(1, 1000)
        )
        with tempfile.TemporaryDirectory(prefix="clickmatte-") as folder:
            path = Path(folder) / "display.cube"
            with path.open("w", encoding="ascii") as file:
                file.write(f"LUT_3D_SIZE {GRID}\n")
                np.savetxt(file, display_cube(tags, GRID), fmt="%.6f")
            table = self._graph.add("lut3d", file=str(path), interp="tetrahedral")
            self._exit = self._graph.add("buffersink")
            self._entry.link_to(table)
            table.link_to(self._exit)
            self._graph.configure()

    def mapped(self, frame: av.VideoFrame) -> av.VideoFrame:
        """The picture as an SDR screen shows it."""
        self._entry.push(frame)
        made = self._exit.pull()
        if not isinstance(made, av.VideoFrame):
            raise MediaError("The picture's colours cannot be mapped to this screen.", "Convert the clip to SDR.")
        return made
