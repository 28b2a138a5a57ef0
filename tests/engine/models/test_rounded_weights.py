"""Weights kept in the precision they are multiplied in."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import nn

from engine.models.loader import round_products
from engine.tracking.compute import Compute
from engine.tracking.predictor import FramePredictor
from tests.tiny_models import tiny_model


def test_products_are_rounded_and_nothing_else() -> None:
    model = tiny_model().model
    round_products(model, torch.bfloat16)
    for module in model.modules():
        wanted = torch.bfloat16 if isinstance(module, nn.Linear | nn.Conv2d | nn.ConvTranspose2d) else torch.float32
        assert {p.dtype for p in module.parameters(recurse=False)} <= {wanted}


def test_a_frame_is_what_autocast_alone_makes_of_it() -> None:
    """The kernels differ, the rounding of the weights does not: both stay equally near float32."""
    exact, rough = tiny_model(), replace(tiny_model(), dtype=torch.bfloat16)
    round_products(rough.model, torch.bfloat16)
    image = torch.randn(1, 3, 64, 96, generator=torch.Generator().manual_seed(0))
    found = []
    for loaded in (exact, rough):
        with Compute(loaded).arithmetic():
            found.append(FramePredictor(loaded.model).encode(image).stride16.float())
    assert (found[0] - found[1]).norm() < 0.03 * found[0].norm()
