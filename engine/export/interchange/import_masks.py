"""Masks of a dataset into a project: each becomes the last word for its object and frame, as one step to be undone."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from engine.errors import ExportError, UsageError
from engine.export.interchange.dataset_masks import FrameMasks, read_json
from engine.export.interchange.datasets import dataset_named
from engine.media.source import VideoSource
from engine.project.edits import AddObject, Batch, Edit, SetPrompts
from engine.project.model import FramePrompts, MaskHint, ObjectSpec, Project
from engine.types import BoolMask, FrameIndex, Pts


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import will do."""

    edit: Edit
    objects: tuple[str, ...]
    masks: int


def read_dataset(path: Path, form: str | None = None) -> list[FrameMasks]:
    """Masks of a folder of indexed PNGs, a COCO or an SA-V file; the format is told from the content where not named.

    Raises UsageError, ExportError.
    """
    if not path.exists():
        raise UsageError(f"There is nothing at '{path}'.", "Give a folder of masks, or a JSON file.")
    return dataset_named(form or format_of(path)).read(path)


def format_of(path: Path) -> str:
    """'davis', 'coco' or 'sav'. Raises ExportError."""
    if path.is_dir():
        return "davis"
    document = read_json(path)
    if "masklet" in document:
        return "sav"
    if "annotations" in document:
        return "coco"
    raise ExportError(f"'{path.name}' is neither a COCO nor an SA-V file.", "Choose one, or a folder of indexed PNGs.")


def import_masks(project: Project, source: VideoSource, frames: Sequence[FrameMasks]) -> Imported:
    """The edit that takes `frames` over. Objects are matched by name; new names become new objects.

    Raises UsageError where a mask has another size than the clip or belongs to a frame that it does not have.
    """
    count = source.frame_count()
    by_name: dict[str, dict[Pts, FramePrompts]] = {}
    for one in frames:
        if not 0 <= one.frame < count:
            raise UsageError(
                f"There is a mask for frame {one.frame}, but the clip has {count}.", "Open the clip it is of."
            )
        pts = source.pts_of(FrameIndex(one.frame))
        for name, mask in one.masks.items():
            hint = MaskHint(_png(_checked(mask, one.frame, source)), final=True)
            by_name.setdefault(_own_name(project, name), {})[pts] = FramePrompts(mask=hint)
    if not by_name:
        raise UsageError("There is no mask to take over.")
    known = {spec.name: spec for spec in project.objects}
    edits = [edit for name, said in by_name.items() for edit in _edits(known.get(name), name, said)]
    return Imported(Batch("Import masks", tuple(edits)), tuple(by_name), sum(map(len, by_name.values())))


def _own_name(project: Project, name: str) -> str:
    """A bare number, as in DAVIS's labels, stands for the project's object in that place."""
    names = [spec.name for spec in project.objects]
    if name in names or not name.isascii() or not name.isdigit() or not 1 <= int(name) <= len(names):
        return name
    return names[int(name) - 1]


def _edits(spec: ObjectSpec | None, name: str, said: Mapping[Pts, FramePrompts]) -> list[Edit]:
    if spec is None:
        return [AddObject(name=name, prompts=said)]
    kept = {pts: spec.prompts.get(pts, FramePrompts()) for pts in said}
    return [SetPrompts(spec.id, pts, replace(kept[pts], mask=prompts.mask)) for pts, prompts in said.items()]


def _checked(mask: BoolMask, frame: int, source: VideoSource) -> BoolMask:
    wanted = source.info.height, source.info.width
    if mask.shape != wanted:
        raise UsageError(
            f"The mask of frame {frame} is {mask.shape[1]} × {mask.shape[0]}, the clip {wanted[1]} × {wanted[0]}.",
            "Masks must have the clip's size.",
        )
    return mask


def _png(mask: BoolMask) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(np.asarray(mask, np.uint8) * 255).save(stream, "PNG", compress_level=1)
    return stream.getvalue()
