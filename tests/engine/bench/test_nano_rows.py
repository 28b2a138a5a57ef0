"""Each row about the shipped model fails when the thing it measures gets worse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.bench import nano_rows
from engine.bench.clips import write_clip
from engine.bench.memory_probe import tiny_model
from engine.bench.nano_rows import Quality, quality_promises, speed_promises
from engine.bench.rows import Bar, NotHere
from engine.evaluation.prompts import ClickPrompt, MaskPrompt
from engine.evaluation.runner import SequenceScore
from engine.models.loader import LoadedModel
from engine.training import occlusion_set
from engine.training.pack import Pack
from engine.training.scenes import Scene
from tests.engine.training.conftest import draw_clip, draw_cutout, draw_photo


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_clip(tmp_path_factory.mktemp("bench") / "clip.mp4", 96, 64, 12)


def bar(name: str) -> Bar:
    promises = [*speed_promises(Path(), Path()), *quality_promises(Quality(None))]
    (found,) = (p.bar for p in promises if name in p.name)
    assert found is not None
    return found


class Ticking:
    """A clock that stands still unless told: what is measured is what the test made slow, on any machine."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def slowed(method: str, clock: Ticking, seconds: float) -> LoadedModel:
    """A model of tiny numbers for which `method` takes so many seconds for every object or picture in its batch."""
    loaded = tiny_model()
    plain = getattr(loaded.model, method)

    def slow(*arguments: Any, **named: Any) -> Any:
        found = plain(*arguments, **named)
        clock.now_s += seconds * (len(found.masks_bmhw) if method == "decode" else 1)
        return found

    setattr(loaded.model, method, slow)
    return loaded


def test_heavy_weights_fail(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    path.write_bytes(bytes(17_000_000))
    assert not bar("nano weights").met_by(nano_rows.weights_mb(path))


def test_slow_tracking_fails(clip: Path) -> None:
    clock, limit = Ticking(), bar("decode to stored mask")
    slow = nano_rows.tracking_fps(clip, 1, lambda: slowed("encode_image", clock, 0.07), 10, clock)
    fast = nano_rows.tracking_fps(clip, 1, lambda: slowed("encode_image", clock, 0.06), 10, clock)
    assert limit.met_by(fast)
    assert not limit.met_by(slow)


def test_a_dear_second_object_fails(clip: Path) -> None:
    clock = Ticking()
    one_fps = nano_rows.tracking_fps(clip, 1, lambda: slowed("decode", clock, 0.05), 8, clock)
    percent = nano_rows.second_object_percent(one_fps, clip, lambda: slowed("decode", clock, 0.05), 8, clock)
    assert percent == pytest.approx(100)
    assert not bar("second object").met_by(percent)


def test_a_slow_click_fails(clip: Path) -> None:
    clock, limit = Ticking(), bar("click on an encoded frame")
    assert limit.met_by(nano_rows.click_ms(clip, lambda: slowed("encode_prompts", clock, 0.059), clock))
    assert not limit.met_by(nano_rows.click_ms(clip, lambda: slowed("encode_prompts", clock, 0.061), clock))


def test_a_slow_start_fails(clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_start.py").write_text("print(5.1)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert not bar("cold start").met_by(nano_rows.first_mask_seconds(clip, "slow_start"))


class Scored(Quality):
    """Figures as if a model had reached them."""

    def __init__(self, nano: float, other: float, prompted: float) -> None:
        super().__init__(None)
        rows = {
            "nano": (SequenceScore("a", nano, nano, prompted, 1, 1.0),),
            "other": (SequenceScore("a", other, other, 1.0, 1, 1.0),),
        }
        self.scores = lambda model, prompt: rows.get(model, rows["other"])  # type: ignore[assignment]


def test_bad_masks_fail_every_quality_row() -> None:
    bad = [p.row() for p in quality_promises(Scored(0.3, 0.5, 0.4))]
    good = [p.row() for p in quality_promises(Scored(0.9, 0.5, 0.95))]
    assert [r.passed for r in bad] == [False] * len(bad)
    assert [r.passed for r in good] == [True] * len(good)


def test_without_data_quality_is_open() -> None:
    assert {p.row().passed for p in quality_promises(Quality(None))} == {None}


class HeldOut:
    """Stands for the pack's folder: its held-out part is drawn, not read."""

    def split(self, evaluation: bool) -> Pack:
        assert evaluation
        photos = tuple(draw_photo(i) for i in range(3))
        return Pack(photos, photos[:2], (), photos, tuple(draw_cutout(i) for i in range(4)), (draw_clip(0),))


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize("knows", [True, False])
def test_a_model_that_knows_nothing_of_hiding_fails(monkeypatch: pytest.MonkeyPatch, knows: bool) -> None:
    def presence_of(_: LoadedModel, scene: Scene) -> NDArray[np.float64]:
        visible = occlusion_set.hidden_share(scene)
        return visible.clip(0, 1) if knows else np.ones_like(visible)

    monkeypatch.setattr(nano_rows, "open_pack", lambda folder, licences: HeldOut())
    monkeypatch.setattr(occlusion_set, "presence_of", presence_of)
    found = nano_rows.presence(Path("pack"), tiny_model, scenes=24)
    bar = nano_rows.presence_promise(None).bar
    assert bar is not None
    assert bar.met_by(found) is knows


def test_without_the_pack_presence_is_open() -> None:
    with pytest.raises(NotHere, match="training-data"):
        nano_rows.presence(None)


def test_each_prompt_is_run_once() -> None:
    runs: list[tuple[str, object]] = []

    class Counting(Quality):
        def _scores(self, model: str, prompt: object) -> tuple[SequenceScore, ...]:
            runs.append((model, prompt))
            return (SequenceScore("a", 1.0, 1.0, 1.0, 1, 1.0),)

    quality = Counting(None)
    for promise in quality_promises(quality):
        promise.row()
    assert len(runs) == len(set(runs))
    assert ("nano", ClickPrompt(3)) in runs
    assert ("nano", MaskPrompt()) in runs
