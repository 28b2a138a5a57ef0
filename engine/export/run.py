"""The export itself: a generator that reads, refines, composes, writes, and takes everything back when it is closed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from engine.errors import ExportError
from engine.export.encoders import VideoFileWriter, VideoJob
from engine.export.plan import ExportPlan, Output, scaled_size
from engine.export.plate import PlateReader, open_plate
from engine.export.presets import SequenceFormat, VideoFormat
from engine.export.sequences import SequenceJob, SequenceWriter
from engine.export.sidecar import sidecar_path, sidecar_text
from engine.export.timecode import shifted
from engine.export.writer import PictureWriter
from engine.media.colour import resolved
from engine.media.source import Frame
from engine.render.compositor import compose
from engine.render.layers import LayerWish, object_layers
from engine.render.looks import CutOut, SideBySide, Transparent, Wipe, plate_of
from engine.render.pixels import Picture
from engine.types import FrameIndex


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """After each frame, and once more when the files are in place."""

    done: int
    total: int
    files: tuple[Path, ...] = ()
    """What was written; empty until the end."""


def run_export(plan: ExportPlan) -> Iterator[ExportProgress]:
    """Do it. Closing the generator or an error on the way leaves nothing behind. Raises ExportError, MediaError."""
    writers: list[PictureWriter] = []
    source = plan.source.reopen()
    plate = open_plate(plate_of(plan.look))
    try:
        for output in plan.outputs:
            make_folder(output.target.parent)
            writers.append(open_writer(plan, output))
        times: list[tuple[int, int]] = []
        total = len(plan.frames)
        with contextlib.closing(source.stream(plan.frames.start, plan.frames.stop)) as frames:  # type: ignore[type-var]
            for done, frame in enumerate(frames, start=1):
                time_pts = frame.pts - source.pts_of(plan.frames.start)
                times.append((time_pts, frame.duration_pts))
                for writer, output in zip(writers, plan.outputs, strict=True):
                    writer.write(picture_for(plan, output, frame, plate), *times[-1])
                yield ExportProgress(done, total)
        if len(times) != total:
            raise ExportError(
                f"Only {len(times)} of {total} frames could be read from the clip.", "Export a shorter range."
            )
        for writer in writers:
            writer.finish()
        files = [file for writer in writers for file in writer.files]
        files += write_sidecars(plan, times)
        yield ExportProgress(total, total, tuple(files))
    finally:
        for writer in writers:
            writer.abort()
        if plate is not None:
            plate.close()
        source.close()


def picture_for(plan: ExportPlan, output: Output, frame: Frame, plate: PlateReader | None) -> Picture:
    """The finished pixels of one frame for one output: (h, w, 4) in the depth its format is fed with."""
    frame8 = frame.rgb8()
    picture = frame.rgb16() if plan.preset.format.deep else frame8
    layers = object_layers(
        plan.project,
        output.objects,
        frame.pts,
        frame8,
        plan.masks.alpha_logits,
        picture,
        LayerWish(plan.options.refined, plan.options.refined and _shows_colours(plan)),
    )
    background = None if plate is None else plate.picture(frame.index - plan.frames.start)
    painted = compose(picture, layers, plan.look, background)
    return _cut_and_scaled(plan, output, painted)


def _shows_colours(plan: ExportPlan) -> bool:
    """Whether the objects' own colours matter: not for mattes and overlays."""
    match plan.look:
        case CutOut(inverted=False):
            return True
        case Wipe(left=left, right=right) | SideBySide(left=left, right=right):
            return any(isinstance(look, CutOut) and not look.inverted for look in (left, right))
        case _:
            return False


def _cut_and_scaled(plan: ExportPlan, output: Output, painted: Picture) -> Picture:
    info, region = plan.info, output.region
    if isinstance(plan.look, SideBySide):
        halves = (painted[:, : info.width], painted[:, info.width :])
        painted = np.concatenate([half[region.slices] for half in halves], axis=1)
    elif (region.width, region.height) != (info.width, info.height):
        painted = painted[region.slices]
    if plan.options.scale == 1:
        return painted
    width, height = scaled_size(region, plan.options.scale)
    size = (2 * width if isinstance(plan.look, SideBySide) else width, height)
    return _resized(painted, size)


def _resized(painted: Picture, size: tuple[int, int]) -> Picture:
    """Scaled with colours weighted by alpha, so that what is transparent does not bleed in."""
    smaller = size[0] < painted.shape[1]
    flag = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    top = float(np.iinfo(painted.dtype).max)
    alpha = painted[..., 3:].astype(np.float32) / top
    mixed = painted[..., :3].astype(np.float32)
    share = np.clip(cv2.resize(alpha, size, interpolation=flag), 0.0, 1.0)[..., None]
    weighted = cv2.resize(mixed * alpha, size, interpolation=flag)
    plain = cv2.resize(mixed, size, interpolation=flag)
    colours = np.where(share > 1e-3, weighted / np.maximum(share, 1e-3), plain)
    out = np.concatenate([colours, share * top], axis=2)
    return np.asarray(np.clip(np.rint(out), 0, top), painted.dtype)


# --- Writers -----------------------------------------------------------------------------------------------------


def open_writer(plan: ExportPlan, output: Output) -> PictureWriter:
    """The writer for one output. Raises ExportError."""
    form = plan.preset.format
    if isinstance(form, SequenceFormat):
        return SequenceWriter(_sequence_job(plan, output, form))
    return VideoFileWriter(_video_job(plan, output, form))


def _video_job(plan: ExportPlan, output: Output, form: VideoFormat) -> VideoJob:
    info = plan.info
    width, height = plan.picture_size(output)
    return VideoJob(
        output.target,
        form,
        width,
        height,
        info.rate,
        info.time_base,
        resolved(info.colour),
        info.pixel_aspect,
        shifted(info.start_timecode, plan.frames.start, info.rate),
        plan.audio,
        alpha_comment(plan) if form.alpha else "",
    )


def _sequence_job(plan: ExportPlan, output: Output, form: SequenceFormat) -> SequenceJob:
    number = plan.options.start_number
    return SequenceJob(
        output.target,
        form,
        plan.options.pattern,
        plan.frames.start if number is None else number,
        is_premultiplied(plan),
        resolved(plan.info.colour).transfer,
        output.target.suffix.lower() == form.suffix,
    )


def is_premultiplied(plan: ExportPlan) -> bool:
    """Whether colours in the files are already multiplied by alpha."""
    look = plan.look
    return isinstance(look, CutOut) and isinstance(look.backdrop, Transparent) and look.backdrop.premultiplied


def alpha_comment(plan: ExportPlan) -> str:
    """What most containers have no field for."""
    return "Alpha: premultiplied over black" if is_premultiplied(plan) else "Alpha: straight"


def make_folder(folder: Path) -> None:
    """Create the target's folder. Raises ExportError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"The folder '{folder}' could not be made.", "Choose another place.") from error


def write_sidecars(plan: ExportPlan, times: list[tuple[int, int]]) -> list[Path]:
    """Beside sequences and cropped clips: what the pictures themselves cannot say."""
    written = []
    for output in plan.outputs:
        path = sidecar_path(plan, output)
        if path is not None:
            from engine.export.atomic import write_text_atomically

            write_text_atomically(path, json.dumps(sidecar_text(plan, output, times), indent=1, ensure_ascii=False))
            written.append(path)
    return written


def first_frame(plan: ExportPlan) -> FrameIndex:
    """The clip's frame that the export begins with."""
    return plan.frames.start
