"""The rows about precision: nothing where both compute alike, little in bfloat16, much for other weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from engine.bench.clips import disc_at, moving_texture, write_clip
from engine.bench.precision_rows import FRAMES, logit_error_percent, mask_agreement, precision_promises
from engine.bench.rows import Bar
from engine.models.loader import LoadedModel, round_products
from tests.tiny_models import tiny_model


def rounded(model: LoadedModel) -> LoadedModel:
    round_products(model.model, torch.bfloat16)
    return replace(model, dtype=torch.bfloat16)


def bar_of(part: str) -> Bar:
    (bar,) = (p.bar for p in precision_promises() if part in p.name)
    assert bar is not None
    return bar


def test_worse_numbers_fail_the_row() -> None:
    frames = list(moving_texture(96, 64, FRAMES))
    assert logit_error_percent(tiny_model(), tiny_model(), frames) == 0
    assert 0 < logit_error_percent(tiny_model(), rounded(tiny_model()), frames) < 10
    assert not bar_of("tiny").met_by(logit_error_percent(tiny_model(), tiny_model(seed=1), frames))


def test_other_masks_fail_the_row(tmp_path: Path) -> None:
    clips = [write_clip(tmp_path / f"{seed}.mp4", 96, 64, 5, seed=seed) for seed in range(2)]
    assert mask_agreement(tiny_model(), tiny_model(), clips) == 1
    assert not bar_of("nano").met_by(mask_agreement(tiny_model(), tiny_model(seed=1), clips))


def test_the_disc_is_where_it_is_said_to_be() -> None:
    for i, frame in enumerate(moving_texture(192, 128, 3)):
        x, y, radius = disc_at(i, 192, 128)
        rows, columns = np.nonzero((frame == (230, 120, 40)).all(2))
        assert abs(columns.mean() - x) < 1 and abs(rows.mean() - y) < 1
        assert abs(rows.max() - y - radius) < 2
