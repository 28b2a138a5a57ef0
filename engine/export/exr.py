"""OpenEXR: linear light, premultiplied, as the format's documentation wants it; half or float; layers by name."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import OpenEXR
from numpy.typing import NDArray

from engine.export.presets import SequenceFormat
from engine.export.transfer import CHROMATICITIES, to_linear
from engine.render.pixels import Picture, full_scale


def write_exr(
    path: Path, picture: Picture, form: SequenceFormat, premultiplied: bool, transfer: int, primaries: int = 1
) -> None:
    """Write one picture (h, w, 4), uint8 or uint16. Raises OSError, also where the disk is full.

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
    write_planes(path, planes, half=form.bits == 16, header={"chromaticities": CHROMATICITIES.get(primaries)})


def write_planes(
    path: Path, planes: Mapping[str, NDArray[np.float32]], half: bool, header: Mapping[str, Any] | None = None
) -> None:
    """Write planes (h, w) by channel name (`Layer.Y` for layers), ZIP-compressed. Raises OSError."""
    kind = np.float16 if half else np.float32
    channels = {name: np.ascontiguousarray(plane, kind) for name, plane in planes.items()}
    attributes = {name: value for name, value in (header or {}).items() if value is not None}
    attributes |= {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    try:
        with OpenEXR.File(attributes, channels) as file:
            file.write(str(path))
    except RuntimeError as error:
        # The library reports every failure to write alike; its text ends with the system's.
        raise OSError(_errno_in(str(error)), str(error)) from error


def _errno_in(text: str) -> int:
    """Which refusal of the system the library's sentence ends with."""
    for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES):
        if os.strerror(number) in text:
            return number
    return errno.EIO
