"""What an export is asked for, and what was decided: plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from engine.export.audio import AudioPlan
from engine.export.masks import MaskProvider
from engine.export.presets import Preset
from engine.export.region import Region
from engine.media.source import ClipInfo, VideoSource
from engine.project.model import Project
from engine.refine.matting_methods import OWN, MattingMethod
from engine.render.looks import CutOut, Look, SideBySide, Transparent
from engine.types import FrameIndex, FrameRange, ObjectId


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What the person chose."""

    target: Path
    """The file or, for sequences, the folder. May hold fields: see `engine.export.names`."""
    preset: str = "prores4444"
    objects: tuple[ObjectId, ...] = ()
    """Empty: all visible ones."""
    frames: FrameRange | None = None
    """None: the project's range, or the whole clip."""
    tracked_only: bool = False
    """Cut the range down to frames that have masks."""
    look: Look | None = None
    """None: what the preset shows."""
    premultiplied: bool = False
    inverted: bool = False
    per_object: bool = False
    refined: bool = True
    matting: str = "own"
    """Who solves hair and fur: 'own', 'pymatting', or the path of a TorchScript network; see `matting_methods`."""
    crop_margin_px: int | None = None
    """Cut to the objects' box over the whole range, with this margin; None: the whole picture."""
    scale: Fraction = Fraction(1)
    start_number: int | None = None
    """Of the first picture in a sequence; None: the frame's number in the clip."""
    pattern: str = "{number:05d}"
    sound: bool = True
    sidecar: bool = True
    beside: tuple[str, ...] = ()
    """Timelines, scripts and tracks to write beside each file, by name: see `engine.export.interchange.kinds`."""
    check_space: bool = True
    expected_bytes: int | None = None
    """What a forecast has measured; the disk needs room for that, and not for what a table of formats says."""


@dataclass(frozen=True, slots=True)
class Output:
    """One file or one folder of pictures."""

    target: Path
    objects: tuple[ObjectId, ...]
    region: Region


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """Everything `run_export` needs; nothing of it changes any more."""

    project: Project
    source: VideoSource
    masks: MaskProvider
    options: ExportOptions
    preset: Preset
    look: Look
    frames: FrameRange
    outputs: tuple[Output, ...]
    audio: tuple[AudioPlan, ...]
    estimated_bytes: int
    estimated_seconds: float
    notes: tuple[str, ...] = field(default=())
    """Sentences a person should read before starting."""
    matting: MattingMethod = OWN

    @property
    def info(self) -> ClipInfo:
        return self.source.info

    def picture_size(self, output: Output) -> tuple[int, int]:
        """(width, height) of the pictures that go into `output`, before padding to even numbers."""
        width, height = scaled_size(output.region, self.options.scale)
        return (2 * width if isinstance(self.look, SideBySide) else width), height

    @property
    def premultiplied(self) -> bool:
        """Whether colours in the files are already multiplied by alpha."""
        look = self.look
        return isinstance(look, CutOut) and isinstance(look.backdrop, Transparent) and look.backdrop.premultiplied


def scaled_size(region: Region, scale: Fraction) -> tuple[int, int]:
    """(width, height) of a region after scaling, at least 1 × 1."""
    return max(1, round(region.width * scale)), max(1, round(region.height * scale))


def end_time(source: VideoSource, frames: FrameRange) -> Fraction:
    """When the last frame of the range stops being shown, in seconds of the source's clock."""
    info = source.info
    if frames.stop < source.frame_count():
        return source.pts_of(frames.stop) * info.time_base
    return source.pts_of(FrameIndex(frames.stop - 1)) * info.time_base + 1 / info.rate
