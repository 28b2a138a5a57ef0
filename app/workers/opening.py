"""Opening a clip or a project, as a job: nothing of it happens on the window's thread."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.errors import MediaError, ProjectError
from engine.media import ReadOptions, VideoSource, open_source
from engine.media.source import ClipInfo
from engine.media.still_files import STILL_SUFFIXES, find_stills
from engine.project.model import Project
from engine.project.project_file import ProjectFile
from engine.project.reading import read_options
from engine.project.source_reference import locate, reference_to, relink
from engine.types import FrameIndex

SUFFIX = ".clickmatte"


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A project and its clip, ready. Whoever receives it closes both."""

    file: ProjectFile
    source: VideoSource
    notes: tuple[str, ...] = ()
    """Sentences a person should read."""
    siblings: int = 0
    """How many stills the sequence has that a single one was picked from; 0: it stands alone."""


class ClipMissing(ProjectError):  # noqa: N818 - a condition the window mends
    """The project is fine; its clip is not where it was, or is another one now."""

    def __init__(self, sentence: str, project: Path) -> None:
        super().__init__(sentence, "Find the clip again.")
        self.project = project


def open_path(path: Path, projects_dir: Path) -> Generator[object, None, Opened]:
    """A project file, or a clip, folder of stills or still with the project that belongs to it.

    A clip's project lies in `projects_dir` under the clip's name and fingerprint, so that the same clip finds its work
    again wherever it was moved. Raises MediaError, ProjectError, ClipMissing.
    """
    yield path
    if path.suffix.lower() == SUFFIX and path.is_file():
        return open_project(path)
    return open_clip(path, projects_dir)


def open_project(path: Path, clip: Path | None = None) -> Opened:
    """`clip`: where the person says its clip is now. Raises ProjectError where that is another one, ClipMissing."""
    file = ProjectFile.open(path)
    try:
        found = _found(file, path) if clip is None else clip
        if found.absolute() != file.project.source.path:
            file.do(relink(file.project, found, path))
        source = open_source(found, read_options(file.project.settings))
    except BaseException:
        file.close()
        raise
    return Opened(file, source, source.info.warnings)


def open_clip(path: Path, projects_dir: Path) -> Opened:
    """The clip with its project, which is made where there is none yet; read as that project wants it read."""
    usual = ReadOptions()
    source = open_source(path, usual)
    try:
        file = _project_of(source.info, projects_dir)
    except BaseException:
        source.close()
        raise
    options = read_options(file.project.settings)
    if options == usual:
        return Opened(file, source, source.info.warnings, siblings_of(path))
    source.close()
    try:
        source = open_source(path, options)
    except BaseException:
        file.close()
        raise
    return Opened(file, source, source.info.warnings)


def siblings_of(path: Path) -> int:
    """How many stills the numbered sequence in its folder has, where `path` is one of them; else 0."""
    if path.suffix.lower() not in STILL_SUFFIXES or not path.is_file():
        return 0
    try:
        found = find_stills(path.parent)
    except MediaError:
        return 0
    return len(found.files) if found is not None and len(found.files) > 1 and path in found.files else 0


def _project_of(info: ClipInfo, projects_dir: Path) -> ProjectFile:
    reference = reference_to(info)
    path = projects_dir / f"{info.path.stem[:60]}-{reference.fingerprint[:12]}{SUFFIX}"
    if path.exists():
        return ProjectFile.open(path)
    projects_dir.mkdir(parents=True, exist_ok=True)
    return ProjectFile.create(path, Project(reference))


def read_index(source: VideoSource) -> Generator[object, None, NDArray[np.int64]]:
    """Waits for the clip's index; returns all pts, (frames,) ascending."""
    yield None
    count = source.frame_count()
    stamps = np.empty(count, np.int64)
    for i in range(count):
        stamps[i] = source.pts_of(FrameIndex(i))
        if i % 1000 == 999:
            yield i
    return stamps


def _found(file: ProjectFile, path: Path) -> Path:
    try:
        return locate(file.project.source, path)
    except (MediaError, ProjectError) as error:
        raise ClipMissing(error.sentence, path) from error
