"""How many frames go through the image encoder before their turn, and how many of them together.

The encoder sees no memories, so it may run ahead of the tracking. What is right depends on the device.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from engine.sam2.config import HieraConfig, Sam2Config

TOGETHER = 4
"""Pictures in one call at most. A card is full with these, and each further one would wait in its memory."""

MEMORY_SHARE = 0.25
"""Of a card's free memory that encoding ahead may take."""

_WIDE_COPIES = 18
"""What the encoder holds at its peak, in copies of its first features (stride 4, as wide as the first stage)."""

_COMPACT_WIDTH = 96
"""Channels at stride 4 of the compact trunk, expanded."""


@dataclass(frozen=True, slots=True)
class LookAhead:
    """Frames are encoded ahead, on a thread of its own."""

    together: int
    """In one call."""
    threads: int | None = None
    """Cores that the encoder takes from the tracking; None where it does not compute on them."""


def look_ahead(config: Sam2Config, size: tuple[int, int], device: torch.device, dtype: torch.dtype) -> LookAhead | None:
    """For pictures of `size` (height, width); None where each frame is better encoded when it is its turn.

    On a CPU half the cores each get more done than all of them on one thing after the other, but a call of several
    pictures takes as long as one after the other; models with memory attention need every core for it.
    """
    if device.type == "cuda":
        return LookAhead(together_within(torch.cuda.mem_get_info(device)[0], config, size, dtype))
    cores = torch.get_num_threads()
    if device.type != "cpu" or config.memory is not None or cores < 2:
        return None
    return LookAhead(1, cores // 2)


def together_within(free_bytes: int, config: Sam2Config, size: tuple[int, int], dtype: torch.dtype) -> int:
    """How many pictures go through the encoder in one call where so much memory is free: 1 to TOGETHER."""
    width = config.trunk.embed_dim if isinstance(config.trunk, HieraConfig) else _COMPACT_WIDTH
    each = _WIDE_COPIES * (size[0] // 4) * (size[1] // 4) * width * dtype.itemsize
    return max(1, min(TOGETHER, int(MEMORY_SHARE * free_bytes) // each))
