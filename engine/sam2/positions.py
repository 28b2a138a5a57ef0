"""Where a token is, in space and time: sines (Vaswani et al. 2017, section 3.5) and rotations (Su et al. 2021)."""

from __future__ import annotations

import math

import torch
from torch import Tensor

_BASE = 10000.0
_EPSILON = 1e-6


def _periods(count: int, device: torch.device) -> Tensor:
    index = torch.arange(count, dtype=torch.float32, device=device)
    return torch.pow(_BASE, 2 * torch.div(index, 2, rounding_mode="floor") / count)


def sine_grid(channels: int, height: int, width: int, device: torch.device) -> Tensor:
    """(1, channels, height, width): row in the first half of the channels, column in the second.

    Rows and columns run from 1 / n to 1 of a full turn; sines and cosines alternate.
    """
    periods = _periods(channels // 2, device)

    def axis(count: int) -> Tensor:
        steps = torch.arange(1, count + 1, dtype=torch.float32, device=device)
        angles = (steps / (count + _EPSILON) * (2 * math.pi))[:, None] / periods
        return torch.stack([angles[:, 0::2].sin(), angles[:, 1::2].cos()], dim=2).flatten(1)

    rows = axis(height)[:, None].expand(-1, width, -1)
    columns = axis(width)[None].expand(height, -1, -1)
    return torch.cat([rows, columns], dim=2).permute(2, 0, 1)[None].contiguous()


def sine_times(times: Tensor, channels: int) -> Tensor:
    """(...) to (..., channels): all sines, then all cosines."""
    angles = times.float()[..., None] / _periods(channels // 2, times.device)
    return torch.cat([angles.sin(), angles.cos()], dim=-1)


def turn_tables(channels: int, height: int, width: int, theta: float, device: torch.device) -> Tensor:
    """(2, height * width, channels): cosines and sines of the angle each channel is turned by, equal for both of a
    pair. The first half of the channels turns by column, the second by row."""
    exponents = torch.arange(0, channels, 4)[: channels // 4].float() / channels
    frequencies = 1.0 / (theta**exponents)
    columns = torch.outer(torch.arange(width, dtype=torch.float32), frequencies)
    rows = torch.outer(torch.arange(height, dtype=torch.float32), frequencies)
    angles = torch.cat([columns[None].expand(height, -1, -1), rows[:, None].expand(-1, width, -1)], dim=2)
    of_each = angles.flatten(0, 1).repeat_interleave(2, dim=1)
    return torch.stack([of_each.cos(), of_each.sin()]).to(device)


def quarter_turned(weight: Tensor) -> Tensor:
    """(channels, ...) with neighbouring pairs (x, y) as (-y, x): turned by a right angle."""
    pairs = torch.unflatten(weight, 0, (-1, 2))
    return torch.stack([-pairs[:, 1], pairs[:, 0]], dim=1).flatten(0, 1)
