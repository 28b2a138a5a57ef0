"""Official weights into the model. Key names are the only interface; every key is used exactly once.

Tensors in, no files: reading files safely is `engine.models`' work.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from engine.errors import CheckpointError
from engine.sam2.config import Sam2Config
from engine.sam2.model import Sam2

_REMEDY = "Check that the file belongs to the model that was chosen, and fetch it again."
_NAMED_IN_FULL = 3


def check_weights(model: Sam2, weights: Mapping[str, Tensor]) -> None:
    """Raise CheckpointError, naming the key, where `weights` are not exactly what `model` is made of."""
    wanted = model.state_dict()
    if missing := [key for key in wanted if key not in weights]:
        raise CheckpointError(f"The weights lack {_listed(missing)}.", _REMEDY)
    if extra := [key for key in weights if key not in wanted]:
        raise CheckpointError(f"The weights hold {_listed(extra)}, which this model does not have.", _REMEDY)
    for key, target in wanted.items():
        _check_tensor(key, weights[key], target)


def _check_tensor(key: str, tensor: Tensor, target: Tensor) -> None:
    if tensor.shape != target.shape:
        found, needed = _shape(tensor), _shape(target)
        raise CheckpointError(f"'{key}' in the weights is {found}, but this model needs {needed}.", _REMEDY)
    if tensor.is_floating_point() != target.is_floating_point():
        kind = str(tensor.dtype).removeprefix("torch.")
        raise CheckpointError(f"'{key}' in the weights is of type {kind}, which this model cannot use.", _REMEDY)
    if tensor.is_floating_point() and not bool(torch.isfinite(tensor).all()):
        raise CheckpointError(f"'{key}' in the weights holds values that are not numbers.", _REMEDY)


def load_weights(model: Sam2, weights: Mapping[str, Tensor]) -> None:
    """Copy `weights` into `model`, keeping the model's own type and device. Raises CheckpointError and copies nothing
    where a key is missing, left over, of another shape or kind, or holds infinities."""
    check_weights(model, weights)
    model.load_state_dict({key: weights[key] for key in model.state_dict()}, strict=True)


def build_model(config: Sam2Config, weights: Mapping[str, Tensor]) -> Sam2:
    """A float32 model in evaluation mode, on the CPU, without spending time on initial values. Raises CheckpointError.

    Float32 tensors are taken over as they are, not copied.
    """
    with torch.device("meta"):
        model = Sam2(config)
    check_weights(model, weights)
    wanted = model.state_dict()
    tensors = {
        key: weights[key].float() if target.is_floating_point() else weights[key] for key, target in wanted.items()
    }
    model.load_state_dict(tensors, strict=True, assign=True)
    return model.eval()


def _shape(tensor: Tensor) -> str:
    return " × ".join(map(str, tensor.shape)) or "a single number"


def _listed(keys: list[str]) -> str:
    named = ", ".join(f"'{key}'" for key in keys[:_NAMED_IN_FULL])
    return named if len(keys) <= _NAMED_IN_FULL else f"{named} and {len(keys) - _NAMED_IN_FULL} more keys"
