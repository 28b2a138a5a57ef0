"""Label propagation by feature affinity: where a cell looks like a remembered one nearby, it gets that one's label.

After space-time correspondence by Jabri et al. 2020 ("Space-Time Correspondence as a Contrastive Random Walk", section
4: label propagation) with keys of our own. All objects share the affinities, so a second object costs one gather more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.errors import ModelError
from engine.sam2.layers import TableCache
from engine.tracking.memory_bank import Moment
from engine.types import FrameIndex

_OUT_OF_REACH = -4.0
"""Below any cosine, so that the softmax gives it nothing."""


@dataclass(frozen=True, slots=True)
class ReadoutConfig:
    """The `[readout]` table of a model's TOML file."""

    top_k: int = 10
    temperature: float = 0.1
    radius: float = 0.25
    """How far a thing may move between remembered frames, as a share of the picture's longer side."""
    recent_frames: int = 3
    prompted_frames: int = 3
    """Nearest prompted frames that are compared with."""
    decoder_share: float = 0.5
    """Of the decoder's mask in the answer; the rest is the readout's own."""
    trusted_presence: float = 0.5
    """A tracked frame on which the object's presence is below is not read from again."""
    softness: float = 1.0
    """Remembered masks are sigmoid(logits / softness)."""

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> ReadoutConfig:
        """Raises ModelError for an unknown entry."""
        known = {f.name for f in fields(cls)}
        if unknown := sorted(set(table) - known):
            raise ModelError(f"The model's configuration has an unknown entry 'readout.{unknown[0]}'.")
        return cls(**table)


@dataclass(frozen=True, slots=True, eq=False)
class Remembered:
    """One object on one frame, as the readout keeps it."""

    frame: FrameIndex
    keys_cn: Tensor
    """(c, n) unit vectors, n = h * w cells; shared by all objects of the frame."""
    mask_n: Tensor
    """(n,) soft mask, 0..1."""
    size: tuple[int, int]
    """(h, w)."""
    trusted: bool = True

    def on(self, device: str) -> Remembered:
        """The same on another device."""
        return Remembered(self.frame, self.keys_cn.to(device), self.mask_n.to(device), self.size, self.trusted)


@dataclass(slots=True)
class ReadoutBank:
    """What is remembered of one object: its prompted frames and the last few tracked ones. Bounded; no network here."""

    depth: int
    """Tracked frames kept."""
    prompted: dict[FrameIndex, Remembered] = field(default_factory=dict)
    tracked: dict[FrameIndex, Remembered] = field(default_factory=dict)

    def remember_prompted(self, memory: Remembered) -> None:
        """A frame the person said something about."""
        self.prompted[memory.frame] = memory
        self.tracked.pop(memory.frame, None)

    def remember_tracked(self, memory: Remembered) -> None:
        """A tracked frame; ignored where the frame is prompted. The farthest ones are dropped."""
        if memory.frame in self.prompted:
            return
        self.tracked[memory.frame] = memory
        far = sorted(self.tracked, key=lambda f: -abs(f - memory.frame))
        for frame in far[: max(0, len(far) - self.depth)]:
            del self.tracked[frame]

    def forget(self, frame: FrameIndex) -> None:
        """Drop what is kept of a frame."""
        self.prompted.pop(frame, None)
        self.tracked.pop(frame, None)

    def recall(self, moment: Moment, prompted_frames: int) -> tuple[Remembered, ...]:
        """Prompted frames nearest in time, then tracked ones of this shot; empty where nothing was said in the shot."""

        def inside(memories: Iterable[Remembered]) -> list[Remembered]:
            return [m for m in memories if moment.shot is None or m.frame in moment.shot]

        near = sorted(inside(self.prompted.values()), key=lambda m: (abs(m.frame - moment.frame), m.frame))
        if not near:
            return ()
        chosen = sorted(near[:prompted_frames], key=lambda m: m.frame)
        recent = [m for m in inside(self.tracked.values()) if moment.steps_since(m.frame) > 0]
        return (*chosen, *sorted(recent, key=lambda m: m.frame))


@dataclass(frozen=True)
class Readout:
    """The reading itself: keys and remembered masks in, soft masks out."""

    config: ReadoutConfig = ReadoutConfig()
    _tables: TableCache = field(default_factory=TableCache)

    def remembered(
        self, frame: FrameIndex, keys_1chw: Tensor, logits_hw: Tensor, presence: float, prompted: bool
    ) -> Remembered:
        """What to keep of one object. `logits_hw` at any size; `presence` 0..1."""
        size = (keys_1chw.shape[-2], keys_1chw.shape[-1])
        soft = torch.sigmoid(logits_hw.float() / self.config.softness)
        mask = F.interpolate(soft[None, None], size, mode="area")[0, 0]
        trusted = prompted or presence >= self.config.trusted_presence
        return Remembered(frame, keys_1chw[0].flatten(1), mask.flatten(), size, trusted)

    def read(self, keys_1chw: Tensor, recalls: Sequence[Sequence[Remembered]]) -> Tensor:
        """Soft masks (b, h, w), 0..1, of b objects that remember the same frames."""
        size = (keys_1chw.shape[-2], keys_1chw.shape[-1])
        weights, index = self._affinities(keys_1chw[0].flatten(1), recalls[0], size)
        masks = [self._read_one(weights, index, memories).reshape(size) for memories in recalls]
        return torch.stack(masks)

    def _affinities(
        self, keys_cn: Tensor, memories: Sequence[Remembered], size: tuple[int, int]
    ) -> tuple[Tensor, Tensor]:
        """Weights and positions, (n, top_k) each, of the remembered cells that each cell reads from."""
        limit = self._window(size, len(memories), keys_cn.device)
        similar = torch.addmm(limit, keys_cn.t(), torch.cat([m.keys_cn for m in memories], dim=1))
        best, index = similar.topk(min(self.config.top_k, similar.shape[1]), dim=1)
        return (best / self.config.temperature).softmax(dim=1), index

    def _window(self, size: tuple[int, int], memories: int, device: torch.device) -> Tensor:
        """(n, memories * n): 0 within reach, far below any cosine outside."""
        radius = self.config.radius

        def build() -> Tensor:
            y, x = torch.meshgrid(torch.arange(size[0]), torch.arange(size[1]), indexing="ij")
            places = torch.stack([y.flatten(), x.flatten()], 1).float()
            far = torch.cdist(places, places) > radius * max(size)
            return (far * _OUT_OF_REACH).repeat(1, memories).to(device)

        return self._tables.get((size, memories, radius, device), build)

    @staticmethod
    def _read_one(weights: Tensor, index: Tensor, memories: Sequence[Remembered]) -> Tensor:
        labels = torch.cat([m.mask_n for m in memories])
        if all(m.trusted for m in memories):
            return (weights * labels[index]).sum(1)
        counts = torch.cat([torch.full_like(m.mask_n, float(m.trusted)) for m in memories])
        share = weights * counts[index]
        return (share * labels[index]).sum(1) / share.sum(1).clamp(min=1e-3)
