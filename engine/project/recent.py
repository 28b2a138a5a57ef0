"""The start page's list: which projects were open last. A small JSON file in the person's state folder."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from engine.errors import ProjectError
from engine.project.clock import utc_now
from engine.project.typed_json import NotThatType, from_text, to_text

MAX_RECENT = 24


@dataclass(frozen=True, slots=True)
class RecentProject:
    """One entry."""

    path: Path
    opened_at: str
    """UTC, ISO 8601."""
    thumbnail: Path | None = None
    """A picture file of the program's own, or None."""

    @property
    def missing(self) -> bool:
        """Whether the project is not where it was: moved, deleted, or its drive is not there."""
        return not self.path.is_file()


class RecentProjects:
    """The list in `path`, or in the person's state folder. A list that cannot be read is an empty one."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()

    def entries(self) -> tuple[RecentProject, ...]:
        """The last one opened first."""
        try:
            text = self.path.read_text(encoding="utf-8")
            found: tuple[RecentProject, ...] = from_text(text, tuple[RecentProject, ...], _no_bytes)
        except (OSError, UnicodeError, NotThatType):
            return ()
        return found[:MAX_RECENT]

    def add(self, project: Path, thumbnail: Path | None = None) -> None:
        """Put a project first. Without `thumbnail` it keeps the one it had. Raises ProjectError."""
        project = project.resolve()
        before = next((entry for entry in self.entries() if entry.path == project), None)
        thumbnail = thumbnail or (before.thumbnail if before else None)
        first = RecentProject(project, utc_now(), thumbnail)
        self._write((first, *(entry for entry in self.entries() if entry.path != project)))

    def remove(self, project: Path) -> None:
        """Take a project off the list; the project itself stays. Raises ProjectError."""
        self._write(tuple(entry for entry in self.entries() if entry.path not in (project, project.resolve())))

    def _write(self, entries: tuple[RecentProject, ...]) -> None:
        text = json.dumps(json.loads(to_text(entries[:MAX_RECENT], {})), indent=1)
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, self.path)
        except OSError as error:
            with suppress(OSError):
                beside.unlink()
            raise ProjectError(f"The list of recent projects cannot be written ({error.strerror}).") from None


def default_path() -> Path:
    """Where the list lives on this system; nothing is made by asking."""
    return Path(platformdirs.user_state_dir("ClickMatte", appauthor=False)) / "recent.json"


def _no_bytes(digest: str) -> bytes:
    raise ValueError(digest)
