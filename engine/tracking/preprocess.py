"""Pixels, coordinates and masks as the network takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from engine.sam2.config import Sam2Config
from engine.tracking.transfer import onto
from engine.types import BoolMask, Rgb8

MASK_THRESHOLD = 0.5


class Preprocess(Protocol):
    """How a frame becomes the network's input."""

    def __call__(self, rgb: Rgb8, size: tuple[int, int], config: Sam2Config, device: torch.device) -> Tensor:
        """(1, 3, *size) float32 on `device`, normalised, from (height, width, 3) uint8."""
        ...


@dataclass(frozen=True, slots=True)
class PillowBicubic:
    """As published: Pillow's bicubic filter on 8-bit values, then normalised."""

    def __call__(self, rgb: Rgb8, size: tuple[int, int], config: Sam2Config, device: torch.device) -> Tensor:
        resized = np.asarray(Image.fromarray(rgb).resize((size[1], size[0]), Image.Resampling.BICUBIC))
        image = onto(torch.tensor(resized), device).permute(2, 0, 1)[None].float() / 255
        return _normalised(image, config)


@dataclass(frozen=True, slots=True)
class Antialiased:
    """Bilinear with antialiasing, in float on the device: no rounding to 8 bits in between. The published image
    predictor's way."""

    def __call__(self, rgb: Rgb8, size: tuple[int, int], config: Sam2Config, device: torch.device) -> Tensor:
        image = torch.tensor(rgb).to(device).permute(2, 0, 1)[None].float() / 255
        if image.shape[-2:] != size:
            image = F.interpolate(image, size, mode="bilinear", align_corners=False, antialias=True)
        return _normalised(image, config)


@dataclass(frozen=True, slots=True)
class AntialiasedBytes:
    """The same on 8-bit values and on the CPU: a twentieth of the time for half an 8-bit step of rounding, and only
    small pictures travel to the device."""

    def __call__(self, rgb: Rgb8, size: tuple[int, int], config: Sam2Config, device: torch.device) -> Tensor:
        image = torch.tensor(rgb).permute(2, 0, 1)[None]
        if image.shape[-2:] != size:
            image = F.interpolate(image, size, mode="bilinear", align_corners=False, antialias=True)
        return _normalised(onto(image, device).float() / 255, config)


def _normalised(image_1chw: Tensor, config: Sam2Config) -> Tensor:
    mean = onto(torch.tensor(config.pixel_mean), image_1chw.device).view(3, 1, 1)
    std = onto(torch.tensor(config.pixel_std), image_1chw.device).view(3, 1, 1)
    return ((image_1chw - mean) / std).contiguous()


def input_points(xy_source: Tensor, source_size: tuple[int, int], input_size: tuple[int, int]) -> Tensor:
    """(n, 2) x, y in source pixels to the network's pixels. Sizes are (height, width)."""
    source = xy_source.new_tensor([source_size[1], source_size[0]])
    return xy_source / source * xy_source.new_tensor([input_size[1], input_size[0]])


def input_mask(mask: BoolMask, size: tuple[int, int], device: torch.device) -> Tensor:
    """(1, 1, *size) of 0 and 1 from a mask at source size."""
    source = torch.tensor(mask, device=device)[None, None].float()
    if source.shape[-2:] == size:
        return source
    resized = F.interpolate(source, size, mode="bilinear", align_corners=False, antialias=True)
    return (resized >= MASK_THRESHOLD).float()
