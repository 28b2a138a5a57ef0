"""Object tracks: where each object is on each frame, as numbers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.export.masks import MaskProvider
from engine.media.source import VideoSource
from engine.project.model import Project
from engine.refine.signed_distance import distance_field
from engine.render.layers import final_mask
from engine.types import FrameIndex, FrameRange, Logits, ObjectId

COLUMNS = ("object", "name", "frame", "seconds", "x", "y", "left", "top", "right", "bottom", "area_px2")


@dataclass(frozen=True, slots=True)
class TrackPoint:
    """One object on one frame. Pixels of the upright frame, (0, 0) at the outer corner of the top left one."""

    object: int
    name: str
    frame: int
    seconds: float
    x: float
    y: float
    """The matte's centre of gravity."""
    left: float
    top: float
    right: float
    bottom: float
    area_px2: float
    outline: tuple[tuple[tuple[float, float], ...], ...] = ()
    """Closed polygons, the largest first; holes are left out."""


def track_points(
    project: Project, source: VideoSource, masks: MaskProvider, objects: Sequence[ObjectId], frames: FrameRange
) -> Iterator[TrackPoint]:
    """Every frame on which an object is to be seen; frames where it is away are left out."""
    info = source.info
    for index in frames:
        pts = source.pts_of(FrameIndex(index))
        seconds = float((pts - source.pts_of(frames.start)) * info.time_base)
        for object_id in objects:
            spec = project.object(object_id)
            logits = final_mask(spec, pts)
            logits = masks.alpha_logits(object_id, pts) if logits is None else logits
            if logits is not None and (logits > 0).any():
                yield _point(int(object_id), spec.name, int(index), seconds, logits, (info.height, info.width))


def _point(
    object_id: int, name: str, frame: int, seconds: float, logits: Logits, source_hw: tuple[int, int]
) -> TrackPoint:
    field = distance_field(logits, source_hw)
    inside = np.clip(field.distance_px / field.step + 0.5, 0.0, 1.0).astype(np.float32)
    step, total = field.step, max(float(inside.sum()), 1e-6)
    rows, columns = inside.sum(axis=1), inside.sum(axis=0)
    y = float((rows * (np.arange(len(rows)) + 0.5)).sum() / total) * step
    x = float((columns * (np.arange(len(columns)) + 0.5)).sum() / total) * step
    top, bottom = _extent(rows, step, source_hw[0])
    left, right = _extent(columns, step, source_hw[1])
    outline = _polygons(inside, step)
    return TrackPoint(object_id, name, frame, seconds, x, y, left, top, right, bottom, total * step**2, outline)


def _extent(sums: NDArray[np.float32], step: int, limit: int) -> tuple[float, float]:
    there = np.flatnonzero(sums > 0.25)
    if there.size == 0:
        there = np.array([int(np.argmax(sums))])
    return float(there[0] * step), float(min(limit, (there[-1] + 1) * step))


def _polygons(inside: NDArray[np.float32], step: int) -> tuple[tuple[tuple[float, float], ...], ...]:
    mask = (inside >= 0.5).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    found = []
    for contour in sorted(contours, key=cv2.contourArea, reverse=True):
        smooth = cv2.approxPolyDP(contour, 0.75, True).reshape(-1, 2)
        if len(smooth) >= 3:
            found.append(tuple((float((px + 0.5) * step), float((py + 0.5) * step)) for px, py in smooth))
    return tuple(found)


def by_object(points: Sequence[TrackPoint]) -> list[list[TrackPoint]]:
    """Each object's points, in order; objects may share a name."""
    found: dict[int, list[TrackPoint]] = {}
    for point in points:
        found.setdefault(point.object, []).append(point)
    return list(found.values())


def frame_in_range(point: TrackPoint, rate: Fraction) -> int:
    """By the clock: a timeline's frames are even, a clip's need not be."""
    return round(point.seconds * float(rate))


def tracks_csv(points: Sequence[TrackPoint]) -> str:
    """One line for each object and frame; outlines are in the JSON only."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for point in points:
        writer.writerow({k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(point).items()})
    return stream.getvalue()


def tracks_json(points: Sequence[TrackPoint], size: tuple[int, int], rate: str) -> str:
    """The same with outlines. `size` (width, height), `rate` as a fraction."""
    document: dict[str, Any] = {"width": size[0], "height": size[1], "rate": rate}
    document["points"] = [asdict(point) for point in points]
    return json.dumps(document, ensure_ascii=False)
