"""What the export dialog shows and says back."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app.views.models.panels import ObjectRow


@dataclass(frozen=True, slots=True)
class PresetRow:
    """One export preset."""

    name: str
    title: str
    goes_to: str
    """'DaVinci Resolve', 'web page', …: the list is grouped by this."""
    detail: str = ""
    suffix: str = ""
    """With the dot; '' for a folder of stills."""
    alpha: bool = True


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What the person asks for."""

    preset: str
    path: Path
    object_ids: tuple[int, ...] = ()
    """Empty: all visible ones."""
    start: int = 0
    stop: int = 0
    separate: bool = False
    """One file an object; '{object}' in the path becomes its name."""
    premultiplied: bool | None = None
    """Colours multiplied by alpha; None: as the preset has it."""
    beside: tuple[str, ...] = ()
    """Timelines, scripts and tracks to write beside the file: names of ExportModel.companions."""
    cropped: bool = False
    """Cut to the box that the objects need over the whole range."""
    scale_percent: int = 100
    tracked_only: bool = False
    """Only frames that have masks, within the range."""
    inverted: bool = False
    """Everything but the objects."""
    as_shown: bool = False
    """The look and effect of the window in place of the preset's own."""


@dataclass(frozen=True, slots=True)
class ExportModel:
    """What the export dialog shows."""

    presets: tuple[PresetRow, ...] = ()
    objects: tuple[ObjectRow, ...] = ()
    companions: tuple[tuple[str, str], ...] = ()
    """(name, title) of what can be written beside the file."""
    frame_count: int = 0
    choice: ExportChoice = field(default_factory=lambda: ExportChoice("", Path()))
    estimate: str = ""
    """'about 1.2 GB, 4 min'."""
    shown: str = ""
    """What the window shows now: 'Outline', 'Blur' …; '': nothing an export could take over."""
    warning: str = ""
    """'frames 120–240 are not tracked yet' …"""
