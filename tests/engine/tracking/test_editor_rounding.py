"""Masks are remembered as they are stored, also where they are rounded on a card."""

from __future__ import annotations

import numpy as np
import torch

from engine.masks.codec import dequantise, quantise
from engine.tracking.editor import in_sixteenths
from engine.tracking.predictor import ABSENT_LOGIT


def test_rounding_on_a_device_is_the_codec_s_rounding() -> None:
    """Halves, the smallest inside, both ends and beyond, and an absent object, value by value."""
    sixteenths = torch.arange(-160, 160) / 16
    edges = torch.tensor([1e-6, -1e-6, 0.0, 1 / 32, 3 / 32, -1 / 32, 9.1, -9.1, 7.96, 100.0, ABSENT_LOGIT])
    values = torch.cat([sixteenths, sixteenths + 1 / 32, torch.randn(1000) * 4, edges])[None]
    expected = dequantise(quantise(values.numpy()))
    np.testing.assert_array_equal(in_sixteenths(values[None, None])[0, 0].numpy(), expected)
