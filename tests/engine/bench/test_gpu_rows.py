"""How a card's use is measured, on the processor at tiny sizes: slower work gives a smaller share."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor

from engine.bench.gpu_rows import busy_share, encoder_share_percent, gpu_promises, seconds_each
from engine.sam2.model import ImageFeatures
from tests.tiny_models import tiny_model


def test_overlapping_work_counts_once_and_gaps_do_not() -> None:
    assert busy_share([(0, 4), (2, 6), (8, 10)]) == pytest.approx(0.8)
    assert busy_share([(0, 10), (1, 2), (3, 4)]) == 1.0
    assert busy_share([]) == 0.0


def test_every_repeat_is_counted_after_warming_up() -> None:
    calls: list[int] = []
    assert seconds_each(lambda: calls.append(1), "cpu", 4, lambda: float(len(calls))) == 1.0
    assert len(calls) == 7


def test_a_slower_encoder_reaches_a_smaller_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock counts products and encodings instead of seconds, so the figure does not hang on this machine."""
    model, ticks = tiny_model(), [0.0]
    encode = type(model.model).encode_image
    cost = 1.0

    def counted(self: object, image: Tensor) -> ImageFeatures:
        ticks[0] += cost
        return encode(self, image)

    plain = torch.Tensor.__matmul__

    def product(a: Tensor, b: Tensor) -> Tensor:
        ticks[0] += 1.0
        return plain(a, b)

    monkeypatch.setattr(type(model.model), "encode_image", counted)
    monkeypatch.setattr(torch.Tensor, "__matmul__", product)
    quick = encoder_share_percent(model, 2, 16, lambda: ticks[0])
    cost = 3.0
    assert 0 < encoder_share_percent(model, 2, 16, lambda: ticks[0]) < quick


@pytest.mark.skipif(torch.cuda.is_available(), reason="is measured here")
def test_without_a_card_the_rows_are_open(tmp_path: Path) -> None:
    rows = [promise.row() for promise in gpu_promises(tmp_path)]
    assert [row.note for row in rows] == ["needs an NVIDIA GPU"] * 3
