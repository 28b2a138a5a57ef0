"""Clips that the bench measures with, made on the spot: moving texture, any length, any distance of key frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np

from engine.types import Rgb8

RATE = 30
PIECE_FRAMES, LONG_GOP = 300, 250
TEN_MINUTES = "ten-minutes.mp4"


def moving_texture(width: int, height: int, frames: int, seed: int = 0) -> Iterator[Rgb8]:
    """A coloured disc over a panning ground of smooth noise: (height, width, 3) uint8 each."""
    rng = np.random.default_rng(seed)
    cells = rng.integers(30, 160, (height // 16 + 2, width // 8 + 2, 3)).astype(np.uint8)
    ground = np.kron(cells, np.ones((16, 16, 1), np.uint8))
    for i in range(frames):
        frame = ground[:height, (i % 8) * 8 : (i % 8) * 8 + width].copy()
        _draw_disc(frame, *disc_at(i, width, height))
        yield frame


def disc_at(frame: int, width: int, height: int) -> tuple[float, float, float]:
    """x, y and radius of the disc in `moving_texture`, in pixels."""
    return width * (0.3 + 0.2 * np.sin(frame / 40)), height * (0.5 + 0.15 * np.cos(frame / 30)), height / 6


def _draw_disc(frame: Rgb8, x: float, y: float, radius: float) -> None:
    """Into the frame, looking only at the square around it."""
    left, top = max(0, int(x - radius)), max(0, int(y - radius))
    square = frame[top : int(y + radius) + 2, left : int(x + radius) + 2]
    yy, xx = np.mgrid[: square.shape[0], : square.shape[1]].astype(np.float32)
    square[(xx + left - x) ** 2 + (yy + top - y) ** 2 < radius**2] = (230, 120, 40)


def write_clip(path: Path, width: int, height: int, frames: int, key_every: int = 250, seed: int = 0) -> Path:
    """An H.264 file of `frames` frames at 30 a second."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=RATE, options={"preset": "veryfast", "crf": "26"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.gop_size = key_every
        for rgb in moving_texture(width, height, frames, seed):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        out.mux(stream.encode(None))
    return path


def hd_piece(scratch: Path) -> Path:
    """Ten seconds of 1080p, a key frame every 250 frames; encoded once in `scratch`, whoever needs it."""
    path = scratch / "piece.mp4"
    return path if path.exists() else write_clip(path, 1920, 1080, PIECE_FRAMES, LONG_GOP)


def one_group(scratch: Path) -> Path:
    """Its first group of pictures alone, LONG_GOP frames."""
    path = scratch / "one-group.mp4"
    return path if path.exists() else first_group(hd_piece(scratch), path)


def ten_minutes(scratch: Path) -> Path:
    """Ten minutes of 1080p with few key frames, the same group over and over; made once in `scratch`."""
    path = scratch / TEN_MINUTES
    return path if path.exists() else repeat_clip(one_group(scratch), path, 10 * 60 * RATE // LONG_GOP)


def first_group(source: Path, path: Path) -> Path:
    """Packets copied up to the second key frame."""
    with av.open(str(source)) as container, av.open(str(path), "w") as out:
        video = container.streams.video[0]
        stream = out.add_stream_from_template(video)
        for number, packet in enumerate(container.demux(video)):
            if not packet.size or (number and packet.is_keyframe):
                break
            out.mux(_shifted(packet, 0, stream))
    return path


def repeat_clip(source: Path, path: Path, times: int) -> Path:
    """The same pictures `times` over, packets copied: hours of clip in seconds."""
    with av.open(str(source)) as container, av.open(str(path), "w") as out:
        video = container.streams.video[0]
        assert video.average_rate is not None and video.time_base is not None
        length = round(video.frames / (video.average_rate * video.time_base))
        packets = [p for p in container.demux(video) if p.size and p.pts is not None and p.dts is not None]
        stream = out.add_stream_from_template(video)
        for number in range(times):
            for packet in packets:
                out.mux(_shifted(packet, number * length, stream))
    return path


def _shifted(packet: av.Packet[Any], shift: int, stream: av.VideoStream) -> av.Packet[Any]:
    assert packet.pts is not None and packet.dts is not None
    copy: av.Packet[Any] = av.Packet(bytes(packet))
    copy.pts, copy.dts, copy.duration = packet.pts + shift, packet.dts + shift, packet.duration
    copy.time_base, copy.is_keyframe, copy.stream = packet.time_base, packet.is_keyframe, stream
    return copy
