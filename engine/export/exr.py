"""OpenEXR: linear light, premultiplied, as the format's documentation wants it; half or float; layers by name."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import OpenEXR
from numpy.typing import NDArray

from engine.export.cryptomatte import cryptomatte_header, cryptomatte_planes
from engine.export.formats import SequenceFormat
from engine.export.transfer import CHROMATICITIES, to_linear
from engine.render.compositor import Painted
from engine.render.pixels import full_scale
from engine.types import Alpha


def write_exr(
    path: Path,
    picture: Painted,
    form: SequenceFormat,
    premultiplied: bool,
    transfer: int,
    primaries: int = 1,
    pixel_aspect: Fraction = Fraction(1),
) -> None:
    """Write one picture, uint8 or uint16. Raises OSError, also where the disk is full.

    `form.linear`: coded values become linear light, and colours are multiplied by alpha; else both stay as they are.
    `premultiplied` says whether the picture already is. Objects go into layers or a Cryptomatte as `form` says.
    """
    planes = _colour_planes(picture, form, premultiplied, transfer)
    header: dict[str, Any] = {"chromaticities": CHROMATICITIES.get(primaries)}
    header["pixelAspectRatio"] = float(pixel_aspect)
    if form.layers:
        planes |= {f"{name}.A": alpha for name, alpha in _layer_names(picture)}
    if form.cryptomatte and picture.mattes:
        planes |= cryptomatte_planes(picture.mattes)
        header |= cryptomatte_header([name for name, _ in picture.mattes])
    write_planes(path, planes, half=form.bits == 16, header=header)


def _colour_planes(
    picture: Painted, form: SequenceFormat, premultiplied: bool, transfer: int
) -> dict[str, NDArray[np.float32]]:
    top = np.float32(full_scale(picture.rgb))
    colours = picture.rgb.astype(np.float32) / top
    alpha = np.ones(colours.shape[:2], np.float32) if picture.alpha is None else picture.alpha.astype(np.float32) / top
    if form.linear:
        if premultiplied:
            share = np.maximum(alpha, np.float32(1e-6))[..., None]
            colours = np.where(alpha[..., None] > 0, np.minimum(colours / share, 1.0), 0.0).astype(np.float32)
        colours = to_linear(colours, transfer) * alpha[..., None]
    planes = {"R": colours[..., 0], "G": colours[..., 1], "B": colours[..., 2]}
    return planes | {"A": alpha} if form.alpha else planes


def _layer_names(picture: Painted) -> Iterator[tuple[str, Alpha]]:
    """Names that are free of what separates layers from channels, and differ from each other."""
    taken: set[str] = set()
    for name, alpha in picture.mattes:
        plain = name.replace(".", "_").strip() or "object"
        unique, number = plain, 2
        while unique in taken:
            unique, number = f"{plain}_{number}", number + 1
        taken.add(unique)
        yield unique, alpha


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
