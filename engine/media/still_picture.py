"""One still: its pixels, upright, in 8 or 16 bits."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import ExifTags, Image, UnidentifiedImageError

from engine.errors import MediaError
from engine.media.colour import encode_srgb
from engine.media.orientation import Orientation
from engine.types import Plane16, Rgb8, Rgb16

Codes = NDArray[np.unsignedinteger]

EXIF_ORIENTATIONS = {
    1: Orientation(),
    2: Orientation(True, 0),
    3: Orientation(False, 2),
    4: Orientation(True, 2),
    5: Orientation(True, 1),
    6: Orientation(False, 3),
    7: Orientation(True, 3),
    8: Orientation(False, 1),
}
"""Exif 2.32, 4.6.4 A: tag 274 → mirror first, then quarter turns counter-clockwise."""


@dataclass(frozen=True, slots=True)
class StillPicture:
    """(height, width, 3) and alpha (height, width) or None, uint8 or uint16 both, straight alpha."""

    rgb: Codes
    alpha: Codes | None
    bit_depth: int
    rotation: int = 0

    @property
    def size_bytes(self) -> int:
        return self.rgb.nbytes + (self.alpha.nbytes if self.alpha is not None else 0)

    def rgb8(self) -> Rgb8:
        if self.rgb.dtype == np.uint8:
            return self.rgb.astype(np.uint8)
        return ((self.rgb.astype(np.uint32) * 255 + 32767) // 65535).astype(np.uint8)

    def rgb16(self) -> Rgb16:
        return _to_16(self.rgb)

    def alpha16(self) -> Plane16 | None:
        return None if self.alpha is None else _to_16(self.alpha)


def read_still(path: Path) -> StillPicture:
    """Decode one file. Raises MediaError."""
    try:
        if path.suffix.lower() == ".exr":
            return _read_exr(path)
        if path.suffix.lower() in (".tif", ".tiff"):
            _check_tiff(path)
        with Image.open(path) as image:
            orientation = EXIF_ORIENTATIONS.get(image.getexif().get(ExifTags.Base.Orientation, 1), Orientation())
            if _is_deep(path, image):
                _check_whole(path)
                return _upright(_read_deep(path), orientation)
            return _upright(_read_plain(image), orientation)
    except UnidentifiedImageError:
        raise MediaError(f"“{path.name}” is not a picture this program reads.", _EXPORT_AGAIN) from None
    except FileNotFoundError:
        raise MediaError(f"There is no file “{path}”.", "Check the name and the drive.") from None
    except PermissionError:
        raise MediaError(f"“{path.name}” may not be read.", "Change its permissions or copy it elsewhere.") from None
    except Image.DecompressionBombError:
        raise MediaError(f"“{path.name}” is too large a picture.", "Make it smaller first.") from None
    except (OSError, SyntaxError, ValueError, struct.error):
        raise MediaError(f"“{path.name}” is damaged or cut off.", _EXPORT_AGAIN) from None


_EXPORT_AGAIN = "Export or copy it again as PNG, JPEG, TIFF, WebP, BMP or EXR."


def _is_deep(path: Path, image: Image.Image) -> bool:
    """More than 8 bits a channel; Pillow silently drops the rest of a 16-bit colour PNG."""
    if image.format == "PNG":
        with path.open("rb") as file:
            return file.read(25)[24:] == b"\x10"
    if image.format == "TIFF":
        bits = image.tag_v2.get(258, (1,))  # type: ignore[attr-defined]
        return max(bits if isinstance(bits, tuple) else (bits,)) > 8
    return False


def _check_tiff(path: Path) -> None:
    """Raises OSError where the list of a TIFF's properties lies beyond its end: Pillow would only warn."""
    size_bytes = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(8)
        if head[2:4] not in (b"*\0", b"\0*"):
            return  # BigTIFF, or none at all: Pillow says
        order = "<" if head[:2] == b"II" else ">"
        (start,) = struct.unpack(order + "I", head[4:])
        file.seek(start)
        count = file.read(2)
        if len(count) < 2 or start + 6 + 12 * struct.unpack(order + "H", count)[0] > size_bytes:
            raise OSError("cut off")


def _check_whole(path: Path) -> None:
    """Raises SyntaxError or OSError where a PNG is damaged: OpenCV would go on and print to the terminal."""
    with Image.open(path) as image:
        image.verify()


def _read_plain(image: Image.Image) -> StillPicture:
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    pixels = np.asarray(image.convert("RGBA" if has_alpha else "RGB"))
    return StillPicture(pixels[:, :, :3], pixels[:, :, 3] if has_alpha else None, 8)


def _read_deep(path: Path) -> StillPicture:
    pixels = _tiff_pixels(path) if path.suffix.lower() in (".tif", ".tiff") else _decoded(path)
    if pixels.dtype.kind == "f":
        pixels = np.rint(np.clip(pixels, 0, 1) * 65535)
    codes: Codes = pixels.astype(np.uint16)
    if codes.ndim == 2:
        return StillPicture(np.repeat(codes[:, :, None], 3, axis=2), None, 16)
    if codes.shape[2] == 2:
        return StillPicture(np.repeat(codes[:, :, :1], 3, axis=2), codes[:, :, 1], 16)
    return StillPicture(codes[:, :, :3], codes[:, :, 3] if codes.shape[2] > 3 else None, 16)


def _decoded(path: Path) -> NDArray[np.generic]:
    """Any depth, R G B (A)."""
    pixels = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        raise MediaError(f"“{path.name}” is damaged or cut off.", _EXPORT_AGAIN)
    if pixels.ndim == 2:
        return pixels
    return pixels[:, :, [2, 1, 0, 3] if pixels.shape[2] == 4 else [2, 1, 0]]


def _tiff_pixels(path: Path) -> NDArray[np.generic]:
    """With tifffile, which is silent and exact; compressions it does not know (LZW) are left to OpenCV."""
    try:
        with tifffile.TiffFile(path) as file:
            page = file.pages.first
            pixels = np.asarray(page.asarray())
            return np.moveaxis(pixels, 0, -1) if page.axes.startswith("S") else pixels
    except (ValueError, KeyError):
        return _decoded(path)


def _read_exr(path: Path) -> StillPicture:
    """Linear light, premultiplied by standard; given out straight and sRGB-coded, clipped to 0..1."""
    import OpenEXR

    try:
        channels = OpenEXR.File(str(path), separate_channels=True).channels()
    except RuntimeError:
        raise MediaError(f"“{path.name}” is damaged or no OpenEXR file.", _EXPORT_AGAIN) from None
    names = ("R", "G", "B") if "R" in channels else ("Y", "Y", "Y")
    if names[0] not in channels:
        raise MediaError(f"“{path.name}” holds no colour channels.", "Export it with R, G and B.")
    light = np.stack([np.asarray(channels[n].pixels, np.float32) for n in names], axis=2)
    alpha = None
    if "A" in channels:
        opacity = np.clip(np.asarray(channels["A"].pixels, np.float32), 0, 1)
        light /= np.where(opacity > 0, opacity, np.float32(1))[:, :, None]
        alpha = np.rint(opacity * 65535).astype(np.uint16)
    return StillPicture(np.rint(encode_srgb(light) * 65535).astype(np.uint16), alpha, 16)


def _upright(picture: StillPicture, orientation: Orientation) -> StillPicture:
    alpha: Codes | None = None if picture.alpha is None else orientation.upright(picture.alpha)
    rgb: Codes = orientation.upright(picture.rgb)
    return StillPicture(rgb, alpha, picture.bit_depth, orientation.rotation_cw)


def _to_16(codes: Codes) -> NDArray[np.uint16]:
    return codes.astype(np.uint16) * 257 if codes.dtype == np.uint8 else codes.astype(np.uint16)
