"""Frames encoded ahead, several in one call, on a queue of their own: the same masks, and nothing used too early."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from engine.media import open_source
from engine.models.loader import LoadedModel
from engine.project.model import Box, FramePrompts
from engine.sam2.config import HieraConfig
from engine.sam2.model import ImageFeatures
from engine.tracking import compute as compute_module
from engine.tracking import feed as feed_module
from engine.tracking.compute import Compute
from engine.tracking.cuts import Watched
from engine.tracking.feed import FrameFeed, Ready
from engine.tracking.lookahead import TOGETHER, LookAhead, look_ahead, together_within
from engine.tracking.plan import TrackRun
from engine.tracking.predictor import FramePredictor
from engine.tracking.steps import FrameTracked, Notice
from engine.tracking.tracker import Tracker, whole_clip
from engine.tracking.transfer import Arrival, CudaTransfer, DirectTransfer, transfer_for
from engine.types import Direction, FrameIndex, ObjectId
from tests import moving
from tests.tiny_models import TINY, tiny_model

COUNT = 14
Numbers = dict[tuple[int, int], np.ndarray[tuple[int, int], np.dtype[np.float32]]]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return moving.write(tmp_path_factory.mktemp("ahead") / "clip.mp4", moving.pictures(COUNT))


def tracked(clip: Path, model: LoadedModel | None = None, direction: Direction = Direction.BOTH) -> Numbers:
    """Logits of two objects, prompted on frame 5, by frame and object."""
    found: Numbers = {}
    source = open_source(clip)
    try:
        with Tracker(model or tiny_model(), source) as tracker:
            for thing, box in ((1, Box(8, 24, 40, 56)), (2, Box(40, 8, 70, 40))):
                tracker.prompt(ObjectId(thing), FrameIndex(5), FramePrompts(box=box))
            for event in tracker.track(TrackRun(whole_clip(source), direction, FrameIndex(5))):
                if isinstance(event, FrameTracked):
                    found.update({(event.frame, thing): mask.logits for thing, mask in event.masks.items()})
    finally:
        source.close()
    return found


def same(found: Numbers, wanted: Numbers) -> None:
    assert found.keys() == wanted.keys()
    for key, logits in wanted.items():
        np.testing.assert_allclose(found[key], logits, atol=2e-4, rtol=0, err_msg=str(key))


def plan_of(monkeypatch: pytest.MonkeyPatch, plan: LookAhead | None) -> None:
    monkeypatch.setattr(feed_module, "look_ahead", lambda *_: plan)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """(thread, pictures) of every call of the encoder."""
    seen: list[tuple[str, int]] = []
    plain = FramePredictor.encode

    def encode(self: FramePredictor, image: Tensor) -> object:
        seen.append((threading.current_thread().name, len(image)))
        return plain(self, image)

    monkeypatch.setattr(FramePredictor, "encode", encode)
    return seen


@pytest.mark.parametrize("together", [1, 3, 4])
def test_encoding_several_frames_at_once_changes_no_mask(
    clip: Path, together: int, monkeypatch: pytest.MonkeyPatch, calls: list[tuple[str, int]]
) -> None:
    plan_of(monkeypatch, None)
    alone = tracked(clip)
    assert {count for _, count in calls} == {1}
    calls.clear()
    plan_of(monkeypatch, LookAhead(together))
    same(tracked(clip), alone)
    ahead = [count for thread, count in calls if thread == "read-ahead"]
    assert max(ahead) == together
    assert sum(ahead) == COUNT - 1, "the prompted frame was encoded already; every other one is, once"


class Late:
    """A card as a test can see it: until it is waited for, what is on its way is not what it will be."""

    def __init__(self) -> None:
        self.waits = 0

    def aside(self) -> AbstractContextManager[object]:
        return nullcontext()

    def arrival(self, tensors: Sequence[Tensor]) -> Arrival:
        return _OnItsWay(self, list(tensors))

    def fetch(self, tensors: Sequence[Tensor]) -> Arrival:
        return _OnItsWay(self, [tensor.clone() for tensor in tensors])


class _OnItsWay:
    """Tensors that come twice (positions are kept by the model) are left as they are."""

    def __init__(self, card: Late, tensors: list[Tensor]) -> None:
        self._card, self._tensors = card, tensors
        self._values = [tensor.clone() for tensor in tensors]
        self._there = False
        with torch.inference_mode():
            for tensor in tensors:
                if not _is_kept(tensor):
                    tensor.fill_(float("nan"))

    def wait(self) -> list[Tensor]:
        if not self._there:
            self._card.waits += 1
            with torch.inference_mode():
                for tensor, value in zip(self._tensors, self._values, strict=True):
                    if not _is_kept(tensor):
                        tensor.copy_(value)
            self._there = True
        return self._tensors


def _is_kept(tensor: Tensor) -> bool:
    return not tensor.is_inference()


@pytest.mark.parametrize("together", [None, 1, 3])
def test_nothing_is_used_before_it_has_arrived(
    clip: Path, together: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_of(monkeypatch, None)
    wanted = tracked(clip)
    card = Late()
    monkeypatch.setattr(compute_module, "transfer_for", lambda device: card)
    plan_of(monkeypatch, None if together is None else LookAhead(together))
    same(tracked(clip), wanted)
    assert card.waits >= 2 * COUNT


def test_a_tracker_that_does_not_wait_is_found_out(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above must be able to fail."""
    plan_of(monkeypatch, None)
    wanted = tracked(clip)
    monkeypatch.setattr(compute_module, "transfer_for", lambda device: Late())
    monkeypatch.setattr(feed_module, "_arrived", lambda ready: None)
    plan_of(monkeypatch, LookAhead(2))
    with pytest.raises(AssertionError):
        same(tracked(clip), wanted)


def test_too_little_memory_for_several_frames_is_enough_for_one(
    clip: Path, monkeypatch: pytest.MonkeyPatch, calls: list[tuple[str, int]]
) -> None:
    plan_of(monkeypatch, None)
    wanted = tracked(clip)
    plain = Compute.arithmetic

    def short(self: Compute) -> AbstractContextManager[None]:
        if threading.current_thread().name == "read-ahead" and not refused:
            refused.append(True)
            raise torch.OutOfMemoryError("full")
        return plain(self)

    refused: list[bool] = []
    monkeypatch.setattr(Compute, "arithmetic", short)
    plan_of(monkeypatch, LookAhead(3))
    calls.clear()
    same(tracked(clip, direction=Direction.BOTH), wanted)
    forward = [count for thread, count in calls if thread == "read-ahead"][: COUNT - 9]
    assert refused and set(forward) == {1}


def test_frames_made_for_a_device_that_was_given_up_are_made_again(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fall-back comes while frames for the old device wait in the queue; here the old device is one of no numbers."""
    plan_of(monkeypatch, None)
    wanted = tracked(clip)
    plan_of(monkeypatch, LookAhead(2))
    plain = FrameFeed._encoded_group
    lost: list[int] = []

    def elsewhere(self: FrameFeed, group: Sequence[Watched[Ready]]) -> list[Watched[Ready]]:
        found = plain(self, group)
        lost.extend(1 for seen in found if seen.item.features is not None)
        return [replace(s, item=replace(s.item, features=_on_meta(s.item.features))) for s in found]

    monkeypatch.setattr(FrameFeed, "_encoded_group", elsewhere)
    same(tracked(clip), wanted)
    assert len(lost) > COUNT // 2


def _on_meta(features: ImageFeatures | None) -> ImageFeatures | None:
    return None if features is None else replace(features, stride16=features.stride16.to("meta"))


def test_the_model_stays_while_another_thread_computes() -> None:
    compute = Compute(replace(tiny_model(), device="mps"))
    told: list[str] = []
    with compute.staying() as device:
        mover = threading.Thread(target=lambda: told.append(compute.fall_back(1)))
        mover.start()
        mover.join(timeout=0.2)
        assert device.type == compute.device.type == "mps" and mover.is_alive()
    mover.join()
    assert compute.device.type == "cpu" and told


def test_a_processor_has_no_way_to_go() -> None:
    ways = transfer_for(torch.device("cpu"))
    assert isinstance(ways, DirectTransfer)
    tensors = [torch.ones(2), torch.zeros(3)]
    with ways.aside():
        arrival = ways.arrival(tensors)
    for came in (arrival.wait(), ways.fetch(tensors).wait()):
        assert all(a is b for a, b in zip(came, tensors, strict=True))


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a card here")
def test_no_queues_without_a_card() -> None:
    with pytest.raises((RuntimeError, AssertionError)):
        CudaTransfer(torch.device("cuda"))


LARGE = replace(TINY, trunk=HieraConfig(embed_dim=144, heads=2, stages=(2, 6, 36, 4), global_blocks=(23, 33, 43)))


def test_several_pictures_go_together_where_there_is_room() -> None:
    def room(gib: float, side: int = 1024, dtype: torch.dtype = torch.bfloat16) -> int:
        return together_within(int(gib * 2**30), LARGE, (side, side), dtype)

    assert [room(g) for g in (0.1, 1, 3, 80)] == [1, 1, 2, TOGETHER]
    assert room(3, dtype=torch.float32) == 1
    assert room(3, side=512) == TOGETHER


@pytest.fixture
def two_cores() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


def test_processors_look_ahead_only_without_memory_attention(two_cores: None) -> None:
    cpu, size = torch.device("cpu"), (64, 96)
    assert look_ahead(TINY, size, cpu, torch.float32) is None
    assert look_ahead(replace(TINY, memory=None), size, cpu, torch.float32) == LookAhead(1, 1)
    assert look_ahead(replace(TINY, memory=None), size, torch.device("mps"), torch.float32) is None


def test_no_notice_is_lost(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan_of(monkeypatch, LookAhead(3))
    source = open_source(clip)
    try:
        with Tracker(tiny_model(), source) as tracker:
            tracker.prompt(ObjectId(1), FrameIndex(0), FramePrompts(box=Box(8, 24, 40, 56)))
            events = list(tracker.track(TrackRun(whole_clip(source))))
    finally:
        source.close()
    assert [e.frame for e in events if isinstance(e, FrameTracked)] == list(range(COUNT))
    assert not [e for e in events if isinstance(e, Notice)]
