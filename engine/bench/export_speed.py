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
from engine.export.formats import VideoFormat
from engine.export.options import ExportPlan
from engine.export.planes import video_frame
from engine.export.run import run_export
from engine.media import open_source

RUNS = 3
"""Export and encoder take turns so often: what else the machine does hits both."""


def prores_speed_ratio(scratch: Path, frames: int = 24, clock: Clock = time.perf_counter) -> float:
    """Export at 1080p with refine off, against the bare encoder fed with the same frames already in its format.

    The best of a few runs each, taken in turns."""
    source = open_source(_clip_1080p(scratch, frames))
    try:
        plan = disc_plan(source, scratch / "speed", "prores4444", refined=False)
        ready = coded_frames(plan)
        runs = [(bare_seconds(plan, ready, scratch, clock), export_seconds(plan, clock)) for _ in range(RUNS)]
        return min(bare for bare, _ in runs) / min(whole for _, whole in runs)
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
    source, ready = plan.source.reopen(), []
    for frame in source.stream(plan.frames.start, plan.frames.stop):
        painted = picture_for(plan, plan.outputs[0], frame)
        ready.append(video_frame(painted.rgb, painted.alpha, form.pixel_format, 1, False))
    source.close()
    return ready


def bare_seconds(plan: ExportPlan, ready: Sequence[av.VideoFrame], scratch: Path, clock: Clock) -> float:
    """Encoding and writing alone."""
    form = plan.preset.format
    assert isinstance(form, VideoFormat)
    start = clock()
    with av.open(str(scratch / "bare.mov"), "w") as out:
        stream = out.add_stream(form.codec, rate=plan.info.rate, options=dict(form.options))
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = plan.info.width, plan.info.height, form.pixel_format
        for number, picture in enumerate(ready):
            picture.pts, picture.time_base = number, 1 / plan.info.rate
            out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
    return clock() - start


def _clip_1080p(scratch: Path, frames: int) -> Path:
    path = scratch / "full-hd.mp4"
    if path.exists():
        return path
    rng = np.random.default_rng(3)
    ground = np.rint(texture(rng, (1080, 2048), np.array([120.0, 110, 100]), 45, 3)).astype(np.uint8)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=25, options={"preset": "ultrafast", "crf": "18"})
        stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
        for number in range(frames):
            view = np.ascontiguousarray(ground[:, 4 * number : 4 * number + 1920])
            out.mux(stream.encode(av.VideoFrame.from_ndarray(view, format="rgb24")))
        out.mux(stream.encode(None))
    return path
