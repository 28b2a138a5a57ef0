"""What the person prefers and where they were: one small JSON file, written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

PLATE_LIMIT = 200
"""Backgrounds that are remembered as chosen; more would only make the file long."""
RECENT_LIMIT = 24
"""As many as a start page shows without becoming a list to search."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person was in one project."""

    frame: int = 0
    active_object: int | None = None
    tool: str = "click"
    zoom_fit: str = "fit"
    zoom_scale: float = 1.0
    zoom_centre: tuple[float, float] | None = None
    wipe: float = 0.5

    def as_note(self) -> dict[str, Any]:
        """As JSON values, for the project file."""
        return asdict(self)

    @classmethod
    def from_note(cls, note: object) -> Place:
        """The place a project file remembers; the beginning where it remembers none, or nonsense."""
        try:
            return _place_from(note) if isinstance(note, dict) else cls()
        except (TypeError, ValueError, LookupError):
            return cls()


@dataclass(frozen=True, slots=True)
class Settings:
    """All preferences. Paths are absolute, as text."""

    layout: str = ""
    """Docks and sizes, base 64."""
    shortcuts: Mapping[str, str] = field(default_factory=dict)
    """Action id -> key sequence, where it differs from the default."""
    recent: tuple[str, ...] = ()
    """Project files, the latest first."""
    open_projects: tuple[str, ...] = ()
    """What is open now; still there at the next start: the last session did not end well, or was only closed."""
    active_project: str = ""
    plates: tuple[str, ...] = ()
    """Backgrounds that were chosen here, the latest first; only these are opened with a project."""
    language: str = ""
    tour_done: bool = False
    muted: bool = False
    brush_radius_px: float = 12.0

    def with_recent(self, project: Path) -> Settings:
        """The project at the head of the list."""
        name = str(project)
        return replace(self, recent=(name, *(p for p in self.recent if p != name))[:RECENT_LIMIT])

    def with_plate(self, path: Path) -> Settings:
        """The file at the head of the backgrounds."""
        name = str(path)
        return replace(self, plates=(name, *(p for p in self.plates if p != name))[:PLATE_LIMIT])

    def without_recent(self, project: Path) -> Settings:
        """Not listed any more; the file itself stays."""
        name = str(project)
        return replace(self, recent=tuple(p for p in self.recent if p != name))


class SettingsStore:
    """The settings file. A missing, damaged or newer file never stops the window: defaults stand in."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._settings = _read(path)

    @property
    def settings(self) -> Settings:
        return self._settings

    def change(self, settings: Settings) -> None:
        """Keep and write, if anything differs. A full disk is no reason to disturb anyone: then kept in memory."""
        if settings == self._settings:
            return
        self._settings = settings
        try:
            _write(self._path, settings)
        except OSError:
            return


def _read(path: Path) -> Settings:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return _settings_from(values) if isinstance(values, dict) else Settings()
    except (OSError, ValueError, TypeError):
        return Settings()


def _settings_from(values: dict[str, Any]) -> Settings:
    known = {name: values[name] for name in Settings.__dataclass_fields__ if name in values}
    for name in ("recent", "open_projects", "plates"):
        known[name] = tuple(str(p) for p in known.get(name, ()))
    known["shortcuts"] = {str(k): str(v) for k, v in known.get("shortcuts", {}).items()}
    return Settings(**known)


def _place_from(values: dict[str, Any]) -> Place:
    known = {name: values[name] for name in Place.__dataclass_fields__ if name in values}
    centre = known.get("zoom_centre")
    known["zoom_centre"] = (float(centre[0]), float(centre[1])) if centre else None
    place = Place(**known)
    if not isinstance(place.frame, int) or place.frame < 0 or place.zoom_fit not in ("fit", "actual", "free"):
        raise ValueError(values)
    return place


def _write(path: Path, settings: Settings) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    values = {
        **{name: getattr(settings, name) for name in Settings.__dataclass_fields__},
        "shortcuts": dict(settings.shortcuts),
    }
    with beside.open("w", encoding="utf-8") as file:
        json.dump(values, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
