"""What the window itself shows: recent and open projects, problems, the run, the status line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.views.models.pixels import Bgra


@dataclass(frozen=True, slots=True, eq=False)
class RecentRow:
    """One project on the start page."""

    path: Path
    title: str
    detail: str = ""
    thumbnail: Bgra | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ClipRow:
    """One open project in the tray."""

    id: int
    title: str
    thumbnail: Bgra | None = None
    active: bool = False
    busy: str = ""
    """'tracking 40 %' …"""


@dataclass(frozen=True, slots=True)
class ClipModel:
    """What the clip dialog shows."""

    title: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    """(name, value) lines."""
    warnings: tuple[str, ...] = ()
    deinterlace: bool = False
    can_deinterlace: bool = False
    guess: str | None = None
    guesses: tuple[tuple[str | None, str], ...] = ((None, "Automatic, by size"),)
    """(value, title)."""
    can_guess: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """An error or a notice for the one place where they appear."""

    sentence: str
    remedy: str = ""
    details: str = ""
    """Trace and machine facts to copy."""
    action: str = ""
    """Action id of a button that mends it, e.g. 'clip.relink'."""
    action_title: str = ""
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class TrackingState:
    """The run the tracking bar shows."""

    title: str
    """'Dog, Ball · forwards' …"""
    fraction: float | None = None
    """0..1; None: unknown."""
    speed: str = ""
    left: str = ""
    memory: str = ""
    paused: bool = False


@dataclass(frozen=True, slots=True)
class StatusModel:
    """The status line."""

    hint: str = ""
    """What a click will do now."""
    frame: str = ""
    model: str = ""
    memory: str = ""
