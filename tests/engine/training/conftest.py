"""A pack of a few drawn pictures: discs and squares on textured ground."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest
import torch
from pycocotools import mask as coco_rle

from engine.sam2.config import CompactConfig, DecoderConfig, Sam2Config
from engine.training.pack import Cutout, LabelledClip, Pack, Photo

TINY_CONFIG = Sam2Config(
    trunk=CompactConfig(width=0.25, folded=True),
    d_model=32,
    input_size=(64, 96),
    top_down_levels=(0, 1, 2, 3),
    decoder=DecoderConfig(depth=2, heads=2, mlp_dim=64, quality_dim=32),
    readout_dim=16,
)
HEIGHT, WIDTH = 90, 120


def _jpeg(rgb: np.ndarray) -> bytes:
    return bytes(cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))[1])


def _ground(rng: np.random.Generator) -> np.ndarray:
    coarse = rng.integers(40, 200, (6, 8, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC))


def _disc(x: int, y: int, radius: int) -> np.ndarray:
    return np.asarray(cv2.circle(np.zeros((HEIGHT, WIDTH), np.uint8), (x, y), radius, 1, -1))


def draw_photo(seed: int) -> Photo:
    rng = np.random.default_rng(seed)
    rgb = _ground(rng)
    masks = [_disc(35, 45, 20), _disc(85, 40, 15)]
    for mask in masks:
        rgb[mask > 0] = rng.integers(0, 255, 3)
    return Photo(f"photo{seed}", _jpeg(rgb), tuple(coco_rle.encode(np.asfortranarray(m)) for m in masks))


def draw_cutout(seed: int) -> Cutout:
    rgba = np.zeros((64, 64, 4), np.uint8)
    rgba[12:52, 12:52] = (*np.random.default_rng(seed).integers(0, 255, 3), 255)
    return Cutout(f"cut{seed}", bytes(cv2.imencode(".webp", rgba)[1]))


def draw_clip(seed: int) -> LabelledClip:
    rng = np.random.default_rng(seed)
    ground, jpegs, pngs = _ground(rng), [], []
    for t in range(6):
        mask = _disc(30 + 8 * t, 45, 16)
        rgb = ground.copy()
        rgb[mask > 0] = (220, 60, 30)
        jpegs.append(_jpeg(rgb))
        pngs.append(bytes(cv2.imencode(".png", mask)[1]))
    return LabelledClip(f"clip{seed}", tuple(jpegs), tuple(pngs))


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Tiny tensors gain nothing from threads and wait long for them on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def pack() -> Pack:
    photos = tuple(draw_photo(i) for i in range(4))
    backgrounds = tuple(Photo(f"ground{i}", _jpeg(_ground(np.random.default_rng(50 + i)))) for i in range(2))
    cutouts = tuple(draw_cutout(i) for i in range(4))
    return Pack(photos, photos[:2], (), backgrounds, cutouts, (draw_clip(0),))
