"""The recordings tell right from wrong: each mistake below must push frame 2 beyond the tolerance.

The control, the same computation without a mistake, is within it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.tracking.memory_bank import Moment, Recall
from engine.tracking.predictor import at_size
from engine.types import FrameIndex
from tests.reference import scenarios
from tests.reference.scenarios import Maps, Player
from tests.reference.test_parity import TRACKED

FRAME = 2
Mistake = Callable[[dict[int, Recall]], Recall]


@pytest.fixture(scope="module")
def recorded() -> Maps:
    return scenarios.RUNS["sam2.1_t"].recorded()


def right(recalls: dict[int, Recall]) -> Recall:
    return recalls[1]


def objects_swapped(recalls: dict[int, Recall]) -> Recall:
    return recalls[2]


def memory_order_reversed(recalls: dict[int, Recall]) -> Recall:
    slots = [slot for slot, _ in recalls[1].spatial]
    memories = [memory for _, memory in recalls[1].spatial]
    return replace(recalls[1], spatial=tuple(zip(slots, reversed(memories), strict=True)))


def pointer_dropped(recalls: dict[int, Recall]) -> Recall:
    return replace(recalls[1], pointers=recalls[1].pointers[:-1])


def pointers_of_another_object(recalls: dict[int, Recall]) -> Recall:
    return replace(recalls[1], pointers=recalls[2].pointers)


def slot_shifted(recalls: dict[int, Recall]) -> Recall:
    return replace(recalls[1], spatial=tuple((slot - 1 if slot else 1, m) for slot, m in recalls[1].spatial))


def pointer_times_shifted(recalls: dict[int, Recall]) -> Recall:
    return replace(recalls[1], pointers=tuple((ago + 1, pointer) for ago, pointer in recalls[1].pointers))


def span_of_another_clip(recalls: dict[int, Recall]) -> Recall:
    return replace(recalls[1], span=recalls[1].span + 12)


def difference(player: Player, recorded: Maps, mistake: Mistake) -> float:
    """How far object 1 on frame 2 is from the recording, largest absolute value."""
    moment = Moment(FrameIndex(FRAME), 1, len(player.clip))
    recalls = {thing: recall for thing in (1, 2) if (recall := player.bank(thing).recall(moment))}
    predictor = player.session.predictor
    with torch.inference_mode():
        features = player.session.features_of(FrameIndex(FRAME))
        answer = predictor.predict_tracked(features, predictor.attend(features, [mistake(recalls)]))
    found = at_size(answer.logits_b1hw, *player.size)[0, :: player.stride, :: player.stride].numpy()
    return float(np.abs(found - recorded[f"track_f{FRAME}_o1"]).max())


def test_control(after_frame_1: Player, recorded: Maps) -> None:
    assert difference(after_frame_1, recorded, right) <= TRACKED


@pytest.mark.parametrize(
    "mistake",
    [
        objects_swapped,
        memory_order_reversed,
        pointer_dropped,
        pointers_of_another_object,
        slot_shifted,
        pointer_times_shifted,
        span_of_another_clip,
    ],
)
def test_mistake_shows(after_frame_1: Player, recorded: Maps, mistake: Mistake) -> None:
    assert difference(after_frame_1, recorded, mistake) > TRACKED
