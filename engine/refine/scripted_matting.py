"""A matting network the person brings, as a TorchScript file (`torch.jit.script(...).save(FILE)`).

Two kinds of networks fit; tensors are float32, h and w are any multiples of 32, the answer is alpha 0..1:

    forward(image (1, 3, h, w) 0..1, trimap (1, 1, h, w) of 0, 0.5, 1) -> alpha (1, 1, h, w)
    forward(src (1, 3, h, w) 0..1, r1, r2, r3, r4, downsample_ratio) -> [foreground, alpha (1, 1, h, w), r1 .. r4]

The second is the interface of Robust Video Matting (Lin et al., WACV 2022), whose published TorchScript files run as
they are, here one frame at a time; other networks, MatAnyone among them, fit once wrapped into the first. A TorchScript
file holds a program, but not a Python one: it cannot import or unpickle anything. What could touch files is refused.
"""

from __future__ import annotations

import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from engine.errors import CheckpointError, ModelError
from engine.refine.matting_tiles import Planes
from engine.types import Alpha, BoolMask, Rgb8

MULTIPLE = 32
"""Networks halve their pictures up to five times."""

MARGIN_PX = 64
"""What a network sees around the unknown band."""

FORBIDDEN = ("from_file(", "torch.save(", "torch.load(", "_save_to_file(", "import os")
"""What a network has no need for and a file from elsewhere must not do."""

RVM_SHORT_SIDE_PX = 512.0
"""Robust Video Matting wants the picture's short side reduced to about this inside."""

REMEDY = "Choose a TorchScript file made for matting; docs/refine.md says what it takes and gives."


@dataclass(frozen=True, slots=True)
class TrimapNetwork:
    """forward(image, trimap) -> alpha."""

    module: Any

    def forward(self, image: torch.Tensor, trimap: torch.Tensor) -> torch.Tensor:
        return self.module(image, trimap)


@dataclass(frozen=True, slots=True)
class RecurrentNetwork:
    """The interface of Robust Video Matting; it takes no trimap, so what is known is set afterwards."""

    module: Any

    def forward(self, image: torch.Tensor, trimap: torch.Tensor) -> torch.Tensor:
        ratio = min(1.0, RVM_SHORT_SIDE_PX / min(image.shape[-2:]))
        return self.module(image, None, None, None, None, ratio)[1]


@dataclass(frozen=True, slots=True)
class ScriptedMatting:
    """A loaded network as a `MattingMethod`."""

    network: TrimapNetwork | RecurrentNetwork
    device: str = "cpu"

    def alpha(self, rgb8: Rgb8, alpha: Alpha, known: BoolMask, weight: Planes | None) -> Alpha:
        """Raises ModelError where the network fails or gives something else than alpha."""
        box = _box(~known)
        if box is None:
            return alpha
        trimap = np.where(known[box], np.round(alpha[box]), 0.5).astype(np.float32)
        found = self._run(rgb8[box], trimap)
        out = alpha.copy()
        out[box] = np.where(known[box], alpha[box], found)
        return out

    def _run(self, rgb8: Rgb8, trimap: Planes) -> Planes:
        height, width = trimap.shape
        sides = (0, -height % MULTIPLE, 0, -width % MULTIPLE)
        image = cv2.copyMakeBorder(rgb8, *sides, cv2.BORDER_REPLICATE)
        given = cv2.copyMakeBorder(trimap, *sides, cv2.BORDER_REPLICATE)
        image_bchw = torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1)[None])).to(self.device)
        trimap_b1hw = torch.from_numpy(np.ascontiguousarray(given[None, None])).to(self.device)
        with torch.inference_mode():
            try:
                answer = self.network.forward(image_bchw.to(torch.float32) / 255.0, trimap_b1hw)
            except (RuntimeError, TypeError, IndexError) as error:
                reason = str(error).strip().splitlines()[-1:] or ["no reason given"]
                raise ModelError(f"The matting network failed: {reason[0]}", REMEDY) from error
        return _checked(answer, (given.shape[0], given.shape[1]))[:height, :width]


def load_scripted(path: Path, device: str = "cpu") -> ScriptedMatting:
    """Load and try a network on a small picture. Raises CheckpointError or ModelError with what does not fit."""
    _check_archive(path)
    try:
        with warnings.catch_warnings():
            # torch deprecates making such files; those that exist go on being read.
            warnings.simplefilter("ignore", DeprecationWarning)
            module = torch.jit.load(str(path), map_location=device).eval()  # type: ignore[no-untyped-call]
    except (RuntimeError, ValueError) as error:
        raise CheckpointError(f"'{path.name}' cannot be read as TorchScript.", REMEDY) from error
    method = ScriptedMatting(_network(module, path), device)
    chance = np.random.default_rng(0)
    picture = chance.integers(0, 255, (64, 96, 3)).astype(np.uint8)
    trimap = np.full((64, 96), 0.5, np.float32)
    trimap[:, :32], trimap[:, 64:] = 0.0, 1.0
    method._run(picture, trimap)
    return method


def _check_archive(path: Path) -> None:
    """A zip with TorchScript code that leaves files alone. Nothing of it is run. Raises CheckpointError."""
    if not path.is_file():
        raise CheckpointError(f"There is no file '{path}'.", REMEDY)
    if not zipfile.is_zipfile(path):
        raise CheckpointError(f"'{path.name}' is no TorchScript file.", REMEDY)
    try:
        with zipfile.ZipFile(path) as archive:
            code = [name for name in archive.namelist() if "/code/" in name and name.endswith(".py")]
            if not code:
                raise CheckpointError(f"'{path.name}' holds weights, but no network to run them in.", REMEDY)
            for name in code:
                text = archive.read(name).decode("utf-8", "replace")
                if any(word in text for word in FORBIDDEN):
                    raise CheckpointError(f"'{path.name}' wants to read or write files; it is not run.", REMEDY)
    except (zipfile.BadZipFile, OSError) as error:
        raise CheckpointError(f"'{path.name}' is damaged.", REMEDY) from error


def _network(module: Any, path: Path) -> TrimapNetwork | RecurrentNetwork:
    if not hasattr(module, "forward"):
        raise CheckpointError(f"'{path.name}' has no 'forward'.", REMEDY)
    names = [argument.name for argument in module.forward.schema.arguments[1:]]
    if len(names) == 2:
        return TrimapNetwork(module)
    if len(names) >= 6 and names[1:5] == ["r1", "r2", "r3", "r4"]:
        return RecurrentNetwork(module)
    raise CheckpointError(f"'{path.name}' takes ({', '.join(names)}), not (image, trimap).", REMEDY)


def _checked(answer: object, size: tuple[int, int]) -> Planes:
    """The network's alpha (h, w), clipped. Raises ModelError."""
    wanted = f"alpha of (1, 1, {size[0]}, {size[1]})"
    if not isinstance(answer, torch.Tensor):
        raise ModelError(f"The matting network gives no tensor, but {wanted} is wanted.", REMEDY)
    if tuple(answer.shape) != (1, 1, *size):
        raise ModelError(f"The matting network gives {tuple(answer.shape)}, but {wanted} is wanted.", REMEDY)
    alpha = answer[0, 0].to("cpu", torch.float32).numpy()
    if not np.isfinite(alpha).all() or alpha.min() < -0.05 or alpha.max() > 1.05:
        raise ModelError("The matting network's answer does not lie between 0 and 1.", REMEDY)
    return np.asarray(np.clip(alpha, 0.0, 1.0), np.float32)


def _box(unknown: BoolMask) -> tuple[slice, slice] | None:
    rows, columns = np.flatnonzero(unknown.any(axis=1)), np.flatnonzero(unknown.any(axis=0))
    if rows.size == 0:
        return None
    return (
        slice(max(0, int(rows[0]) - MARGIN_PX), int(rows[-1]) + 1 + MARGIN_PX),
        slice(max(0, int(columns[0]) - MARGIN_PX), int(columns[-1]) + 1 + MARGIN_PX),
    )
