"""What a closer look starts from: the masks that a clip's project holds, read without holding up anything else."""

from __future__ import annotations

from collections.abc import Generator

from app.workers.masks import FileMasks
from app.workers.model_requests import Run
from engine.media.source import VideoSource
from engine.project.model import Project
from engine.tracking.closer_plan import CloserPlanner, CloserRun

MASKS_A_TURN = 25
"""Read one after the other; then hovers and prompts have a turn."""


def planned(run: Run, project: Project, source: VideoSource, masks: FileMasks) -> Generator[None, None, CloserRun]:
    """The plan of a second run of the one object in `run`; a None now and then gives way.

    Raises UsageError where there is nothing to look at, or nothing to be gained.
    """
    spec = project.object(run.objects[0])
    said = {source.index_of(pts): prompts for pts, prompts in spec.prompts.items()}
    size = project.source.width, project.source.height
    planner = CloserPlanner(spec.id, spec.name, run.frames, said, size)
    for place, frame in enumerate(run.frames):
        planner.see(frame, masks.logits(spec.id, source.pts_of(frame)))
        if place % MASKS_A_TURN == 0:
            yield None
    return planner.run()
