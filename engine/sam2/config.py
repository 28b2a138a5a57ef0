"""The numbers that make one model: a tree of frozen dataclasses, filled from the `[model]` table of a TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, TypeVar, get_type_hints

from engine.errors import ModelError

T = TypeVar("T")

STRIDE = 32
"""Input height and width must be multiples of this: the trunk's coarsest level."""


@dataclass(frozen=True, slots=True)
class HieraConfig:
    """The trunk of SAM 2 (Ryali et al. 2023, "Hiera"; SAM 2 paper, appendix D.1). Sequences go from fine to coarse."""

    embed_dim: int
    heads: int
    stages: tuple[int, ...]
    """Blocks per stage; every stage after the first halves the grid and doubles width and heads."""
    global_blocks: tuple[int, ...]
    """Blocks (counted through all stages) that attend over the whole picture instead of windows."""
    windows: tuple[int, ...] = (8, 4, 14, 7)
    """Window side per stage, in tokens."""
    background_grid: tuple[int, int] = (7, 7)
    """Height and width of the learned positions that are stretched over the picture."""

    @property
    def channels(self) -> tuple[int, ...]:
        """Width of each level, strides 4, 8, 16, 32."""
        return tuple(self.embed_dim * 2**i for i in range(len(self.stages)))


@dataclass(frozen=True, slots=True)
class CompactConfig:
    """A small convolutional trunk: MobileNetV2 (Sandler et al. 2018, table 2) without its classifier."""

    width: float = 1.0
    """Multiplies every channel count."""
    stem: int = 32
    groups: tuple[tuple[int, int, int, int], ...] = (
        (1, 16, 1, 1),
        (6, 24, 2, 2),
        (6, 32, 3, 2),
        (6, 64, 4, 2),
        (6, 96, 3, 1),
        (6, 160, 3, 2),
        (6, 320, 1, 1),
    )
    """(expansion, channels, blocks, stride of the first block) per group."""
    folded: bool = False
    """The batch normalisations are folded into the convolutions before them, which then carry biases."""


@dataclass(frozen=True, slots=True)
class DecoderConfig:
    """Prompt encoder and mask decoder (SAM 2 paper, section 4 and appendix D.1)."""

    depth: int = 2
    heads: int = 8
    mlp_dim: int = 2048
    quality_dim: int = 256
    """Hidden width of the head that predicts each mask's IoU."""
    prompt_mask_channels: int = 16
    stability_delta: float = 0.05
    stability_threshold: float = 0.98


@dataclass(frozen=True, slots=True)
class MemoryConfig:
    """Memory attention, memory encoder and object pointers (SAM 2 paper, section 4)."""

    dim: int = 64
    """Channels of a spatial memory; must divide d_model."""
    recent_frames: int = 6
    max_pointers: int = 16
    layers: int = 4
    mlp_dim: int = 2048
    rope_theta: float = 10000.0
    dropout: float = 0.1
    """While training only."""
    fuser_layers: int = 2
    mask_scale: float = 20.0
    mask_bias: float = -10.0
    pointer_times: bool = True
    """Pointers carry a projected, signed temporal encoding (2.1)."""
    absence_embedding: bool = True
    """Memories of frames without the object are marked by a learned offset (2.1)."""


@dataclass(frozen=True, slots=True)
class Sam2Config:
    """Everything that `Sam2` needs to be built."""

    trunk: HieraConfig | CompactConfig
    d_model: int = 256
    input_size: tuple[int, int] = (1024, 1024)
    """Height and width frames are resized to unless the caller asks for another size."""
    top_down_levels: tuple[int, ...] = (2, 3)
    """Pyramid levels (0 is stride 4) that receive features from the next coarser one."""
    decoder: DecoderConfig = DecoderConfig()
    memory: MemoryConfig | None = None
    """None: a model without memory attention; tracking must carry masks another way."""
    pixel_mean: tuple[float, float, float] = (0.485, 0.456, 0.406)
    pixel_std: tuple[float, float, float] = (0.229, 0.224, 0.225)
    """Of RGB in 0..1."""
    keep_trunk_levels: bool = False
    """Hand the trunk's own features out with the image features."""
    readout_dim: int = 0
    """Width of the keys by which a readout carries masks from frame to frame; 0: none. Compact trunk only."""

    def __post_init__(self) -> None:
        if any(side % STRIDE or side <= 0 for side in self.input_size):
            raise ModelError(f"The input size {self.input_size} of this model is not a multiple of {STRIDE}.")
        if self.d_model % 8 or self.d_model % self.decoder.heads:
            raise ModelError(f"d_model = {self.d_model} does not divide by 8 and by {self.decoder.heads} heads.")
        if self.memory is not None and self.d_model % self.memory.dim:
            raise ModelError(f"A memory of {self.memory.dim} channels does not divide d_model = {self.d_model}.")

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Sam2Config:
        """Build from nested tables, as `tomllib` reads them. Raises ModelError naming the entry that is wrong.

        `trunk` names its class by `kind`: "hiera" or "compact". A missing `memory` table means no memory.
        """
        parts: dict[str, Any] = dict(mapping)
        if not isinstance(parts.get("trunk"), Mapping):
            raise ModelError("The model's configuration has no [model.trunk] table.")
        trunk = dict(parts["trunk"])
        kind = trunk.pop("kind", None)
        if kind not in _TRUNKS:
            raise ModelError(f"The model's configuration names the trunk '{kind}'; known are {', '.join(_TRUNKS)}.")
        parts["trunk"] = _build(_TRUNKS[kind], trunk, "trunk")
        for name, part in _PARTS.items():
            if name in parts:
                parts[name] = _build(part, parts[name], name)
        return _build(cls, parts, "model")


_TRUNKS: dict[str, type[HieraConfig] | type[CompactConfig]] = {"hiera": HieraConfig, "compact": CompactConfig}
_PARTS: dict[str, type[Any]] = {"decoder": DecoderConfig, "memory": MemoryConfig}


def _build(cls: type[T], mapping: Mapping[str, Any], where: str) -> T:
    if not isinstance(mapping, Mapping):
        raise ModelError(f"'{where}' in the model's configuration is not a table.")
    known = {f.name: f for f in fields(cls)}  # type: ignore[arg-type]
    if unknown := sorted(set(mapping) - set(known)):
        raise ModelError(f"The model's configuration has an unknown entry '{where}.{unknown[0]}'.")
    missing = [
        n for n, f in known.items() if n not in mapping and f.default is MISSING and f.default_factory is MISSING
    ]
    if missing:
        raise ModelError(f"The model's configuration lacks '{where}.{missing[0]}'.")
    hints = get_type_hints(cls)
    return cls(**{name: _value(raw, hints[name], f"{where}.{name}") for name, raw in mapping.items()})


def _value(raw: Any, hint: Any, where: str) -> Any:
    if isinstance(raw, list | tuple):
        raw = tuple(tuple(item) if isinstance(item, list) else item for item in raw)
    scalar = hint if hint in (int, float, bool, str) else None
    if scalar is float and type(raw) is int:
        return float(raw)
    if scalar is not None and type(raw) is not scalar:
        raise ModelError(f"'{where}' in the model's configuration should be of type {scalar.__name__}, not {raw!r}.")
    if scalar is None and str(hint).startswith("tuple") and not isinstance(raw, tuple):
        raise ModelError(f"'{where}' in the model's configuration should be a list, not {raw!r}.")
    return raw
