"""What gives when memory runs out: fewer objects first, then the device, and at last a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from engine.errors import OutOfMemoryError
from engine.tracking import compute as compute_module
from engine.tracking.compute import NO_ROOM, Compute
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


def test_a_full_cpu_is_a_lack_of_memory_too() -> None:
    """Torch raised a plain RuntimeError there, so that a run ended in a crash report instead of with fewer objects."""
    compute = Compute(tiny_model())
    with pytest.raises(RuntimeError, match="DefaultCPUAllocator"):
        torch.empty(1 << 60, dtype=torch.uint8)
    with pytest.raises(NO_ROOM), compute.arithmetic():
        torch.empty(1 << 60, dtype=torch.uint8)
    assert "The cpu memory is full: tracking goes on with 2 objects" in compute.fall_back(4)


def test_other_errors_are_not_taken_for_it() -> None:
    with pytest.raises(RuntimeError, match="size"), Compute(tiny_model()).arithmetic():
        torch.zeros(2) @ torch.zeros(3)


def test_a_card_s_bfloat16_becomes_what_the_cpu_does_best(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute_module, "natural_dtype", lambda name: torch.float32)
    loaded = replace(tiny_model(), device="cuda", dtype=torch.bfloat16)
    loaded.model.bfloat16()
    compute = Compute(loaded)
    compute.fall_back(1)
    assert {p.dtype for p in loaded.model.parameters()} == {torch.float32}
    with compute.arithmetic():
        assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype is torch.float32


def test_a_model_without_memory_keeps_float32_on_a_cpu() -> None:
    loaded = replace(tiny_model(), dtype=torch.bfloat16)
    bare = replace(loaded, config=replace(loaded.config, memory=None))
    for model, dtype in ((loaded, torch.bfloat16), (bare, torch.float32)):
        with Compute(model).arithmetic():
            assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype is dtype
