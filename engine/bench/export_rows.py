"""Export and refine: round trips, tags, sound, speed, edges, flicker, memory."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from engine.bench.alpha_truth import Truth, scenes, texture
from engine.bench.clips import moving_texture
from engine.bench.rows import Clock, Promise, at_least, at_most
from engine.export.composing import picture_for
from engine.export.encoders import VideoFileWriter, VideoJob
from engine.export.masks import MemoryMasks
from engine.export.options import ExportOptions, ExportPlan
from engine.export.plan import plan_export
from engine.export.planes import video_frame
from engine.export.presets import PRESETS, VideoFormat, preset_named
from engine.export.run import run_export
from engine.media import open_source
from engine.media.source import ColourTags, VideoSource
from engine.project.model import ObjectSpec, Project, RefineSettings, SourceReference
from engine.refine.fringe import foreground_colours
from engine.refine.pipeline import refine
from engine.refine.temporal import Steadied, deflicker
from engine.render.compositor import Painted
from engine.types import Alpha, FrameIndex, FrameRange, Logits, ObjectId, Rgb8

Refiner = Callable[[Logits, Rgb8, RefineSettings], Alpha]
Writer = Callable[[VideoJob], VideoFileWriter]

SOUND_HZ = 48_000
REPEATS = 9
TAG_TABLE = ((1, 1, 1), (6, 6, 6), (5, 6, 5), (9, 14, 9), (9, 16, 9), (9, 18, 9), (12, 13, 1))
"""Primaries, transfer, matrix of the sources an editor meets: HD, SD of both kinds, UHD, PQ, HLG, Display P3."""

ERROR_METHODS = {"threshold": "", "soft alpha": "none", "guided": "guided", "matting": "matting"}
"""What the table compares, and the edge setting each stands for."""

SMALL = (216, 384)
"""Height and width of drawn truth where a ratio is wanted and not a table."""


# --- Round trips -------------------------------------------------------------------------------------------------


def lossless_presets() -> list[str]:
    """Video presets that promise every bit."""
    return [p.name for p in PRESETS if isinstance(p.format, VideoFormat) and p.format.lossless and p.name != "apng"]


def written_and_read(scratch: Path, preset: str, picture: Painted, writer: Writer = VideoFileWriter) -> Painted:
    """One picture through a preset's encoder, its container and the program's reader."""
    form = preset_named(preset).format
    assert isinstance(form, VideoFormat)
    height, width = picture.rgb.shape[:2]
    path = scratch / f"round-trip{form.suffix}"
    file = writer(VideoJob(path, form, width, height, Fraction(24), Fraction(1, 24000), ColourTags(1, 1, 1)))
    file.write(picture, 0, 1000)
    file.finish()
    source = open_source(path)
    try:
        frame = source.read(FrameIndex(0))
        return Painted(frame.rgb16(), frame.alpha16())
    finally:
        source.close()


def round_trip_picture(deep: bool, height: int = 540, width: int = 960) -> Painted:
    """Natural-looking colours with every step of alpha, hard and soft."""
    rng = np.random.default_rng(5)
    rgb = np.rint(texture(rng, (height, width), np.array([130.0, 110, 90]), 40, 4)).astype(np.uint8)
    ramp = np.tile(np.linspace(0, 255, width), (height, 1))
    ramp[height // 2 :] = np.where(np.arange(width) // 40 % 2, 255, 0)
    alpha = np.rint(ramp).astype(np.uint8)
    if not deep:
        return Painted(rgb, alpha)
    return Painted(rgb.astype(np.uint16) * np.uint16(257), alpha.astype(np.uint16) * np.uint16(257))


def alpha_error(scratch: Path, presets: Sequence[str], writer: Writer = VideoFileWriter) -> float:
    """Largest difference of alpha over all of `presets`, in 1/255."""
    worst = 0.0
    for preset in presets:
        picture = round_trip_picture(preset_named(preset).format.deep)
        back = written_and_read(scratch, preset, picture, writer)
        if back.alpha is None or picture.alpha is None:
            return 255.0
        worst = max(worst, _difference(back.alpha, picture.alpha))
    return worst


def colour_error(scratch: Path, preset: str = "prores4444", writer: Writer = VideoFileWriter) -> float:
    """Largest difference of a colour of 8-bit BT.709 that is not transparent, in 1/255."""
    picture = round_trip_picture(preset_named(preset).format.deep)
    opaque = Painted(picture.rgb, np.full_like(picture.rgb[..., 0], np.iinfo(picture.rgb.dtype).max))
    return _difference(written_and_read(scratch, preset, opaque, writer).rgb, opaque.rgb)


def _difference(found: NDArray[np.uint16], wanted: NDArray[np.uint8] | NDArray[np.uint16]) -> float:
    top = np.iinfo(wanted.dtype).max
    return float(np.abs(found.astype(np.float64) / 65535 - wanted.astype(np.float64) / top).max()) * 255


def wrong_tags(scratch: Path, writer: Writer = VideoFileWriter) -> float:
    """How many of the presets with tags × the table of sources come back with other ones, in file or frame."""
    wrong = 0
    rgb = np.full((144, 256, 3), 90 * 257, np.uint16)
    for preset in ("prores4444", "prores422hq", "h264", "h265", "webm-alpha"):
        form = preset_named(preset).format
        assert isinstance(form, VideoFormat)
        for tags in TAG_TABLE:
            path = scratch / f"tags{form.suffix}"
            file = writer(VideoJob(path, form, 256, 144, Fraction(24), Fraction(1, 24000), ColourTags(*tags)))
            file.write(Painted(rgb if form.deep else (rgb // 257).astype(np.uint8)), 0, 1000)
            file.finish()
            with av.open(str(path)) as container:
                context = container.streams.video[0].codec_context
                found = context.color_primaries, context.color_trc, context.colorspace
                wrong += tuple(int(v) for v in found) != tags
    return float(wrong)


# --- Sound -------------------------------------------------------------------------------------------------------


def write_clip_with_clicks(path: Path, seconds: int = 2) -> Path:
    """A small clip with AAC sound: a click every tenth of a second."""
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 128, 96, "yuv420p"
        audio = out.add_stream("aac", rate=SOUND_HZ)
        audio.codec_context.layout = "mono"
        for rgb in moving_texture(128, 96, 25 * seconds):
            out.mux(video.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        out.mux(video.encode(None))
        samples = np.zeros((1, SOUND_HZ * seconds), np.float32)
        samples[0, :: SOUND_HZ // 10] = 0.9
        resampler = av.AudioResampler("fltp", "mono", SOUND_HZ, frame_size=1024)
        whole = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
        whole.sample_rate, whole.pts, whole.time_base = SOUND_HZ, 0, Fraction(1, SOUND_HZ)
        for piece in [*resampler.resample(whole), *resampler.resample(None)]:
            out.mux(audio.encode(piece))
        out.mux(audio.encode(None))
    return path


def sound_offset_ms(scratch: Path, presets: Sequence[str] = ("prores4444", "h264", "webm-alpha")) -> float:
    """How far clicks move against the picture, at most, in exports that start inside the clip."""
    clip = write_clip_with_clicks(scratch / "clicks.mp4")
    wanted = click_times_ms(clip)
    worst = 0.0
    source = open_source(clip)
    try:
        for preset in presets:
            plan = _plan(source, scratch / f"clicks-{preset}", preset, first=13)
            files = list(run_export(plan))[-1].files
            start_ms = 1000 * 13 / 25
            found = [t for t in click_times_ms(files[0]) if t > 5]
            expected = [t - start_ms for t in wanted if t - start_ms > 5]
            pairs = list(zip(expected, found, strict=False))
            worst = max([worst, *(abs(a - b) for a, b in pairs)]) if len(pairs) > 5 else float("inf")
    finally:
        source.close()
    return worst


def click_times_ms(path: Path) -> list[float]:
    """When clicks are heard, on the clock of the first picture."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        first = min(p.pts * p.time_base for p in container.demux(stream) if p.pts is not None and not p.is_discard)
    times: list[float] = []
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            assert frame.pts is not None and frame.time_base is not None
            samples = np.abs(frame.to_ndarray().astype(np.float64)).reshape(-1, frame.samples).max(axis=0)
            peak = int(np.argmax(samples))
            if samples[peak] > 0.3 * _full(frame):
                at = float((frame.pts * frame.time_base - first) * 1000) + 1000 * peak / frame.sample_rate
                if not times or at - times[-1] > 20:
                    times.append(at)
    return times


def _full(frame: av.AudioFrame) -> float:
    """What full scale is in a frame's samples."""
    return {"s16": 2.0**15, "s16p": 2.0**15, "s32": 2.0**31, "s32p": 2.0**31}.get(frame.format.name, 1.0)


# --- Speed -------------------------------------------------------------------------------------------------------


def prores_speed_ratio(scratch: Path, frames: int = 24, clock: Clock = time.perf_counter) -> float:
    """Export at 1080p with refine off, against the bare encoder fed with the same frames already in its format."""
    source = open_source(_clip_1080p(scratch, frames))
    try:
        plan = _plan(source, scratch / "speed", "prores4444", refined=False)
        start = clock()
        for _ in run_export(plan):
            pass
        whole = clock() - start
        return bare_encoder_seconds(plan, scratch, clock) / whole
    finally:
        source.close()


def bare_encoder_seconds(plan: ExportPlan, scratch: Path, clock: Clock = time.perf_counter) -> float:
    """Encoding and writing alone."""
    form = plan.preset.format
    assert isinstance(form, VideoFormat)
    source = plan.source.reopen()
    ready = []
    for frame in source.stream(plan.frames.start, plan.frames.stop):
        painted = picture_for(plan, plan.outputs[0], frame)
        ready.append(video_frame(painted.rgb, painted.alpha, form.pixel_format, 1, False))
    source.close()
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


def refine_ms(refiner: Refiner = refine, clock: Clock = time.perf_counter) -> float:
    """Default refine of a 1080p frame in which a person-sized object stands: the median."""
    logits, rgb = _object_1080p()
    return _median_ms(lambda: refiner(logits, rgb, RefineSettings()), clock)


def fringe_ms(clock: Clock = time.perf_counter) -> float:
    """Foreground colours of the same frame: the median."""
    logits, rgb = _object_1080p()
    alpha = refine(logits, rgb, RefineSettings())
    return _median_ms(lambda: foreground_colours(rgb, alpha), clock)


def _object_1080p() -> tuple[Logits, Rgb8]:
    rng = np.random.default_rng(9)
    rgb = np.rint(texture(rng, (1080, 1920), np.array([120.0, 110, 100]), 30, 3)).astype(np.uint8)
    y, x = np.mgrid[:256, :256].astype(np.float32) + 0.5
    wide, high = (x * 1920 / 256 - 960) / 230, (y * 1080 / 256 - 600) / 430
    logits = np.clip((1 - np.hypot(wide, high)) * 60, -8, 7.9375).astype(np.float32)
    return logits, rgb


def _median_ms(work: Callable[[], object], clock: Clock) -> float:
    work()
    times = []
    for _ in range(REPEATS):
        start = clock()
        work()
        times.append(clock() - start)
    return 1000 * float(np.median(times))


# --- Edges -------------------------------------------------------------------------------------------------------


def edge_errors(
    refiner: Refiner = refine, size: tuple[int, int] = (540, 960), methods: Sequence[str] = tuple(ERROR_METHODS)
) -> dict[str, dict[str, float]]:
    """SAD (thousands of pixels), MSE (in 1e-3) and gradient error (thousands) by method: means over drawn truth."""
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in methods}
    for truth in scenes(*size):
        for name in methods:
            found[name].append(_errors(_answer(truth, refiner, ERROR_METHODS[name]), truth.alpha))
    means = {name: np.mean(rows, axis=0) for name, rows in found.items()}
    return {n: {"SAD": float(m[0]), "MSE": float(m[1]), "gradient": float(m[2])} for n, m in means.items()}


def _answer(truth: Truth, refiner: Refiner, edge: str) -> Alpha:
    """What a method makes of a scene."""
    if edge:
        return refiner(truth.logits, truth.rgb, replace(RefineSettings(), edge=edge))
    height, width = truth.alpha.shape
    return (cv2.resize(truth.logits, (width, height), interpolation=cv2.INTER_LINEAR) > 0).astype(np.float32)


def _errors(alpha: Alpha, truth: Alpha) -> tuple[float, float, float]:
    """As alphamatting.com counts them (Rhemann et al., CVPR 2009), gradients by a Gaussian of sigma 1.4."""
    differ = alpha - truth
    slopes = [np.hypot(*(_slope(plane, axis) for axis in (0, 1))) for plane in (alpha, truth)]
    gradient = float(((slopes[0] - slopes[1]) ** 2).sum())
    return float(np.abs(differ).sum()) / 1000, float((differ**2).mean()) * 1000, gradient / 1000


def _slope(plane: Alpha, axis: int) -> NDArray[np.float32]:
    soft = cv2.GaussianBlur(plane, (0, 0), 1.4)
    return np.asarray(cv2.Sobel(soft, cv2.CV_32F, axis, 1 - axis, scale=0.125), np.float32)


def guided_gain(refiner: Refiner = refine) -> float:
    """Error (SAD) of the default edge as a share of the threshold's: the mean over scenes of drawn truth."""
    shares = []
    for truth in scenes(*SMALL):
        errors = [_errors(_answer(truth, refiner, ERROR_METHODS[m]), truth.alpha)[0] for m in ("guided", "threshold")]
        shares.append(errors[0] / errors[1])
    return float(np.mean(shares))


def fringe_left(colours: Callable[[Rgb8, Alpha], Rgb8] = foreground_colours) -> float:
    """Colour error at soft edges after fringe removal, as a share of that before; on drawn truth with true alpha."""
    before, after = 0.0, 0.0
    for truth in scenes(*SMALL):
        edge = (truth.alpha > 0.05) & (truth.alpha < 0.95)
        wanted = truth.foreground.astype(np.float64)[edge]
        before += float(np.abs(truth.rgb[edge] - wanted).mean())
        after += float(np.abs(colours(truth.rgb, truth.alpha)[edge] - wanted).mean())
    return after / before


def flicker_left(strength: float = 1.0) -> float:
    """Spread of a still edge's place from frame to frame with de-flicker, as a share of that without."""
    still = [150.0] * 16
    return float(np.std(_edge_places(still, strength)[5:]) / np.std(_edge_places(still, 0.0)[5:]))


def lag_px(strength: float = 1.0) -> float:
    """How far an edge that moves by 6 px a frame falls behind with de-flicker, in source pixels."""
    moving = [90.0 + 6 * number for number in range(16)]
    return float(np.abs(np.mean(_edge_places(moving, strength)[2:] - _edge_places(moving, 0.0)[2:])))


def _edge_places(centres: Sequence[float], strength: float) -> NDArray[np.float64]:
    """The right edge of a textured disc on the middle rows, frame by frame."""
    height, width, grid = 240, 426, 128
    rng = np.random.default_rng(4)
    ground = texture(rng, (height, width), np.array([60.0, 65, 70]), 18, 3)
    skin = texture(rng, (height, 2 * width), np.array([180.0, 150, 120]), 30, 3)
    y, x = np.mgrid[:grid, :grid].astype(np.float32) + 0.5
    state: Steadied | None = None
    places = []
    for number, centre in enumerate(centres):
        yy, xx = np.mgrid[:height, :width].astype(np.float32) + 0.5
        inside = np.hypot(xx - centre, yy - height / 2) < 60
        moved = np.roll(skin, round(centre), axis=1)[:, :width]
        noise = np.random.default_rng(number)
        picture = np.where(inside[..., None], moved, ground) + noise.normal(0, 2, (height, width, 1))
        distance = 60 - np.hypot(x * width / grid - centre, y * height / grid - height / 2)
        logits = np.clip(distance * 0.6 + noise.normal(0, 0.8, distance.shape), -8, 8).astype(np.float32)
        state = deflicker(logits, np.clip(picture, 0, 255).astype(np.uint8), state, strength)
        row = state.logits[grid // 2 - 4 : grid // 2 + 4].mean(axis=0)
        last = int(np.flatnonzero(row > 0)[-1])
        places.append((last + row[last] / (row[last] - row[last + 1]) + 0.5) * width / grid)
    return np.array(places)


# --- Memory ------------------------------------------------------------------------------------------------------


def matting_4k_bytes() -> float:
    """Peak memory of a process that mattes one 4K frame."""
    done = subprocess.run(
        [sys.executable, "-m", "engine.bench.export_rows"], capture_output=True, text=True, check=True, timeout=600
    )
    return float(json.loads(done.stdout)["peak_bytes"])


def matte_4k() -> None:
    """What that process does: prints its own peak."""
    import psutil

    rng = np.random.default_rng(2)
    small = texture(rng, (540, 960), np.array([120.0, 110, 100]), 30, 2)
    rgb = np.clip(cv2.resize(small, (3840, 2160)), 0, 255).astype(np.uint8)
    logits, _ = _object_1080p()
    refine(logits, rgb, replace(RefineSettings(), edge="matting", edge_band_px=24.0))
    memory = psutil.Process().memory_info()
    peak = getattr(memory, "peak_wset", 0)
    if not peak:
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps({"peak_bytes": peak}))


# --- The table ---------------------------------------------------------------------------------------------------


def export_promises(scratch: Path) -> list[Promise]:
    """The rows of this room."""
    prores, exact = ("prores4444", "prores4444xq"), lossless_presets()
    return [
        Promise("alpha round trip, ProRes 4444", "1/255", at_most(1.0), lambda: alpha_error(scratch, prores)),
        Promise("alpha round trip, lossless formats", "1/255", at_most(0.0), lambda: alpha_error(scratch, exact)),
        Promise("colour round trip, ProRes 4444, BT.709", "1/255", at_most(2.0), lambda: colour_error(scratch)),
        Promise("colour tags that come back wrong", "files", at_most(0), lambda: wrong_tags(scratch)),
        Promise("sound against picture after an export", "ms", at_most(1.0), lambda: sound_offset_ms(scratch)),
        Promise(
            "ProRes export against the bare encoder", "x", at_least(0.75), lambda: prores_speed_ratio(scratch), False
        ),
        Promise("default refine, 1080p", "ms", at_most(25.0), refine_ms),
        Promise("fringe removal, 1080p", "ms", at_most(120.0), fringe_ms),
        Promise("edge error against a threshold's", "x", at_most(0.8), guided_gain),
        Promise("fringe left after removal", "x", at_most(0.5), fringe_left),
        Promise("flicker of a still edge left", "x", at_most(0.6), flicker_left),
        Promise("lag of a moving edge", "px", at_most(0.5), lag_px),
        Promise("memory to matte a 4K frame", "bytes", at_most(3e9), matting_4k_bytes, quick=False),
    ]


def _plan(source: VideoSource, target: Path, preset: str, first: int = 0, refined: bool = True) -> ExportPlan:
    """An export of the whole clip, or from `first` on, with a disc for a matte."""
    info, count = source.info, source.frame_count()
    reference = SourceReference(info.path, "", info.width, info.height, info.time_base, info.rate, count)
    dog = ObjectId(1)
    project = Project(reference, (ObjectSpec(dog, "disc", (255, 80, 0)),))
    y, x = np.mgrid[:256, :256].astype(np.float32) + 0.5
    distance = info.height / 3 - np.hypot(
        x * info.width / 256 - info.width / 2, y * info.height / 256 - info.height / 2
    )
    logits = np.clip(distance / 4, -8, 7.9375).astype(np.float32)
    masks = MemoryMasks({dog: {source.pts_of(FrameIndex(i)): logits for i in range(count)}})
    frames = FrameRange(FrameIndex(first), FrameIndex(count))
    return plan_export(project, source, masks, ExportOptions(target, preset, frames=frames, refined=refined))


if __name__ == "__main__":
    matte_4k()
