"""The occlusion set is fixed, and its truth says who is hidden."""

from __future__ import annotations

import numpy as np
import pytest

from engine.models.loader import LoadedModel
from engine.sam2.model import Sam2
from engine.training import occlusion_set
from engine.training.pack import Pack
from engine.training.scenes import Scene
from tests.engine.training.conftest import TINY_CONFIG

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def test_the_set_is_the_same_every_time(pack: Pack) -> None:
    first, second = (list(occlusion_set.occlusion_scenes(pack, 2, (64, 96))) for _ in range(2))
    for a, b in zip(first, second, strict=True):
        np.testing.assert_array_equal(a.frames, b.frames)
        np.testing.assert_array_equal(a.masks, b.masks)
    assert not np.array_equal(first[0].frames, first[1].frames)


def test_what_can_be_seen_is_measured_against_the_first_frame() -> None:
    masks = np.zeros((3, 1, 8, 8), np.uint8)
    masks[0, 0, :4], masks[1, 0, :1] = 1, 1
    scene = Scene(np.zeros((3, 8, 8, 3), np.uint8), masks)
    np.testing.assert_allclose(occlusion_set.hidden_share(scene), [[1.0, 0.25, 0.0]])


def test_the_score_follows_the_models_presence(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that knows scores 1, one that believes the opposite 0."""
    loaded = LoadedModel(Sam2(TINY_CONFIG).eval(), TINY_CONFIG, "tiny", "0" * 64, readout={})
    real = occlusion_set.presence_of(loaded, next(occlusion_set.occlusion_scenes(pack, 1, (64, 96))))
    assert ((real >= 0) & (real <= 1)).all()
    monkeypatch.setattr(occlusion_set, "presence_of", lambda _, scene: occlusion_set.hidden_share(scene).clip(0, 1))
    knows = occlusion_set.presence_auc(loaded, pack, scenes=40)
    assert knows.hidden > 3
    assert knows.seen > knows.hidden
    assert knows.auc == 1
    monkeypatch.setattr(occlusion_set, "presence_of", lambda _, scene: 1 - occlusion_set.hidden_share(scene).clip(0, 1))
    assert occlusion_set.presence_auc(loaded, pack, scenes=40).auc == 0
