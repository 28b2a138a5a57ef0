"""RGB to the planes an encoder wants, exactly: matrix, range, depth and chroma position as the standards have them.

Own arithmetic instead of FFmpeg's scaler, which leaves RGB of 16 bit half a code of 255 too bright in 10 bit YUV.
Matrices: ITU-T H.273, table 4; ranges: equations 20 to 37. Chroma sits on the left column of its pair, and between
the two rows of 4:2:0, as H.264, HEVC and VP9 take it unless told otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from engine.render.pixels import Picture, Plane

LUMA_WEIGHTS: dict[int, tuple[float, float]] = {
    1: (0.2126, 0.0722),
    4: (0.30, 0.11),
    5: (0.299, 0.114),
    6: (0.299, 0.114),
    7: (0.212, 0.087),
    9: (0.2627, 0.0593),
}
"""Kr and Kb by matrix coefficients (H.273)."""


@dataclass(frozen=True, slots=True)
class PlaneLayout:
    """A planar pixel format: where chroma is halved, how many bits, whether YUV or RGB, whether alpha follows."""

    name: str
    bits: int
    halved_x: bool = False
    halved_y: bool = False
    rgb: bool = False
    alpha: bool = False
    interleaved: bool = False
    """Cb and Cr take turns in one plane, and codes fill their words from the top, as graphics hardware has it."""


LAYOUTS = {
    layout.name: layout
    for layout in (
        PlaneLayout("yuv420p", 8, True, True),
        PlaneLayout("yuva420p", 8, True, True, alpha=True),
        PlaneLayout("yuv420p10le", 10, True, True),
        PlaneLayout("yuv422p10le", 10, True),
        PlaneLayout("yuv444p10le", 10),
        PlaneLayout("yuva444p10le", 10, alpha=True),
        PlaneLayout("nv12", 8, True, True, interleaved=True),
        PlaneLayout("p010le", 10, True, True, interleaved=True),
        PlaneLayout("gbrap12le", 12, rgb=True, alpha=True),
        PlaneLayout("gbrap16le", 16, rgb=True, alpha=True),
    )
}


def yuv_matrix(matrix: int, full_range: bool, bits: int, top: int) -> NDArray[np.float64]:
    """(3, 4): Y, Cb, Cr codes of `bits` from R, G, B, 1 where full scale is `top`. Raises KeyError: unknown matrix."""
    kr, kb = LUMA_WEIGHTS[matrix]
    kg = 1.0 - kr - kb
    rows = np.array(
        [
            [kr, kg, kb],
            [-kr / (2 * (1 - kb)), -kg / (2 * (1 - kb)), 0.5],
            [0.5, -kg / (2 * (1 - kr)), -kb / (2 * (1 - kr))],
        ]
    )
    unit = 2.0 ** (bits - 8)
    peak = 2.0**bits - 1
    gains = np.array([peak, peak, peak]) if full_range else np.array([219.0, 224.0, 224.0]) * unit
    offsets = np.array([0.0 if full_range else 16 * unit, 128 * unit, 128 * unit])
    return np.hstack([rows * gains[:, None] / top, offsets[:, None]])


def yuv_planes(rgb: Picture, layout: PlaneLayout, matrix: int, full_range: bool) -> list[Plane]:
    """Y, Cb and Cr of `rgb` (h, w, 3), uint8 or uint16; each code is off by at most half."""
    # Codes must fit the depth they are computed in.
    if rgb.dtype == np.uint8 and layout.bits > 8:
        rgb = rgb.astype(np.uint16) * np.uint16(257)
    transform = yuv_matrix(matrix, full_range, layout.bits, int(np.iinfo(rgb.dtype).max)).astype(np.float32)
    peak = (1 << layout.bits) - 1
    if not layout.halved_x:
        planes = list(cv2.split(cv2.transform(rgb, transform)))
    else:
        luma = cv2.transform(rgb, transform[:1])
        planes = [luma, *cv2.split(cv2.transform(_halved(rgb, layout.halved_y), transform))[1:]]
    dtype = np.uint8 if layout.bits == 8 else np.uint16
    # Only blue or red at full strength in full range reaches one code past the peak.
    return [
        np.minimum(plane, peak).astype(dtype, copy=False) if full_range or plane.dtype != dtype else plane
        for plane in planes
    ]


def _boxed_planes(
    rgb: Picture, layout: PlaneLayout, matrix: int, full_range: bool, box: tuple[slice, slice]
) -> list[Plane]:
    """As `yuv_planes` of a picture that is black outside of `box`."""
    height, width = rgb.shape[:2]
    black = yuv_planes(np.zeros((2, 2, 3), rgb.dtype), layout, matrix, full_range)
    steps = [(1, 1), *[(1 + layout.halved_y, 1 + layout.halved_x)] * 2]
    planes = [
        np.full((-(-height // y), -(-width // x)), dark[0, 0], dark.dtype)
        for dark, (y, x) in zip(black, steps, strict=True)
    ]
    part = np.ascontiguousarray(rgb[box])
    if part.size == 0:
        return planes
    for plane, own, (y, x) in zip(planes, yuv_planes(part, layout, matrix, full_range), steps, strict=True):
        top, left = box[0].start // y, box[1].start // x
        plane[top : top + own.shape[0], left : left + own.shape[1]] = own
    return planes


def _halved(rgb: Picture, rows_too: bool) -> Picture:
    """Every second column after [1 2 1] / 4, and the means of row pairs: colour where chroma samples sit."""
    kernel_x = np.array([[0.25, 0.5, 0.25]], np.float32)
    soft = cv2.filter2D(rgb, -1, kernel_x, borderType=cv2.BORDER_REPLICATE)[:, ::2]
    if not rows_too:
        return np.ascontiguousarray(soft)
    return np.asarray(cv2.resize(soft, (soft.shape[1], soft.shape[0] // 2), interpolation=cv2.INTER_AREA))


def scaled_plane(plane: Plane, bits: int) -> Plane:
    """A full-range plane (uint8 or uint16) in `bits`, rounded to nearest, so that full stays full."""
    have = 8 * plane.dtype.itemsize
    if have == bits:
        return plane
    peak, top = (1 << bits) - 1, (1 << have) - 1
    dtype = np.uint8 if bits == 8 else np.uint16
    return ((plane.astype(np.uint32) * peak + top // 2) // top).astype(dtype)


def video_frame(
    rgb: Picture,
    alpha: Plane | None,
    pixel_format: str,
    matrix: int,
    full_range: bool,
    box: tuple[slice, slice] | None = None,
) -> av.VideoFrame:
    """A frame in `pixel_format` from `rgb` (h, w, 3) and `alpha` (h, w) of full range; opaque where alpha is None.

    `box`: outside of these rows and columns (even places) all is black and transparent and need not be looked at.
    """
    layout = LAYOUTS.get(pixel_format)
    if layout is None:
        return _packed_frame(rgb, alpha, pixel_format)
    if layout.rgb:
        red, green, blue = cv2.split(rgb)
        planes = [scaled_plane(np.asarray(plane), layout.bits) for plane in (green, blue, red)]
    elif box is None:
        planes = yuv_planes(rgb, layout, matrix, full_range)
    else:
        planes = _boxed_planes(rgb, layout, matrix, full_range, box)
    if layout.alpha:
        if alpha is None:
            alpha = np.full(rgb.shape[:2], np.iinfo(rgb.dtype).max, rgb.dtype)
        planes.append(scaled_plane(alpha, layout.bits))
    if layout.interleaved:
        planes = _interleaved(planes, layout.bits)
    frame = av.VideoFrame(rgb.shape[1], rgb.shape[0], pixel_format)
    _fill(frame, planes)
    return frame


def _interleaved(planes: Sequence[Plane], bits: int) -> list[Plane]:
    """Y, and Cb and Cr in turns; codes of less than 16 bit moved up to the top of their words."""
    luma, blue, red = planes
    chroma = np.stack([blue, red], axis=-1).reshape(blue.shape[0], -1)
    if bits == 8:
        return [luma, chroma]
    return [plane << np.uint16(16 - bits) for plane in (luma, chroma)]


def _fill(frame: av.VideoFrame, planes: Sequence[NDArray[Any]]) -> None:
    for stored, plane in zip(frame.planes, planes, strict=True):
        rows = np.frombuffer(memoryview(stored), plane.dtype).reshape(-1, stored.line_size // plane.itemsize)
        rows[: plane.shape[0], : plane.shape[1]] = plane


def _packed_frame(rgb: Picture, alpha: Plane | None, pixel_format: str) -> av.VideoFrame:
    """Packed RGB with alpha of 8 bit: bytes are only put in order."""
    if alpha is None:
        alpha = np.full(rgb.shape[:2], 255, np.uint8)
    channels = {"r": rgb[..., 0], "g": rgb[..., 1], "b": rgb[..., 2], "a": alpha}
    ordered = cv2.merge([np.ascontiguousarray(channels[letter]) for letter in pixel_format])
    return av.VideoFrame.from_ndarray(ordered, format=pixel_format)
