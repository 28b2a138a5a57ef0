"""The table of ways says what each takes, which is refused, and which is taken."""

from __future__ import annotations

import torch

from engine.bench.crossing_ways import lines, timings
from engine.sam2.crossing import ON_CARDS


def test_each_way_has_a_line_and_one_is_taken() -> None:
    """On a processor cards' kernels are refused; flash is torch's own there."""
    costs = iter(range(100, 0, -1))

    def clock(work: object) -> float:
        assert callable(work)
        work()
        return float(next(costs))

    found = timings(2, "cpu", torch.float32, (64, 256, 32, 8), clock)
    assert len(found) == len(ON_CARDS) + 1
    heading, *table = lines(2, found)
    assert heading.startswith("2 objects")
    assert sum(line.endswith("taken") for line in table) == 1
    refused = [line for line in table if "refused" in line]
    assert 0 < len(refused) < len(table) - 1 and all("Efficient" in line or "Cudnn" in line for line in refused)
