"""A two-hour 4K clip opens, scrubs and tracks. Asked for by `bench --long`: the file takes two gigabytes."""

from __future__ import annotations

import random
import tempfile
import time
from functools import cache
from pathlib import Path

import numpy as np

from engine.bench.clips import RATE, repeat_clip, write_clip
from engine.bench.nano_rows import ModelMaker, first_mask_seconds, nano
from engine.bench.pipeline import track_and_store
from engine.bench.rows import Clock, NotHere, Promise
from engine.media import open_source
from engine.types import FrameIndex

PIECE_FRAMES, KEY_EVERY = 120, 60
TWO_HOURS = 2 * 3600 * RATE
SCRUBS = 12
TRACKED = 24


def index_seconds(clip: Path, clock: Clock = time.perf_counter) -> float:
    """Until every frame's place is known; the first frame is shown long before."""
    start = clock()
    source = open_source(clip)
    try:
        source.frame_count()
        return clock() - start
    finally:
        source.close()


def scrub_ms(clip: Path, clock: Clock = time.perf_counter) -> float:
    """Median time to a picture anywhere in the clip."""
    source = open_source(clip)
    try:
        places = random.Random(0).sample(range(source.frame_count()), SCRUBS)
        times = []
        for place in places:
            start = clock()
            source.read(FrameIndex(place)).preview8()
            times.append(clock() - start)
        return 1000 * float(np.median(times))
    finally:
        source.close()


def tracking_at_end_fps(clip: Path, model: ModelMaker = nano, clock: Clock = time.perf_counter) -> float:
    """Frames a second over the clip's last frames, decode to stored mask."""
    source = open_source(clip)
    try:
        with tempfile.TemporaryDirectory() as folder:
            first = FrameIndex(source.frame_count() - TRACKED)
            return track_and_store(source, model(), TRACKED, Path(folder), clock=clock, first=first).fps
    finally:
        source.close()


def long_clip_promises(scratch: Path, wanted: bool) -> list[Promise]:
    """The rows; open unless `wanted`."""

    @cache
    def clip() -> Path:
        if not wanted:
            raise NotHere("takes 2 GB of disk: bench --long")
        piece = write_clip(scratch / "4k.mp4", 3840, 2160, PIECE_FRAMES, KEY_EVERY)
        return repeat_clip(piece, scratch / "two-hours-4k.mp4", TWO_HOURS // PIECE_FRAMES)

    return [
        Promise("two hours of 4K: nano's first mask, cold", "s", None, lambda: first_mask_seconds(clip()), quick=False),
        Promise("two hours of 4K: all frames found", "s", None, lambda: index_seconds(clip()), quick=False),
        Promise("two hours of 4K: a picture anywhere", "ms", None, lambda: scrub_ms(clip()), quick=False),
        Promise("two hours of 4K: nano at its end", "fps", None, lambda: tracking_at_end_fps(clip()), quick=False),
    ]
