"""Tracking: what it costs in memory, and that a frame costs the same at the end of a long clip as at its start."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import torch

from engine.bench.clips import repeat_clip, write_clip
from engine.bench.memory_probe import BAR, BESIDE_FRAMES, FEW_FRAMES, ROUNDS, Probed
from engine.bench.rows import NotHere, Promise, at_most

MANY_FRAMES, QUICK_FRAMES = 18_000, 900
QUICK_ROUNDS = 2
"""Fresh runs at most where a bench is quick; see `memory_probe`."""
PROBE = (sys.executable, "-m", "engine.bench.memory_probe")

Measure = Callable[[int], Probed]
"""One run over so many frames."""


def probed(clip: Path, frames: int, device: str = "cpu", few: int = FEW_FRAMES, probe: Sequence[str] = PROBE) -> Probed:
    """One tracking run in a process of its own; on a processor, long ones are compared with fresh ones at their end."""
    rounds = QUICK_ROUNDS if frames <= QUICK_FRAMES else ROUNDS
    beside = ["--fresh-runs", str(rounds)] if device == "cpu" and frames > FEW_FRAMES else []
    command = [*probe, str(clip), str(frames), device, "--after", str(few), *beside]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Probed(**json.loads(done.stdout))


def memory_growth_mb(measure: Measure, many: int) -> float:
    """How much more of the machine's memory the many frames take than the first few."""
    return measure(many).resident_growth_bytes / 1e6


def device_growth_mb(measure: Measure, many: int) -> float:
    """How much more of the card's memory the many frames take than the first few."""
    return measure(many).device_growth_bytes / 1e6


def cost_growth_percent(measure: Measure, many: int) -> float:
    """How much more processor time a frame takes after `many` than among the first."""
    return 100 * (float(np.median(measure(many).ratios)) - 1)


def tracking_promises(scratch: Path) -> list[Promise]:
    """The rows of this room; the clip is made in `scratch` when first needed, each run made once."""

    @cache
    def clip() -> Path:
        piece = write_clip(scratch / "small.mp4", 96, 64, FEW_FRAMES, 60)
        longest = MANY_FRAMES + ROUNDS * BESIDE_FRAMES
        return repeat_clip(piece, scratch / "long-small.mp4", longest // FEW_FRAMES)

    @cache
    def measure(frames: int, device: str = "cpu") -> Probed:
        if device == "cuda" and not torch.cuda.is_available():
            raise NotHere("needs an NVIDIA GPU")
        return probed(clip(), frames, device)

    found = [
        Promise(
            f"GPU memory: {MANY_FRAMES} frames more than {FEW_FRAMES}",
            "MB",
            at_most(0),
            lambda: device_growth_mb(lambda frames: measure(frames, "cuda"), MANY_FRAMES),
            quick=False,
        )
    ]
    for many, quick in ((QUICK_FRAMES, True), (MANY_FRAMES, False)):  # the longer run shows all that the shorter does
        found += [
            Promise(
                f"memory: {many} frames more than {FEW_FRAMES}",
                "MB",
                at_most(100),
                lambda many=many: memory_growth_mb(measure, many),  # type: ignore[misc]
                quick,
                full=not quick,
            ),
            Promise(
                f"a frame at the end of {many} beside one of the first {FEW_FRAMES}",
                "% more",
                at_most(round(100 * (BAR - 1), 6)),
                lambda many=many: cost_growth_percent(measure, many),  # type: ignore[misc]
                quick,
                full=not quick,
            ),
        ]
    return found
