"""Every way to compute the memory cross-attention, timed on this card.

    python -m engine.bench.crossing_ways [OBJECTS …]      1 and 8 objects where none are named

with a full bank at 1024 × 1024, as SAM 2 in all its sizes has it. The fastest is what tracking takes here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import nn

from engine.sam2.choosing import FastestHere, Timing, card_ms, fastest
from engine.tracking.device import natural_dtype

QUERIES, KEYS, WIDTH, MEMORY_WIDTH = 4096, 7 * 4096 + 64, 256, 64


def timings(
    objects: int,
    device: str,
    dtype: torch.dtype,
    sizes: Sequence[int] = (QUERIES, KEYS, WIDTH, MEMORY_WIDTH),
    stopwatch: Callable[[Callable[[], object]], float] = card_ms,
) -> tuple[Timing, ...]:
    """The plain way first. `sizes`: queries, keys, width of the keys and of the memories."""
    queries, keys, width, memory_width = sizes
    torch.manual_seed(0)
    q = torch.randn(1, queries, width, device=device, dtype=dtype)
    k = torch.randn(objects, keys, width, device=device, dtype=dtype)
    memory = torch.randn(objects, keys, memory_width, device=device, dtype=dtype)
    project = nn.Linear(memory_width, width, device=device, dtype=dtype)
    with torch.inference_mode():
        return FastestHere(stopwatch=stopwatch).timed(q, k, memory, project)


def lines(objects: int, found: Sequence[Timing]) -> Iterator[str]:
    """A table of them."""
    best = fastest(found)
    yield f"{objects} object{'s' if objects > 1 else ''}, one layer's cross-attention"
    for timing in found:
        ms = "refused or off" if timing.ms is None else f"{timing.ms:.3f} ms"
        yield f"  {timing.way!s:64s} {ms:>16s}{'  taken' if timing.way is best else ''}"


def main() -> None:
    """See the module's text."""
    if not torch.cuda.is_available():
        sys.exit("This needs an NVIDIA GPU; on a processor nothing is chosen by timing.")
    print(torch.cuda.get_device_name())
    for objects in [int(text) for text in sys.argv[1:]] or [1, 8]:
        print("\n".join(lines(objects, timings(objects, "cuda", natural_dtype("cuda")))))


if __name__ == "__main__":
    main()
