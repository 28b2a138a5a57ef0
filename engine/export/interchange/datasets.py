"""Masks as datasets, out and in again: DAVIS and YouTube-VOS folders, COCO and SA-V files.

Formats as their owners document them: DAVIS 2017 (indexed PNGs), YouTube-VOS (the same with meta.json), COCO
(compressed run lengths), SA-V (a JSON for each clip with run lengths by frame and masklet).
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.errors import ExportError, UsageError
from engine.export.atomic import make_folder, write_bytes_atomically, write_text_atomically
from engine.export.interchange.run_lengths import SIDE_LIMIT, decoded, encoded
from engine.export.masks import MaskProvider
from engine.export.names import safe_name
from engine.media.source import ClipInfo, VideoSource
from engine.project.model import Project
from engine.refine.signed_distance import distance_field, sample_blocks
from engine.render.layers import final_mask
from engine.types import BoolMask, FrameIndex, FrameRange, Logits, ObjectId

Labels = NDArray[np.uint8]
"""(height, width): 0 ground, k the k-th object."""


@dataclass(frozen=True, slots=True)
class FrameMasks:
    """One frame of a dataset."""

    frame: int
    masks: Mapping[str, BoolMask]
    """By object name, (height, width)."""


def object_mask(logits: Logits, source_hw: tuple[int, int]) -> BoolMask:
    """The yes/no mask of `logits` at source size."""
    field = distance_field(logits, source_hw)
    if field.step > 1:
        return np.asarray(sample_blocks(np.ascontiguousarray(logits, np.float32), source_hw, 1) > 0, np.bool_)
    return np.asarray(field.distance_px[: source_hw[0], : source_hw[1]] > 0, np.bool_)


def frame_masks(
    project: Project, source: VideoSource, masks: MaskProvider, objects: Sequence[ObjectId], frames: FrameRange
) -> list[FrameMasks]:
    """All masks of a range, painted last words included; objects without a mask on a frame are left out there."""
    hw = source.info.height, source.info.width
    out = []
    for index in frames:
        pts, found = source.pts_of(index), {}
        for object_id in objects:
            spec = project.object(object_id)
            logits = final_mask(spec, pts)
            logits = masks.alpha_logits(object_id, pts) if logits is None else logits
            if logits is not None:
                found[spec.name] = object_mask(logits, hw)
        out.append(FrameMasks(int(index), found))
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


def write_dataset(
    form: str,
    folder: Path,
    info: ClipInfo,
    frames: Sequence[FrameMasks],
    names: Sequence[str],
    pictures: VideoSource | None = None,
) -> Path:
    """Write 'davis', 'youtube-vos', 'coco' or 'sav' into `folder`, named after the clip; the file or folder that holds
    the masks. `pictures`: the clip's frames as JPEG beside. Raises ExportError, UsageError."""
    sequence = safe_name(info.path.stem)
    make_folder(folder)
    if form in ("davis", "youtube-vos"):
        write_davis(folder, sequence, frames, names, pictures, meta=form == "youtube-vos")
        return folder / "Annotations" / sequence
    if pictures is not None:
        write_pictures(folder / sequence, frames, pictures)
    if form == "coco":
        path, text = folder / f"{sequence}.json", coco_json(frames, names, sequence)
    else:
        path, text = folder / f"{sequence}_manual.json", sav_json(frames, names, sequence, float(info.rate))
    write_text_atomically(path, text)
    return path


# --- DAVIS and YouTube-VOS ---------------------------------------------------------------------------------------


def write_davis(
    folder: Path,
    sequence: str,
    frames: Sequence[FrameMasks],
    names: Sequence[str],
    source: VideoSource | None = None,
    meta: bool = False,
) -> None:
    """Annotations/SEQUENCE/00000.png (labels in the order of `names`), JPEGImages/SEQUENCE beside where a source is
    given; `meta`: YouTube-VOS's meta.json too. Raises ExportError, UsageError for more than 254 objects."""
    if len(names) > 254:
        raise UsageError("An indexed PNG holds at most 254 objects.", "Export fewer at a time.")
    annotations, pictures = folder / "Annotations" / sequence, folder / "JPEGImages" / sequence
    make_folder(annotations)
    for one in frames:
        labels = _labels(one, names)
        image = Image.fromarray(labels)
        image.putpalette(davis_palette())
        _save(image, annotations / f"{one.frame:05d}.png", "PNG")
    if source is not None:
        write_pictures(pictures, frames, source)
    if meta:
        write_text_atomically(folder / "meta.json", json.dumps(_meta(sequence, frames, names), ensure_ascii=False))


def write_pictures(folder: Path, frames: Sequence[FrameMasks], source: VideoSource) -> None:
    """The clip's pictures 00000.jpg, … of the frames that have masks. Raises ExportError."""
    make_folder(folder)
    for one in frames:
        _save(Image.fromarray(source.read(FrameIndex(one.frame)).rgb8()), folder / f"{one.frame:05d}.jpg", "JPEG")


def _labels(one: FrameMasks, names: Sequence[str]) -> Labels:
    if not one.masks:
        raise ExportError(f"Frame {one.frame} has no mask.", "Export the tracked frames only.")
    labels = np.zeros(next(iter(one.masks.values())).shape, np.uint8)
    for number, name in enumerate(names, start=1):
        if name in one.masks:
            labels[one.masks[name]] = number
    return labels


def _save(image: Image.Image, path: Path, kind: str) -> None:
    stream = io.BytesIO()
    image.save(stream, kind, **({"quality": 95} if kind == "JPEG" else {}))
    write_bytes_atomically(path, stream.getvalue())


def _meta(sequence: str, frames: Sequence[FrameMasks], names: Sequence[str]) -> dict[str, Any]:
    objects = {
        str(number): {
            "category": name,
            "frames": [f"{one.frame:05d}" for one in frames if name in one.masks and one.masks[name].any()],
        }
        for number, name in enumerate(names, start=1)
    }
    return {"videos": {sequence: {"objects": objects}}}


def read_davis(annotations: Path) -> list[FrameMasks]:
    """Indexed PNGs of one sequence; names from a meta.json two folders up where there is one. Raises ExportError."""
    names: dict[str, str] = {}
    meta = annotations.parent.parent / "meta.json"
    if meta.is_file():
        objects = _json(meta).get("videos", {}).get(annotations.name, {}).get("objects", {})
        names = {str(key): str(value.get("category", key)) for key, value in objects.items() if isinstance(value, dict)}
    out = []
    for path in sorted(annotations.glob("*.png")):
        if not path.stem.isdigit():
            raise ExportError(f"'{path.name}' has no frame number for a name.", "DAVIS calls its masks 00000.png.")
        labels = _indexed(path)
        found = {}
        for label in (int(v) for v in np.unique(labels) if v not in (0, 255)):
            name = names.get(str(label), str(label))
            found[name if name not in found else f"{name} {label}"] = np.asarray(labels == label, np.bool_)
        out.append(FrameMasks(int(path.stem), found))
    if not out:
        raise ExportError(f"There are no masks in '{annotations}'.", "Choose the folder that holds 00000.png.")
    return out


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


# --- COCO --------------------------------------------------------------------------------------------------------


def coco_json(frames: Sequence[FrameMasks], names: Sequence[str], sequence: str) -> str:
    """A COCO file's text: an image for each frame, an annotation for each object that is there."""
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for number, one in enumerate(frames, start=1):
        if not one.masks:
            continue
        height, width = next(iter(one.masks.values())).shape
        images.append({"id": number, "file_name": f"{sequence}/{one.frame:05d}.jpg", "height": height, "width": width})
        for category, name in enumerate(names, start=1):
            mask = one.masks.get(name)
            if mask is None or not mask.any():
                continue
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": number,
                    "category_id": category,
                    "segmentation": encoded(mask),
                    "area": int(mask.sum()),
                    "bbox": _box(mask),
                    "iscrowd": 0,
                }
            )
    categories = [{"id": number, "name": name} for number, name in enumerate(names, start=1)]
    return json.dumps({"images": images, "annotations": annotations, "categories": categories}, ensure_ascii=False)


def _box(mask: BoolMask) -> list[float]:
    """x, y, width and height around a mask that is not empty."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return [float(columns[0]), float(rows[0]), float(np.ptp(columns)) + 1, float(np.ptp(rows)) + 1]


def read_coco(path: Path) -> list[FrameMasks]:
    """A COCO file with run lengths; frame numbers from the pictures' names. Raises ExportError."""
    document = _json(path)
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


def _frame_number(name: str) -> int:
    stem = Path(name).stem
    digits = stem[len(stem.rstrip("0123456789")) :]
    return int(digits)


# --- SA-V --------------------------------------------------------------------------------------------------------


def sav_json(frames: Sequence[FrameMasks], names: Sequence[str], sequence: str, rate: float) -> str:
    """The text of SA-V's SEQUENCE_manual.json: `masklet` is a list by frame of run lengths by object."""
    filled = [one for one in frames if one.masks]
    height, width = next(iter(filled[0].masks.values())).shape if filled else (0, 0)
    empty = np.zeros((height, width), np.bool_)
    masklets = [[encoded(one.masks.get(name, empty)) for name in names] for one in frames]
    first_seen = [
        next((one.frame for one in frames if name in one.masks and one.masks[name].any()), -1) for name in names
    ]
    document = {
        "video_id": sequence,
        "video_duration": len(frames) / rate,
        "video_frame_count": len(frames),
        "video_height": height,
        "video_width": width,
        "video_resolution": height * width,
        "masklet": masklets,
        "masklet_id": list(range(len(names))),
        "masklet_name": list(names),
        "masklet_size_rel": [_share(filled, name) for name in names],
        "masklet_first_appeared_frame": first_seen,
        "masklet_frame_count": [sum(1 for o in frames if name in o.masks and o.masks[name].any()) for name in names],
        "masklet_type": ["manual"] * len(names),
        "masklet_num": len(names),
        "first_frame": frames[0].frame if frames else 0,
    }
    return json.dumps(document, ensure_ascii=False)


def _share(frames: Sequence[FrameMasks], name: str) -> float:
    shares = [float(one.masks[name].mean()) for one in frames if name in one.masks]
    return float(np.mean(shares)) if shares else 0.0


def read_sav(path: Path, frame_step: int = 1) -> list[FrameMasks]:
    """An SA-V file. `frame_step`: SA-V annotates every fourth frame of its 24 fps clips. Raises ExportError."""
    document = _json(path)
    try:
        identities = document.get("masklet_id") or list(range(len(document["masklet"][0])))
        names = [str(name) for name in document.get("masklet_name") or identities]
        first = int(document.get("first_frame", 0))
        return [
            FrameMasks(first + number * frame_step, {n: decoded(rle) for n, rle in zip(names, row, strict=True)})
            for number, row in enumerate(document["masklet"])
        ]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise ExportError(f"'{path.name}' is no SA-V file.") from error


def _json(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ExportError(f"'{path.name}' cannot be read as JSON.", "Choose a file of the right kind.") from error
    if not isinstance(document, dict):
        raise ExportError(f"'{path.name}' is not the kind of JSON that was expected.")
    return document
