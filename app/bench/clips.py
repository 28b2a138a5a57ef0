"""What the window is measured on besides clips: a project whose first object is tracked."""

from __future__ import annotations

from pathlib import Path

from app.bench.disc import PIECE_FRAMES, disc_at, disc_logits
from engine.media import open_source
from engine.project.edits import AddObject
from engine.project.model import Click, FramePrompts, Project, SourceReference
from engine.project.project_file import ProjectFile
from engine.project.source_reference import fingerprint
from engine.types import FrameIndex, ObjectId


def tracked_project(clip: Path, path: Path, frames: int = PIECE_FRAMES) -> Path:
    """A project of `clip` with one object, the disc, whose masks are known on the first `frames` frames."""
    if path.exists():
        return path
    source = open_source(clip)
    try:
        info = source.info
        width, height = info.width, info.height
        frames = min(frames, source.frame_count())
        reference = SourceReference(clip.absolute(), fingerprint(clip), width, height, info.time_base, info.rate)
        prompts = {source.pts_of(FrameIndex(0)): FramePrompts((Click(*disc_at(0, width, height)),))}
        with ProjectFile.create(path, Project(reference)) as file:
            file.do(AddObject(prompts=prompts))
            take = file.begin_take(ObjectId(1))
            for frame in range(frames):
                take.put(source.pts_of(FrameIndex(frame)), disc_logits(frame, width, height), 0.99, 0.9)
            file.adopt("Track", [take])
    finally:
        source.close()
    return path
