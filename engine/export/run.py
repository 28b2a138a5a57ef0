"""The export itself: a generator that reads, refines, composes, writes, and takes everything back when it is closed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from engine.errors import ExportError
from engine.export.ahead import compose_threads, worked_ahead, write_threads
from engine.export.atomic import make_folder, write_text_atomically
from engine.export.background import BackgroundWriter, PooledPictures
from engine.export.coded import CodedPicture
from engine.export.composing import Composer
from engine.export.formats import SequenceFormat
from engine.export.interchange.kinds import write_beside
from engine.export.jobs import sequence_job, video_job
from engine.export.plan import ExportPlan, Output
from engine.export.sequences import SequenceWriter
from engine.export.sidecar import sidecar_path, sidecar_text
from engine.export.video_file import VideoFileWriter
from engine.export.wave_file import SoundBeside
from engine.export.writer import PictureWriter
from engine.media.source import Frame, VideoSource
from engine.render.compositor import Painted


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
    times: list[tuple[int, int]] = []
    total = len(plan.frames)
    with contextlib.ExitStack() as opened:
        source = plan.source.reopen()
        opened.callback(source.close)
        composer = Composer(plan)
        opened.callback(composer.close)
        try:
            for output in plan.outputs:
                make_folder(output.target.parent)
                writers.append(open_writer(plan, output))
            with contextlib.closing(_composed(plan, source, composer)) as frames:
                for done, (frame, pictures) in enumerate(frames, start=1):
                    times.append((frame.pts - source.pts_of(plan.frames.start), frame.duration_pts))
                    for writer, picture in zip(writers, pictures, strict=True):
                        writer.write(picture, *times[-1])
                    yield ExportProgress(done, total)
            if len(times) != total:
                raise ExportError(
                    f"Only {len(times)} of {total} frames could be read from the clip.", "Export a shorter range."
                )
            for writer in writers:
                writer.finish()
            files = [file for writer in writers for file in writer.files]
            files += write_sidecars(plan, times)
            files += write_beside(plan)
            yield ExportProgress(total, total, tuple(files))
        finally:
            for writer in writers:
                writer.abort()


def _composed(
    plan: ExportPlan, source: VideoSource, composer: Composer
) -> Generator[tuple[Frame, list[Painted | CodedPicture]]]:
    """Frames in order with their pictures; reading, composing and encoding go on side by side."""
    with contextlib.closing(source.stream(plan.frames.start, plan.frames.stop)) as frames:  # type: ignore[type-var]
        materials = (composer.material(frame) for frame in frames)
        with contextlib.closing(worked_ahead(materials, composer.pictures, compose_threads(plan))) as done:
            for material, pictures in done:
                yield material.frame, pictures


# --- Writers -----------------------------------------------------------------------------------------------------


def open_writer(plan: ExportPlan, output: Output) -> PictureWriter:
    """The writer for one output, working on threads of its own. Raises ExportError."""
    form = plan.preset.format
    if isinstance(form, SequenceFormat):
        pictures = PooledPictures(SequenceWriter(sequence_job(plan, output, form)), write_threads())
        return SoundBeside(pictures, output.target, plan.audio) if plan.audio else pictures
    return BackgroundWriter(VideoFileWriter(video_job(plan, output, form)))


def write_sidecars(plan: ExportPlan, times: list[tuple[int, int]]) -> list[Path]:
    """Beside sequences and cropped clips: what the pictures themselves cannot say."""
    written = []
    for output in plan.outputs:
        path = sidecar_path(plan, output)
        if path is not None:
            write_text_atomically(path, json.dumps(sidecar_text(plan, output, times), indent=1, ensure_ascii=False))
            written.append(path)
    return written
