"""Recorded work gives what the work gives; nothing is overwritten, kept too long or tried twice.

A stand-in records on the processor: like a card it replays into the memory of the first answer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from engine.media import open_source
from engine.project.model import Box, FramePrompts, PolicyName
from engine.sam2.layers import TableCache
from engine.sam2.prompt_encoder import Prompts
from engine.tracking import compiled as compiled_module
from engine.tracking import tracker as tracker_module
from engine.tracking.graphs import EAGER_FIRST, MOST, CudaRecorder, Graphs, Work, tables_of
from engine.tracking.plan import TrackRun
from engine.tracking.steps import FrameTracked, Notice
from engine.tracking.tracker import Tracker, whole_clip
from engine.types import FrameIndex, ObjectId
from tests import moving
from tests.tiny_models import tiny_model

COUNT = 26
needs_card = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs an NVIDIA GPU")


@dataclass
class StandIn:
    """Records by remembering the memory of inputs and outputs."""

    error: Exception | None = None
    queue: str = "ordinary"
    records: int = 0
    replays: int = 0
    kinds: list[tuple[torch.Size, ...]] = field(default_factory=list)

    def suits(self, tensor: Tensor) -> bool:
        return True

    def place(self, tensor: Tensor) -> Hashable:
        return self.queue

    def record(self, work: Work, inputs: Sequence[Tensor]) -> Callable[[], Sequence[Tensor]]:
        self.records += 1
        if self.error is not None:
            raise self.error
        self.kinds.append(tuple(tensor.shape for tensor in inputs))
        outputs = [output.clone() for output in work(inputs)]

        def replay() -> Sequence[Tensor]:
            self.replays += 1
            for output, anew in zip(outputs, work(inputs), strict=True):
                output.copy_(anew)
            return outputs

        return replay


def doubled(tensors: Sequence[Tensor]) -> list[Tensor]:
    return [2 * tensors[0]]


def graphs(recorder: StandIn, told: list[str] | None = None) -> Graphs:
    return Graphs(nn.Module(), ([] if told is None else told).append, recorder)


def test_work_is_recorded_when_it_came_often_enough_and_answers_stay() -> None:
    recorder = StandIn()
    made = graphs(recorder)
    answers = [made.run("double", doubled, [torch.full((3,), float(i))])[0] for i in range(EAGER_FIRST + 3)]
    assert (recorder.records, recorder.replays) == (1, 3)
    assert [float(answer[0]) for answer in answers] == [2.0 * i for i in range(EAGER_FIRST + 3)]


def test_names_shapes_types_and_queues_are_recorded_each_by_itself() -> None:
    recorder = StandIn()
    made = graphs(recorder)
    for number, (name, queue, tensor) in enumerate(
        [
            ("double", "ordinary", torch.ones(3)),
            ("double", "ordinary", torch.ones(4)),
            ("double", "ordinary", torch.ones(3, dtype=torch.float64)),
            ("double", "another", torch.ones(3)),
            ("else", "ordinary", torch.ones(3)),
        ]
    ):
        recorder.queue = queue
        for _ in range(EAGER_FIRST + 1):
            (found,) = made.run(name, doubled, [tensor])
            assert found.dtype is tensor.dtype and torch.equal(found, 2 * tensor)
        assert recorder.records == made.count == number + 1


def test_there_is_an_end_to_recording() -> None:
    recorder = StandIn()
    made = graphs(recorder)
    for size in range(1, MOST + 5):
        for _ in range(EAGER_FIRST + 2):
            assert made.run("double", doubled, [torch.ones(size)])[0].shape == (size,)
    assert recorder.records == MOST


@pytest.mark.parametrize("error", [RuntimeError("operation not permitted\nwhen capturing"), torch.OutOfMemoryError()])
def test_where_recording_fails_one_sentence_is_said_and_all_goes_on(error: Exception) -> None:
    told: list[str] = []
    recorder = StandIn(error)
    made = graphs(recorder, told)
    for i in range(EAGER_FIRST + 4):
        assert float(made.run("double", doubled, [torch.full((1,), float(i))])[0]) == 2 * i
    assert recorder.records == 1 and made.count == 0
    assert len(told) == 1 and "capturing" not in told[0] and told[0].endswith(").")


def test_closed_it_records_and_replays_nothing() -> None:
    recorder = StandIn()
    made = graphs(recorder)
    for _ in range(EAGER_FIRST + 1):
        made.run("double", doubled, [torch.ones(1)])
    made.close()
    assert made.count == 0
    assert float(made.run("double", doubled, [torch.ones(1)])[0]) == 2
    assert (recorder.records, recorder.replays) == (1, 1)


def test_a_recording_holds_the_tables_it_reads() -> None:
    """A cache lets go of its oldest table; a recording would go on reading where it lay."""
    model = nn.Module()
    cache = TableCache(kept=1)
    object.__setattr__(model, "cache", cache)
    table = cache.get("a", lambda: torch.ones(2))
    assert [found is table for found in tables_of(model)] == [True]
    made = Graphs(model, print, StandIn())
    for _ in range(EAGER_FIRST + 1):
        made.run("double", doubled, [torch.ones(1)])
    cache.get("b", lambda: torch.zeros(2))
    (recording,) = made._recorded.values()
    assert any(held is table for held in recording.held)


def test_on_a_processor_there_is_nothing_to_win() -> None:
    assert not CudaRecorder().suits(torch.ones(1))


# A whole run -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return moving.write(tmp_path_factory.mktemp("graphs") / "clip.mp4", moving.pictures(COUNT))


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    recorder = StandIn()
    monkeypatch.setattr(tracker_module, "Graphs", partial(Graphs, recorder=recorder))
    monkeypatch.setattr(compiled_module.CompiledEncoder.__init__, "__defaults__", (lambda trunk: trunk,))
    return recorder


def tracked(clip: Path, policy: PolicyName, compiled: bool) -> tuple[np.ndarray, list[str]]:
    source = open_source(clip)
    try:
        with Tracker(replace(tiny_model(), compiled=compiled), source, policy=policy) as tracker:
            for thing, box in ((1, Box(8, 24, 40, 56)), (2, Box(40, 8, 70, 40))):
                tracker.prompt(ObjectId(thing), FrameIndex(0), FramePrompts(box=box))
            events = list(tracker.track(TrackRun(whole_clip(source))))
    finally:
        source.close()
    steps = [event for event in events if isinstance(event, FrameTracked)]
    masks = np.stack([[mask.logits for mask in step.masks.values()] for step in steps])
    return masks, [event.sentence for event in events if isinstance(event, Notice)]


@pytest.mark.parametrize("policy", list(PolicyName))
def test_a_recorded_run_gives_the_same_masks(clip: Path, stand_in: StandIn, policy: PolicyName) -> None:
    wanted, _ = tracked(clip, policy, compiled=False)
    assert stand_in.records == 0
    found, said = tracked(clip, policy, compiled=True)
    assert said == []
    np.testing.assert_array_equal(found, wanted)
    assert stand_in.records >= 4  # pictures, memory attention, masks, memories
    assert stand_in.replays > 3 * (COUNT - 20)


def test_a_run_that_cannot_be_recorded_says_so_once_and_gives_the_same_masks(clip: Path, stand_in: StandIn) -> None:
    wanted, _ = tracked(clip, PolicyName.EDITOR, compiled=False)
    stand_in.error = RuntimeError("no")
    found, said = tracked(clip, PolicyName.EDITOR, compiled=True)
    np.testing.assert_array_equal(found, wanted)
    assert len(said) == 1 and "recorded" in said[0] and stand_in.records == 1


def test_lack_of_memory_gives_recordings_back(clip: Path, stand_in: StandIn) -> None:
    source = open_source(clip)
    try:
        with Tracker(replace(tiny_model(), compiled=True), source) as tracker:
            made = tracker._graphs
            assert made is not None
            for _ in range(EAGER_FIRST + 1):
                made.run("double", doubled, [torch.ones(1)])
            tracker.prompt(ObjectId(1), FrameIndex(0), FramePrompts(box=Box(8, 24, 40, 56)))
            tracker.prompt(ObjectId(2), FrameIndex(0), FramePrompts(box=Box(40, 8, 70, 40)))
            tracker._fall_back()
            assert made.count == 0
    finally:
        source.close()


def test_no_points_are_two_paddings_as_published() -> None:
    """The short way for frames nobody said anything about, against points that are all padding."""
    encoder = tiny_model().model.sam_prompt_encoder
    with torch.inference_mode():
        none = encoder(Prompts.none(3, torch.device("cpu")), (64, 96)).sparse_bnc
        padded = Prompts(torch.zeros(3, 1, 2), torch.full((3, 1), -1, dtype=torch.int32))
        assert torch.equal(none, encoder(padded, (64, 96)).sparse_bnc)


@needs_card
def test_a_card_replays_what_it_computed(clip: Path) -> None:
    """With a table let go of and its memory given away in between."""
    model = tiny_model().model.to("cuda")
    said: list[str] = []
    made = Graphs(model, said.append)
    pictures = [torch.randn(1, 3, 64, 96, device="cuda") for _ in range(6)]

    def work(tensors: Sequence[Tensor]) -> list[Tensor]:
        return [model.encode_image(tensors[0]).stride16]

    with torch.inference_mode(), torch.autocast("cuda", torch.bfloat16):
        wanted = [work([picture])[0] for picture in pictures]
        found = [made.run("encode", work, [picture])[0] for picture in pictures]
        for height in (128, 192, 256, 320, 384):
            model.encode_image(torch.zeros(1, 3, height, 96, device="cuda"))
        found += [made.run("encode", work, [picture])[0] for picture in pictures]
    assert said == [] and made.count == 1
    for a, b in zip(found, wanted + wanted, strict=True):
        torch.testing.assert_close(a, b)


@needs_card
def test_a_recorded_run_on_a_card_gives_the_same_masks(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_module.CompiledEncoder.__init__, "__defaults__", (lambda trunk: trunk,))
    masks = []
    for compiled in (False, True):
        loaded = replace(tiny_model(), device="cuda", compiled=compiled)
        loaded.model.to("cuda")
        source = open_source(clip)
        try:
            with Tracker(loaded, source) as tracker:
                tracker.prompt(ObjectId(1), FrameIndex(0), FramePrompts(box=Box(8, 24, 40, 56)))
                events = list(tracker.track(TrackRun(whole_clip(source))))
        finally:
            source.close()
        assert not [event for event in events if isinstance(event, Notice)]
        masks.append(np.stack([e.masks[ObjectId(1)].logits for e in events if isinstance(e, FrameTracked)]))
    assert np.median(np.abs(masks[0] - masks[1])) < 1e-3
