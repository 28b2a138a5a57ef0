"""Masks as indexed PNG files, one per frame, as the DAVIS benchmark and its tools have them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.errors import ExportError, UsageError
from engine.export.atomic import write_bytes_atomically, write_failure
from engine.media.source import VideoSource
from engine.project.model import MaskHint, ObjectSpec
from engine.project.project_file import ProjectFile
from engine.types import FrameIndex, FrameRange, Pts

MOST_OBJECTS = 255
_FINAL_LOGIT = 1000.0
"""A mask by hand is surer than any model."""


def palette() -> bytes:
    """(256 · 3) R G B: bits of the index spread over the channels, as PASCAL VOC and DAVIS colour their labels."""
    colours = np.zeros((256, 3), np.uint8)
    for index in range(256):
        for bit in range(8):
            colours[index, bit % 3] |= (index >> bit & 1) << (7 - bit // 3)
    return colours.tobytes()


def index_mask(file: ProjectFile, objects: Sequence[ObjectSpec], pts: Pts, size: tuple[int, int]) -> NDArray[np.uint8]:
    """(height, width): 0 background, else the object's place, counted from 1; of two that overlap the surer one."""
    height, width = size
    best = np.zeros(size, np.float32)
    index = np.zeros(size, np.uint8)
    for place, spec in enumerate(objects, start=1):
        logits = _logits(file, spec, pts, size)
        if logits is None:
            continue
        if logits.shape != (height, width):
            logits = cv2.resize(logits, (width, height), interpolation=cv2.INTER_LINEAR)
        surer = logits > best
        best[surer], index[surer] = logits[surer], place
    return index


def _logits(file: ProjectFile, spec: ObjectSpec, pts: Pts, size: tuple[int, int]) -> NDArray[np.float32] | None:
    said = spec.prompts.get(pts)
    if said is not None and said.mask is not None and said.mask.final:
        return _by_hand(said.mask, size)
    record = file.mask(spec.id, pts)
    return None if record is None else record.logits()


def _by_hand(hint: MaskHint, size: tuple[int, int]) -> NDArray[np.float32]:
    with Image.open(io.BytesIO(hint.png)) as image:
        inside = np.asarray(image.convert("L")) >= 128
    return np.where(inside, np.float32(_FINAL_LOGIT), np.float32(-_FINAL_LOGIT))


def write_index_masks(file: ProjectFile, source: VideoSource, frames: FrameRange, folder: Path) -> Iterator[FrameIndex]:
    """Write 00000.png, …, named after the frames, each whole or not at all. Raises UsageError, ExportError."""
    objects = file.project.objects
    if not objects:
        raise UsageError("The project has no objects.", "Click on something and track it first.")
    if len(objects) > MOST_OBJECTS:
        raise UsageError(f"An indexed picture holds {MOST_OBJECTS} objects, the project has {len(objects)}.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_failure(folder, error) from error
    size, colours = (source.info.height, source.info.width), palette()
    for frame in frames:
        picture = Image.fromarray(index_mask(file, objects, source.pts_of(frame), size), "P")
        picture.putpalette(colours)
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        write_bytes_atomically(folder / f"{frame:05d}.png", buffer.getvalue())
        yield frame


__all__ = ["ExportError", "index_mask", "palette", "write_index_masks"]
