"""Speed beside the published SAM 2, both measured in one run on the same frames with the same weights.

Each side runs in its own best precision and mode: the published predictor in every one it has on the device, of which
the fastest counts; this engine as it chooses for itself, on a card also compiled.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import copyfile

import torch

from engine.bench.pipeline import track_and_store
from engine.bench.published_speed import FULL_FROM, SCRIPT, full_ms
from engine.bench.rows import NotHere, Promise, at_least
from engine.media import open_source
from engine.models.loader import LoadedModel, load_model
from engine.tracking.device import choose_device

FRAMES = {"cpu": FULL_FROM["cpu"] + 3, "cuda": FULL_FROM["cuda"] + 40}
"""Only those with a full memory count, on both sides."""
OBJECTS = {"cpu": (1,), "cuda": (1, 8)}
"""Measured in one process of theirs, which compiles but once."""
INSTALLED = ".reference"
_SPEED_LINE = re.compile(r"^.+, (?P<objects>\d+) object\(s\): (?P<ms>[\d.]+) ms/frame$", re.MULTILINE)
_FAILED_LINE = re.compile(r"^.+: does not run here \(.*$", re.MULTILINE)


class Published:
    """The published implementation, where `sam2_reference.py setup` was run in `folder`."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._measured = cache(self._measure)

    def ratio(self, size: str, model: str, device: str, objects: int) -> float:
        """Frames a second of ours, decode to stored mask, over those of theirs from frames already loaded."""
        if device == "cuda" and not torch.cuda.is_available():
            raise NotHere("needs an NVIDIA GPU")
        if self._folder is None or not (self._folder / INSTALLED).is_dir():
            raise NotHere("needs the published SAM 2: bench --reference DIR, DIR made by sam2_reference.py setup")
        return self._measured(size, model, device)[objects]

    def _measure(self, size: str, model: str, device: str) -> Mapping[int, float]:
        """The ratio for each number of objects."""
        with tempfile.TemporaryDirectory() as scratch:
            frames, weights = Path(scratch) / "frames", Path(scratch) / "weights.pt"
            self._run(str(SCRIPT), "frames", "--out", str(frames))
            make_count(frames, FRAMES[device])
            self._run(str(SCRIPT), "weights", "--size", size, "--out", str(weights))
            theirs = self._theirs(size, frames, device)
            return {objects: ms / our_ms(frames, model, weights, device, objects) for objects, ms in theirs.items()}

    def _theirs(self, size: str, frames: Path, device: str) -> Mapping[int, float]:
        runner = str(Path(__file__).with_name("published_speed.py"))
        counts = [str(objects) for objects in OBJECTS[device]]
        printed = self._run(runner, "--size", size, "--frames", str(frames), "--device", device, "--objects", *counts)
        for failed in _FAILED_LINE.findall(printed):
            print(f"The published SAM 2 {size}, {failed}", file=sys.stderr)
        return {objects: fastest_ms(printed, objects) for objects in OBJECTS[device]}

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=self._folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise NotHere(f"the published SAM 2 does not run here: {done.stderr.strip()[-200:]}")
        return done.stdout


def fastest_ms(printed: str, objects: int) -> float:
    """The best of the modes that `published_speed` printed. Raises NotHere where it printed none."""
    found = [float(line["ms"]) for line in _SPEED_LINE.finditer(printed) if int(line["objects"]) == objects]
    if not found:
        raise NotHere(f"the published SAM 2 did not say its speed: {printed.strip()[-200:]}")
    return min(found)


def make_count(folder: Path, count: int) -> None:
    """So many frames in a folder of numbered stills: the first ones, or all of them over and over."""
    paths = sorted(folder.iterdir())
    for path in paths[count:]:
        path.unlink()
    for number in range(len(paths), count):
        copyfile(paths[number % len(paths)], folder / f"{number:05d}{paths[0].suffix}")


def our_ms(frames: Path, model: str, weights: Path, device: str, objects: int) -> float:
    """Milliseconds a frame, decode to stored mask, once the memory is full; on a card in the quicker of both modes."""
    choice = choose_device(device)
    loaded = load_model(model, weights, choice.device, choice.dtype)
    found = [stored_ms(frames, loaded, objects)]
    if device == "cuda":
        compiled = replace(loaded, compiled=True)
        stored_ms(frames, compiled, objects)  # ends when the compiler has ended
        found.append(stored_ms(frames, compiled, objects))
    return min(found)


def stored_ms(frames: Path, loaded: LoadedModel, objects: int) -> float:
    """Milliseconds a frame in one mode."""
    source = open_source(frames)
    try:
        with tempfile.TemporaryDirectory() as folder:
            stored = track_and_store(source, loaded, source.frame_count(), Path(folder), objects)
            return full_ms(stored.frame_seconds, loaded.device)
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
