"""Knowing a clip again: a fingerprint of its bytes, where to look for it, and giving a project its clip back.

A path in a project file is only ever read to compare its fingerprint; what does not match is not opened. Somewhere
else the clip is found only because the person says where (`relink`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from engine.errors import MediaError, ProjectError
from engine.project.edits import SetSource
from engine.project.model import Project, SourceReference

if TYPE_CHECKING:
    from engine.media.source import ClipInfo

BLOCK_BYTES = 256 << 10
BLOCKS = 16
"""Sampled evenly, first and last included: 4 MiB are read of a clip of any size, under a tenth of a second."""
MAX_FOLDER_FILES = 1_000_000


def fingerprint(path: Path) -> str:
    """64 hexadecimal digits: SHA-256 over a file's size and sampled blocks, or over a folder's file names and sizes.

    Hidden files and sub-folders do not count. Raises MediaError where nothing can be read.
    """
    try:
        if path.is_dir():
            return _of_folder(path)
        if path.exists() and not path.is_file():  # a pipe or a device: reading it might never end
            raise MediaError(f"{path} is neither a file nor a folder.", "Choose a video file or a folder of stills.")
        return _of_file(path)
    except FileNotFoundError:
        raise MediaError(f"There is no file or folder {path}.", "Check the name and the drive.") from None
    except OSError as error:
        raise MediaError(f"{path} cannot be read ({error.strerror}).") from None


def reference_to(info: ClipInfo) -> SourceReference:
    """How a project knows this clip again. Raises MediaError where it cannot be read."""
    path = info.path.absolute()
    if not path.exists():  # a pattern of stills: their folder stands for them
        path = path.parent
    return SourceReference(
        path, fingerprint(path), info.width, info.height, info.time_base, info.rate, info.frame_count
    )


def with_relative(source: SourceReference, project_path: Path) -> SourceReference:
    """The reference with its path as seen from the project's folder, where there is such a path."""
    try:
        relative = os.path.relpath(source.path.resolve(), project_path.resolve().parent)
    except ValueError:  # another drive on Windows
        return replace(source, relative=None)
    return replace(source, relative=Path(relative).as_posix())


def locate(source: SourceReference, project_path: Path) -> Path:
    """Where the clip is: beside the project as it was, else where it was. Raises ProjectError naming what is wrong.

    Of the two places, the first whose fingerprint is right counts.
    """
    differing: Path | None = None
    for candidate in _candidates(source, project_path):
        if not (candidate.is_file() or candidate.is_dir()):
            continue
        if _difference(source, candidate) is None:
            return candidate
        differing = candidate
    if differing is not None:
        raise ProjectError(
            f"{differing.name} is not the clip this project was made with: {_difference(source, differing)}.",
            "Relink the project to the right one.",
        )
    raise ProjectError(f"The clip {source.path.name} is not where it was.", "Relink the project to where it is now.")


def relink(project: Project, new_path: Path, project_path: Path | None = None, force: bool = False) -> SetSource:
    """The edit that gives a project its clip at `new_path`.

    Raises ProjectError where that is another clip, unless `force`: then masks may not fit, by the person's own choice.
    """
    new_path = new_path.resolve()
    if not new_path.exists():
        raise ProjectError(f"There is no file or folder {new_path}.", "Choose the clip's new place.")
    difference = _difference(project.source, new_path)
    if difference is not None and not force:
        raise ProjectError(
            f"{new_path.name} is another clip than {project.source.path.name}: {difference}.",
            "Choose the right one, or link it all the same if you know that every frame is where it was.",
        )
    source = replace(project.source, path=new_path, fingerprint=fingerprint(new_path), relative=None)
    return SetSource(source if project_path is None else with_relative(source, project_path))


def _candidates(source: SourceReference, project_path: Path) -> Iterator[Path]:
    if source.relative and not PurePosixPath(source.relative).is_absolute() and not Path(source.relative).drive:
        yield (project_path.resolve().parent / source.relative).resolve()
    yield source.path


def _difference(source: SourceReference, path: Path) -> str | None:
    """What tells the file at `path` from the project's clip, in words; None where it is the one."""
    if path.is_file() and not path.stat().st_size:
        return "the file is empty"
    if fingerprint(path) == source.fingerprint:
        return None
    return "the stills' names or sizes differ" if path.is_dir() else "its size or contents differ"


def _of_file(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        digest.update(f"file {size}\n".encode())
        for start in _block_starts(size):
            file.seek(start)
            digest.update(file.read(BLOCK_BYTES))
    return digest.hexdigest()


def _block_starts(size_bytes: int) -> list[int]:
    if size_bytes <= BLOCKS * BLOCK_BYTES:
        return list(range(0, size_bytes, BLOCK_BYTES))
    last = size_bytes - BLOCK_BYTES
    return [last * block // (BLOCKS - 1) for block in range(BLOCKS)]


def _of_folder(path: Path) -> str:
    digest = hashlib.sha256(b"folder\n")
    with os.scandir(path) as entries:
        files = sorted((e.name, e.stat().st_size) for e in entries if e.is_file() and not e.name.startswith("."))
    if len(files) > MAX_FOLDER_FILES:
        raise MediaError(f"{path} holds too many files.", "Choose the folder of one sequence.")
    for name, size in files:
        digest.update(f"{name}\0{size}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
