"""Masks frame by frame, as datasets hold them, and what readers and writers of datasets share."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from engine.errors import ExportError
from engine.export.atomic import make_folder, write_bytes_atomically
from engine.export.masks import MaskProvider
from engine.media.source import VideoSource
from engine.project.model import Project
from engine.refine.signed_distance import distance_field, sample_blocks
from engine.render.layers import final_mask
from engine.types import BoolMask, FrameIndex, FrameRange, Logits, ObjectId


@dataclass(frozen=True, slots=True)
class FrameMasks:
    """One frame of a dataset."""

    frame: int
    masks: Mapping[str, BoolMask]
    """By object name, (height, width)."""

    def shows(self, name: str) -> bool:
        """Whether anything of the object is to be seen."""
        return name in self.masks and bool(self.masks[name].any())


@dataclass(frozen=True, slots=True)
class DatasetJob:
    """What a dataset is to hold beside the masks."""

    sequence: str
    """The clip's name, safe for files."""
    names: Sequence[str]
    """All objects; labels and ids follow this order."""
    rate: float
    """Frames a second."""
    pictures: VideoSource | None = None
    """Where given, the frames themselves are written as JPEG."""

    def write_picture(self, folder: Path, frame: int) -> None:
        """`frame` as NNNNN.jpg, where pictures are wanted. Raises ExportError, MediaError."""
        if self.pictures is not None:
            make_folder(folder)
            image = Image.fromarray(self.pictures.read(FrameIndex(frame)).rgb8())
            save_image(image, folder / f"{frame:05d}.jpg", "JPEG")


def object_mask(logits: Logits, source_hw: tuple[int, int]) -> BoolMask:
    """The yes/no mask of `logits` at source size."""
    field = distance_field(logits, source_hw)
    if field.step > 1:
        return np.asarray(sample_blocks(np.ascontiguousarray(logits, np.float32), source_hw, 1) > 0, np.bool_)
    return np.asarray(field.distance_px[: source_hw[0], : source_hw[1]] > 0, np.bool_)


def dataset_names(project: Project) -> dict[ObjectId, str]:
    """What objects are called in a dataset, where a name must be one's own: 'dog', 'dog 2'."""
    names: dict[ObjectId, str] = {}
    for spec in project.objects:
        name, number = spec.name, 1
        while name in names.values():
            number += 1
            name = f"{spec.name} {number}"
        names[spec.id] = name
    return names


def frame_masks(
    project: Project, source: VideoSource, masks: MaskProvider, objects: Sequence[ObjectId], frames: FrameRange
) -> Iterator[FrameMasks]:
    """A range's masks one frame at a time, painted last words included; objects without one are left out there."""
    hw, names = (source.info.height, source.info.width), dataset_names(project)
    for index in frames:
        pts, found = source.pts_of(index), {}
        for object_id in objects:
            spec = project.object(object_id)
            logits = final_mask(spec, pts)
            logits = masks.alpha_logits(object_id, pts) if logits is None else logits
            if logits is not None:
                found[names[object_id]] = object_mask(logits, hw)
        yield FrameMasks(int(index), found)


def save_image(image: Image.Image, path: Path, kind: str) -> None:
    """As 'PNG' or 'JPEG'. Raises ExportError."""
    stream = io.BytesIO()
    image.save(stream, kind, **({"quality": 95} if kind == "JPEG" else {}))
    write_bytes_atomically(path, stream.getvalue())


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object. Raises ExportError."""
    try:
        document = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ExportError(f"'{path.name}' cannot be read as JSON.", "Choose a file of the right kind.") from error
    if not isinstance(document, dict):
        raise ExportError(f"'{path.name}' is not the kind of JSON that was expected.")
    return document
