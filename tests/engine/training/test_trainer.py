"""The loop on a model of tiny numbers: it learns, it resumes exactly, it pauses, it exports what loads again."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from engine.errors import CheckpointError
from engine.models.checkpoint import read_state_dict
from engine.sam2.compact import CompactTrunk
from engine.sam2.config import CompactConfig
from engine.sam2.model import Sam2
from engine.sam2.state_dict import build_model
from engine.training import network
from engine.training.batches import BatchPlan, draw_batch
from engine.training.clips_stage import Clips
from engine.training.export import export_weights, start_from
from engine.training.losses import hard_iou, mask_losses
from engine.training.pack import Pack
from engine.training.readout_fit import fit_readout_keys
from engine.training.schedule import RunningMean, learning_factor
from engine.training.stages import Stage, Stills
from engine.training.trainer import PAUSE_FILE, Trainer, TrainingPlan
from tests.engine.training.conftest import TINY_CONFIG

# pycocotools 2.0.11 has not followed NumPy 2 here; its answer is right all the same.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

CPU = torch.device("cpu")
PLAN = TrainingPlan("stills", steps=4, photos=1, rows=2, rate=2e-3)


@pytest.fixture(autouse=True)
def _small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.training.batches.CANVASES", ((64, 96),))
    monkeypatch.setattr("engine.training.readout_fit.CANVASES", ((64, 96),))


def trainer(pack: Pack, folder: Path, plan: TrainingPlan = PLAN, stage: Stage | None = None) -> Trainer:
    torch.manual_seed(0)
    model = Sam2(TINY_CONFIG)
    network.prepare_for_training(model)
    stage = stage or Stills()
    batches = BatchPlan(pack, plan.seed, plan.photos, plan.rows, stage.frames)
    return Trainer(model, stage, plan, batches, folder, CPU)


def differences(a: dict[str, Tensor], b: dict[str, Tensor]) -> float:
    return max(float((a[k].float() - b[k].float()).abs().max()) for k in a)


def test_a_broken_off_run_ends_where_an_uninterrupted_one_does(pack: Pack, tmp_path: Path) -> None:
    whole = trainer(pack, tmp_path / "whole")
    losses = [p.loss for p in whole.run()]
    broken = trainer(pack, tmp_path / "broken")
    run = broken.run()
    first = [next(run).loss, next(run).loss]
    run.close()
    resumed = trainer(pack, tmp_path / "broken")
    assert resumed.resume()
    assert resumed.step == 2
    assert first + [p.loss for p in resumed.run()] == losses
    assert differences(whole.model.state_dict(), resumed.model.state_dict()) == 0
    assert differences(whole.mean.state, resumed.mean.state) == 0


def test_a_run_goes_on_only_as_it_began(pack: Pack, tmp_path: Path) -> None:
    trainer(pack, tmp_path).save()
    other = trainer(pack, tmp_path, replace(PLAN, rate=1e-4))
    with pytest.raises(CheckpointError, match="other settings"):
        other.resume()


def test_a_run_waits_while_the_pause_file_exists(pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.training.trainer.PAUSE_POLL_S", 0.01)
    paused = trainer(pack, tmp_path)
    (tmp_path / PAUSE_FILE).touch()
    stepped = threading.Event()
    run = paused.run()
    worker = threading.Thread(target=lambda: (next(run), stepped.set()))
    worker.start()
    assert not stepped.wait(0.3)
    (tmp_path / PAUSE_FILE).unlink()
    assert stepped.wait(60)
    worker.join()
    run.close()


@pytest.mark.parametrize("stage", [Stills(), Clips()], ids=["stills", "clips"])
def test_the_loss_falls_on_one_batch(pack: Pack, stage: Stage) -> None:
    torch.manual_seed(0)
    model = Sam2(TINY_CONFIG)
    network.prepare_for_training(model)
    optimizer = torch.optim.AdamW(network.parameter_groups(model, 3e-3, 3e-4, 0.0))
    losses = []
    for _ in range(30):
        loss, figures = stage.loss(model, draw_batch(pack, 0, 1, 1, 2, stage.frames), 1, CPU)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert min(losses[-5:]) < 0.85 * losses[0]
    assert figures


def test_tracking_teaches_the_keys_and_leaves_the_early_trunk_alone(pack: Pack) -> None:
    torch.manual_seed(0)
    model = Sam2(TINY_CONFIG)
    network.prepare_for_training(model)
    loss, _ = Clips().loss(model, draw_batch(pack, 0, 1, 2, 2, 3), 0, CPU)
    loss.backward()
    gradient = model.readout_keys.project.weight.grad
    assert gradient is not None
    assert gradient.abs().max() > 0
    assert all(p.grad is None for p in model.image_encoder.trunk.features[: network.FROZEN_BLOCKS].parameters())


def test_exported_weights_are_the_whole_model(tmp_path: Path) -> None:
    model = Sam2(TINY_CONFIG)
    path = tmp_path / "tiny.safetensors"
    size = export_weights(model.state_dict(), path, {"stage": "stills"})
    assert size == path.stat().st_size
    loaded = build_model(TINY_CONFIG, read_state_dict(path))
    assert differences(loaded.state_dict(), model.state_dict()) < 1e-2
    other = Sam2(TINY_CONFIG)
    assert start_from(other, path) == set()
    assert differences(other.state_dict(), loaded.state_dict()) == 0


def test_folding_batch_norms_changes_nothing() -> None:
    torch.manual_seed(1)
    config = CompactConfig(width=0.25)
    plain, folded = CompactTrunk(config).eval(), CompactTrunk(replace(config, folded=True)).eval()
    for module in plain.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 2)
    folded.load_state_dict(network.folded_state(plain))
    picture = torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        for a, b in zip(plain(picture), folded(picture), strict=True):
            torch.testing.assert_close(a, b, atol=1e-4, rtol=1e-4)


def test_principal_keys_keep_most_of_the_variance(pack: Pack) -> None:
    torch.manual_seed(0)
    model = Sam2(TINY_CONFIG)
    kept = fit_readout_keys(model, pack, scenes=3)
    assert 0.5 < kept <= 1
    weight = model.readout_keys.project.weight.detach()[..., 0, 0]
    torch.testing.assert_close(weight @ weight.t(), torch.eye(len(weight)), atol=1e-4, rtol=0)


def test_losses_order_masks_as_their_iou_does() -> None:
    truth = torch.zeros(1, 1, 16, 16)
    truth[..., 4:12, 4:12] = 1
    good, shifted, empty = (8 * truth - 4, 8 * truth.roll(3, -1) - 4, torch.full_like(truth, -4.0))
    masks = torch.cat([good, shifted, empty], 1)
    losses, ious = mask_losses(masks, truth)[0], hard_iou(masks, truth)[0]
    assert losses[0] < losses[1] < losses[2]
    assert ious.tolist() == pytest.approx([1.0, 40 / 88, 0.0])


def test_the_rate_rises_then_falls() -> None:
    factors = [learning_factor(s, 1000, warmup=100) for s in (0, 99, 100, 550, 999)]
    assert factors[0] < 0.02
    assert factors[1] == 1
    assert factors[2] > factors[3] > factors[4]
    assert factors[4] == pytest.approx(0.02, abs=1e-3)


def test_the_running_mean_follows_slowly() -> None:
    model = torch.nn.Linear(1, 1)
    mean = RunningMean(model, decay=0.9)
    before = mean.state["weight"].clone()
    with torch.no_grad():
        model.weight.add_(1.0)
    mean.update(model, 1000)
    assert float((mean.state["weight"] - before).item()) == pytest.approx(0.1, abs=1e-5)
