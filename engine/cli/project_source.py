"""An existing project with its clip, for verbs that read both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import ProjectError
from engine.media import open_source
from engine.media.source import VideoSource
from engine.project.project_file import ProjectFile
from engine.project.reading import read_options
from engine.project.source_reference import locate


@contextmanager
def opened_project(path: Path) -> Iterator[tuple[ProjectFile, VideoSource]]:
    """The project file and its clip, both closed afterwards. Raises ProjectError, MediaError."""
    if not path.exists():
        raise ProjectError(f"There is no project {path}.", "Make one with 'track CLIP --project …'.")
    with ProjectFile.open(path) as file:
        source = open_source(locate(file.project.source, path), read_options(file.project.settings))
        try:
            yield file, source
        finally:
            source.close()
