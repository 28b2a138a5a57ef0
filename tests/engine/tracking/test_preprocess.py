"""Pixels, points and masks on their way into the network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from engine.tracking.preprocess import (
    Antialiased,
    AntialiasedBytes,
    PillowBicubic,
    Preprocess,
    input_mask,
    input_points,
)
from tests.tiny_models import TINY

CPU = torch.device("cpu")
PLAIN = replace(TINY, pixel_mean=(0.0, 0.0, 0.0), pixel_std=(1.0, 1.0, 1.0))
RGB = np.random.default_rng(0).integers(0, 256, (90, 130, 3), dtype=np.uint8)


def test_pillow_bicubic_rounds_to_eight_bits() -> None:
    found = PillowBicubic()(RGB, (64, 96), PLAIN, CPU)
    expected = np.asarray(Image.fromarray(RGB).resize((96, 64)))  # Pillow's default filter, as published
    assert torch.equal((found[0] * 255).round().to(torch.uint8).permute(1, 2, 0), torch.tensor(expected))


def test_division_in_float32_is_that_in_float64_rounded() -> None:
    """The published loader divides in float64 and rounds; all 256 values come out the same."""
    values = np.arange(256, dtype=np.uint8)
    assert np.array_equal(torch.tensor(values).float().div(255).numpy(), (values / 255.0).astype(np.float32))


@pytest.mark.parametrize("preprocess", [PillowBicubic(), Antialiased(), AntialiasedBytes()])
def test_normalised_by_the_models_own_numbers(preprocess: Preprocess) -> None:
    grey = np.full((50, 70, 3), 51, np.uint8)
    config = replace(TINY, pixel_mean=(0.2, 0.1, 0.0), pixel_std=(0.5, 0.1, 0.2))
    found = preprocess(grey, (32, 64), config, CPU)
    assert found.shape == (1, 3, 32, 64)
    assert found.dtype == torch.float32
    torch.testing.assert_close(found.amax((0, 2, 3)), torch.tensor([0.0, 1.0, 1.0]), atol=1e-5, rtol=0)
    torch.testing.assert_close(found.amin((0, 2, 3)), torch.tensor([0.0, 1.0, 1.0]), atol=1e-5, rtol=0)


def test_antialiasing_keeps_the_mean_of_fine_stripes() -> None:
    stripes = np.zeros((64, 64, 3), np.uint8)
    stripes[:, ::2] = 255
    found = Antialiased()(stripes, (32, 32), PLAIN, CPU)[..., 2:-2]
    assert (found - 0.5).abs().max() < 0.01


@pytest.mark.parametrize("preprocess", [PillowBicubic(), Antialiased(), AntialiasedBytes()])
def test_a_frame_of_the_right_size_passes_unchanged(preprocess: Preprocess) -> None:
    found = preprocess(RGB[:64, :96], (64, 96), PLAIN, CPU)
    assert torch.equal((found[0] * 255).round().to(torch.uint8).permute(1, 2, 0), torch.tensor(RGB[:64, :96]))


def test_points_scale_with_width_and_height() -> None:
    points = torch.tensor([[65.0, 45.0], [130.0, 0.0]])
    expected = torch.tensor([[48.0, 32.0], [96.0, 0.0]])
    torch.testing.assert_close(input_points(points, (90, 130), (64, 96)), expected)


def test_masks_stay_binary() -> None:
    mask = np.zeros((90, 130), bool)
    mask[30:60, 20:70] = True
    found = input_mask(mask, (64, 96), CPU)
    assert found.shape == (1, 1, 64, 96)
    assert set(found.unique().tolist()) == {0.0, 1.0}
    assert abs(float(found.mean()) - mask.mean()) < 0.01
    assert torch.equal(input_mask(mask[:64, :96], (64, 96), CPU)[0, 0] > 0, torch.tensor(mask[:64, :96]))


def test_bytes_are_as_good_as_floats() -> None:
    exact, quick = (p(RGB, (64, 96), PLAIN, CPU) for p in (Antialiased(), AntialiasedBytes()))
    assert (exact - quick).abs().max() < 1.5 / 255
