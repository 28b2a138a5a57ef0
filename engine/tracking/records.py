"""What the tracker needs to go on exactly where it stopped, as bytes: answers to prompts, and the end of a pass.

Safetensors inside zstd: arrays only, nothing that could run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import safetensors
import safetensors.torch
import torch
import zstandard
from torch import Tensor

from engine.errors import ProjectError
from engine.tracking.predictor import FramePrediction
from engine.types import FrameIndex

_MAX_BYTES = 1 << 28
_FIELDS = ("logits", "quality", "presence", "pointers")


@dataclass(frozen=True, slots=True, eq=False)
class PassEnd:
    """The last tracked frames of one object, oldest first, and what is known of the clip's shots."""

    frames: tuple[FrameIndex, ...]
    predictions: tuple[FramePrediction, ...]
    """b = 1 each."""
    reverse: bool
    shot_starts: tuple[FrameIndex, ...]


def answer_to_bytes(prediction: FramePrediction, base: Tensor | None) -> bytes:
    """An answer to prompts (b = 1) and the mask it started from."""
    parts = _fields(prediction)
    if base is not None:
        parts["base"] = base
    return _pack(parts)


def answer_from_bytes(data: bytes, device: torch.device) -> tuple[FramePrediction, Tensor | None]:
    """The reverse of `answer_to_bytes`. Raises ProjectError where the bytes are damaged."""
    parts = _unpack(data, device)
    return _prediction(parts), parts.get("base")


def pass_end_to_bytes(end: PassEnd) -> bytes:
    """The end of a pass."""
    together = FramePrediction.joined(end.predictions) if end.predictions else None
    parts = {} if together is None else _fields(together)
    parts["frames"] = torch.tensor(end.frames, dtype=torch.int64)
    parts["reverse"] = torch.tensor([end.reverse])
    parts["shots"] = torch.tensor(end.shot_starts, dtype=torch.int64)
    return _pack(parts)


def pass_end_from_bytes(data: bytes, device: torch.device) -> PassEnd:
    """The reverse of `pass_end_to_bytes`. Raises ProjectError where the bytes are damaged."""
    parts = _unpack(data, device)
    try:
        frames = tuple(FrameIndex(f) for f in parts["frames"].tolist())
        shots = tuple(FrameIndex(f) for f in parts["shots"].tolist())
        reverse = bool(parts["reverse"][0])
    except (KeyError, IndexError):
        raise _damaged() from None
    together = _prediction(parts) if frames else None
    if together is not None and len(together) != len(frames):
        raise _damaged()
    predictions: Sequence[FramePrediction] = [] if together is None else [together.of(i) for i in range(len(frames))]
    return PassEnd(frames, tuple(predictions), reverse, shots)


def _fields(prediction: FramePrediction) -> dict[str, Tensor]:
    return {
        "logits": prediction.logits_b1hw,
        "quality": prediction.quality_b,
        "presence": prediction.presence_b,
        "pointers": prediction.pointers_bc,
    }


def _prediction(parts: Mapping[str, Tensor]) -> FramePrediction:
    if any(name not in parts for name in _FIELDS) or parts["logits"].ndim != 4:
        raise _damaged()
    return FramePrediction(*(parts[name] for name in _FIELDS))


def _pack(parts: Mapping[str, Tensor]) -> bytes:
    plain = {name: tensor.detach().cpu().contiguous() for name, tensor in parts.items()}
    return zstandard.ZstdCompressor(level=3, write_checksum=True).compress(safetensors.torch.save(plain))


def _unpack(data: bytes, device: torch.device) -> dict[str, Tensor]:
    try:
        raw = zstandard.ZstdDecompressor().decompress(data, max_output_size=_MAX_BYTES, allow_extra_data=False)
        return {name: tensor.to(device) for name, tensor in safetensors.torch.load(raw).items()}
    except (zstandard.ZstdError, safetensors.SafetensorError, ValueError, KeyError) as error:
        raise _damaged() from error


def _damaged() -> ProjectError:
    return ProjectError("A stored memory is damaged.", "Track again; prompts and masks are not affected.")
