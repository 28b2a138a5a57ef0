"""What comes back from a file: alpha, colours, tags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from engine.bench.alpha_truth import texture
from engine.bench.export_plans import disc_plan
from engine.export.encoders import VideoJob
from engine.export.formats import VideoFormat
from engine.export.presets import PRESETS, preset_named
from engine.export.run import run_export
from engine.export.video_file import VideoFileWriter
from engine.media import open_source
from engine.media.source import ColourTags
from engine.render.compositor import Painted
from engine.types import FrameIndex

Writer = Callable[[VideoJob], VideoFileWriter]

TAG_TABLE = ((1, 1, 1), (6, 6, 6), (5, 6, 5), (9, 14, 9), (9, 16, 9), (9, 18, 9), (12, 13, 1))
"""Primaries, transfer, matrix of the sources an editor meets: HD, SD of both kinds, UHD, PQ, HLG, Display P3."""


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


def exported_colour_error(scratch: Path, preset: str = "prores4444") -> float:
    """Largest difference of a colour of an 8-bit BT.709 clip inside its matte after a whole export with refine off,
    in 1/255."""
    source = open_source(_tagged_clip(scratch / "colours.mkv"))
    try:
        plan = disc_plan(source, scratch / "colours", preset, refined=False)
        back = open_source(list(run_export(plan))[-1].files[0])
        try:
            worst = 0.0
            for index in range(source.frame_count()):
                found, wanted = (clip.read(FrameIndex(index)) for clip in (back, source))
                alpha = found.alpha16()
                assert alpha is not None
                inside = alpha > 0
                worst = max(worst, _difference(found.rgb16()[inside], wanted.rgb16()[inside]))
            return worst
        finally:
            back.close()
    finally:
        source.close()


def _tagged_clip(path: Path) -> Path:
    """Three frames of BT.709 in 4:2:0 that drift through strong colours."""
    rng = np.random.default_rng(6)
    ground = np.rint(texture(rng, (360, 700), np.array([140.0, 100, 80]), 55, 4)).clip(0, 255).astype(np.uint8)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=24, options={"crf": "12", "preset": "ultrafast"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        context = stream.codec_context
        context.color_primaries = context.color_trc = context.colorspace = context.color_range = 1
        for number in range(3):
            view = np.ascontiguousarray(ground[:, 12 * number : 12 * number + 640])
            frame = av.VideoFrame.from_ndarray(view, format="rgb24")
            frame.colorspace = 1
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


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
