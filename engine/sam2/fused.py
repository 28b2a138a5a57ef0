"""Linear layers with their bias and activation in one pass, on CPUs in bfloat16.

torch's own way copies the bias into the result, multiplies, and comes back for the activation: at a picture's many
tokens each of these passes costs a good part of the product itself.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

_PLAIN: dict[str, Callable[[Tensor], Tensor]] = {"none": lambda x: x, "gelu": F.gelu, "relu": F.relu}


def linear(layer: nn.Linear, x: Tensor, then: str = "none") -> Tensor:
    """`layer(x)` and after it nothing ("none"), "gelu" or "relu"."""
    if not _pays(layer, x):
        return _PLAIN[then](layer(x))
    algorithm = "none" if then == "gelu" else ""  # the exact one, not the tanh
    result: Tensor = torch.ops.mkldnn._linear_pointwise(
        x.to(layer.weight.dtype), layer.weight, layer.bias, then, [], algorithm
    )
    return result


def _pays(layer: nn.Linear, x: Tensor) -> bool:
    """Weights that were loaded in bfloat16, on a CPU, and no gradients wanted. torch's compiler fuses by itself."""
    return (
        not torch.compiler.is_compiling()
        and x.device.type == "cpu"
        and layer.weight.dtype is torch.bfloat16
        and not torch.is_grad_enabled()
        and bool(torch.backends.mkldnn.is_available())  # type: ignore[no-untyped-call]
    )
