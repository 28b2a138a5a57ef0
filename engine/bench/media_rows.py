"""Media in: opening long clips, stepping back, random access."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.bench.clips import LONG_GOP, PIECE_FRAMES, hd_piece, repeat_clip
from engine.bench.rows import Clock, Promise, at_most
from engine.media import open_source
from engine.media.source import VideoSource
from engine.types import FrameIndex

Opener = Callable[[Path], VideoSource]

HOUR_FRAMES = 108_000
STEPS = 40


def first_frame_seconds(clip: Path, opener: Opener = open_source, clock: Clock = time.perf_counter) -> float:
    """From opening the file to having its first frame as pixels."""
    start = clock()
    source = opener(clip)
    try:
        source.read(FrameIndex(0)).rgb8()
        return clock() - start
    finally:
        source.close()


def step_back_ms(clip: Path, opener: Opener = open_source, clock: Clock = time.perf_counter) -> float:
    """Median time of one frame step back inside a long GOP, the first step apart, as pixels."""
    source = opener(clip)
    try:
        last = LONG_GOP - 10
        source.read(FrameIndex(last)).rgb8()
        source.read(FrameIndex(last - 1)).rgb8()
        times = []
        for index in range(last - 2, last - 2 - STEPS, -1):
            start = clock()
            source.read(FrameIndex(index)).rgb8()
            times.append(clock() - start)
        return 1000 * float(np.median(times))
    finally:
        source.close()


def wrong_frames(clip: Path, opener: Opener = open_source, requests: int = 25, seed: int = 0) -> float:
    """How many of `requests` random reads differ from what reading from the start gives."""
    sequential = opener(clip)
    direct = opener(clip)
    try:
        count = sequential.frame_count()
        wanted = np.random.default_rng(seed).choice(count, min(requests, count), replace=False)
        truth = {
            frame.index: frame.rgb8() for frame in sequential.stream(FrameIndex(0), None) if frame.index in set(wanted)
        }
        return float(sum(not np.array_equal(direct.read(FrameIndex(int(i))).rgb8(), truth[i]) for i in wanted))
    finally:
        sequential.close()
        direct.close()


def media_promises(scratch: Path) -> list[Promise]:
    """The rows of this room; clips are made in `scratch` when first needed."""

    def hour() -> Path:
        path = scratch / "hour.mp4"
        return path if path.exists() else repeat_clip(hd_piece(scratch), path, HOUR_FRAMES // PIECE_FRAMES)

    return [
        Promise("first frame of a one-hour 1080p file", "s", at_most(1.0), lambda: first_frame_seconds(hour())),
        Promise(
            "one step back in a GOP of 250 frames, 1080p", "ms", at_most(40.0), lambda: step_back_ms(hd_piece(scratch))
        ),
        Promise("random access: wrong frames of 25", "frames", at_most(0), lambda: wrong_frames(hd_piece(scratch))),
    ]
