"""COCO: one JSON file with an image for each frame and compressed run lengths for each object that is there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import ExportError
from engine.export.atomic import write_text_atomically
from engine.export.interchange.dataset_masks import DatasetJob, FrameMasks, read_json
from engine.export.interchange.run_lengths import decoded, encoded
from engine.types import BoolMask


@dataclass(frozen=True, slots=True)
class Coco:
    """SEQUENCE.json, pictures in SEQUENCE/."""

    name: str = "coco"

    def write(self, folder: Path, job: DatasetJob, frames: Iterable[FrameMasks], old: Path | None = None) -> Path:
        """Frames without masks are left out. Answers the file. Raises ExportError."""
        images: list[dict[str, Any]] = []
        annotations: list[dict[str, Any]] = []
        for one in frames:
            if not one.masks:
                continue
            images.append(_image(len(images) + 1, one, job))
            for category, name in enumerate(job.names, start=1):
                if one.shows(name):
                    annotations.append(_annotation(len(annotations) + 1, len(images), category, one.masks[name]))
            job.write_picture(folder / job.sequence, one.frame)
        categories = [{"id": number, "name": name} for number, name in enumerate(job.names, start=1)]
        document = {"images": images, "annotations": annotations, "categories": categories}
        path = folder / f"{job.sequence}.json"
        write_text_atomically(path, json.dumps(document, ensure_ascii=False))
        return path

    def read(self, path: Path) -> list[FrameMasks]:
        """Run lengths only; frame numbers come from the pictures' names. Raises ExportError."""
        document = read_json(path)
        try:
            names = {int(c["id"]): str(c["name"]) for c in document["categories"]}
            numbers = {int(image["id"]): _frame_number(str(image["file_name"])) for image in document["images"]}
            masks: dict[int, dict[str, BoolMask]] = {identity: {} for identity in numbers}
            for annotation in document["annotations"]:
                found = masks[int(annotation["image_id"])]
                name = names[int(annotation["category_id"])]
                mask = decoded(annotation["segmentation"])
                found[name] = found[name] | mask if name in found else mask
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ExportError(f"'{path.name}' is no COCO file with run lengths.") from error
        return [FrameMasks(numbers[identity], masks[identity]) for identity in sorted(numbers, key=numbers.__getitem__)]


def _image(identity: int, one: FrameMasks, job: DatasetJob) -> dict[str, Any]:
    height, width = next(iter(one.masks.values())).shape
    return {"id": identity, "file_name": f"{job.sequence}/{one.frame:05d}.jpg", "height": height, "width": width}


def _annotation(identity: int, image: int, category: int, mask: BoolMask) -> dict[str, Any]:
    return {
        "id": identity,
        "image_id": image,
        "category_id": category,
        "segmentation": encoded(mask),
        "area": int(mask.sum()),
        "bbox": _box(mask),
        "iscrowd": 0,
    }


def _box(mask: BoolMask) -> list[float]:
    """x, y, width and height around a mask that is not empty."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return [float(columns[0]), float(rows[0]), float(np.ptp(columns)) + 1, float(np.ptp(rows)) + 1]


def _frame_number(name: str) -> int:
    stem = Path(name).stem
    digits = stem[len(stem.rstrip("0123456789")) :]
    return int(digits)
