"""Masks as bytes: low-resolution logits, quantised to int8, predicted from their neighbours, compressed with zstd.

Quantisation: a cell holds `round(16 · logit)`, clamped to -128..127, so logits survive from -8 to 7.9375 in steps of
1/16. A logit above 0 never becomes 0 or less: the yes/no mask is kept exactly.

A blob is one byte naming the layout, then one zstd frame with its size and checksum. Layout 1 stores each cell minus
its plane prediction (left + above − above-left, modulo 256), which takes two differences to write and two running
sums to read, and makes smooth masks about two fifths smaller than the bare cells.
"""

from __future__ import annotations

import numpy as np
import zstandard
from numpy.typing import NDArray

from engine.errors import ProjectError, UsageError
from engine.types import Logits

STEPS_PER_LOGIT = 16
LOWEST, HIGHEST = -128, 127
MAX_SIDE = 4096
"""No grid is larger: bounds what a damaged or hostile blob can make us allocate to 16 MiB."""
ZSTD_LEVEL = 3
"""Higher levels gain under 3 % and take twice the time."""

_PLANE = b"\x01"

Quantised = NDArray[np.int8]
"""(height, width), sixteenths of a logit; > 0 is inside."""


def quantise(logits: Logits) -> Quantised:
    """float32 (h, w) logits → int8 (h, w) sixteenths, clamped. Raises UsageError for NaN or a wrong shape."""
    _check_grid(*_shape2(logits))
    if np.isnan(logits).any():
        raise UsageError("A mask holds values that are not numbers.")
    scaled = np.rint(np.clip(logits, -9.0, 9.0) * STEPS_PER_LOGIT)
    cells = np.clip(scaled, LOWEST, HIGHEST).astype(np.int8)
    cells[(logits > 0) & (cells == 0)] = 1
    return cells


def dequantise(cells: Quantised) -> Logits:
    """int8 (h, w) sixteenths → float32 (h, w) logits in -8..7.9375."""
    return cells.astype(np.float32) / np.float32(STEPS_PER_LOGIT)


def encode_cells(cells: Quantised) -> bytes:
    """int8 (h, w) → blob. Exact: `decode_cells` gives the same cells back."""
    height, width = _shape2(cells)
    _check_grid(height, width)
    residual = np.ascontiguousarray(cells).view(np.uint8).copy()
    residual[1:] -= residual[:-1].copy()
    residual[:, 1:] -= residual[:, :-1].copy()
    compressor = zstandard.ZstdCompressor(level=ZSTD_LEVEL, write_checksum=True, write_content_size=True)
    return _PLANE + compressor.compress(residual.tobytes())


def decode_cells(blob: bytes, height: int, width: int) -> Quantised:
    """Blob → int8 (height, width). Raises ProjectError where the blob is damaged or of another size.

    The size the blob declares is compared before anything is unpacked, so a hostile blob cannot fill the memory.
    """
    if not (0 < height <= MAX_SIDE and 0 < width <= MAX_SIDE) or blob[:1] != _PLANE:
        raise _damaged()
    packed = memoryview(blob)[1:]
    try:
        declared = zstandard.get_frame_parameters(packed)
        if declared.content_size != height * width or declared.dict_id or not declared.has_checksum:
            raise _damaged()
        raw = zstandard.ZstdDecompressor(max_window_size=2 * MAX_SIDE * MAX_SIDE).decompress(
            packed, max_output_size=height * width, allow_extra_data=False
        )
    except zstandard.ZstdError:
        raise _damaged() from None
    if len(raw) != height * width:
        raise _damaged()
    residual = np.frombuffer(raw, np.uint8).reshape(height, width)
    rows = np.cumsum(residual, axis=1, dtype=np.uint8)
    return np.cumsum(rows, axis=0, dtype=np.uint8).view(np.int8)


def encode_logits(logits: Logits) -> bytes:
    """float32 (h, w) → blob. Raises UsageError for NaN, an empty grid or one with a side over 4096."""
    return encode_cells(quantise(logits))


def decode_logits(blob: bytes, height: int, width: int) -> Logits:
    """Blob → float32 (height, width) logits in -8..7.9375. Raises ProjectError where the blob is damaged."""
    return dequantise(decode_cells(blob, height, width))


def _shape2(grid: NDArray[np.generic]) -> tuple[int, int]:
    if grid.ndim != 2:
        raise UsageError(f"A mask has two axes, height and width, not {grid.ndim}.")
    return grid.shape[0], grid.shape[1]


def _check_grid(height: int, width: int) -> None:
    if not (0 < height <= MAX_SIDE and 0 < width <= MAX_SIDE):
        raise UsageError(f"A mask of {width} × {height} cells cannot be stored.", f"Sides go from 1 to {MAX_SIDE}.")


def _damaged() -> ProjectError:
    return ProjectError("A stored mask is damaged.", "Track this part again; the rest of the project is not affected.")
