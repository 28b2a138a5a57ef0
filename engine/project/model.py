"""What the person asked for, as plain data: objects, prompts, settings. Nothing here computes, reads or writes.

Coordinates are pixels of the upright frame in its stored grid (after display rotation, before pixel aspect), (0, 0) at
the outer corner of the top left pixel. Prompts are keyed by pts, so they stay right whatever the index says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import NewType

from engine.types import Direction, ObjectId, Pts

Rgb = tuple[int, int, int]

TakeId = NewType("TakeId", int)
"""The immutable masks of one object that one tracking run made."""


@dataclass(frozen=True, slots=True)
class Click:
    """One point; positive: this belongs to the object, else: this does not."""

    x: float
    y: float
    positive: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle around the object, x0 < x1 and y0 < y1."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class MaskHint:
    """A mask given by hand or by file. `png` is a 1-channel 8-bit PNG at source size, 0 or 255."""

    png: bytes
    final: bool = False
    """True: the person's last word for this frame: shown and exported as it is (hand-painted, or "empty by hand")."""


@dataclass(frozen=True, slots=True)
class FramePrompts:
    """All that was said about one object on one frame."""

    clicks: tuple[Click, ...] = ()
    box: Box | None = None
    mask: MaskHint | None = None
    hypothesis: int | None = None
    """Which of the three answers to one ambiguous click was chosen; None: the model's best."""

    def __bool__(self) -> bool:
        return bool(self.clicks) or self.box is not None or self.mask is not None


@dataclass(frozen=True, slots=True)
class RefineSettings:
    """How logits become alpha. Lengths in source pixels; see engine.refine for what each does."""

    soft_edge_px: float = 2.0
    fill_holes_px2: float = 64.0
    drop_specks_px2: float = 64.0
    drop_islands: float = 0.3
    """0..1: pieces far from the object that are smaller than this share of its largest one go; near ones need less."""
    grow_px: float = 0.0
    feather_px: float = 0.0
    choke: float = 0.0
    """-1..1: steeper edge towards inside (< 0) or outside (> 0)."""
    smooth_px: float = 0.0
    edge: str = "guided"
    """'none', 'guided' or 'matting'."""
    edge_band_px: float = 10.0
    hair_px: float = 0.0
    """With matting: how far from the outline strands are looked for; up to the band's width: not beyond the band."""
    temporal: float = 0.0
    """0 none .. 1 strongest de-flicker."""
    border_fix_px: int = 2
    decontaminate: bool = True
    despill: str = "none"
    """'none', 'green' or 'blue'."""
    garbage: ObjectId | None = None
    """An object drawn roughly around this one: nothing outside it remains. One that is no longer there: none."""
    core: ObjectId | None = None
    """An object drawn roughly inside this one: all of it is solid."""
    blend_frames: int = 0
    """Over how many frames on each side a hand-painted one fades into the tracked ones."""


@dataclass(frozen=True, slots=True)
class ObjectSpec:
    """One thing to matte."""

    id: ObjectId
    name: str
    colour: Rgb
    prompts: Mapping[Pts, FramePrompts] = field(default_factory=dict)
    visible: bool = True
    locked: bool = False
    solo: bool = False
    refine: RefineSettings = RefineSettings()
    refine_keys: Mapping[Pts, RefineSettings] = field(default_factory=dict)
    """Key frames of the refine settings; numbers in between are interpolated, switches hold."""
    in_front_of: tuple[ObjectId, ...] = ()
    """Hold-outs: this object's matte is subtracted from these."""


class PolicyName(StrEnum):
    """Which frames are remembered while tracking; see engine.tracking."""

    PUBLISHED = "published"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class SourceReference:
    """Which clip the project is about: where it was and how to know it again."""

    path: Path
    fingerprint: str
    """SHA-256 over size and sampled blocks of the file's bytes; for a folder, over names and sizes of the stills."""
    width: int
    height: int
    time_base: Fraction
    rate: Fraction
    frame_count: int | None = None
    relative: str | None = None
    """The path as seen from the project file's folder, with forward slashes; tried first, so both can move together."""


@dataclass(frozen=True, slots=True)
class LookSettings:
    """How the result is looked at beside the look's name: an effect, and what was set for every look and effect, so
    that each is found again as it was left. `engine.render.looks` says what the numbers mean."""

    effect: str = "none"
    on_object: bool = False
    """The effect is on the objects; else on everything else."""
    opacity: float = 0.5
    outline_px: float = 2.0
    inverted: bool = False
    colour: Rgb = (0, 177, 64)
    background: str = ""
    """A picture or a clip, as an absolute path; '': the clip itself, blurred."""
    blur_px: float = 16.0
    block_px: float = 24.0
    grey: float = 1.0
    gain: float = 1.4
    glow: float = 0.7
    fill: Rgb = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """Everything else the person chose."""

    model: str = "nano"
    checkpoint: str | None = None
    device: str = "auto"
    precision: str = "auto"
    """'auto', 'float32' or 'bfloat16'; see engine.tracking.device."""
    image_size: int | None = None
    policy: PolicyName = PolicyName.EDITOR
    direction: Direction = Direction.BOTH
    in_pts: Pts | None = None
    out_pts: Pts | None = None
    """First pts after the range; None: to the end."""
    look: str = "overlay"
    """Which way of looking at the result the window shows."""
    look_settings: LookSettings = LookSettings()
    deinterlace: bool = False
    colour_guess: str | None = None
    """What is assumed of a clip without colour tags: 'bt601', 'bt709', 'bt2020'; None: by its size."""
    locked_spans: Mapping[ObjectId, tuple[tuple[Pts, Pts], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakeSpan:
    """Frames with start <= pts < stop of one object show what `take` holds for them."""

    start: Pts
    stop: Pts
    take: TakeId


@dataclass(frozen=True, slots=True)
class Project:
    """One clip and what is wanted from it. Objects stand in drawing order, the first one at the back.

    Every mapping in here is to be read only: edits make new ones."""

    source: SourceReference
    objects: tuple[ObjectSpec, ...] = ()
    settings: ProjectSettings = ProjectSettings()
    next_object_id: ObjectId = ObjectId(1)
    """Only ever grows, through undo as well: an id is never given twice."""
    takes: Mapping[ObjectId, tuple[TakeSpan, ...]] = field(default_factory=dict)
    """Which tracking results each object shows, in order of pts, without overlap; an object without any is absent."""

    def object(self, object_id: ObjectId) -> ObjectSpec:
        """The object with this id. Raises KeyError."""
        for spec in self.objects:
            if spec.id == object_id:
                return spec
        raise KeyError(object_id)
