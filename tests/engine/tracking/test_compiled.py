"""A compiled trunk is swapped in when it is ready, nobody waits for it, and where it fails all goes on."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from engine.media import open_source
from engine.project.model import Box, FramePrompts
from engine.sam2.config import CompactConfig
from engine.sam2.hiera import HieraTrunk
from engine.sam2.model import ImageFeatures, Sam2
from engine.tracking import compiled as compiled_module
from engine.tracking.compiled import CACHE_VARIABLE, SHAPES, CompiledEncoder, can_compile, compile_trunk
from engine.tracking.compute import Compute
from engine.tracking.plan import TrackRun
from engine.tracking.predictor import FramePredictor
from engine.tracking.steps import Notice
from engine.tracking.tracker import Tracker, whole_clip
from engine.types import FrameIndex, ObjectId
from tests import moving
from tests.tiny_models import TINY, tiny_model

Run = Callable[[Tensor], list[Tensor]]


class SlowCompiler:
    """Takes as long as a test wants, and counts what its product is given."""

    def __init__(self, error: Exception | None = None) -> None:
        self.may_end = threading.Event()
        self.pictures: list[tuple[str, int]] = []
        self._error = error

    def __call__(self, trunk: HieraTrunk) -> Run:
        def run(image: Tensor) -> list[Tensor]:
            if threading.current_thread().name == "compiler":
                assert self.may_end.wait(timeout=60)
                if self._error is not None:
                    raise self._error
            self.pictures.append((threading.current_thread().name, len(image)))
            return trunk(image)

        return run


def picture(count: int = 1, height: int = 64) -> Tensor:
    return torch.randn(count, 3, height, 96, generator=torch.Generator().manual_seed(count))


def encoder(compiler: Callable[[HieraTrunk], Run], told: list[str] | None = None) -> CompiledEncoder:
    model = tiny_model()
    heard = [] if told is None else told
    return CompiledEncoder(FramePredictor(model.model), Compute(model), heard.append, compiler)


def same(found: ImageFeatures, wanted: ImageFeatures, atol: float = 0.0) -> None:
    for a, b in zip(found.tensors, wanted.tensors, strict=True):
        torch.testing.assert_close(a, b, atol=atol, rtol=0)


@torch.inference_mode()
def plainly(image: Tensor) -> ImageFeatures:
    with torch.inference_mode(False):
        model = tiny_model().model
    return model.encode_image(image)


@torch.inference_mode()
def through(encode: CompiledEncoder, image: Tensor) -> ImageFeatures:
    return encode.encode(image)


def test_pictures_do_not_wait_for_the_compiler() -> None:
    slow = SlowCompiler()
    encode = encoder(slow)
    first, second = through(encode, picture()), through(encode, picture())
    assert encode.is_waiting and slow.pictures == []
    slow.may_end.set()
    encode.close()
    same(through(encode, picture()), first)
    same(second, first)
    assert slow.pictures == [("compiler", 1), ("MainThread", 1)]


def test_each_shape_is_compiled_for_but_not_too_many() -> None:
    slow = SlowCompiler()
    slow.may_end.set()
    encode = encoder(slow)
    for count in (1, 3, 2, 1, 3, 2):
        same(through(encode, picture(count)), plainly(picture(count)))
        encode.close()
    assert [count for thread, count in slow.pictures if thread == "compiler"] == [1, 3]
    assert [count for thread, count in slow.pictures if thread == "MainThread"] == [1, 3]
    assert SHAPES == 2


@pytest.mark.parametrize("error", [RuntimeError("no compiler\nin ten lines"), OSError("disk full"), ImportError("x")])
def test_where_compiling_fails_one_sentence_is_said_and_all_goes_on(error: Exception) -> None:
    told: list[str] = []
    slow = SlowCompiler(error)
    slow.may_end.set()
    encode = encoder(slow, told)
    for count in (1, 1, 2):
        same(through(encode, picture(count)), plainly(picture(count)))
        encode.close()
    assert len(told) == 1 and str(error).splitlines()[0] in told[0] and "ten lines" not in told[0]


def test_a_tracker_says_what_failed_and_tracks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = SlowCompiler(RuntimeError("no C++ compiler"))
    slow.may_end.set()
    monkeypatch.setattr(compiled_module.CompiledEncoder.__init__, "__defaults__", (slow,))
    source = open_source(moving.write(tmp_path / "clip.mp4", moving.pictures(5)))
    try:
        with Tracker(replace(tiny_model(), compiled=True), source) as tracker:
            tracker.prompt(ObjectId(1), FrameIndex(0), FramePrompts(box=Box(8, 24, 40, 56)))
            assert tracker._compiled is not None
            tracker._compiled.close()
            events = list(tracker.track(TrackRun(whole_clip(source))))
    finally:
        source.close()
    (notice,) = [event for event in events if isinstance(event, Notice)]
    assert "no C++ compiler" in notice.sentence


def test_only_what_was_asked_for_is_compiled(tmp_path: Path) -> None:
    source = open_source(moving.write(tmp_path / "clip.mp4", moving.pictures(3)))
    try:
        assert Tracker(tiny_model(), source)._compiled is None
    finally:
        source.close()
    compact = replace(TINY, trunk=CompactConfig(width=0.25), memory=None)
    assert can_compile(tiny_model().model) and not can_compile(Sam2(compact))


def test_results_are_kept_where_the_person_s_caches_are(monkeypatch: pytest.MonkeyPatch) -> None:
    trunk = tiny_model().model.image_encoder.trunk
    assert isinstance(trunk, HieraTrunk)
    monkeypatch.setattr(torch, "compile", lambda run, dynamic: run)
    monkeypatch.setenv(CACHE_VARIABLE, "")  # so that it is set back after the test
    monkeypatch.delenv(CACHE_VARIABLE)
    compile_trunk(trunk)
    assert "ClickMatte" in os.environ[CACHE_VARIABLE]
    monkeypatch.setenv(CACHE_VARIABLE, "elsewhere")
    compile_trunk(trunk)
    assert os.environ[CACHE_VARIABLE] == "elsewhere"


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_the_compiled_trunk_gives_the_same_numbers_and_is_compiled_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """torch's own compiler; what is kept for other sizes must not send it back to work while somebody waits."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    told: list[str] = []
    encode = encoder(compile_trunk, told)
    plain = through(encode, picture())
    encode.close()
    if told:
        pytest.skip(told[0])
    from torch._dynamo.utils import counters

    before = counters["stats"]["unique_graphs"]
    assert before > 0 and list(tmp_path.iterdir())
    through(encode, picture(height=128))
    encode.close()
    after = counters["stats"]["unique_graphs"]
    for _ in range(3):
        same(through(encode, picture()), plain, atol=1e-4)
    assert counters["stats"]["unique_graphs"] == after
