"""How a card's use is measured, on the processor at tiny sizes: slower work gives a smaller share."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from torch import Tensor
from torch.autograd import DeviceType
from torch.profiler import ProfilerActivity

from engine.bench import gpu_rows
from engine.bench.clips import write_clip
from engine.bench.flops import gflops_of
from engine.bench.gpu_rows import (
    busy_percent,
    busy_share,
    encoder_share_percent,
    gpu_promises,
    seconds_each,
    spans_on_card,
)
from engine.bench.rows import NotHere
from engine.sam2.model import ImageFeatures
from engine.tracking import compiled
from engine.tracking.compute import Compute
from engine.tracking.graphs import Graphs
from engine.tracking.lookahead import LookAhead
from tests.engine.tracking.test_graphs import StandIn
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


@pytest.mark.parametrize("together", [1, 4])
def test_pictures_encoded_together_count_each(monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    """As on a card, whose figure is that of as many pictures as tracking gives it at once; the quicker mode counts."""
    model, ticks = tiny_model(), [0.0]
    monkeypatch.setattr(gpu_rows, "look_ahead", lambda *_: LookAhead(together))

    class Costs:
        def __init__(self, ticks_a_picture: float) -> None:
            self.cost = ticks_a_picture

        def encode(self, images: Tensor) -> None:
            ticks[0] += self.cost * len(images)

    monkeypatch.setattr(gpu_rows, "_encoders", lambda *_: iter((Costs(4.0), Costs(2.0))))
    plain = torch.Tensor.__matmul__

    def product(a: Tensor, b: Tensor) -> Tensor:
        ticks[0] += 1.0
        return plain(a, b)

    operations = gflops_of(model.config)["image_encoder"] * 1e9
    monkeypatch.setattr(torch.Tensor, "__matmul__", product)
    found = encoder_share_percent(model, 2, 16, lambda: ticks[0])
    assert found == pytest.approx(100 * (operations / 2.0) / (2 * 16**3))


def test_a_compiled_and_recorded_encoder_is_tried_on_a_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """The road that only a card takes, with stand-ins for compiler and recorder."""
    recorder = StandIn()
    model = replace(tiny_model(), device="cuda")
    compute = Compute(replace(model, device="cpu"))
    monkeypatch.setattr(gpu_rows, "Graphs", partial(Graphs, recorder=recorder))
    monkeypatch.setattr(compiled.CompiledEncoder.__init__, "__defaults__", (lambda trunk: trunk,))
    images = torch.randn(2, 3, 64, 96)
    with compute.arithmetic():
        plain, quick = (
            [encoder.encode(images) for _ in range(4)][-1] for encoder in gpu_rows._encoders(model, compute, images)
        )
    assert torch.equal(plain.stride16, quick.stride16)
    assert recorder.replays == 2


def event(device: DeviceType, start: float, end: float) -> SimpleNamespace:
    return SimpleNamespace(device_type=device, time_range=SimpleNamespace(start=start, end=end))


def test_only_what_the_card_did_counts() -> None:
    events = [event(DeviceType.CPU, 0, 90), event(DeviceType.CUDA, 10, 14), event(DeviceType.CUDA, 18, 20)]
    assert busy_share(spans_on_card(events)) == pytest.approx(0.6)
    with pytest.raises(NotHere, match="profiler"):
        spans_on_card(events[:1])


def test_a_run_is_tracked_under_the_profiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole road of the row but the card: here the profiler sees none, and the row is open."""
    clip = write_clip(tmp_path / "clip.mp4", 96, 64, 12)
    monkeypatch.setattr(gpu_rows, "ACTIVITIES", (ProfilerActivity.CPU,))
    with pytest.raises(NotHere, match="profiler"):
        busy_percent(clip, tiny_model(), frames=6)
