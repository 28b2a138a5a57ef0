"""Configurations: the files that ship, and what is refused."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.errors import ModelError
from engine.sam2.config import CompactConfig, HieraConfig, Sam2Config
from engine.sam2.model import Sam2

ROOT = Path(__file__).parents[3]
OFFICIAL = json.loads((ROOT / "tests" / "reference" / "golden" / "keys.json").read_text())

COMPACT: dict[str, Any] = {"d_model": 64, "input_size": [64, 96], "trunk": {"kind": "compact", "width": 0.25}}


@pytest.mark.parametrize("name", OFFICIAL)
def test_every_size_has_exactly_the_official_keys_and_shapes(name: str) -> None:
    table = tomllib.loads((ROOT / "configs" / "sam2" / f"{name}.toml").read_text())["model"]
    with torch.device("meta"):
        model = Sam2(Sam2Config.from_mapping(table))
    lines = sorted(f"{key} {tuple(value.shape)}" for key, value in model.state_dict().items())
    assert len(lines) == OFFICIAL[name]["keys"]
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == OFFICIAL[name]["sha256"]
    assert sum(p.numel() for p in model.parameters()) == OFFICIAL[name]["parameters"]


def test_values_are_read() -> None:
    config = Sam2Config.from_mapping({**COMPACT, "memory": {"dim": 32, "mask_scale": 10}, "decoder": {"depth": 1}})
    assert config.trunk == CompactConfig(width=0.25)
    assert config.input_size == (64, 96)
    assert config.memory is not None
    assert config.memory.dim == 32
    assert config.memory.mask_scale == 10.0
    assert config.decoder.depth == 1


def test_without_a_memory_table_there_is_no_memory() -> None:
    assert Sam2Config.from_mapping(COMPACT).memory is None


def test_hiera_widths_double_from_stage_to_stage() -> None:
    assert HieraConfig(96, 1, (1, 2, 7, 2), (5, 7, 9)).channels == (96, 192, 384, 768)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"trunk": None}, "model.trunk"),
        ({"trunk": {"kind": "vit"}}, "vit"),
        ({"trunk": {"kind": "hiera", "heads": 1}}, "trunk.embed_dim"),
        ({"trunk": {"kind": "compact", "widht": 1.0}}, "trunk.widht"),
        ({"d_model": "64"}, "model.d_model"),
        ({"d_model": True}, "model.d_model"),
        ({"d_model": 60}, "d_model = 60"),
        ({"input_size": 64}, "model.input_size"),
        ({"input_size": [64, 100]}, "(64, 100)"),
        ({"memory": {"dim": 48}}, "48"),
        ({"memory": 3}, "memory"),
        ({"colour": 1}, "model.colour"),
    ],
)
def test_mistakes_are_named(change: dict[str, Any], named: str) -> None:
    with pytest.raises(ModelError) as caught:
        Sam2Config.from_mapping({**COMPACT, **change})
    assert named in str(caught.value)
