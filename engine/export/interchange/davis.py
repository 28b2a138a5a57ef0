"""DAVIS 2017 and YouTube-VOS: a folder of indexed PNGs for each sequence, labels in the order of the objects."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.errors import ExportError, UsageError
from engine.export.atomic import make_folder, write_text_atomically
from engine.export.interchange.dataset_masks import DatasetJob, FrameMasks, read_json, save_image
from engine.export.interchange.run_lengths import SIDE_LIMIT
from engine.types import BoolMask

Labels = NDArray[np.uint8]
"""(height, width): 0 ground, k the k-th object."""

MOST_OBJECTS = 254
"""255 stands for 'not known' in both."""

META = "meta.json"


@dataclass(frozen=True, slots=True)
class Davis:
    """Annotations/SEQUENCE/00000.png, and JPEGImages/SEQUENCE beside where pictures are wanted."""

    name: str = "davis"
    meta: bool = False
    """YouTube-VOS: the objects' names in a meta.json as well."""

    def write(self, folder: Path, job: DatasetJob, frames: Iterable[FrameMasks], old: Path | None = None) -> Path:
        """Frames without masks are left out. Answers where the masks are; `old`: the folder that sequences may be in
        already. Raises ExportError, UsageError for too many objects."""
        if len(job.names) > MOST_OBJECTS:
            raise UsageError(f"An indexed PNG holds at most {MOST_OBJECTS} objects.", "Export fewer at a time.")
        annotations = folder / "Annotations" / job.sequence
        make_folder(annotations)
        seen: dict[str, list[str]] = {name: [] for name in job.names}
        for one in frames:
            if not one.masks:
                continue
            image = Image.fromarray(_labels(one, job))
            image.putpalette(davis_palette())
            save_image(image, annotations / f"{one.frame:05d}.png", "PNG")
            job.write_picture(folder / "JPEGImages" / job.sequence, one.frame)
            for name in filter(one.shows, job.names):
                seen[name].append(f"{one.frame:05d}")
        if self.meta:
            known = _videos((old or folder) / META) | {job.sequence: {"objects": _objects(seen)}}
            write_text_atomically(folder / META, json.dumps({"videos": known}, ensure_ascii=False))
        return annotations

    def read(self, path: Path) -> list[FrameMasks]:
        """Indexed PNGs of one sequence; names from a meta.json two folders up, if it is there. Raises ExportError."""
        names = _names(path)
        out = []
        for file in sorted(path.glob("*.png")):
            if not file.stem.isdigit():
                raise ExportError(f"'{file.name}' has no frame number for a name.", "DAVIS calls its masks 00000.png.")
            out.append(FrameMasks(int(file.stem), _by_name(_indexed(file), names)))
        if not out:
            raise ExportError(f"There are no masks in '{path}'.", "Choose the folder that holds 00000.png.")
        return out


def davis_palette() -> list[int]:
    """The 256 colours of the DAVIS and PASCAL VOC palettes: bits of the label spread over three channels."""
    colours = []
    for label in range(256):
        for channel in range(3):
            value = 0
            for bit in range(8):
                value |= ((label >> (3 * bit + channel)) & 1) << (7 - bit)
            colours.append(value)
    return colours


def _labels(one: FrameMasks, job: DatasetJob) -> Labels:
    labels = np.zeros(next(iter(one.masks.values())).shape, np.uint8)
    for number, name in enumerate(job.names, start=1):
        if name in one.masks:
            labels[one.masks[name]] = number
    return labels


def _objects(seen: dict[str, list[str]]) -> dict[str, Any]:
    return {
        str(number): {"category": name, "frames": frames} for number, (name, frames) in enumerate(seen.items(), start=1)
    }


def _videos(meta: Path) -> dict[str, Any]:
    """The sequences a meta.json names already. Raises ExportError where it cannot be read."""
    videos = read_json(meta).get("videos", {}) if meta.is_file() else {}
    return videos if isinstance(videos, dict) else {}


def _names(annotations: Path) -> dict[str, str]:
    video = _videos(annotations.parent.parent / META).get(annotations.name, {})
    objects = video.get("objects", {}) if isinstance(video, dict) else {}
    if not isinstance(objects, dict):
        return {}
    return {str(key): str(value.get("category", key)) for key, value in objects.items() if isinstance(value, dict)}


def _by_name(labels: Labels, names: dict[str, str]) -> dict[str, BoolMask]:
    found: dict[str, BoolMask] = {}
    for label in (int(v) for v in np.unique(labels) if v not in (0, 255)):
        name = names.get(str(label), str(label))
        found[name if name not in found else f"{name} {label}"] = np.asarray(labels == label, np.bool_)
    return found


def _indexed(path: Path) -> Labels:
    try:
        with Image.open(path) as image:
            if max(image.size) > SIDE_LIMIT:
                raise ExportError(f"'{path.name}' is too large.")
            if image.mode not in ("P", "L", "1"):
                raise ExportError(f"'{path.name}' is no indexed picture.", "Masks hold one number for each object.")
            return np.array(image, np.uint8)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ExportError(f"'{path.name}' is no picture that can be read.") from error
