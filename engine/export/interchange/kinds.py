"""What can be written beside an export, by name: timelines, scripts for compositing programs, object tracks.

Adding one: append to `KINDS`. Each is a small frozen class with one method.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.errors import UsageError
from engine.export.atomic import write_text_atomically
from engine.export.interchange.after_effects import after_effects_jsx
from engine.export.interchange.edl import edl
from engine.export.interchange.fcpxml import fcpxml
from engine.export.interchange.fusion import fusion_comp
from engine.export.interchange.mlt import mlt_xml
from engine.export.interchange.nuke import nuke_script
from engine.export.interchange.shot import Shot, shots_of
from engine.export.interchange.tracks import TrackPoint, track_points, tracks_csv, tracks_json
from engine.export.options import ExportPlan, Output


class Kind(Protocol):
    """One kind of file."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def suffix(self) -> str:
        """What replaces the export's own suffix."""
        ...

    def text(self, shot: Shot, points: Sequence[TrackPoint]) -> str:
        """The whole file for one export. Raises ExportError."""
        ...


@dataclass(frozen=True, slots=True)
class Timeline:
    """Source below, matted clip above it, at the right time."""

    name: str
    title: str
    suffix: str
    make: Callable[[Sequence[Shot], str], str]

    def text(self, shot: Shot, points: Sequence[TrackPoint]) -> str:
        return self.make([shot], shot.name)


@dataclass(frozen=True, slots=True)
class Script:
    """Source, matted clip, and the objects' tracks as key frames."""

    name: str
    title: str
    suffix: str
    make: Callable[[Shot, Sequence[TrackPoint]], str]

    def text(self, shot: Shot, points: Sequence[TrackPoint]) -> str:
        return self.make(shot, points)


@dataclass(frozen=True, slots=True)
class TracksCsv:
    """Centre, box and area, one line for each object and frame."""

    name: str = "tracks-csv"
    title: str = "Object tracks, CSV"
    suffix: str = ".tracks.csv"

    def text(self, shot: Shot, points: Sequence[TrackPoint]) -> str:
        return tracks_csv(points)


@dataclass(frozen=True, slots=True)
class TracksJson:
    """The same with outlines."""

    name: str = "tracks-json"
    title: str = "Object tracks with outlines, JSON"
    suffix: str = ".tracks.json"

    def text(self, shot: Shot, points: Sequence[TrackPoint]) -> str:
        return tracks_json(points, (shot.width, shot.height), str(shot.rate))


def _timeline_json(shots: Sequence[Shot], name: str) -> str:
    # The library takes a while to load and is needed for this alone.
    from engine.export.interchange.otio import timeline_json

    return timeline_json(shots, name)


KINDS: tuple[Kind, ...] = (
    Timeline("otio", "OpenTimelineIO", ".otio", _timeline_json),
    Timeline("fcpxml", "Final Cut Pro XML", ".fcpxml", fcpxml),
    Timeline("edl", "Edit decision list (CMX 3600)", ".edl", edl),
    Timeline("mlt", "Kdenlive and Shotcut (MLT)", ".mlt", mlt_xml),
    Script("after-effects", "After Effects script", ".jsx", after_effects_jsx),
    Script("nuke", "Nuke script", ".nk", nuke_script),
    Script("fusion", "Fusion composition", ".comp", fusion_comp),
    TracksCsv(),
    TracksJson(),
)


def kind_named(name: str) -> Kind:
    """The kind called `name`. Raises UsageError that names them all."""
    for kind in KINDS:
        if kind.name == name:
            return kind
    known = ", ".join(kind.name for kind in KINDS)
    raise UsageError(f"There is nothing called '{name}' to write beside an export.", f"There are: {known}.")


def check_beside(plan: ExportPlan) -> None:
    """Make every file's text once without the tracks, so that what a format refuses is said before work starts.

    Raises UsageError, ExportError."""
    for kind in (kind_named(name) for name in plan.options.beside):
        for shot in shots_of(plan):
            kind.text(shot, ())


def beside_path(plan: ExportPlan, output: Output, kind: Kind) -> Path:
    """Beside the file or the folder of pictures, under its name; a point in a folder's name begins no suffix."""
    target = output.target
    name = target.stem if target.suffix.lower() == plan.preset.format.suffix else target.name
    return target.with_name(name + kind.suffix)


def write_beside(plan: ExportPlan) -> list[Path]:
    """Everything the plan wants beside its files; each whole or not at all. Raises ExportError."""
    kinds = [kind_named(name) for name in plan.options.beside]
    written = []
    for output, shot in zip(plan.outputs, shots_of(plan), strict=True):
        wants_tracks = any(not isinstance(kind, Timeline) for kind in kinds)
        points = (
            list(track_points(plan.project, plan.source, plan.masks, output.objects, plan.frames))
            if wants_tracks
            else []
        )
        for kind in kinds:
            path = beside_path(plan, output, kind)
            write_text_atomically(path, kind.text(shot, points))
            written.append(path)
    return written
