"""How fast the published SAM 2 is here, in every mode it has, in a process of its own.

    python -m engine.bench.published_speed --size t --frames DIR --device cpu --objects 1 8

prints `MODE, N object(s): T ms/frame` for each mode and count, over the frames whose memory is full, and `MODE: does
not run here (WHY)` for a mode that fails. FOLDER/.reference, made by `tests/reference/sam2_reference.py setup`, is
looked for in the current folder. Its frames are loaded and normalised before the clock starts, and nothing is decoded
or stored while it runs.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch

SCRIPT = Path(__file__).resolve().parents[2] / "tests" / "reference" / "sam2_reference.py"
FULL_FROM = {"cpu": 7, "cuda": 20}
"""The first frame that counts. From the seventh on the memory is full: the prompted frame and six recent ones. Only
from the sixteenth on its object pointers are as many as they will be: until then what was compiled or recorded for a
shape is made anew, which a card would be judged by and a processor hardly notices."""

Context = Callable[[], AbstractContextManager[Any]]


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", required=True)
    parser.add_argument("--frames", required=True)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--objects", type=int, nargs="+", default=[1])
    asked = parser.parse_args()
    for name, make, context in modes(asked.size, asked.device):
        try:
            model = make()
            for objects in asked.objects:
                ms = propagation_ms(model, context, asked.frames, objects, asked.device)
                print(f"{name}, {objects} object(s): {ms:.2f} ms/frame", flush=True)
        except (RuntimeError, ImportError, AttributeError, TypeError) as error:  # as this torch may have it
            print(f"{name}: does not run here ({type(error).__name__}: {str(error).strip()[:200]})", flush=True)


def modes(size: str, device: str) -> Iterator[tuple[str, Callable[[], Any], Context]]:
    """The published predictor in each of its ways to run on `device`: name, what makes it, what to run it in."""
    reference = reference_script()
    model, state = reference.build(size, "2.1", 1)
    if device == "cpu":
        yield "float32", lambda: model, nullcontext
    _store_memories_as_published()
    if device == "cuda":
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    yield "bfloat16", lambda: model.to(device), lambda: torch.autocast(device, torch.bfloat16)
    if device == "cuda":
        compiled = partial(_compiled, reference, size, state)
        yield "bfloat16, compiled", compiled, lambda: torch.autocast(device, torch.bfloat16)


def propagation_ms(model: Any, context: Context, frames: str, objects: int, device: str) -> float:
    """Milliseconds a frame of propagation, once the memory is full; see `full_ms`."""
    with torch.inference_mode(), context():
        state = model.init_state(frames)
        height, width = state["video_height"], state["video_width"]
        for i in range(objects):
            left = width * (i + 0.5) / (objects + 1)
            box = np.array([left, height * 0.3, left + width * 0.8 / (objects + 1), height * 0.7], np.float32)
            model.add_new_points_or_box(state, 0, i + 1, box=box)
        stamps = []
        for number, _ in enumerate(model.propagate_in_video(state)):
            if device == "cuda" and number >= FULL_FROM[device] - 1:
                torch.cuda.synchronize()  # a mask counts when it is there
            stamps.append(time.perf_counter())
    return full_ms(np.diff(stamps).tolist(), device)


def full_ms(frame_seconds: Sequence[float], device: str) -> float:
    """Milliseconds a frame once the memory is full; `frame_seconds` from the first tracked frame on.

    On a card the mean: frames encoded together are handed out in bursts, and a median would see the quick ones only. On
    a processor the median: it has other work now and then.
    """
    full = frame_seconds[FULL_FROM[device] - 1 :]
    return 1000 * float(np.mean(full) if device == "cuda" else np.median(full))


def reference_script() -> ModuleType:
    """The script as a module; it needs nothing but torch until it builds a model."""
    spec = importlib.util.spec_from_file_location("sam2_reference", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _store_memories_as_published() -> None:
    """The script keeps memories in float32 for the sake of comparisons; at its best the predictor rounds them."""
    predictor = importlib.import_module("sam2.sam2_video_predictor")
    predictor.torch = torch  # type: ignore[attr-defined]


def _compiled(reference: ModuleType, size: str, state: dict[str, torch.Tensor]) -> Any:
    """Its `vos_optimized` predictor: every part compiled. The frames before the memory is full warm it up."""
    build_sam = importlib.import_module("sam2.build_sam")
    config = f"configs/sam2.1/sam2.1_{reference.NAMES[size]}.yaml"
    model = build_sam.build_sam2_video_predictor(config, ckpt_path=None, device="cuda", vos_optimized=True)
    model.load_state_dict(state, strict=True)
    return model.eval()


if __name__ == "__main__":
    main()
