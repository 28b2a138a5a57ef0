"""The published order of events, with a model of tiny numbers. Its values are compared in tests/reference."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from engine.errors import UsageError
from engine.sam2.prompt_encoder import BOX_FIRST, BOX_SECOND, NEGATIVE, POSITIVE
from engine.tracking.predictor import FramePrediction, FramePredictor
from engine.tracking.published import PublishedSession, Said
from engine.types import Direction, FrameIndex, ObjectId
from tests.tiny_models import tiny_model

DOG, CAT = ObjectId(1), ObjectId(2)
HEIGHT, WIDTH = 64, 96
CLICK = Said.of(positive=((20.0, 20.0),))


@pytest.fixture(scope="module")
def predictor() -> FramePredictor:
    return FramePredictor(tiny_model().model)


@pytest.fixture
def session(predictor: FramePredictor) -> Iterator[PublishedSession]:
    """Ten frames of noise."""
    noise = torch.Generator().manual_seed(0)
    pictures = torch.randn(10, 1, 3, HEIGHT, WIDTH, generator=noise)
    with torch.inference_mode():
        yield PublishedSession(predictor, lambda frame: predictor.encode(pictures[frame]), 10, (HEIGHT, WIDTH))


def at(frame: int) -> FrameIndex:
    return FrameIndex(frame)


def walk(
    session: PublishedSession, start: int | None = None, stop: int | None = None, back: bool = False
) -> dict[int, dict[ObjectId, FramePrediction]]:
    direction = Direction.BACKWARD if back else Direction.FORWARD
    begin, end = (None if f is None else at(f) for f in (start, stop))
    return {int(frame): answers for frame, answers in session.track(begin, end, direction)}


def same(a: FramePrediction, b: FramePrediction) -> bool:
    return torch.equal(a.logits_b1hw, b.logits_b1hw)


def test_a_box_comes_before_all_clicks() -> None:
    said = Said.of(positive=((5.0, 5.0),), negative=((7.0, 7.0),), box=((0.0, 0.0), (9.0, 9.0)))
    assert said.labels == (BOX_FIRST, BOX_SECOND, POSITIVE, NEGATIVE)
    assert said.then(CLICK).points[-1] == (20.0, 20.0)


def test_nothing_to_track_is_said(session: PublishedSession) -> None:
    with pytest.raises(UsageError, match="nothing to track"):
        walk(session)
    with pytest.raises(UsageError, match="click or a box"):
        session.say(DOG, at(0), Said((), ()))


@pytest.mark.parametrize("frame", [-1, 10])
def test_frames_outside_the_clip_are_refused(session: PublishedSession, frame: int) -> None:
    with pytest.raises(UsageError, match="outside the clip"):
        session.say(DOG, at(frame), CLICK)


def test_a_pass_begins_at_the_first_prompt_and_gives_its_answer_again(session: PublishedSession) -> None:
    answer = session.say(DOG, at(4), CLICK)
    found = walk(session)
    assert list(found) == [4, 5, 6, 7, 8, 9]
    assert same(found[4][DOG], answer)


def test_backward_passes_end_with_the_first_frame(session: PublishedSession) -> None:
    session.say(DOG, at(4), CLICK)
    assert list(walk(session, 4, back=True)) == [4, 3, 2, 1, 0]


def test_more_clicks_feed_the_last_answer_back(session: PublishedSession, predictor: FramePredictor) -> None:
    session.say(DOG, at(0), CLICK)
    more = session.say(DOG, at(0), Said.of(negative=((60.0, 30.0),)), add=True)
    fresh = session.say(CAT, at(0), Said.of(positive=CLICK.points, negative=((60.0, 30.0),)))
    assert not same(more, fresh)


def test_objects_do_not_touch_each_other(session: PublishedSession, predictor: FramePredictor) -> None:
    session.say(DOG, at(0), CLICK)
    alone = walk(session, 0, 4)
    both = PublishedSession(predictor, session.features_of, 10, (HEIGHT, WIDTH))
    both.say(CAT, at(0), Said.of(box=((30.0, 10.0), (80.0, 50.0))))
    both.say(DOG, at(0), CLICK)
    for frame, answers in walk(both, 0, 4).items():
        torch.testing.assert_close(answers[DOG].logits_b1hw, alone[frame][DOG].logits_b1hw, atol=1e-4, rtol=0)


def test_an_object_can_join_after_tracking(session: PublishedSession) -> None:
    session.say(DOG, at(0), CLICK)
    walk(session)
    session.say(CAT, at(6), Said.of(positive=((70.0, 40.0),)))
    assert set(walk(session, 5, 9)[8]) == {DOG, CAT}


def test_a_correction_sees_memories_but_is_no_prompt(session: PublishedSession) -> None:
    session.say(DOG, at(0), CLICK)
    session.say(CAT, at(3), CLICK)
    before = walk(session)
    answer = session.say(DOG, at(3), CLICK)
    plain = session.say(ObjectId(3), at(3), CLICK)
    assert not same(answer, plain)  # the memories, and the last logits
    again = walk(session, 3)
    assert not same(again[3][DOG], answer)  # tracked anew: a correction is not kept as the frame's answer
    assert same(again[3][CAT], before[3][CAT])


def test_a_mask_is_the_answer_and_replaces_clicks(session: PublishedSession) -> None:
    session.say(DOG, at(0), CLICK)
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[16:48, 32:64] = True
    answer = session.say_mask(DOG, at(0), mask)
    shown = answer.logits_b1hw[0, 0] > 0
    assert torch.equal(shown, torch.tensor(mask[2::4, 2::4]))
    assert same(walk(session, 0, 1)[0][DOG], answer)


def test_several_mask_prompts(session: PublishedSession) -> None:
    """On two frames of one object and on one of another, one of them empty."""
    full, empty = np.ones((HEIGHT, WIDTH), bool), np.zeros((HEIGHT, WIDTH), bool)
    session.say_mask(DOG, at(0), full)
    session.say_mask(DOG, at(5), empty)
    session.say_mask(CAT, at(0), empty)
    found = walk(session)
    assert (found[0][DOG].logits_b1hw > 0).all()
    assert (found[5][DOG].logits_b1hw < 0).all()
    assert found[5][DOG].presence_b < 0
    assert (found[0][CAT].logits_b1hw < 0).all()


def test_prompts_taken_back_take_the_object_along(session: PublishedSession) -> None:
    session.say(DOG, at(0), CLICK)
    session.withdraw(DOG, at(0))
    assert session.things == ()
    session.say(CAT, at(0), CLICK)
    session.remove(CAT)
    assert session.things == ()


def test_both_ways_at_once_is_refused(session: PublishedSession) -> None:
    session.say(DOG, at(0), CLICK)
    with pytest.raises(UsageError, match="one way at a time"):
        next(session.track(None, None, Direction.BOTH))
