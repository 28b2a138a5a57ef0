"""How fast exports are, against the encoder alone."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np

from engine.bench.alpha_truth import texture
from engine.bench.export_plans import disc_plan
from engine.bench.rows import Clock
from engine.export.composing import picture_for
from engine.export.encoders import output_colour
from engine.export.formats import VideoFormat
from engine.export.options import ExportPlan
from engine.export.planes import video_frame
from engine.export.run import run_export
from engine.media import open_source
from engine.media.colour import resolved

FULL_HD = 1920, 1080
RUNS = 3
"""Export and encoder take turns so often: what else the machine does hits both."""


BARE, WHOLE = "bare.mov", "speed.mov"
"""What the two leave in the scratch folder."""


def prores_speed_ratio(
    scratch: Path, frames: int = 24, clock: Clock = time.perf_counter, runs: int = RUNS, size: tuple[int, int] = FULL_HD
) -> float:
    """Export at 1080p with refine off, against the bare encoder fed with the same frames already in its format.

    The best of a few runs each, taken in turns. `size`: (width, height)."""
    source = open_source(_clip(scratch, frames, size))
    try:
        plan = disc_plan(source, scratch / WHOLE, "prores4444", refined=False)
        ready = coded_frames(plan)
        pairs = [(bare_seconds(plan, ready, scratch, clock), export_seconds(plan, clock)) for _ in range(runs)]
        return min(bare for bare, _ in pairs) / min(whole for _, whole in pairs)
    finally:
        source.close()


def export_seconds(plan: ExportPlan, clock: Clock) -> float:
    """The whole export."""
    start = clock()
    for _ in run_export(plan):
        pass
    return clock() - start


def coded_frames(plan: ExportPlan) -> list[av.VideoFrame]:
    """All frames of a plan as the encoder wants them."""
    form = plan.preset.format
    assert isinstance(form, VideoFormat)
    matrix = output_colour(resolved(plan.info.colour), plan.info.height, form).matrix
    source, ready = plan.source.reopen(), []
    for frame in source.stream(plan.frames.start, plan.frames.stop):
        painted = picture_for(plan, plan.outputs[0], frame)
        ready.append(video_frame(painted.rgb, painted.alpha, form.pixel_format, matrix, False))
    source.close()
    return ready


def bare_seconds(plan: ExportPlan, ready: Sequence[av.VideoFrame], scratch: Path, clock: Clock) -> float:
    """Encoding and writing alone."""
    form = plan.preset.format
    assert isinstance(form, VideoFormat)
    start = clock()
    with av.open(str(scratch / BARE), "w") as out:
        stream = out.add_stream(form.codec, rate=plan.info.rate, options=dict(form.options))
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = plan.info.width, plan.info.height, form.pixel_format
        for number, picture in enumerate(ready):
            picture.pts, picture.time_base = number, 1 / plan.info.rate
            out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
    return clock() - start


def _clip(scratch: Path, frames: int, size: tuple[int, int]) -> Path:
    width, height = size
    path = scratch / f"ground-{width}x{height}-{frames}.mp4"
    if path.exists():
        return path
    rng = np.random.default_rng(3)
    ground = np.rint(texture(rng, (height, width + 128), np.array([120.0, 110, 100]), 45, 3)).astype(np.uint8)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=25, options={"preset": "ultrafast", "crf": "18"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(frames):
            view = np.ascontiguousarray(ground[:, 4 * number : 4 * number + width])
            out.mux(stream.encode(av.VideoFrame.from_ndarray(view, format="rgb24")))
        out.mux(stream.encode(None))
    return path
