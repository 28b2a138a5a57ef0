#!/usr/bin/env python3
"""Run the published SAM 2 (PyPI `sam2` 1.1.0) on the CPU with seeded weights, as the yardstick for our own engine.

No pretrained weights are needed: every parameter is drawn from a generator seeded by its own key, so two
implementations that load the same official key names compute the same function and can be compared number by number.

    python3 sam2_reference.py setup                       # once: fetch the reference into ./.reference (ignored by git)
    python3 sam2_reference.py weights --size t --out w.pt # an official-layout checkpoint {"model": state_dict}
    python3 sam2_reference.py frames --out DIR            # 24 made-up frames with moving things (JPEG), the same on every machine
    python3 sam2_reference.py golden --size t --frames DIR --out golden_t.npz
    python3 sam2_reference.py golden --size t --scenario long --frames DIR --out golden_t_long.npz
    python3 sam2_reference.py speed --size t --frames DIR # ms per frame of the reference on this machine

Sizes: t, s, b+, l. `--version 2` gives SAM 2 (July 2024) instead of 2.1. DIR holds 00000.jpg, 00001.jpg, ...
Needs torch, numpy, pillow and setuptools in the calling environment; `setup` brings sam2, hydra-core, iopath and tqdm.
"""

import argparse
import math
import os
import subprocess
import sys
import time
import types
import zlib
from pathlib import Path

HOME = Path.cwd() / ".reference"
NAMES = {"t": "hiera_t", "s": "hiera_s", "b+": "hiera_b+", "l": "hiera_l"}


def setup() -> None:
    """Install the reference into ./.reference, without the CUDA extension and without torchvision."""
    pip = [sys.executable, "-m", "pip", "install", "-q", "--target", str(HOME)]
    subprocess.check_call([*pip, "hydra-core", "iopath", "tqdm"])
    subprocess.check_call(
        [*pip, "--no-deps", "--no-build-isolation", "sam2==1.1.0"],
        env={**os.environ, "SAM2_BUILD_CUDA": "0"},
    )


def _stand_in_for_torchvision() -> None:
    """The reference needs three transforms of torchvision, which has no CPU build to install: provide just those."""
    import numpy as np
    import torch
    import torch.nn.functional as F

    class Normalize(torch.nn.Module):
        def __init__(self, mean, std):
            super().__init__()
            self.mean, self.std = (torch.tensor(v).view(-1, 1, 1) for v in (mean, std))

        def forward(self, x):
            return (x - self.mean.to(x)) / self.std.to(x)

    class Resize(torch.nn.Module):
        def __init__(self, size):
            super().__init__()
            self.size = size

        def forward(self, x):
            return F.interpolate(x[None], size=self.size, mode="bilinear", antialias=True, align_corners=False)[0]

    class ToTensor:
        def __call__(self, image):
            return torch.from_numpy(np.ascontiguousarray(np.asarray(image).transpose(2, 0, 1))).float() / 255

    root, tf, ops, boxes = (
        types.ModuleType(n)
        for n in ("torchvision", "torchvision.transforms", "torchvision.ops", "torchvision.ops.boxes")
    )
    tf.Normalize, tf.Resize, tf.ToTensor = Normalize, Resize, ToTensor
    boxes.batched_nms = boxes.box_area = None  # only the automatic mask generator would call these
    root.transforms, root.ops, ops.boxes = tf, ops, boxes
    for module in (root, tf, ops, boxes):
        sys.modules[module.__name__] = module


def seeded_tensor(key: str, shape, seed: int, presence: float = 3.0):
    """The value of parameter `key`: depends on the key, its shape and the seed alone."""
    import torch

    g = torch.Generator().manual_seed((zlib.crc32(key.encode()) ^ (seed * 2654435761)) & 0x7FFFFFFF)
    x = torch.randn(tuple(shape), generator=g)
    if key.endswith("pred_obj_score_head.layers.2.bias"):
        return x * 0 + presence  # > 0: the object counts as present; < 0: always absent
    if key.endswith("positional_encoding_gaussian_matrix"):
        return x
    if len(shape) <= 1:
        return 1 + 0.1 * x if key.endswith("weight") else 0.1 * x  # norms and layer scales; biases
    fan_in = math.prod(shape[1:]) if len(shape) in (2, 4) else shape[-1]
    # Random queries and keys attend almost evenly, so every object would get the same memory: make them choosy.
    gain = 4.0 if "cross_attn_image." in key and key.endswith(("q_proj.weight", "k_proj.weight")) else 1.0
    return gain * x / math.sqrt(fan_in)


def build(size: str, version: str, seed: int, presence: float = 3.0, video: bool = True):
    if not HOME.exists():
        sys.exit("run `sam2_reference.py setup` first: there is no ./.reference here")
    sys.path.insert(0, str(HOME))
    _stand_in_for_torchvision()
    import sam2.sam2_video_predictor
    import torch
    from sam2.build_sam import build_sam2, build_sam2_video_predictor

    class Float32Memory:
        """The reference rounds stored memories to bfloat16, which only runs under autocast: keep them in float32."""

        def __getattr__(self, name):
            return torch.float32 if name == "bfloat16" else getattr(torch, name)

    sam2.sam2_video_predictor.torch = Float32Memory()

    config = f"configs/sam2{'.1/sam2.1' if version == '2.1' else '/sam2'}_{NAMES[size]}.yaml"
    model = (build_sam2_video_predictor if video else build_sam2)(config, ckpt_path=None, device="cpu")
    state = {k: seeded_tensor(k, v.shape, seed, presence).to(v.dtype) for k, v in model.state_dict().items()}
    model.load_state_dict(state, strict=True)
    return model.eval(), state


# The scenario of `golden`: two objects, three kinds of prompt, a correction in mid-clip, then forward tracking.
def run_scenario(model, frames: str):
    import numpy as np
    import torch

    out = {}
    with torch.inference_mode():
        state = model.init_state(frames)
        h, w = state["video_height"], state["video_width"]
        xy = lambda *p: np.array([[x * w, y * h] for x, y in p], np.float32)
        _, _, m = model.add_new_points_or_box(state, 0, 1, points=xy((0.5, 0.5)), labels=np.array([1], np.int32))
        out["click"] = m[0, 0].float().numpy()
        _, _, m = model.add_new_points_or_box(
            state, 0, 1, points=xy((0.3, 0.4)), labels=np.array([0], np.int32), clear_old_points=False
        )
        out["click2"] = m[0, 0].float().numpy()
        _, _, m = model.add_new_points_or_box(
            state, 0, 2, box=np.array([0.2 * w, 0.2 * h, 0.6 * w, 0.7 * h], np.float32)
        )
        out["box"] = m[1, 0].float().numpy()
        mask = np.zeros((h, w), bool)
        mask[h // 4 : h // 2, w // 4 : w // 2] = True
        _, _, m = model.add_new_mask(state, 0, 3, torch.from_numpy(mask))
        out["mask"] = m[2, 0].float().numpy()
        for index, ids, m in model.propagate_in_video(state):
            for k, obj in enumerate(ids):
                out[f"track_f{index}_o{obj}"] = m[k, 0].float().numpy()
        last = max(int(k.split("_")[1][1:]) for k in out if k.startswith("track"))
        _, _, m = model.add_new_points_or_box(state, last, 1, points=xy((0.6, 0.6)), labels=np.array([1], np.int32))
        out["correction"] = m[0, 0].float().numpy()
        for index, ids, m in model.propagate_in_video(state, start_frame_idx=last, reverse=True):
            for k, obj in enumerate(ids):
                out[f"reverse_f{index}_o{obj}"] = m[k, 0].float().numpy()
    return out


def run_long_scenario(model, frames: str):
    """Longer than the memory: 20 frames, an object that appears in the prompts on frame 5, a box with clicks, a correction on frame 9."""
    import numpy as np
    import torch

    out = {}
    with torch.inference_mode():
        state = model.init_state(frames)
        h, w = state["video_height"], state["video_width"]
        xy = lambda *p: np.array([[x * w, y * h] for x, y in p], np.float32)
        model.add_new_points_or_box(state, 0, 1, points=xy((0.35, 0.5)), labels=np.array([1], np.int32))
        _, _, m = model.add_new_points_or_box(
            state,
            5,
            2,
            points=xy((0.7, 0.4), (0.2, 0.8)),
            labels=np.array([1, 0], np.int32),
            box=np.array([0.5 * w, 0.2 * h, 0.9 * w, 0.7 * h], np.float32),
        )
        out["box_clicks_f5"] = m[1, 0].float().numpy()
        _, _, m = model.add_new_points_or_box(state, 9, 1, points=xy((0.4, 0.55)), labels=np.array([1], np.int32))
        out["second_prompt_f9"] = m[0, 0].float().numpy()
        for index, ids, m in model.propagate_in_video(state, start_frame_idx=0, max_frame_num_to_track=19):
            for k, obj in enumerate(ids):
                out[f"track_f{index}_o{obj}"] = m[k, 0].float().numpy()
    return out


def make_frames(folder: str) -> None:
    """24 frames of 480 x 272: a textured ground, a disc and a box that cross, and light that changes."""
    import numpy as np
    from PIL import Image

    rng = np.random.default_rng(0)
    ground = np.kron(rng.integers(0, 200, (34 + 8, 60 + 8, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    disc, box = rng.integers(60, 255, (64, 64, 3)).astype(np.uint8), rng.integers(0, 160, (90, 60, 3)).astype(np.uint8)
    yy, xx = np.mgrid[:64, :64]
    inside = (yy - 31.5) ** 2 + (xx - 31.5) ** 2 < 31**2
    Path(folder).mkdir(parents=True, exist_ok=True)
    for i in range(24):
        frame = ground[i : i + 272, 2 * i : 2 * i + 480].copy()
        x, y = 40 + 14 * i, 90 + (i * 5) % 40
        frame[y : y + 64, x : x + 64][inside] = disc[inside]
        if not 8 <= i < 13:  # the box is away for five frames
            bx, by = 380 - 12 * i, 70 + i
            frame[by : by + 90, bx : bx + 60] = box
        Image.fromarray((frame * (1 - 0.01 * i)).astype(np.uint8)).save(
            Path(folder) / f"{i:05d}.jpg", quality=95, subsampling=0
        )


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("verb", choices=["setup", "frames", "weights", "golden", "speed"])
    p.add_argument("--size", default="t", choices=NAMES)
    p.add_argument("--version", default="2.1", choices=["2", "2.1"])
    p.add_argument("--seed", type=int, default=1)
    p.add_argument(
        "--presence", type=float, default=3.0, help="bias of the presence score; negative makes every object absent"
    )
    p.add_argument("--scenario", default="short", choices=["short", "long"])
    p.add_argument("--frames")
    p.add_argument("--out")
    p.add_argument("--stride", type=int, default=8, help="golden keeps every STRIDE-th pixel of each logit map")
    a = p.parse_args()
    if a.verb == "setup":
        return setup()
    if a.verb == "frames":
        return make_frames(a.out)
    import numpy as np
    import torch

    model, state = build(a.size, a.version, a.seed, a.presence)
    if a.verb == "weights":
        torch.save({"model": state}, a.out)
    elif a.verb == "golden":
        full = (run_scenario if a.scenario == "short" else run_long_scenario)(model, a.frames)
        np.savez_compressed(a.out, **{k: v[:: a.stride, :: a.stride].astype(np.float32) for k, v in full.items()})
        for k, v in full.items():
            print(f"{k:18s} min {v.min():9.3f} max {v.max():9.3f} on {float((v > 0).mean()):.3f}")
    else:
        with torch.inference_mode():
            s = model.init_state(a.frames)
            xy = np.array([[s["video_width"] / 2, s["video_height"] / 2]], np.float32)
            model.add_new_points_or_box(s, 0, 1, points=xy, labels=np.array([1], np.int32))
            t, times = time.perf_counter(), []
            for _ in model.propagate_in_video(s):
                times.append(time.perf_counter() - t)
                t = time.perf_counter()
        print(f"reference {a.version} {a.size}: median {1000 * sorted(times[1:])[len(times[1:]) // 2]:.0f} ms/frame")


if __name__ == "__main__":
    main()
