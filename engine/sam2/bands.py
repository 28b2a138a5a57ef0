"""Work on a grid whose windows know nothing of each other, a few rows of windows at a time.

At stride 4 the tensors inside a block are tens of megabytes each: too large for a processor's caches, and so large that
the system hands out and clears fresh memory for every one of them.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

BAND_BYTES = 8 << 20
"""Of the largest tensor on the way through a band."""


def in_bands(work: Callable[[Tensor], Tensor], x_bhwc: Tensor, window: int, widest: int) -> Tensor:
    """`work(x_bhwc)`, done for bands of rows where that pays: on a CPU, while nothing is learned.

    `work` treats each `window` rows from the top by themselves, and may give fewer rows than it gets, in proportion.
    `widest`: numbers for each cell in the largest tensor that it makes.
    """
    rows = rows_of_band(x_bhwc, window, widest)
    if rows >= x_bhwc.shape[1] or not _pays(x_bhwc):
        return work(x_bhwc)
    return torch.cat([work(band) for band in torch.split(x_bhwc, rows, dim=1)], dim=1)


def rows_of_band(x_bhwc: Tensor, window: int, widest: int) -> int:
    """As many rows as stay within BAND_BYTES; whole windows, and one at least."""
    row_bytes = len(x_bhwc) * x_bhwc.shape[2] * widest * x_bhwc.element_size()
    return max(1, BAND_BYTES // (row_bytes * window)) * window


def _pays(x: Tensor) -> bool:
    return x.device.type == "cpu" and not torch.is_grad_enabled() and not torch.compiler.is_compiling()
