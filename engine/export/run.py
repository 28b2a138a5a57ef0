"""The export itself: a generator that reads, refines, composes, writes, and takes everything back when it is closed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.errors import ExportError
from engine.export.atomic import write_text_atomically
from engine.export.background import BackgroundWriter
from engine.export.encoders import VideoFileWriter
from engine.export.jobs import sequence_job, video_job
from engine.export.plan import ExportPlan, Output
from engine.export.plate import PlateReader, open_plate
from engine.export.presets import SequenceFormat
from engine.export.sequences import SequenceWriter
from engine.export.sidecar import sidecar_path, sidecar_text
from engine.export.writer import PictureWriter
from engine.media.source import Frame
from engine.render.compositor import Painted, paint
from engine.render.layers import LayerWish, MatteHistory, object_layers
from engine.render.looks import CutOut, SideBySide, Wipe, plate_of
from engine.render.pixels import Picture, full_scale
from engine.types import Rgb8


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """After each frame, and once more when the files are in place."""

    done: int
    total: int
    files: tuple[Path, ...] = ()
    """What was written; empty until the end."""


def run_export(plan: ExportPlan) -> Generator[ExportProgress]:
    """Do it. Closing the generator or an error on the way leaves nothing behind. Raises ExportError, MediaError."""
    writers: list[PictureWriter] = []
    source = plan.source.reopen()
    plate = open_plate(plate_of(plan.look))
    try:
        for output in plan.outputs:
            make_folder(output.target.parent)
            writers.append(BackgroundWriter(open_writer(plan, output)))
        times: list[tuple[int, int]] = []
        history = MatteHistory()
        total = len(plan.frames)
        with contextlib.closing(source.stream(plan.frames.start, plan.frames.stop)) as frames:  # type: ignore[type-var]
            for done, frame in enumerate(frames, start=1):
                time_pts = frame.pts - source.pts_of(plan.frames.start)
                times.append((time_pts, frame.duration_pts))
                depths = both_depths(plan, frame)
                for writer, output in zip(writers, plan.outputs, strict=True):
                    writer.write(picture_for(plan, output, frame, plate, history, depths), *times[-1])
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


def picture_for(
    plan: ExportPlan,
    output: Output,
    frame: Frame,
    plate: PlateReader | None = None,
    history: MatteHistory | None = None,
    depths: tuple[Rgb8, Picture] | None = None,
) -> Painted:
    """The finished pixels of one frame for one output, in the depth its format is fed with.

    `depths`: the frame's pixels where `both_depths` has found them already."""
    frame8, picture = depths or both_depths(plan, frame)
    layers = object_layers(
        plan.project,
        output.objects,
        frame.pts,
        frame8,
        plan.masks.alpha_logits,
        picture,
        LayerWish(plan.options.refined, plan.options.refined and _shows_colours(plan)),
        history,
    )
    background = None if plate is None else plate.picture(frame.index - plan.frames.start)
    painted = paint(picture, layers, plan.look, background)
    form = plan.preset.format
    if isinstance(form, SequenceFormat) and (form.layers or form.cryptomatte):
        names = [spec.name for spec in plan.project.objects if spec.id in output.objects]
        mattes = tuple((name, layer.alpha) for name, layer in zip(names, layers, strict=True))
        painted = painted._replace(mattes=mattes)
    return _cut_and_scaled(plan, output, painted)


def both_depths(plan: ExportPlan, frame: Frame) -> tuple[Rgb8, Picture]:
    """The frame in 8 bit, for refining, and in the depth of the format. One conversion from YUV serves both."""
    if not plan.preset.format.deep:
        frame8 = frame.rgb8()
        return frame8, frame8
    if plan.info.bit_depth <= 8:
        frame8 = frame.rgb8()
        return frame8, frame8.astype(np.uint16) * np.uint16(257)
    picture = frame.rgb16()
    return (picture >> 8).astype(np.uint8), picture


def _shows_colours(plan: ExportPlan) -> bool:
    """Whether the objects' own colours matter: not for mattes and overlays."""
    match plan.look:
        case CutOut(inverted=False):
            return True
        case Wipe(left=left, right=right) | SideBySide(left=left, right=right):
            return any(isinstance(look, CutOut) and not look.inverted for look in (left, right))
        case _:
            return False


def _cut_and_scaled(plan: ExportPlan, output: Output, painted: Painted) -> Painted:
    info, region = plan.info, output.region
    if (region.width, region.height) != (info.width, info.height):
        alpha = None if painted.alpha is None else _cut(plan, output, painted.alpha)
        mattes = tuple((name, matte[region.slices]) for name, matte in painted.mattes)
        painted = Painted(_cut(plan, output, painted.rgb), alpha, mattes)
    if plan.options.scale == 1:
        return painted
    return _resized(painted, plan.picture_size(output))


def _cut(plan: ExportPlan, output: Output, plane: NDArray[Any]) -> NDArray[Any]:
    """The output's region; of both halves where two pictures stand beside each other."""
    if not isinstance(plan.look, SideBySide):
        return plane[output.region.slices]
    halves = (plane[:, : plan.info.width], plane[:, plan.info.width :])
    return np.concatenate([half[output.region.slices] for half in halves], axis=1)


def _resized(painted: Painted, size: tuple[int, int]) -> Painted:
    """Scaled; colours weighted by alpha, so that what is transparent does not bleed in."""
    flag = cv2.INTER_AREA if size[0] < painted.rgb.shape[1] else cv2.INTER_CUBIC
    mattes = tuple(
        (name, np.clip(np.asarray(cv2.resize(matte, size, interpolation=flag), np.float32), 0.0, 1.0))
        for name, matte in painted.mattes
    )
    if painted.alpha is None:
        return Painted(np.asarray(cv2.resize(painted.rgb, size, interpolation=flag)), None, mattes)
    top, dtype = float(full_scale(painted.rgb)), painted.rgb.dtype
    alpha, mixed = painted.alpha.astype(np.float32) / top, painted.rgb.astype(np.float32)
    share = np.clip(cv2.resize(alpha, size, interpolation=flag), 0.0, 1.0)
    weighted = cv2.resize(mixed * alpha[..., None], size, interpolation=flag)
    plain = cv2.resize(mixed, size, interpolation=flag)
    there = share[..., None] > 1e-3
    colours = np.where(there, weighted / np.maximum(share, 1e-3)[..., None], plain)
    return Painted(np.clip(np.rint(colours), 0, top).astype(dtype), np.rint(share * top).astype(dtype), mattes)


# --- Writers -----------------------------------------------------------------------------------------------------


def open_writer(plan: ExportPlan, output: Output) -> PictureWriter:
    """The writer for one output. Raises ExportError."""
    form = plan.preset.format
    if isinstance(form, SequenceFormat):
        return SequenceWriter(sequence_job(plan, output, form))
    return VideoFileWriter(video_job(plan, output, form))


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
            write_text_atomically(path, json.dumps(sidecar_text(plan, output, times), indent=1, ensure_ascii=False))
            written.append(path)
    return written
