"""What refining costs: time at 1080p, memory at 4K."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import psutil

from engine.bench.alpha_truth import texture
from engine.bench.rows import Clock
from engine.project.model import RefineSettings
from engine.refine.fringe import foreground_colours
from engine.refine.pipeline import refine
from engine.types import Alpha, Logits, Rgb8

Refiner = Callable[[Logits, Rgb8, RefineSettings], Alpha]
REPEATS = 9


def refine_ms(refiner: Refiner = refine, clock: Clock = time.perf_counter) -> float:
    """Default refine of a 1080p frame in which a person-sized object stands: the median."""
    logits, rgb = object_1080p()
    return _median_ms(lambda: refiner(logits, rgb, RefineSettings()), clock)


def matting_ms(refiner: Refiner = refine, clock: Clock = time.perf_counter) -> float:
    """The same frame with hair and fur solved in the default band, on the fastest device here: the median."""
    logits, rgb = object_1080p()
    settings = replace(RefineSettings(), edge="matting")
    return _median_ms(lambda: refiner(logits, rgb, settings), clock)


def fringe_ms(colours: Callable[[Rgb8, Alpha], object] = foreground_colours, clock: Clock = time.perf_counter) -> float:
    """Foreground colours of the same frame: the median."""
    logits, rgb = object_1080p()
    alpha = refine(logits, rgb, RefineSettings())
    return _median_ms(lambda: colours(rgb, alpha), clock)


def object_1080p() -> tuple[Logits, Rgb8]:
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


def matting_4k_gb(size: tuple[int, int] = (2160, 3840), ballast_bytes: int = 0) -> float:
    """Peak memory of a process that mattes one frame of `size` (height, width) and holds `ballast_bytes` beside, in
    10⁹ bytes."""
    numbers = [str(number) for number in (*size, ballast_bytes)]
    command = [sys.executable, "-m", "engine.bench.refine_cost", *numbers]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    return float(done.stdout) / 1e9


def matte_alone(height: int, width: int, ballast_bytes: int) -> None:
    """What that process does: prints its own peak."""
    rng = np.random.default_rng(2)
    ballast = np.ones(ballast_bytes, np.uint8)
    small = texture(rng, (height // 4, width // 4), np.array([120.0, 110, 100]), 30, 2)
    rgb = np.clip(cv2.resize(small, (width, height)), 0, 255).astype(np.uint8)
    logits, _ = object_1080p()
    refine(logits, rgb, replace(RefineSettings(), edge="matting", edge_band_px=24.0, hair_px=160.0))
    print(peak_bytes())
    del ballast


def peak_bytes() -> int:
    """The largest resident set this process has had."""
    status = Path("/proc/self/status")
    if status.exists():
        # Not getrusage: after a fork it remembers what the parent had.
        return 1024 * next(int(line.split()[1]) for line in status.read_text().splitlines() if line[:6] == "VmHWM:")
    peak = getattr(psutil.Process().memory_info(), "peak_wset", 0)
    if peak:
        return int(peak)
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    matte_alone(*map(int, sys.argv[1:4]))
