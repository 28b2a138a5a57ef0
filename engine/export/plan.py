"""What an export will do, decided and checked before a single frame is read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from av.codec import Codec
from av.codec.codec import UnknownCodecError

from engine.errors import ClickMatteError, ExportError, UsageError
from engine.export.atomic import partial_path, remove_quietly, write_failure
from engine.export.audio import AudioPlan, plan_audio
from engine.export.encoders import padded_size
from engine.export.masks import MaskProvider
from engine.export.names import file_stem
from engine.export.presets import Preset, SequenceFormat, VideoFormat, preset_named
from engine.export.region import Region, object_region
from engine.media.source import ClipInfo, VideoSource
from engine.project.model import FramePrompts, Project
from engine.render.looks import CutOut, Look, Matte, SideBySide, Transparent, has_alpha, plate_of
from engine.types import FrameIndex, FrameRange, ObjectId, Pts

SPARE_BYTES = 64 * 1024 * 1024
"""What a disk must still have free after the estimated size."""

REFINE_SECONDS_1080P = 0.06
"""For the time estimate: refine with fringe removal, a frame."""


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
    crop_margin_px: int | None = None
    """Cut to the objects' box over the whole range, with this margin; None: the whole picture."""
    scale: Fraction = Fraction(1)
    start_number: int | None = None
    """Of the first picture in a sequence; None: the frame's number in the clip."""
    pattern: str = "{number:05d}"
    sound: bool = True
    sidecar: bool = True
    check_space: bool = True


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

    @property
    def info(self) -> ClipInfo:
        return self.source.info

    def picture_size(self, output: Output) -> tuple[int, int]:
        """(width, height) of the pictures that go into `output`, before padding to even numbers."""
        width, height = scaled_size(output.region, self.options.scale)
        return (2 * width if isinstance(self.look, SideBySide) else width), height


def plan_export(project: Project, source: VideoSource, masks: MaskProvider, options: ExportOptions) -> ExportPlan:
    """Decide and check. Raises UsageError or ExportError for everything that can be known beforehand."""
    preset = preset_named(options.preset)
    _check_codec(preset)
    _check_source(project, source)
    objects = _chosen_objects(project, options)
    frames = _chosen_frames(project, source, masks, objects, options)
    notes = _mask_notes(project, source, masks, objects, frames)
    look = _chosen_look(preset, options)
    groups = [(one,) for one in objects] if options.per_object else [objects]
    outputs = tuple(_output(project, source, masks, options, preset, group, frames) for group in groups)
    plan = ExportPlan(
        project, source, masks, options, preset, look, frames, outputs, _audio(source, options, preset, frames), 0, 0.0
    )
    notes += _shape_notes(plan)
    size_bytes, seconds = _estimates(plan)
    plan = replace(plan, estimated_bytes=size_bytes, estimated_seconds=seconds, notes=tuple(notes))
    _check_targets(plan)
    return plan


def scaled_size(region: Region, scale: Fraction) -> tuple[int, int]:
    """(width, height) of a region after scaling, at least 1 × 1."""
    return max(1, round(region.width * scale)), max(1, round(region.height * scale))


# --- Decisions ---------------------------------------------------------------------------------------------------


def _chosen_objects(project: Project, options: ExportOptions) -> tuple[ObjectId, ...]:
    known = {spec.id for spec in project.objects}
    for object_id in options.objects:
        if object_id not in known:
            raise UsageError(f"There is no object {object_id} in this project.", "Choose one that is listed.")
    solo = any(spec.solo for spec in project.objects)
    shown = [spec.id for spec in project.objects if (spec.solo if solo else spec.visible)]
    chosen = (
        tuple(spec.id for spec in project.objects if spec.id in options.objects) if options.objects else tuple(shown)
    )
    if not chosen:
        raise UsageError("There is no object to export.", "Click one in the picture and track it first.")
    return chosen


def _chosen_frames(
    project: Project, source: VideoSource, masks: MaskProvider, objects: Sequence[ObjectId], options: ExportOptions
) -> FrameRange:
    count = source.frame_count()
    stamps = sorted(pts for one in objects for pts in masks.mask_pts(one))
    if not stamps and not any(p.mask is not None and p.mask.final for o in objects for p in _prompts(project, o)):
        raise ExportError("There are no masks to export yet.", "Track the objects first.")
    if options.frames is not None:
        return options.frames.clamped(count)
    if options.tracked_only and stamps:
        return FrameRange(source.index_of(stamps[0]), FrameIndex(source.index_of(stamps[-1]) + 1))
    first = FrameIndex(0) if project.settings.in_pts is None else source.index_of(project.settings.in_pts)
    last = count if project.settings.out_pts is None else _first_at_or_after(source, project.settings.out_pts, count)
    return FrameRange(first, FrameIndex(last))


def _prompts(project: Project, object_id: ObjectId) -> Iterable[FramePrompts]:
    return project.object(object_id).prompts.values()


def _first_at_or_after(source: VideoSource, pts: Pts, count: int) -> int:
    index = source.index_of(pts)
    return min(count, index if source.pts_of(index) >= pts else index + 1)


def _chosen_look(preset: Preset, options: ExportOptions) -> Look:
    look = preset.look if options.look is None else options.look
    if isinstance(look, CutOut):
        backdrop = Transparent(True) if options.premultiplied and has_alpha(look) else look.backdrop
        return CutOut(backdrop, look.inverted != options.inverted)
    if isinstance(look, Matte):
        return Matte(look.inverted != options.inverted)
    if options.inverted:
        raise UsageError("Only a matte or a cut-out can be inverted.", "Leave 'inverted' off for this look.")
    return look


def _output(
    project: Project,
    source: VideoSource,
    masks: MaskProvider,
    options: ExportOptions,
    preset: Preset,
    objects: tuple[ObjectId, ...],
    frames: FrameRange,
) -> Output:
    info = source.info
    region = Region(0, 0, info.width, info.height)
    if options.crop_margin_px is not None:
        stamps = [source.pts_of(index) for index in frames]
        region = object_region(project, masks, objects, stamps, (info.height, info.width), options.crop_margin_px)
    name = "+".join(project.object(one).name for one in objects) if options.per_object else None
    return Output(_target(info, options, preset, frames, name), objects, region)


def _target(info: ClipInfo, options: ExportOptions, preset: Preset, frames: FrameRange, name: str | None) -> Path:
    """The target with its fields filled in, the object's name where each object has its own, the right suffix."""
    stem = file_stem(options.target.name, info.path.stem, preset.name, frames, name)
    target = options.target.with_name(stem)
    form = preset.format
    single = isinstance(form, SequenceFormat) and target.suffix.lower() == form.suffix
    if isinstance(form, VideoFormat) and target.suffix.lower() != form.suffix:
        target = target.with_name(target.name + form.suffix)
    if single and len(frames) > 1:
        raise UsageError(
            f"'{target.name}' is one picture, but {len(frames)} frames are to be written.",
            "Give the name of a folder, or a range of one frame.",
        )
    return target.absolute()


def _audio(source: VideoSource, options: ExportOptions, preset: Preset, frames: FrameRange) -> tuple[AudioPlan, ...]:
    info, form = source.info, preset.format
    if not options.sound or not isinstance(form, VideoFormat) or not info.audio:
        return ()
    start = source.pts_of(frames.start) * info.time_base
    return plan_audio(info.path, info.audio, form.audio, start, end_time(source, frames))


def end_time(source: VideoSource, frames: FrameRange) -> Fraction:
    """When the last frame of the range stops being shown, in seconds of the source's clock."""
    info = source.info
    if frames.stop < source.frame_count():
        return source.pts_of(frames.stop) * info.time_base
    return source.pts_of(FrameIndex(frames.stop - 1)) * info.time_base + 1 / info.rate


# --- Checks ------------------------------------------------------------------------------------------------------


def _check_codec(preset: Preset) -> None:
    if not isinstance(preset.format, VideoFormat):
        return
    try:
        Codec(preset.format.codec, "w")
    except UnknownCodecError as error:
        raise ExportError(
            f"This build of FFmpeg cannot write {preset.title} (no encoder '{preset.format.codec}').",
            "Choose another preset; 'info' lists what there is.",
        ) from error


def _check_source(project: Project, source: VideoSource) -> None:
    info = source.info
    if not info.path.exists():
        raise ExportError(
            f"The clip '{info.path}' is gone.", "Bring it back, or relink the project to where it is now."
        )
    if (project.source.width, project.source.height) != (info.width, info.height):
        raise ExportError(
            f"The clip has changed: the project was made for {project.source.width} × {project.source.height}, "
            f"'{info.path.name}' is {info.width} × {info.height}.",
            "Relink the project to the clip it was made with.",
        )


def _mask_notes(
    project: Project, source: VideoSource, masks: MaskProvider, objects: Sequence[ObjectId], frames: FrameRange
) -> list[str]:
    notes = []
    for object_id in objects:
        have = {int(pts) for pts in masks.mask_pts(object_id)}
        have |= {
            int(pts) for pts, p in project.object(object_id).prompts.items() if p.mask is not None and p.mask.final
        }
        missing = sum(1 for index in frames if int(source.pts_of(index)) not in have)
        if missing:
            notes.append(
                f"'{project.object(object_id).name}' has no mask on {missing} of {len(frames)} frames; "
                "there it is exported as empty."
            )
    return notes


def _shape_notes(plan: ExportPlan) -> list[str]:
    notes, form = [], plan.preset.format
    if isinstance(form, VideoFormat):
        for output in plan.outputs:
            size = plan.picture_size(output)
            coded = padded_size(*size, form)
            if coded != size:
                notes.append(
                    f"{plan.preset.title} needs even sizes: '{output.target.name}' becomes {coded[0]} × {coded[1]}; "
                    "the last column or row is repeated."
                )
    if has_alpha(plan.look) and not form.alpha:
        notes.append(f"{plan.preset.title} has no alpha: what is transparent becomes black.")
    if plan.info.audio and plan.options.sound and not plan.audio:
        notes.append(f"{plan.preset.title} carries no sound; the clip's is left out.")
    return notes


def _estimates(plan: ExportPlan) -> tuple[int, float]:
    """Bytes and seconds."""
    form = plan.preset.format
    pixels = sum(width * height for width, height in map(plan.picture_size, plan.outputs))
    seconds = pixels / (1920 * 1080) / form.frames_per_second
    if plan.options.refined:
        seconds += REFINE_SECONDS_1080P * plan.info.width * plan.info.height / (1920 * 1080)
    return round(pixels * form.bytes_per_pixel * len(plan.frames)), seconds * len(plan.frames)


def _check_targets(plan: ExportPlan) -> None:
    targets = [output.target for output in plan.outputs]
    if len(set(targets)) != len(targets):
        raise UsageError("Two objects would be written to the same file.", "Rename one, or put {object} into the name.")
    for target in targets:
        _check_target(plan, target)
    plate = plate_of(plan.look)
    if plate is not None and not plate.exists():
        raise ExportError(f"The background '{plate}' is gone.", "Choose another picture or clip.")


def _check_target(plan: ExportPlan, target: Path) -> None:
    source_path = plan.info.path
    if target.exists() and source_path.exists() and target.samefile(source_path):
        raise UsageError("The export would overwrite the clip itself.", "Choose another name.")
    single_file = bool(target.suffix) and target.suffix.lower() == plan.preset.format.suffix
    if single_file and target.is_dir():
        raise UsageError(f"'{target}' is a folder.", "Give the name of a file in it.")
    if not single_file and target.exists() and not target.is_dir():
        raise UsageError(f"'{target}' is a file; pictures need a folder.", "Choose another name.")
    folder = target.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    _check_writable(folder, target)
    if plan.options.check_space:
        _check_space(folder, plan)


def _check_writable(folder: Path, target: Path) -> None:
    """Really write a byte: permissions alone do not tell on network drives."""
    if not folder.is_dir():
        raise ExportError(f"'{folder}' is not a folder.", "Choose another place.")
    probe = partial_path(folder / target.name)
    try:
        if len(os.fsencode(target.name)) > os_name_limit(folder):
            raise ExportError(f"The name '{target.name[:40]}…' is too long for this disk.", "Choose a shorter one.")
        probe.write_bytes(b"\0")
    except OSError as error:
        raise write_failure(target, error) from error
    finally:
        remove_quietly(probe)


def os_name_limit(folder: Path) -> int:
    """The longest file name, in bytes, that the disk under `folder` takes."""
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (AttributeError, OSError, ValueError):
        return 255


def _check_space(folder: Path, plan: ExportPlan) -> None:
    free = shutil.disk_usage(folder).free
    if free < plan.estimated_bytes + SPARE_BYTES:
        raise ExportError(
            f"About {plan.estimated_bytes / 1e9:.1f} GB are needed, but only {free / 1e9:.1f} GB are free.",
            "Free some space, choose another place, or a preset that makes smaller files.",
        )


__all__ = ["ClickMatteError", "ExportOptions", "ExportPlan", "Output", "plan_export"]
