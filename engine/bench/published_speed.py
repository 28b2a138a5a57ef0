"""How fast the published SAM 2 is here, in every mode it has, in a process of its own.

    python -m engine.bench.published_speed --size t --frames DIR --device cpu --objects 1

prints `MODE: N ms/frame` for each mode: the median of the frames whose memory is full. FOLDER/.reference, made by
`tests/reference/sam2_reference.py setup`, is looked for in the current folder. Its frames are loaded and normalised
before the clock starts, and nothing is decoded or stored while it runs.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch

SCRIPT = Path(__file__).resolve().parents[2] / "tests" / "reference" / "sam2_reference.py"
FULL_FROM = 7
"""The first frame that sees a full memory: the prompted frame and six recent ones."""

Context = Callable[[], AbstractContextManager[Any]]


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", required=True)
    parser.add_argument("--frames", required=True)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--objects", type=int, default=1)
    asked = parser.parse_args()
    for name, model, context in modes(asked.size, asked.device):
        print(f"{name}: {propagation_ms(model, context, asked.frames, asked.objects):.1f} ms/frame", flush=True)


def modes(size: str, device: str) -> Iterator[tuple[str, Any, Context]]:
    """The published predictor in each of its ways to run on `device`: name, model, what to run it in."""
    reference = reference_script()
    model, state = reference.build(size, "2.1", 1)
    if device == "cpu":
        yield "float32", model, nullcontext
    _store_memories_as_published()
    if device == "cuda":
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    yield "bfloat16", model.to(device), lambda: torch.autocast(device, torch.bfloat16)
    if device == "cuda":
        yield "bfloat16, compiled", _compiled(reference, size, state), lambda: torch.autocast(device, torch.bfloat16)


def propagation_ms(model: Any, context: Context, frames: str, objects: int) -> float:
    """Milliseconds a frame of propagation, once the memory is full."""
    with torch.inference_mode(), context():
        state = model.init_state(frames)
        height, width = state["video_height"], state["video_width"]
        for i in range(objects):
            left = width * (i + 0.5) / (objects + 1)
            box = np.array([left, height * 0.3, left + width * 0.8 / (objects + 1), height * 0.7], np.float32)
            model.add_new_points_or_box(state, 0, i + 1, box=box)
        stamps = []
        for _ in model.propagate_in_video(state):
            if torch.cuda.is_available():
                torch.cuda.synchronize()
            stamps.append(time.perf_counter())
    return 1000 * float(np.median(np.diff(stamps)[FULL_FROM - 1 :]))


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
