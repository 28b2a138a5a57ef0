"""Small clips with known content, made with the libraries that a person's clips come from."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from engine.export.masks import MemoryMasks
from engine.media.source import VideoSource
from engine.project.model import ObjectSpec, Project, RefineSettings, SourceReference
from engine.types import FrameIndex, ObjectId

DOG, CUP = ObjectId(1), ObjectId(2)


def picture(index: int, height: int = 96, width: int = 128) -> NDArray[np.uint8]:
    """Smooth colours that differ from frame to frame, so that frames cannot be mistaken for each other."""
    y, x = np.mgrid[:height, :width]
    red = x * 255 // width
    green = y * 255 // height
    blue = (index * 24 + (x + y) // 4) % 256
    return np.dstack([red, green, blue]).astype(np.uint8)


def write_clip(
    path: Path,
    frames: int = 8,
    size: tuple[int, int] = (128, 96),
    times: Sequence[int] | None = None,
    time_base: Fraction = Fraction(1, 24000),
    rate: Fraction = Fraction(24),
    codec: str = "ffv1",
    pixel_format: str = "bgr0",
    audio: str | None = None,
    audio_start: Fraction = Fraction(0),
    timecode: str | None = None,
    tags: tuple[int, int, int, int] | None = None,
    pixel_aspect: Fraction = Fraction(1),
) -> Path:
    """A clip of `frames` pictures; lossless RGB unless told otherwise. `tags`: primaries, transfer, matrix, range."""
    width, height = size
    stamps = list(times) if times is not None else [round(i / rate / time_base) for i in range(frames)]
    with av.open(str(path), "w") as container:
        video = container.add_stream(codec, rate=rate)
        video.width, video.height, video.pix_fmt = width, height, pixel_format
        video.time_base = video.codec_context.time_base = time_base
        video.codec_context.sample_aspect_ratio = pixel_aspect
        if timecode:
            video.metadata["timecode"] = timecode
        if tags:
            context = video.codec_context
            context.color_primaries, context.color_trc, context.colorspace, context.color_range = tags
        sound = container.add_stream(audio, rate=48000) if audio else None
        if sound is not None:
            sound.codec_context.layout = "mono"
        for index, stamp in enumerate(stamps):
            frame = av.VideoFrame.from_ndarray(picture(index, height, width), format="rgb24")
            if tags:
                frame.colorspace = tags[2]
            frame.pts, frame.time_base = stamp, time_base
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if sound is not None:
            seconds = stamps[-1] * time_base + 1 / rate - audio_start
            for packet in _sound(sound, float(seconds), audio_start):
                container.mux(packet)
    return path


def click_track(seconds: float, rate_hz: int = 48000) -> NDArray[np.float32]:
    """Mono sound: a single loud sample at every tenth of a second, silence between."""
    samples = np.zeros(round(seconds * rate_hz), np.float32)
    samples[:: rate_hz // 10] = 0.9
    return samples


def _sound(stream: av.AudioStream, seconds: float, start: Fraction) -> list[av.Packet]:
    samples = click_track(seconds)
    packets: list[av.Packet] = []
    resampler = av.AudioResampler(
        stream.codec_context.format.name, "mono", 48000, frame_size=stream.codec_context.frame_size or 1024
    )
    whole = av.AudioFrame.from_ndarray(samples[None], format="fltp", layout="mono")
    whole.sample_rate, whole.pts, whole.time_base = 48000, round(start * 48000), Fraction(1, 48000)
    for piece in [*resampler.resample(whole), *resampler.resample(None)]:
        packets += stream.encode(piece)
    return packets + stream.encode(None)


def disc_logits(
    centre_x: float, centre_y: float, radius: float, source_hw: tuple[int, int], grid: int = 64
) -> NDArray[np.float32]:
    """Logits of a disc (source pixels) on a square grid, as a model would give them."""
    height, width = source_hw
    y, x = np.mgrid[:grid, :grid].astype(np.float32) + 0.5
    distance = radius - np.hypot(x * width / grid - centre_x, y * height / grid - centre_y)
    return np.clip(distance / 2, -8, 8).astype(np.float32)


def project_of(source: VideoSource, refine: RefineSettings | None = None, names: tuple[str, ...] = ("dog",)) -> Project:
    """A project with one or two objects for an open clip."""
    info = source.info
    reference = SourceReference(info.path, "", info.width, info.height, info.time_base, info.rate, source.frame_count())
    colours = ((255, 80, 0), (0, 120, 255))
    specs = tuple(
        ObjectSpec(ObjectId(i + 1), name, colours[i], refine=refine or RefineSettings()) for i, name in enumerate(names)
    )
    return Project(reference, specs)


def disc_masks(source: VideoSource, objects: tuple[ObjectId, ...] = (DOG,), frames: int | None = None) -> MemoryMasks:
    """A disc for each object that moves by a pixel a frame."""
    info = source.info
    hw = (info.height, info.width)
    count = source.frame_count() if frames is None else frames
    return MemoryMasks(
        {
            one: {
                source.pts_of(FrameIndex(i)): disc_logits(
                    info.width * (0.25 + 0.2 * one) + i, info.height / 2, info.height / 3.5, hw
                )
                for i in range(count)
            }
            for one in objects
        }
    )
