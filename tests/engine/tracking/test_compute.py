"""What gives when memory runs out: fewer objects first, then the device, and at last a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.errors import OutOfMemoryError
from engine.tracking.compute import Compute
from tests.tiny_models import tiny_model


def test_fewer_objects_then_the_cpu_then_a_sentence() -> None:
    compute = Compute(replace(tiny_model(), device="cuda"))
    assert "4 objects" in compute.fall_back(9)
    assert [list(part) for part in compute.chunks(range(9))] == [[0, 1, 2, 3], [4, 5, 6, 7], [8]]
    assert "2 objects" in compute.fall_back(9)
    assert "one object at a time" in compute.fall_back(9)
    assert compute.device.type == "cuda"
    assert "on the CPU" in compute.fall_back(9)
    assert compute.device.type == "cpu"
    assert compute.at_once > 9
    with pytest.raises(OutOfMemoryError):
        compute.fall_back(1)


def test_one_object_goes_straight_to_the_cpu() -> None:
    compute = Compute(replace(tiny_model(), device="mps"))
    assert "mps memory is full" in compute.fall_back(1)
    assert compute.device.type == "cpu"
