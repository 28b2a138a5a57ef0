"""From a name to a model that can run: configuration, weights, device."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from engine.errors import CheckpointError, ModelError
from engine.models.checkpoint import fingerprint, read_state_dict
from engine.models.locations import require_weights
from engine.models.registry import ModelSpec, model_spec
from engine.paths import configs_dir
from engine.sam2.config import CompactConfig, Sam2Config
from engine.sam2.model import Sam2
from engine.sam2.state_dict import build_model


@dataclass(frozen=True, slots=True, eq=False)
class LoadedModel:
    """A model in evaluation mode on its device, and where it came from."""

    model: Sam2
    config: Sam2Config
    name: str
    fingerprint: str
    """Tells weights apart: equal for equal files."""
    device: str = "cpu"
    dtype: torch.dtype = torch.float32
    """What to compute in, by autocast. The weights of products are kept in it where the model has a memory; all
    others stay float32."""
    readout: Mapping[str, Any] | None = None
    """The TOML's [readout] table, where the model carries masks by feature affinity."""
    readout_only: bool = False
    """True: the decoder is left out (`propagation`)."""
    compiled: bool = False
    """True: while it is used its trunk is compiled and, on CUDA, its stages are recorded; see
    `engine.tracking.compiled` and `graphs`."""

    @property
    def parameters(self) -> int:
        """How many numbers the model was trained for."""
        return sum(p.numel() for p in self.model.parameters())


def read_config(spec: ModelSpec) -> tuple[Sam2Config, Mapping[str, Any]]:
    """The model's numbers, and the whole table of its TOML. Raises ModelError."""
    path = configs_dir() / "sam2" / f"{spec.config}.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(
            f"The configuration of {spec.name} is missing: {path}.", "Install ClickMatte again."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ModelError(f"The configuration {path} cannot be read ({error}).") from error
    if not isinstance(table.get("model"), Mapping):
        raise ModelError(f"The configuration {path} has no [model] table.")
    return Sam2Config.from_mapping(table["model"]), table


def load_model(
    name: str,
    checkpoint: str | Path | None = None,
    device: str = "cpu",
    dtype: torch.dtype = torch.float32,
) -> LoadedModel:
    """Load the model called `name`, from `checkpoint` or from where its weights live.

    `device`: a torch device name that exists here (see `engine.tracking.device` for "auto"). Raises UsageError for an
    unknown name, CheckpointError where the file is missing, damaged, of another model or carries code.
    """
    spec = model_spec(name)
    path = Path(checkpoint).expanduser() if checkpoint is not None else require_weights(spec)
    config, table = read_config(spec)
    weights = read_state_dict(path)
    try:
        model = build_model(config, weights)
    except CheckpointError as error:
        raise CheckpointError(f"{path.name} does not fit {name}: {error.sentence}", error.remedy) from error
    if isinstance(config.trunk, CompactConfig):  # a third less time for its convolutions; a Hiera has almost none
        model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    if dtype is not torch.float32 and config.memory is not None:
        round_products(model, dtype)
    readout = table.get("readout")
    return LoadedModel(
        model=model.to(device),
        config=config,
        name=name,
        fingerprint=fingerprint(path),
        device=device,
        dtype=dtype,
        readout=readout if isinstance(readout, Mapping) else None,
        readout_only=spec.readout_only,
    )


def round_products(model: Sam2, dtype: torch.dtype) -> None:
    """Keep the weights of linear layers and convolutions in `dtype`: autocast would round them anew on every frame."""
    for module in model.modules():
        if isinstance(module, torch.nn.Linear | torch.nn.Conv2d | torch.nn.ConvTranspose2d):
            module.to(dtype)
