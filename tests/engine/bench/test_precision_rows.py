"""The row about precision: nothing where both compute alike, little in bfloat16, much for other weights."""

from __future__ import annotations

from dataclasses import replace

import torch

from engine.bench.clips import moving_texture
from engine.bench.precision_rows import FRAMES, logit_error_percent, precision_promises
from engine.models.loader import LoadedModel, round_products
from tests.tiny_models import tiny_model


def rounded(model: LoadedModel) -> LoadedModel:
    round_products(model.model, torch.bfloat16)
    return replace(model, dtype=torch.bfloat16)


def test_worse_numbers_fail_the_row() -> None:
    frames = list(moving_texture(96, 64, FRAMES))
    (promise,) = precision_promises()
    assert promise.bar is not None
    assert logit_error_percent(tiny_model(), tiny_model(), frames) == 0
    assert 0 < logit_error_percent(tiny_model(), rounded(tiny_model()), frames) < 10
    assert not promise.bar.met_by(logit_error_percent(tiny_model(), tiny_model(seed=1), frames))
