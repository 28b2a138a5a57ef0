"""Every device that is here gives the processor's numbers. Skipped where there is none but the processor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.bench.clips import moving_texture, write_clip
from engine.bench.precision_rows import FRAMES, logit_error_percent, mask_agreement, seeded
from engine.media import open_source
from engine.models.loader import LoadedModel, load_model
from engine.project.model import Box, FramePrompts
from engine.tracking import feed as feed_module
from engine.tracking.device import available_devices, natural_dtype
from engine.tracking.lookahead import LookAhead
from engine.tracking.plan import TrackRun
from engine.tracking.steps import FrameTracked
from engine.tracking.tracker import Tracker, whole_clip
from engine.types import FrameIndex, ObjectId
from tests import moving
from tests.tiny_models import tiny_model

DEVICES = [name for name in available_devices() if name != "cpu"]
COUNT = 14

pytestmark = pytest.mark.skipif(not DEVICES, reason="no device but the processor is here")
each_device = pytest.mark.parametrize("device", DEVICES or ["none"])


@pytest.fixture(autouse=True)
def _full_float32() -> Iterator[None]:
    """A card rounds float32 products to 19 bits where that is allowed."""
    before = torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    yield
    torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32 = before


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return moving.write(tmp_path_factory.mktemp("devices") / "clip.mp4", moving.pictures(COUNT))


def on(device: str, dtype: torch.dtype = torch.float32) -> LoadedModel:
    loaded = tiny_model()
    return LoadedModel(loaded.model.to(device), loaded.config, loaded.name, loaded.fingerprint, device, dtype)


def tracked(model: LoadedModel, clip: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """(frames, objects, h, w) logits."""
    source = open_source(clip)
    try:
        with Tracker(model, source) as tracker:
            for thing, box in ((1, Box(8, 24, 40, 56)), (2, Box(40, 8, 70, 40))):
                tracker.prompt(ObjectId(thing), FrameIndex(0), FramePrompts(box=box))
            steps = [e for e in tracker.track(TrackRun(whole_clip(source))) if isinstance(e, FrameTracked)]
    finally:
        source.close()
    return np.stack([[mask.logits for mask in step.masks.values()] for step in steps])


@each_device
def test_a_run_on_a_device_is_the_run_on_the_processor(device: str, clip: Path) -> None:
    wanted = tracked(on("cpu"), clip)
    found = tracked(on(device), clip)
    # Masks are remembered in sixteenths: a rounding that tips over is a sixteenth, and little is made of it later.
    assert np.median(np.abs(found - wanted)) < 1e-3
    assert np.mean(np.abs(found - wanted) > 0.13) < 1e-3


@each_device
def test_the_shipped_model_draws_the_same_masks(device: str, tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", 854, 480, 12)
    dtype = natural_dtype(device)
    assert mask_agreement(load_model("nano"), load_model("nano", device=device, dtype=dtype), [clip]) >= 0.99


@each_device
@pytest.mark.slow
def test_tiny_at_full_size_is_within_three_per_cent_of_float32(device: str) -> None:
    dtype = natural_dtype(device)
    rough = seeded("sam2.1_hiera_tiny", dtype)
    rough = LoadedModel(rough.model.to(device), rough.config, rough.name, rough.fingerprint, device, dtype)
    frames = list(moving_texture(480, 272, FRAMES))
    assert logit_error_percent(seeded("sam2.1_hiera_tiny", torch.float32), rough, frames) <= 3


@each_device
@pytest.mark.parametrize("together", [1, 3])
def test_looking_ahead_changes_no_mask(device: str, together: int, clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_module, "look_ahead", lambda *_: None)
    alone = tracked(on(device), clip)
    monkeypatch.setattr(feed_module, "look_ahead", lambda *_: LookAhead(together))
    assert np.median(np.abs(tracked(on(device), clip) - alone)) < 1e-3
