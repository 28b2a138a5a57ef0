"""Weights: every key used once, or an error that names the key."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from engine.errors import CheckpointError
from engine.sam2.model import Sam2
from engine.sam2.state_dict import build_model, load_weights
from tests.tiny_models import TINY, tiny_model

KEY = "memory_attention.layers.0.norm1.weight"
Weights = dict[str, Tensor]


@pytest.fixture
def weights() -> Weights:
    return {key: value.clone() for key, value in tiny_model().model.state_dict().items()}


def refused(weights: Weights) -> str:
    """What the refusal says; the model stays as it was."""
    model = Sam2(TINY)
    before = {key: value.clone() for key, value in model.state_dict().items()}
    with pytest.raises(CheckpointError) as caught:
        load_weights(model, weights)
    assert all(torch.equal(before[key], value) for key, value in model.state_dict().items())
    with pytest.raises(CheckpointError):
        build_model(TINY, weights)
    return str(caught.value)


def test_every_key_arrives(weights: Weights) -> None:
    model = Sam2(TINY)
    load_weights(model, weights)
    assert all(torch.equal(weights[key], value) for key, value in model.state_dict().items())
    built = build_model(TINY, weights)
    assert not built.training
    assert all(torch.equal(weights[key], value) for key, value in built.state_dict().items())
    assert not any(value.is_meta for value in built.state_dict().values())


def test_half_precision_files_become_float32(weights: Weights) -> None:
    built = build_model(TINY, {key: value.half() for key, value in weights.items()})
    assert {value.dtype for value in built.state_dict().values()} == {torch.float32}
    assert torch.equal(built.state_dict()[KEY], weights[KEY].half().float())


def test_a_missing_key_is_named(weights: Weights) -> None:
    del weights[KEY]
    assert KEY in refused(weights)


def test_an_extra_key_is_named(weights: Weights) -> None:
    weights["surprise.weight"] = torch.zeros(1)
    assert "surprise.weight" in refused(weights)


def test_another_shape_is_named(weights: Weights) -> None:
    weights[KEY] = torch.zeros(7)
    message = refused(weights)
    assert KEY in message
    assert "7" in message
    assert "32" in message


def test_a_transposed_matrix_is_named(weights: Weights) -> None:
    key = "memory_attention.layers.0.cross_attn_image.k_proj.weight"
    weights[key] = weights[key].T
    assert key in refused(weights)


def test_whole_numbers_instead_of_weights_are_named(weights: Weights) -> None:
    weights[KEY] = torch.zeros(32, dtype=torch.int64)
    assert KEY in refused(weights)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_values_that_are_no_numbers_are_named(weights: Weights, value: float) -> None:
    weights[KEY][3] = value
    assert KEY in refused(weights)


def test_many_missing_keys_make_a_short_sentence(weights: Weights) -> None:
    message = refused({KEY: weights[KEY]})
    assert "more keys" in message
    assert len(message) < 400
