"""Record the published scenarios at a small input size, for every model size, so that whole runs are compared quickly.

Run where `sam2_reference.py setup` was run: `python -m tests.reference.record_small [RUN …]`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

from tests.reference import sam2_reference as reference
from tests.reference.scenarios import HERE, SMALL_RUNS, Run

SIZES = {"tiny": "t", "small": "s", "base_plus": "b+", "large": "l"}


def published(run: Run) -> torch.nn.Module:
    """The published predictor with the run's input size and seeded weights."""
    from sam2.build_sam import build_sam2_video_predictor

    version, _, size = run.model.partition("_hiera_")
    folder = "configs/sam2.1/" if version == "sam2.1" else "configs/sam2/"
    config = f"{folder}{version}_hiera_{SIZES[size]}.yaml"
    override = [f"++model.image_size={run.side}"]
    model = build_sam2_video_predictor(config, ckpt_path=None, device="cpu", hydra_overrides_extra=override)
    state = model.state_dict()
    seeded = {key: reference.seeded_tensor(key, value.shape, run.seed, run.presence) for key, value in state.items()}
    model.load_state_dict(seeded, strict=True)
    return model.eval()


def main(names: list[str]) -> None:
    reference.build("t", "2.1", seed=1)  # for its changes to the published code: float32 memories, no torchvision
    with tempfile.TemporaryDirectory() as folder:
        reference.make_frames(folder)
        first = Path(folder, "first")
        first.mkdir()
        for i in range(4):
            shutil.copy(Path(folder, f"{i:05d}.jpg"), first)
        for run in [SMALL_RUNS[name] for name in names or SMALL_RUNS]:
            scenario = reference.run_long_scenario if run.long else reference.run_scenario
            maps = scenario(published(run), folder if run.long else str(first))
            kept = {name: value[:: run.stride, :: run.stride].astype(np.float32) for name, value in maps.items()}
            np.savez_compressed(HERE / "golden" / f"{run.golden}.npz", **kept)
            absent = [name for name, value in maps.items() if value.max() < -1000]
            print(f"{run.golden}: {len(maps)} maps, absent: {', '.join(absent) or 'none'}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
