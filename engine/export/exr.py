"""OpenEXR: linear light, premultiplied, as the format's documentation wants it; half or float; layers by name."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import OpenEXR
from numpy.typing import NDArray

from engine.export.presets import SequenceFormat
from engine.export.transfer import CHROMATICITIES, to_linear
from engine.render.pixels import Picture, full_scale


def encode_exr(picture: Picture, form: SequenceFormat, premultiplied: bool, transfer: int, primaries: int = 1) -> bytes:
    """One picture (h, w, 4), uint8 or uint16, as the bytes of an EXR file.

    `form.linear`: coded values become linear light, and colours are multiplied by alpha; else both stay as they are.
    `premultiplied` says whether the picture already is.
    """
    values = picture.astype(np.float32) / full_scale(picture)
    colours: NDArray[Any] = values[..., :3]
    alpha = values[..., 3:]
    if form.linear:
        if premultiplied:
            colours = np.where(alpha > 0, np.minimum(colours / np.maximum(alpha, 1e-6), 1.0), 0.0)
        colours = np.asarray(to_linear(colours.astype(np.float32), transfer) * alpha, np.float32)
    planes = {"R": colours[..., 0], "G": colours[..., 1], "B": colours[..., 2]}
    if form.alpha:
        planes["A"] = alpha[..., 0]
    return encode_planes(planes, half=form.bits == 16, header={"chromaticities": CHROMATICITIES.get(primaries)})


def encode_planes(
    planes: Mapping[str, NDArray[np.float32]], half: bool, header: Mapping[str, Any] | None = None
) -> bytes:
    """Planes (h, w) by channel name (`Layer.Y` for layers) as the bytes of a ZIP-compressed EXR file."""
    kind = np.float16 if half else np.float32
    channels = {name: np.ascontiguousarray(plane, kind) for name, plane in planes.items()}
    attributes = {name: value for name, value in (header or {}).items() if value is not None}
    attributes |= {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    # The library writes to named files only.
    with tempfile.TemporaryDirectory(prefix="clickmatte-exr-") as folder:
        path = Path(folder) / "picture.exr"
        with OpenEXR.File(attributes, channels) as file:
            file.write(str(path))
        return path.read_bytes()
