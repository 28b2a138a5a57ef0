"""Which frames are kept and shown. No network: a memory's tensors carry the frame's number."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import torch

from engine.tracking.memory_bank import (
    EditorPolicy,
    Memory,
    MemoryBank,
    Moment,
    Policy,
    PublishedPolicy,
    Reach,
    Recall,
    grouped,
)
from engine.types import FrameIndex, FrameRange


def memory(frame: int) -> Memory:
    return Memory(torch.full((1, 1, 1), float(frame)), torch.full((1,), float(frame)))


def bank_of(policy: Policy, prompted: Sequence[int], tracked: Sequence[int]) -> MemoryBank:
    bank = MemoryBank(policy)
    for frame in prompted:
        bank.remember_prompted(FrameIndex(frame), memory(frame))
    for frame in tracked:
        bank.remember_tracked(FrameIndex(frame), memory(frame))
    return bank


def at(frame: int, step: int = 1, count: int | None = None, shot: FrameRange | None = None) -> Moment:
    return Moment(FrameIndex(frame), step, count, shot)


def spatial(recall: Recall | None) -> list[tuple[int, int]]:
    """(slot, frame) of each spatial memory."""
    assert recall is not None
    return [(slot, int(m.spatial_chw)) for slot, m in recall.spatial]


def pointers(recall: Recall | None) -> list[tuple[int, int]]:
    """(steps ago, frame) of each pointer."""
    assert recall is not None
    return [(ago, int(pointer)) for ago, pointer in recall.pointers]


BOTH = pytest.mark.parametrize("policy", [PublishedPolicy(), EditorPolicy()])


@BOTH
def test_prompted_frame_then_the_last_six_from_far_to_near(policy: Policy) -> None:
    recall = bank_of(policy, [0], range(1, 20)).recall(at(20))
    assert spatial(recall) == [(6, 0), (5, 14), (4, 15), (3, 16), (2, 17), (1, 18), (0, 19)]


@BOTH
def test_sixteen_pointers_with_the_prompted_ones_first(policy: Policy) -> None:
    recall = bank_of(policy, [0], range(1, 20)).recall(at(20))
    assert pointers(recall) == [(20, 0), *((ago, 20 - ago) for ago in range(1, 16))]
    assert recall is not None
    assert recall.span == 15


@BOTH
def test_backwards_looks_the_other_way(policy: Policy) -> None:
    recall = bank_of(policy, [9], [8, 7, 6]).recall(at(5, step=-1))
    assert spatial(recall) == [(6, 9), (2, 8), (1, 7), (0, 6)]
    assert pointers(recall) == [(4, 9), (1, 6), (2, 7), (3, 8)]


@BOTH
def test_a_prompt_that_lies_ahead_is_seen_but_does_not_point(policy: Policy) -> None:
    recall = bank_of(policy, [5], []).recall(at(2))
    assert spatial(recall) == [(6, 5)]
    assert pointers(recall) == []


@BOTH
def test_a_short_clip_narrows_the_span(policy: Policy) -> None:
    recall = bank_of(policy, [0], [1]).recall(at(2, count=4))
    assert recall is not None
    assert recall.span == 3
    one_frame = bank_of(policy, [0], []).recall(at(0, count=1))
    assert one_frame is not None
    assert one_frame.span == 1


@BOTH
def test_a_prompted_frame_among_the_recent_ones_is_not_shown_twice(policy: Policy) -> None:
    bank = bank_of(policy, [0, 3], [1, 2, 4])
    bank.remember_tracked(FrameIndex(3), memory(33))
    assert spatial(bank.recall(at(5))) == [(6, 0), (6, 3), (3, 1), (2, 2), (0, 4)]


@BOTH
def test_an_empty_bank_recalls_nothing(policy: Policy) -> None:
    assert MemoryBank(policy).recall(at(3)) is None


@BOTH
def test_a_forgotten_prompt_is_gone(policy: Policy) -> None:
    bank = bank_of(policy, [0], [])
    bank.forget(FrameIndex(0))
    assert bank.recall(at(1)) is None


@BOTH
def test_bounded_whatever_the_length(policy: Policy) -> None:
    """Ten thousand frames forward, then back."""
    bank = bank_of(policy, [0], [])
    for frame in [*range(1, 10_000), *range(9_999, 0, -1)]:
        bank.remember_tracked(FrameIndex(frame), memory(frame))
    assert len(bank.tracked) == policy.kept_tracked(Reach())
    assert len(bank.tracked) <= 32
    assert spatial(bank.recall(at(0, step=-1)))[1:] == [(5, 6), (4, 5), (3, 4), (2, 3), (1, 2), (0, 1)]


def test_published_attends_every_prompted_frame_in_the_order_given() -> None:
    recall = bank_of(PublishedPolicy(), [40, 0, 10, 30, 20, 50], []).recall(at(25))
    assert [frame for _, frame in spatial(recall)] == [40, 0, 10, 30, 20, 50]
    assert pointers(recall) == [(25, 0), (15, 10), (5, 20)]


def test_published_corrections_stay_ordinary_memories() -> None:
    bank = bank_of(PublishedPolicy(), [0], [1, 2])
    bank.remember_corrected(FrameIndex(2), memory(22))
    bank.remember_corrected(FrameIndex(0), memory(77))
    assert spatial(bank.recall(at(3))) == [(6, 0), (1, 1), (0, 22)]


def test_published_passes_see_what_earlier_ones_left() -> None:
    bank = bank_of(PublishedPolicy(), [0], [1, 2, 3])
    bank.start_pass()
    assert spatial(bank.recall(at(2, step=-1))) == [(6, 0), (0, 3)]


def test_editor_attends_the_nearest_on_either_side_first() -> None:
    policy = EditorPolicy(nearest=3)
    bank = bank_of(policy, [0, 10, 20, 30, 100], [])
    assert spatial(bank.recall(at(31))) == [(6, 20), (6, 30), (6, 100)]
    assert spatial(bank.recall(at(5))) == [(6, 0), (6, 10), (6, 20)]
    assert spatial(bank.recall(at(99, step=-1))) == [(6, 20), (6, 30), (6, 100)]


def test_editor_corrections_become_prompts() -> None:
    bank = bank_of(EditorPolicy(), [0], [1, 2, 3])
    bank.remember_corrected(FrameIndex(2), memory(22))
    assert list(bank.prompted) == [0, 2]
    assert spatial(bank.recall(at(4))) == [(6, 0), (6, 22), (2, 1), (0, 3)]


def test_editor_passes_start_from_prompts_alone() -> None:
    bank = bank_of(EditorPolicy(), [0], [1, 2, 3])
    bank.start_pass()
    assert spatial(bank.recall(at(4))) == [(6, 0)]


def test_editor_remembers_nothing_across_a_cut() -> None:
    bank = bank_of(EditorPolicy(), [0, 12], [8, 9, 10, 11, 13])
    shot = FrameRange(FrameIndex(10), FrameIndex(20))
    recall = bank.recall(at(14, shot=shot))
    assert spatial(recall) == [(6, 12), (3, 10), (2, 11), (0, 13)]
    assert pointers(recall) == [(2, 12), (1, 13), (3, 11), (4, 10)]
    assert bank.recall(at(25, shot=FrameRange(FrameIndex(20), FrameIndex(30)))) is None


def test_objects_with_recalls_of_one_shape_go_together() -> None:
    policy = PublishedPolicy()
    recalls = {
        name: bank_of(policy, prompted, tracked).recall(at(4))
        for name, prompted, tracked in (("a", [0], [1, 2, 3]), ("b", [1], [0, 2, 3]), ("c", [3], []))
    }
    assert grouped({name: recall for name, recall in recalls.items() if recall}) == [["a", "b"], ["c"]]
