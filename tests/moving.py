"""Small made-up clips of things that move, with known masks: real files, written with PyAV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np

from engine.types import BoolMask, Rgb8

WIDTH, HEIGHT = 128, 96
RADIUS = 16


def ground(seed: int, width: int = WIDTH, height: int = HEIGHT) -> Rgb8:
    """A blurred patchwork of one palette."""
    rng = np.random.default_rng(seed)
    patches = rng.integers(30, 200, (6, 8, 3)).astype(np.uint8)
    return cv2.resize(patches, (width, height), interpolation=cv2.INTER_CUBIC)


def place(frame: int) -> tuple[int, int]:
    """Where the disc's middle is."""
    return 24 + 3 * (frame % 28), 40 + (2 * frame) % 17


def disc(frame: int) -> BoolMask:
    """(HEIGHT, WIDTH): the disc's true mask."""
    x, y = place(frame)
    yy, xx = np.mgrid[:HEIGHT, :WIDTH]
    return (xx - x) ** 2 + (yy - y) ** 2 <= RADIUS**2


def pictures(count: int, seed: int = 0, first: int = 0) -> Iterator[Rgb8]:
    """A red disc before a patchwork."""
    behind = ground(seed)
    for frame in range(first, first + count):
        picture = behind.copy()
        picture[disc(frame)] = (220, 40, 30)
        yield picture


def write(path: Path, frames: Iterator[Rgb8], rate: int = 25) -> Path:
    """Encode as H.264 in near-lossless 4:4:4, with B-frames."""
    with av.open(str(path), "w") as container:
        stream: av.VideoStream | None = None
        for picture in frames:
            if stream is None:
                stream = container.add_stream("libx264", rate=rate, options={"crf": "12", "preset": "veryfast"})
                stream.width, stream.height, stream.pix_fmt = picture.shape[1], picture.shape[0], "yuv444p"
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        assert stream is not None
        container.mux(stream.encode())
    return path
