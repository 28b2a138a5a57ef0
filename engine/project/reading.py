"""How a project wants its clip read."""

from __future__ import annotations

from engine.media.source import ReadOptions
from engine.project.model import ProjectSettings


def read_options(settings: ProjectSettings) -> ReadOptions:
    """What the settings say of it; the defaults for everything else."""
    return ReadOptions(deinterlace=settings.deinterlace, colour_guess=settings.colour_guess)
