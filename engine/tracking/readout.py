"""Label propagation by feature affinity: where a cell looks like a remembered one nearby, it gets that one's label.

After space-time correspondence by Jabri et al. 2020 ("Space-Time Correspondence as a Contrastive Random Walk", section
4: label propagation) with keys of our own. All objects share the affinities, so a second object costs one gather more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from itertools import pairwise
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.errors import ModelError
from engine.sam2.layers import TableCache
from engine.sam2.packed_trunk import packed_dtype
from engine.tracking.memory_bank import Moment
from engine.types import FrameIndex

_OUT_OF_REACH = -4.0
"""Below any cosine, so that the softmax gives it nothing."""
_TABLES = 32
"""Of distances kept, one a block."""
_WIDENING = ((1, 1.0), (4, 1.5), (9, 2.5), (math.inf, math.inf))
"""(frames out of sight, at most; what the reach is multiplied by)."""
_EVERYWHERE = 2.0
"""A reach, in longer sides, that leaves nothing out."""
_BLOCK_REACHES = 1.3
"""A block's side in reaches: smaller blocks compare less, but pay for more calls."""
_COLUMN_HEIGHT = 16
"""Rows are looked through in columns of at most so many values; a power of two."""


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
    trusted_quality: float = 0.55
    """A tracked frame whose presence or predicted quality is below is not read from: what is left of a hidden thing, or
    something like it, would be followed instead. (Masks that follow their thing are seldom predicted below 0.65.)"""
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
    keys_hwc: Tensor
    """(h, w, c) unit vectors; shared by all objects of the frame."""
    mask_hw: Tensor
    """(h, w) soft mask, 0..1."""

    def on(self, device: str) -> Remembered:
        """The same on another device."""
        return Remembered(self.frame, self.keys_hwc.to(device), self.mask_hw.to(device))


@dataclass(frozen=True, slots=True)
class Recollection:
    """What one frame reads from."""

    memories: tuple[Remembered, ...]
    frames_away: int
    """From the nearest of them: 1 as long as the thing is in sight."""

    @property
    def frames(self) -> tuple[FrameIndex, ...]:
        """Of the memories."""
        return tuple(m.frame for m in self.memories)


@dataclass(slots=True)
class ReadoutBank:
    """What is remembered of one object: its prompted frames and the last few tracked ones. Bounded; no network here."""

    depth: int
    """Tracked frames kept."""
    prompted: dict[FrameIndex, Remembered] = field(default_factory=dict)
    tracked: dict[FrameIndex, Remembered] = field(default_factory=dict)
    said: dict[FrameIndex, float] = field(default_factory=dict)
    """The smallest piece that was pointed at on each prompted frame, as a share of the main piece."""

    @property
    def smallest_said(self) -> float:
        """On any frame; infinity where no several pieces were pointed at."""
        return min(self.said.values(), default=math.inf)

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
        self.said.pop(frame, None)

    def recall(self, moment: Moment, prompted_frames: int) -> Recollection | None:
        """Prompted frames nearest in time, then tracked ones of this shot; None where nothing was said in the shot."""

        def inside(memories: Iterable[Remembered]) -> list[Remembered]:
            return [m for m in memories if moment.shot is None or m.frame in moment.shot]

        near = sorted(inside(self.prompted.values()), key=lambda m: (abs(m.frame - moment.frame), m.frame))
        if not near:
            return None
        chosen = sorted(near[:prompted_frames], key=lambda m: m.frame)
        recent = [m for m in inside(self.tracked.values()) if moment.steps_since(m.frame) > 0]
        memories = (*chosen, *sorted(recent, key=lambda m: m.frame))
        return Recollection(memories, min(abs(m.frame - moment.frame) for m in memories))


@dataclass(frozen=True)
class Readout:
    """The reading itself: keys and remembered masks in, soft masks out."""

    config: ReadoutConfig = ReadoutConfig()
    dtype: torch.dtype = torch.float32
    """What keys are kept and compared in on a CPU."""
    _tables: TableCache = field(default_factory=lambda: TableCache(_TABLES))

    def trusts(self, presence: float, quality: float) -> bool:
        """Whether a tracked frame with this presence and predicted quality (0..1) is worth reading from."""
        return presence >= self.config.trusted_presence and quality >= self.config.trusted_quality

    def remembered(self, frame: FrameIndex, keys_1chw: Tensor, logits_hw: Tensor) -> Remembered:
        """What to keep of one object. `logits_hw` at any size."""
        soft = torch.sigmoid(logits_hw.float() / self.config.softness)
        mask = F.interpolate(soft[None, None], keys_1chw.shape[-2:], mode="area")[0, 0]
        return Remembered(frame, cells_of(keys_1chw, self.dtype), mask)

    def read(self, keys_1chw: Tensor, recalls: Sequence[Recollection]) -> Tensor:
        """Soft masks (b, h, w), 0..1, of b objects that remember the same frames."""
        keys = cells_of(keys_1chw, self.dtype)
        size = (keys.shape[0], keys.shape[1])
        remembered = torch.stack([m.keys_hwc.to(keys.dtype) for m in recalls[0].memories])
        labels = torch.stack([torch.stack([m.mask_hw for m in recall.memories]) for recall in recalls])
        masks = labels.new_empty((len(recalls), *size))
        for block in blocks(size, self._reach(recalls[0].frames_away) * max(size)):
            weights, index = self._affinities(keys, remembered, block)
            near = labels[:, :, block.near_rows, block.near_columns].flatten(1)
            masks[:, block.rows, block.columns] = (weights * near[:, index]).sum(2).view(-1, *block.shape)
        return masks

    def _reach(self, frames_away: int) -> float:
        """As a share of the picture's longer side. What was out of sight may come back elsewhere."""
        widened = next(factor for within, factor in _WIDENING if frames_away <= within)
        return min(self.config.radius * widened, _EVERYWHERE)

    def _affinities(self, keys_hwc: Tensor, remembered_khwc: Tensor, block: Block) -> tuple[Tensor, Tensor]:
        """Weights and positions, (cells, top_k) each, of what each cell of a block reads from; nearest memory first.

        Positions count through all memories' cells near the block.
        """
        near = remembered_khwc[:, block.near_rows, block.near_columns].flatten(0, 2)
        cells = keys_hwc[block.rows, block.columns].flatten(0, 1)
        far = self._tables.get((block, near.dtype, near.device), lambda: block.far().to(near))
        similar = torch.mm(cells, near.t())
        similar.view(len(cells), -1, far.shape[1]).add_(far[:, None])
        best, index = largest(similar, self.config.top_k)
        return (best.float() / self.config.temperature).softmax(dim=1), index


@dataclass(frozen=True, slots=True)
class Block:
    """Cells that are answered together, and the cells of each memory that hold all that is within their reach.

    Comparing block by block does a third less work than comparing everything, and each table stays in the cache.
    """

    top: int
    bottom: int
    left: int
    right: int
    size: tuple[int, int]
    """Height and width of the whole grid."""
    reach: float
    """In cells."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns that are answered."""
        return self.bottom - self.top, self.right - self.left

    @property
    def rows(self) -> slice:
        """Of the cells that are answered."""
        return slice(self.top, self.bottom)

    @property
    def columns(self) -> slice:
        """Of the cells that are answered."""
        return slice(self.left, self.right)

    @property
    def near_rows(self) -> slice:
        """Of the remembered cells."""
        return slice(max(0, self.top - int(self.reach)), min(self.size[0], self.bottom + int(self.reach)))

    @property
    def near_columns(self) -> slice:
        """Of the remembered cells."""
        return slice(max(0, self.left - int(self.reach)), min(self.size[1], self.right + int(self.reach)))

    def far(self) -> Tensor:
        """(cells, near cells): 0 within reach, far below any cosine outside."""
        here, there = _places(self.rows, self.columns), _places(self.near_rows, self.near_columns)
        return (torch.cdist(here, there) > self.reach) * _OUT_OF_REACH


@lru_cache(maxsize=4)
def blocks(size: tuple[int, int], reach: float) -> tuple[Block, ...]:
    """A grid of `size` (height, width) in blocks a little larger than the reach."""
    down, across = (max(1, round(side / max(1.0, _BLOCK_REACHES * reach))) for side in size)
    ys = [i * size[0] // down for i in range(down + 1)]
    xs = [i * size[1] // across for i in range(across + 1)]
    return tuple(Block(*y, *x, size, reach) for y in pairwise(ys) for x in pairwise(xs))


def cells_of(keys_1chw: Tensor, dtype: torch.dtype = torch.float32) -> Tensor:
    """Keys of one picture as (h, w, c), each cell's key in one piece; on a CPU that multiplies it, in `dtype`."""
    keys = keys_1chw[0].permute(1, 2, 0)
    rounded = keys.device.type == "cpu" and not keys.requires_grad
    return (keys.to(packed_dtype(dtype)) if rounded else keys).contiguous()


def largest(rows_nm: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """The largest `count` values of each row and where they are, (n, count) each (fewer in shorter rows).

    In two rounds, as looking for ten of thousands is slow: whichever column holds one of the largest values, its own
    largest is among the largest of all columns. So the largest columns are found first, then the values within them.
    """
    n, m = rows_nm.shape
    columns = m // math.gcd(m, _COLUMN_HEIGHT)
    if columns <= count:
        return rows_nm.topk(min(count, m), dim=1)
    table = rows_nm.view(n, -1, columns)
    candidates = table.amax(1).topk(count, dim=1, sorted=False).indices
    within = table.gather(2, candidates[:, None].expand(-1, table.shape[1], -1)).flatten(1)
    best, place = within.topk(count, dim=1)
    return best, place // count * columns + candidates.gather(1, place % count)


def _places(rows: slice, columns: slice) -> Tensor:
    y, x = torch.meshgrid(torch.arange(rows.start, rows.stop), torch.arange(columns.start, columns.stop), indexing="ij")
    return torch.stack([y.flatten(), x.flatten()], 1).float()
