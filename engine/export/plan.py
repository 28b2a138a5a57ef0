"""What an export will do, decided and checked before a single frame is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.errors import ExportError, UsageError
from engine.export.audio import AudioPlan, plan_audio
from engine.export.checks import check_codec, check_crop, check_pattern, check_source, check_targets, replaced
from engine.export.encoders import padded_size
from engine.export.formats import AudioKind, SequenceFormat, VideoFormat
from engine.export.hardware import hardware_format
from engine.export.hdr import hdr_notes
from engine.export.interchange.kinds import check_beside, kind_named
from engine.export.jobs import video_job
from engine.export.masks import MaskProvider
from engine.export.names import file_stem
from engine.export.options import ExportOptions, ExportPlan, Output, end_time
from engine.export.presets import Preset, preset_named
from engine.export.region import Region, object_region
from engine.media.source import ClipInfo, VideoSource
from engine.project.model import Project
from engine.refine.matting_methods import matting_method
from engine.render.looks import CutOut, Look, Matte, Transparent, has_alpha
from engine.types import FrameIndex, FrameRange, ObjectId, Pts

REFINE_SECONDS_1080P = 0.06
"""For the time estimate: refine with fringe removal, a frame."""


def plan_export(project: Project, source: VideoSource, masks: MaskProvider, options: ExportOptions) -> ExportPlan:
    """Decide and check. Raises UsageError or ExportError for everything that can be known beforehand."""
    preset = preset_named(options.preset)
    for name in options.beside:
        kind_named(name)
    check_codec(preset)
    check_pattern(options)
    check_crop(options)
    check_source(project, source)
    method = matting_method(options.matting)
    objects = _chosen_objects(project, options)
    frames = _chosen_frames(project, source, masks, objects, options)
    notes = _mask_notes(project, source, masks, objects, frames)
    look = _chosen_look(preset, options)
    groups = [(one,) for one in objects] if options.per_object else [objects]
    outputs = tuple(_output(project, source, masks, options, preset, group, frames) for group in groups)
    plan = ExportPlan(
        project, source, masks, options, preset, look, frames, outputs, _audio(source, options, preset, frames), 0, 0.0
    )
    plan, said = _with_hardware(plan)
    notes += said + _shape_notes(plan) + hdr_notes(plan)
    size_bytes, seconds = _estimates(plan)
    plan = replace(plan, estimated_bytes=size_bytes, estimated_seconds=seconds, notes=tuple(notes), matting=method)
    check_beside(plan)
    check_targets(plan)
    return replace(plan, notes=(*plan.notes, *replaced(plan)))


def _with_hardware(plan: ExportPlan) -> tuple[ExportPlan, list[str]]:
    """The plan with a hardware encoder where one is wanted and answers, and what a person should know."""
    form = plan.preset.format
    if not isinstance(form, VideoFormat) or not form.hardware:
        return plan, []
    found = hardware_format(video_job(plan, plan.outputs[0], form))
    if found is None:
        sentence = (
            f"No hardware encoder answers on this computer; {plan.preset.title} is made in software, by {form.codec}."
        )
        return plan, [sentence]
    return replace(plan, preset=replace(plan.preset, format=found)), [
        f"Encoded by the graphics hardware, {found.codec}."
    ]


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
    stamps = sorted({int(pts) for one in objects for pts in (*masks.mask_pts(one), *painted(project, one))})
    if not stamps:
        raise ExportError("There are no masks to export yet.", "Track the objects first.")
    frames = options.frames.clamped(count) if options.frames is not None else _marked(project, source, count)
    inside = [index for index in (source.index_of(Pts(pts)) for pts in stamps) if index in frames]
    if not inside:
        raise ExportError("No frame of this range has a mask.", "Choose another range, or track the objects there.")
    if not options.tracked_only:
        return frames
    return FrameRange(inside[0], FrameIndex(inside[-1] + 1))


def _marked(project: Project, source: VideoSource, count: int) -> FrameRange:
    """The project's own range."""
    first = FrameIndex(0) if project.settings.in_pts is None else source.index_of(project.settings.in_pts)
    last = count if project.settings.out_pts is None else _first_at_or_after(source, project.settings.out_pts, count)
    return FrameRange(first, FrameIndex(last))


def painted(project: Project, object_id: ObjectId) -> list[Pts]:
    """Frames whose last word was painted by hand."""
    prompts = project.object(object_id).prompts.items()
    return [pts for pts, said in prompts if said.mask is not None and said.mask.final]


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
    target = _target(info, options, preset, frames, name)
    if isinstance(preset.format, SequenceFormat) and source.frame_count() == 1 and not target.is_dir():
        # An opened picture becomes a picture, not a folder with one.
        target = _with_suffix(target, preset.format.suffix)
    return Output(target, objects, region)


def _with_suffix(target: Path, suffix: str) -> Path:
    return target if target.suffix.lower() == suffix else target.with_name(target.name + suffix)


def _target(info: ClipInfo, options: ExportOptions, preset: Preset, frames: FrameRange, name: str | None) -> Path:
    """The target with its fields filled in, the object's name where each object has its own, the right suffix."""
    if options.target.name in ("", "..") or not options.target.name.strip():
        raise UsageError("The export has no name.", "Say what the file, or the folder for pictures, is to be called.")
    stem = file_stem(options.target.name, info.path.stem, preset.name, frames, name)
    target = options.target.with_name(stem)
    form = preset.format
    single = isinstance(form, SequenceFormat) and target.suffix.lower() == form.suffix
    if isinstance(form, VideoFormat):
        target = _with_suffix(target, form.suffix)
    if single and len(frames) > 1:
        raise UsageError(
            f"'{target.name}' is one picture, but {len(frames)} frames are to be written.",
            "Give the name of a folder, or a range of one frame.",
        )
    return target.absolute()


def _audio(source: VideoSource, options: ExportOptions, preset: Preset, frames: FrameRange) -> tuple[AudioPlan, ...]:
    info, form = source.info, preset.format
    if not options.sound or not info.audio or is_still(options.target, form, frames) or source.frame_count() == 1:
        return ()
    kind = form.audio if isinstance(form, VideoFormat) else AudioKind.WAV
    start = source.pts_of(frames.start) * info.time_base
    return plan_audio(info.path, info.audio, kind, start, end_time(source, frames))


def is_still(target: Path, form: VideoFormat | SequenceFormat, frames: FrameRange) -> bool:
    """One picture under its own name: no sequence, and nothing to hear."""
    return isinstance(form, SequenceFormat) and len(frames) == 1 and target.suffix.lower() == form.suffix


def _mask_notes(
    project: Project, source: VideoSource, masks: MaskProvider, objects: Sequence[ObjectId], frames: FrameRange
) -> list[str]:
    notes = []
    for object_id in objects:
        have = {int(pts) for pts in (*masks.mask_pts(object_id), *painted(project, object_id))}
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
    if plan.audio and isinstance(form, SequenceFormat):
        notes.append("The sound goes into a WAV file beside the pictures.")
    still = is_still(plan.options.target, form, plan.frames)
    if plan.info.audio and plan.options.sound and not plan.audio and not still:
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


__all__ = ["ExportOptions", "ExportPlan", "Output", "plan_export"]
