"""The counted operations are those the papers' shapes give."""

from __future__ import annotations

import pytest

from engine.bench.flops import gflops, gflops_of, published_memory_attention_gflops, turned_twins_gflops
from engine.sam2.config import HieraConfig, MemoryConfig, Sam2Config

# Of the two projections of the fine levels for the decoder: 256 to 32 channels at 256 × 256, 256 to 64 at 128 × 128.
PROJECTIONS = 2 * 256 * (32 * 256**2 + 64 * 128**2) / 1e9

# Of queries and keys projected a second time: in 4 layers 3 × 4,096 tokens from 256 to 256, 28,736 from 64 to 256.
TWINS = 2 * 4 * (3 * 4096 * 256**2 + 28_736 * 64 * 256) / 1e9


def test_tiny_costs_what_is_known_of_it() -> None:
    found = gflops("sam2.1_hiera_tiny")
    assert found["image_encoder"] == pytest.approx(291 + PROJECTIONS, rel=0.002)
    assert found["memory_attention"] == pytest.approx(606 + TWINS, rel=0.002)


def test_the_memory_attention_counts_as_its_shapes_say() -> None:
    trunk = HieraConfig(8, 1, (1, 1, 1, 1), (2,), (4, 4, 4, 4), (4, 4))
    config = Sam2Config(trunk, d_model=32, input_size=(64, 96), memory=MemoryConfig(dim=16, layers=2, mlp_dim=48))
    ours = published_memory_attention_gflops(config) + turned_twins_gflops(config)
    assert gflops_of(config)["memory_attention"] == pytest.approx(ours)


def test_a_model_without_memory_pays_nothing_for_it() -> None:
    found = gflops("nano")
    assert found["memory_attention"] == found["memory_encoder"] == 0
    assert 0 < found["mask_decoder"] < found["image_encoder"]
