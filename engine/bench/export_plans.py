"""A plan to measure with."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.export.masks import MemoryMasks
from engine.export.options import ExportOptions, ExportPlan
from engine.export.plan import plan_export
from engine.media.source import VideoSource
from engine.project.model import ObjectSpec, Project, SourceReference
from engine.types import FrameIndex, FrameRange, ObjectId


def disc_plan(source: VideoSource, target: Path, preset: str, first: int = 0, refined: bool = True) -> ExportPlan:
    """An export of the whole clip, or from `first` on, with a disc for a matte."""
    info, count = source.info, source.frame_count()
    reference = SourceReference(info.path, "", info.width, info.height, info.time_base, info.rate, count)
    dog = ObjectId(1)
    project = Project(reference, (ObjectSpec(dog, "disc", (255, 80, 0)),))
    y, x = np.mgrid[:256, :256].astype(np.float32) + 0.5
    distance = info.height / 3 - np.hypot(
        x * info.width / 256 - info.width / 2, y * info.height / 256 - info.height / 2
    )
    logits = np.clip(distance / 4, -8, 7.9375).astype(np.float32)
    masks = MemoryMasks({dog: {source.pts_of(FrameIndex(i)): logits for i in range(count)}})
    frames = FrameRange(FrameIndex(first), FrameIndex(count))
    return plan_export(project, source, masks, ExportOptions(target, preset, frames=frames, refined=refined))
