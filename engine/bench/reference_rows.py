"""Speed beside the published SAM 2, both measured in one run on the same frames with the same weights."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from engine.bench.pipeline import track_and_store
from engine.bench.rows import NotHere, Promise, at_least
from engine.media import open_source
from engine.models.loader import load_model

FRAMES = 14
"""Enough that the memory is full for half of them; the median is taken on both sides."""
SCRIPT = Path(__file__).resolve().parents[2] / "tests" / "reference" / "sam2_reference.py"
INSTALLED = ".reference"
_SPEED_LINE = re.compile(r"median (\d+) ms/frame")


class Published:
    """The published implementation, where `sam2_reference.py setup` was run in `folder`."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.ratio = cache(self._ratio)

    def _ratio(self, size: str, model: str, device: str) -> float:
        """Frames a second of ours, decode to stored mask, over those of theirs from frames already loaded."""
        _need_device(device)
        if self._folder is None or not (self._folder / INSTALLED).is_dir():
            raise NotHere("needs the published SAM 2: bench --reference DIR, DIR made by sam2_reference.py setup")
        with tempfile.TemporaryDirectory() as scratch:
            frames, weights = Path(scratch) / "frames", Path(scratch) / "weights.pt"
            self._script("frames", "--out", str(frames))
            for path in sorted(frames.iterdir())[FRAMES:]:
                path.unlink()
            self._script("weights", "--size", size, "--out", str(weights))
            theirs_ms = float(self._speed(size, frames))
            ours_ms = _our_ms(frames, model, weights, device)
            shutil.rmtree(frames)
        return theirs_ms / ours_ms

    def _speed(self, size: str, frames: Path) -> str:
        printed = self._script("speed", "--size", size, "--frames", str(frames))
        found = _SPEED_LINE.search(printed)
        if found is None:
            raise NotHere(f"the published SAM 2 did not say its speed: {printed.strip()[-200:]}")
        return found[1]

    def _script(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, str(SCRIPT), *arguments], cwd=self._folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise NotHere(f"the published SAM 2 does not run here: {done.stderr.strip()[-200:]}")
        return done.stdout


def _our_ms(frames: Path, model: str, weights: Path, device: str) -> float:
    source = open_source(frames)
    try:
        with tempfile.TemporaryDirectory() as folder:
            loaded = load_model(model, weights, device=device)
            return 1000 * track_and_store(source, loaded, FRAMES, Path(folder)).median_seconds
    finally:
        source.close()


def _need_device(device: str) -> None:
    import torch

    if device == "cuda" and not torch.cuda.is_available():
        raise NotHere("needs an NVIDIA GPU")
    if device != "cpu":
        raise NotHere("the published SAM 2 is run on the processor only so far")


def reference_promises(published: Published) -> list[Promise]:
    """The rows that need the published implementation."""
    promises = [
        Promise(
            "CPU, tiny at 1024, one object: times the published speed",
            "×",
            at_least(1.4),
            lambda: published.ratio("t", "sam2.1_hiera_tiny", "cpu"),
            quick=False,
        )
    ]
    for size, model in (("t", "tiny"), ("b+", "base_plus"), ("l", "large")):
        promises.append(
            Promise(
                f"GPU, {model}, one object: times the published speed",
                "×",
                at_least(1.5),
                lambda size=size, model=model: published.ratio(size, f"sam2.1_hiera_{model}", "cuda"),  # type: ignore[misc]
                quick=False,
            )
        )
    return promises
