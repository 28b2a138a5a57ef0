"""Linear layers in one pass: the same numbers as layer and activation after one another."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from engine.sam2 import fused

ACTIVATIONS = {"none": lambda x: x, "gelu": F.gelu, "relu": F.relu}


@pytest.mark.parametrize("then", list(ACTIVATIONS))
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_one_pass_is_layer_then_activation(then: str, dtype: torch.dtype) -> None:
    torch.manual_seed(0)
    layer, x = nn.Linear(24, 16).to(dtype), torch.randn(2, 5, 24)
    exact = ACTIVATIONS[then](F.linear(x, layer.weight.float(), layer.bias.float()))
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=dtype is torch.bfloat16):
        found = fused.linear(layer, x, then)
    assert found.dtype is dtype
    tolerance = 1e-6 if dtype is torch.float32 else 0.02
    torch.testing.assert_close(found.float(), exact, atol=tolerance, rtol=tolerance)


def test_the_fused_kernel_is_used_for_rounded_weights_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    layer = nn.Linear(4, 4)
    with torch.inference_mode():
        assert not fused._pays(layer, torch.zeros(1, 4))
        assert fused._pays(layer.bfloat16(), torch.zeros(1, 4)) == torch.backends.mkldnn.is_available()
    assert not fused._pays(layer, torch.zeros(1, 4))


def test_gradients_go_through() -> None:
    layer = nn.Linear(4, 4)
    fused.linear(layer, torch.ones(1, 4), "gelu").sum().backward()
    assert layer.weight.grad is not None and layer.weight.grad.abs().sum() > 0
