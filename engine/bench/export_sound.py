"""Whether sound stays where it was against the picture."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from engine.bench.clips import moving_texture
from engine.bench.export_plans import disc_plan
from engine.export.run import run_export
from engine.media import open_source

SOUND_HZ = 48_000


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
            plan = disc_plan(source, scratch / f"clicks-{preset}", preset, first=13)
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
