"""Tracking: what it costs in memory, and that a frame costs the same at the end of a long clip as at its start."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.bench.clips import repeat_clip, write_clip
from engine.bench.rows import Promise, at_most

FEW_FRAMES, MANY_FRAMES = 300, 6000
PROBE = (sys.executable, "-m", "engine.bench.memory_probe")


def high_water_mb(clip: Path, frames: int, probe: Sequence[str] = PROBE) -> float:
    """The most memory one tracking run held, in a process of its own."""
    done = subprocess.run([*probe, str(clip), str(frames)], capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1]) / 1e6


def memory_growth_mb(clip: Path, few: int = FEW_FRAMES, many: int = MANY_FRAMES, probe: Sequence[str] = PROBE) -> float:
    """How much more memory the many frames take than the few."""
    return high_water_mb(clip, many, probe) - high_water_mb(clip, few, probe)


def tracking_promises(scratch: Path) -> list[Promise]:
    """The rows of this room; the clip is made in `scratch` when first needed."""

    def clip() -> Path:
        path = scratch / "long-small.mp4"
        if not path.exists():
            repeat_clip(write_clip(scratch / "small.mp4", 96, 64, FEW_FRAMES, 60), path, MANY_FRAMES // FEW_FRAMES)
        return path

    return [
        Promise(
            f"memory: {MANY_FRAMES} frames more than {FEW_FRAMES}",
            "MB",
            at_most(100),
            lambda: memory_growth_mb(clip()),
            quick=False,
        )
    ]
