"""Which part of the picture goes into a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.export.masks import MaskProvider
from engine.project.model import Project, RefineSettings
from engine.render.layers import final_mask
from engine.types import Logits, ObjectId, Pts


@dataclass(frozen=True, slots=True)
class Region:
    """A box in source pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns."""
        return slice(self.y, self.y + self.height), slice(self.x, self.x + self.width)


def object_region(
    project: Project,
    masks: MaskProvider,
    objects: Sequence[ObjectId],
    stamps: Sequence[Pts],
    source_hw: tuple[int, int],
    margin_px: int,
) -> Region:
    """The box around the objects over all frames, with a margin, even in place and size. The whole picture if empty."""
    height, width = source_hw
    boxes = []
    for object_id in objects:
        spec = project.object(object_id)
        reach = margin_px + max(_reach_px(settings) for settings in (spec.refine, *spec.refine_keys.values()))
        for pts in stamps:
            logits = final_mask(spec, pts)
            logits = masks.alpha_logits(object_id, pts) if logits is None else logits
            box = None if logits is None else _box(logits, source_hw)
            if box is not None:
                boxes.append(box + np.array([-reach, -reach, reach, reach]))
    if not boxes:
        return Region(0, 0, width, height)
    low, high = np.min(boxes, axis=0), np.max(boxes, axis=0)
    x0, y0 = (max(0, int(np.floor(v))) // 2 * 2 for v in low[:2])
    x1, y1 = min(width, int(-(-high[2] // 2) * 2)), min(height, int(-(-high[3] // 2) * 2))
    return Region(x0, y0, x1 - x0, y1 - y0)


def _reach_px(settings: RefineSettings) -> float:
    """How far past its logits' outline a matte may go."""
    band_px = max(settings.edge_band_px, settings.hair_px if settings.edge == "matting" else 0.0)
    return settings.grow_px + settings.feather_px + band_px


def _box(logits: Logits, source_hw: tuple[int, int]) -> np.ndarray | None:
    """x0, y0, x1, y1 in source pixels around all cells inside, or None."""
    inside = logits > 0
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if rows.size == 0:
        return None
    scale_y, scale_x = source_hw[0] / logits.shape[0], source_hw[1] / logits.shape[1]
    # One cell more on each side: the zero crossing lies between a cell inside and its neighbour.
    return np.array(
        [(columns[0] - 1) * scale_x, (rows[0] - 1) * scale_y, (columns[-1] + 2) * scale_x, (rows[-1] + 2) * scale_y]
    )
