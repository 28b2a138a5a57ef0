"""Speed beside the published SAM 2, both measured in one run on the same frames with the same weights.

Each side runs in its own best precision: the published predictor in every mode it has on the device, of which the
fastest counts; this engine as it chooses for itself.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import torch

from engine.bench.pipeline import track_and_store
from engine.bench.published_speed import FULL_FROM, SCRIPT
from engine.bench.rows import NotHere, Promise, at_least
from engine.media import open_source
from engine.models.loader import load_model
from engine.tracking.device import choose_device

FRAMES = {"cpu": 10, "cuda": 24}
"""The memory is full from the eighth frame on; only frames from there on count, on both sides."""
INSTALLED = ".reference"
_SPEED_LINE = re.compile(r"^(?P<mode>.+): (?P<ms>[\d.]+) ms/frame$", re.MULTILINE)


class Published:
    """The published implementation, where `sam2_reference.py setup` was run in `folder`."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.ratio = cache(self._ratio)

    def _ratio(self, size: str, model: str, device: str, objects: int) -> float:
        """Frames a second of ours, decode to stored mask, over those of theirs from frames already loaded."""
        if device == "cuda" and not torch.cuda.is_available():
            raise NotHere("needs an NVIDIA GPU")
        if self._folder is None or not (self._folder / INSTALLED).is_dir():
            raise NotHere("needs the published SAM 2: bench --reference DIR, DIR made by sam2_reference.py setup")
        with tempfile.TemporaryDirectory() as scratch:
            frames, weights = Path(scratch) / "frames", Path(scratch) / "weights.pt"
            self._run(str(SCRIPT), "frames", "--out", str(frames))
            for path in sorted(frames.iterdir())[FRAMES[device] :]:
                path.unlink()
            self._run(str(SCRIPT), "weights", "--size", size, "--out", str(weights))
            theirs = self._theirs(size, frames, device, objects)
            return theirs / our_ms(frames, model, weights, device, objects)

    def _theirs(self, size: str, frames: Path, device: str, objects: int) -> float:
        runner = str(Path(__file__).with_name("published_speed.py"))
        asked = ("--size", size, "--frames", str(frames), "--device", device, "--objects", str(objects))
        return fastest_ms(self._run(runner, *asked))

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=self._folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise NotHere(f"the published SAM 2 does not run here: {done.stderr.strip()[-200:]}")
        return done.stdout


def fastest_ms(printed: str) -> float:
    """The best of the modes that `published_speed` printed. Raises NotHere where it printed none."""
    found = [float(line["ms"]) for line in _SPEED_LINE.finditer(printed)]
    if not found:
        raise NotHere(f"the published SAM 2 did not say its speed: {printed.strip()[-200:]}")
    return min(found)


def our_ms(frames: Path, model: str, weights: Path, device: str, objects: int) -> float:
    """Milliseconds a frame, decode to stored mask, once the memory is full."""
    source = open_source(frames)
    try:
        with tempfile.TemporaryDirectory() as folder:
            choice = choose_device(device)
            loaded = load_model(model, weights, choice.device, choice.dtype)
            stored = track_and_store(source, loaded, source.frame_count(), Path(folder), objects)
            return 1000 * stored.median_from(FULL_FROM - 1)
    finally:
        source.close()


def reference_promises(published: Published) -> list[Promise]:
    """The rows that need the published implementation."""
    wanted = [("CPU, tiny at 1024", "t", "tiny", "cpu", 1, 1.4)]
    for size, model in (("t", "tiny"), ("b+", "base_plus"), ("l", "large")):
        wanted += [(f"GPU, {model}", size, model, "cuda", objects, bar) for objects, bar in ((1, 1.5), (8, 4.0))]
    return [
        Promise(
            f"{where}, {'one object' if objects == 1 else f'{objects} objects'}: times the published speed",
            "×",
            at_least(bar),
            lambda size=size, model=model, device=device, objects=objects: published.ratio(  # type: ignore[misc]
                size, f"sam2.1_hiera_{model}", device, objects
            ),
            quick=False,
        )
        for where, size, model, device, objects, bar in wanted
    ]
