"""What a project file costs: size, write time a frame, open time, for clips of a given length and number of objects."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np

from engine.project.edits import AddObject
from engine.project.model import Click, FramePrompts, Project, SourceReference
from engine.project.project_file import ProjectFile
from engine.types import Logits, ObjectId, Pts

GRID = 256
RATE = 30
UNIQUE = 300
"""Masks drawn for each object, kept in 16 bits (they are stored in sixteenths) and used again, as drawing takes longer
than storing. Their mean size is that of 18,000 within a thousandth."""
_SHIFTS = 8
"""Columns a mask is moved by at most when it is used again."""
PTS_A_FRAME = 512
"""At a time base of 1/15360, as ffmpeg writes 30 fps into MP4."""


def measure_project_file(minutes: float, objects: int, folder: Path | None = None) -> dict[str, float]:
    """Track a made-up clip of 30 fps into a project, close it, open it again.

    Returns `frames`, `size_mb` (10^6 bytes), `bytes_a_mask`, `write_ms_a_mask` (quantising, compressing, writing and
    waiting for the disk: everything but making the mask), `wait_ms_p99` (the longest a tracker waits in one `put`),
    `close_s`, `open_s`, `scores_s` (all curves of one object), `mask_ms` (one mask read and decoded, mean of 200).
    """
    with tempfile.TemporaryDirectory(dir=folder) as made:
        path = Path(made) / "bench.clickmatte"
        frames = round(minutes * 60 * RATE)
        figures = _write(path, frames, objects)
        figures |= _read(path, frames)
        size = path.stat().st_size
    return {"frames": float(frames), "size_mb": size / 1e6, "bytes_a_mask": size / (frames * objects), **figures}


def moving_masks(seed: int, grid: int = GRID) -> _MovingMasks:
    """Logits of a thing that moves and changes shape; call with a frame number."""
    return _MovingMasks(seed, grid)


class _MovingMasks:
    """A soft, lobed blob on a wandering path, with the smooth unevenness and the fine noise a decoder's logits have."""

    def __init__(self, seed: int, grid: int) -> None:
        generator = np.random.default_rng(seed)
        self._grid = grid
        self._angles = np.linspace(0, 2 * np.pi, 720, endpoint=False, dtype=np.float32)
        self._lobes = generator.integers(2, 9, 4)
        self._phases = generator.uniform(0, 2 * np.pi, 6).astype(np.float32)
        coarse = generator.standard_normal((2 * grid // 16 + 2, 2 * grid // 16 + 2)).astype(np.float32)
        self._uneven = _enlarged(coarse, 16)[: 2 * grid, : 2 * grid]
        self._fine = generator.standard_normal((2 * grid, 2 * grid)).astype(np.float32) * 0.06
        self._yy, self._xx = np.mgrid[:grid, :grid].astype(np.float32)

    def __call__(self, frame: int) -> Logits:
        """float32 (grid, grid)."""
        grid, t = self._grid, frame / RATE
        x = grid * (0.5 + 0.28 * np.sin(0.9 * t + self._phases[0]))
        y = grid * (0.5 + 0.22 * np.sin(0.7 * t + self._phases[1]))
        dy, dx = self._yy - np.float32(y), self._xx - np.float32(x)
        radius = np.full(720, grid * 0.17, np.float32)
        for lobe, phase in zip(self._lobes, self._phases[2:], strict=True):
            radius += np.float32(grid * 0.02) * np.sin(lobe * self._angles + phase + np.float32(t))
        where = (np.arctan2(dy, dx) * np.float32(720 / (2 * np.pi))).astype(np.int32) % 720
        signed = radius[where] - np.hypot(dy, dx)
        top, left = frame * 3 % grid, frame * 5 % grid
        window = (slice(top, top + grid), slice(left, left + grid))
        logits: Logits = 0.55 * signed + 0.8 * self._uneven[window] + self._fine[window]
        return logits


def _over_again(masks: Callable[[int], Logits], count: int) -> Callable[[int], Logits]:
    """`count` of the masks, drawn when first wanted: from the first to the last, back again, and so on without a jump.

    Each time at another place, so that no mask is stored that is stored already.
    """
    drawn = cache(lambda frame: masks(frame).astype(np.float16))

    def mask(frame: int) -> Logits:
        again, place = divmod(frame, count)
        moved = np.roll(drawn(count - 1 - place if again % 2 else place), divmod(again, _SHIFTS), (0, 1))
        return moved.astype(np.float32)

    return mask


def _enlarged(coarse: Logits, times: int) -> Logits:
    """Bilinear."""
    at = np.arange((len(coarse) - 1) * times) / times
    whole, part = at.astype(int), (at % 1).astype(np.float32)
    rows = coarse[whole] * (1 - part[:, None]) + coarse[whole + 1] * part[:, None]
    enlarged: Logits = rows[:, whole] * (1 - part) + rows[:, whole + 1] * part
    return enlarged


def _write(path: Path, frames: int, objects: int) -> dict[str, float]:
    source = SourceReference(
        Path("bench.mp4"), "0" * 64, 1920, 1080, Fraction(1, RATE * PTS_A_FRAME), Fraction(RATE), frames
    )
    waits: list[float] = []
    with ProjectFile.create(path, Project(source)) as file:
        for _ in range(objects):
            file.do(AddObject(prompts={Pts(0): FramePrompts((Click(960, 540),))}))
        ids = [spec.id for spec in file.project.objects]
        made = [_over_again(moving_masks(object_id), min(frames, UNIQUE)) for object_id in ids]
        recorded = [file.begin_take(object_id) for object_id in ids]
        for frame in range(frames):
            for take, masks in zip(recorded, made, strict=True):
                logits = masks(frame)
                started = time.perf_counter()
                take.put(Pts(frame * PTS_A_FRAME), logits, 0.95, 0.9)
                waits.append(time.perf_counter() - started)
        started = time.perf_counter()
        file.adopt("Track", recorded)
        adopted = time.perf_counter() - started
        started = time.perf_counter()
    return {
        "write_ms_a_mask": 1e3 * (sum(waits) + adopted) / (frames * objects),
        "wait_ms_p99": 1e3 * float(np.percentile(waits, 99)),
        "close_s": time.perf_counter() - started,
    }


def _read(path: Path, frames: int) -> dict[str, float]:
    started = time.perf_counter()
    with ProjectFile.open(path) as file:
        opened = time.perf_counter()
        file.scores(ObjectId(1))
        scored = time.perf_counter()
        sample = np.linspace(0, frames - 1, 200).astype(int)
        for frame in sample:
            record = file.mask(ObjectId(1), Pts(int(frame) * PTS_A_FRAME))
            if record is not None:
                record.logits()
        read = time.perf_counter()
    return {"open_s": opened - started, "scores_s": scored - opened, "mask_ms": 1e3 * (read - scored) / len(sample)}
