"""One frame's arithmetic with a model of tiny numbers. Its values are compared in tests/reference."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from engine.sam2.model import ImageFeatures, Sam2
from engine.sam2.prompt_encoder import BOX_FIRST, BOX_SECOND, NEGATIVE, POSITIVE, Prompts
from engine.sam2.selection import BestOfThree, Hypothesis, SingleIfStable
from engine.sam2.state_dict import build_model
from engine.tracking.memory_bank import Memory, MemoryBank, Moment, PublishedPolicy, Reach, Recall
from engine.tracking.predictor import ABSENT_LOGIT, FramePrediction, FramePredictor, at_size
from engine.types import FrameIndex
from tests.reference.sam2_reference import seeded_tensor
from tests.tiny_models import TINY, tiny_model

SIZE = (64, 96)


@pytest.fixture(scope="module")
def predictor() -> FramePredictor:
    return FramePredictor(tiny_model().model)


@pytest.fixture(scope="module")
def features(predictor: FramePredictor) -> ImageFeatures:
    with torch.no_grad():
        return predictor.encode(picture(0))


@pytest.fixture(autouse=True)
def _no_gradients() -> object:
    with torch.no_grad():
        yield


def picture(seed: int) -> Tensor:
    return torch.randn(1, 3, *SIZE, generator=torch.Generator().manual_seed(seed))


def said(*points: tuple[float, float, int], mask: Tensor | None = None) -> Prompts:
    """One object; x, y, label."""
    return Prompts(torch.tensor([[p[:2] for p in points]]), torch.tensor([[p[2] for p in points]]), mask)


def three_objects(predictor: FramePredictor, features: ImageFeatures) -> list[Recall]:
    """Banks after a prompt on frame 0 each."""
    recalls = []
    for place in (10.0, 50.0, 80.0):
        answer = predictor.predict_prompted(features, said((place, 30.0, POSITIVE)))
        bank = MemoryBank(PublishedPolicy(), predictor.reach)
        bank.remember_prompted(FrameIndex(0), predictor.remember(features, answer, prompted=True)[0])
        recalls.append(bank.recall(Moment(FrameIndex(1), 1, 10)))
    return [recall for recall in recalls if recall is not None]


def test_reach_comes_from_the_model(predictor: FramePredictor) -> None:
    assert predictor.reach == Reach(recent_frames=6, max_pointers=16)


def test_tracking_in_a_batch_is_tracking_each_alone(predictor: FramePredictor, features: ImageFeatures) -> None:
    recalls, later = three_objects(predictor, features), predictor.encode(picture(1))
    together = predictor.predict_tracked(later, predictor.attend(later, recalls))
    memories = predictor.remember(later, together, prompted=False)
    assert len(together) == len(memories) == 3
    for i, recall in enumerate(recalls):
        alone = predictor.predict_tracked(later, predictor.attend(later, [recall]))
        torch.testing.assert_close(together.of(i).logits_b1hw, alone.logits_b1hw, atol=1e-5, rtol=0)
        memory = predictor.remember(later, alone, prompted=False)[0]
        torch.testing.assert_close(memories[i].spatial_chw, memory.spatial_chw, atol=1e-5, rtol=0)
        torch.testing.assert_close(memories[i].pointer_c, memory.pointer_c, atol=1e-5, rtol=0)
    assert (together.logits_b1hw[0] - together.logits_b1hw[1]).abs().max() > 1e-3
    joined = FramePrediction.joined([together.of(i) for i in range(3)])
    assert torch.equal(joined.logits_b1hw, together.logits_b1hw)


@pytest.mark.parametrize(
    ("points", "selector"),
    [
        ([(10.0, 10.0, POSITIVE)], BestOfThree()),
        ([(10.0, 10.0, POSITIVE), (50.0, 10.0, NEGATIVE)], SingleIfStable()),
        ([(10.0, 10.0, BOX_FIRST), (50.0, 40.0, BOX_SECOND)], SingleIfStable()),
    ],
)
def test_one_click_is_ambiguous_more_points_are_not(
    predictor: FramePredictor,
    features: ImageFeatures,
    points: list[tuple[float, float, int]],
    selector: BestOfThree | SingleIfStable,
) -> None:
    chosen = predictor.predict_prompted(features, said(*points))
    expected = predictor.predict_prompted(features, said(*points), selector=selector)
    assert torch.equal(chosen.logits_b1hw, expected.logits_b1hw)
    assert torch.equal(chosen.pointers_bc, expected.pointers_bc)


def test_a_hypothesis_can_be_chosen(predictor: FramePredictor, features: ImageFeatures) -> None:
    prompts = said((10.0, 10.0, POSITIVE))
    every = predictor.hypotheses(features, prompts)
    for index in range(4):
        answer = predictor.predict_prompted(features, prompts, selector=Hypothesis(index))
        assert torch.equal(answer.logits_b1hw[:, 0], every.masks_bmhw[:, index])
        assert torch.equal(answer.quality_b, every.qualities_bm[:, index])


def test_the_last_answer_is_clamped_before_it_is_fed_back(predictor: FramePredictor, features: ImageFeatures) -> None:
    loud, click = torch.randn(1, 1, 16, 24) * 100, (10.0, 10.0, POSITIVE)
    fed_back = predictor.predict_prompted(features, said(click, mask=loud))
    within = predictor.predict_prompted(features, said(click, mask=loud.clamp(-32, 32)))
    unclamped = predictor.hypotheses(features, said(click, mask=loud)).masks_bmhw
    assert torch.equal(fed_back.logits_b1hw, within.logits_b1hw)
    assert (fed_back.logits_b1hw - unclamped).abs().amax((0, 2, 3)).min() > 1e-4


def test_masks_given_by_hand_are_the_answer(predictor: FramePredictor, features: ImageFeatures) -> None:
    """Several masks at once, one of them empty by hand."""
    masks = torch.zeros(3, 1, *SIZE)
    masks[0, :, 16:48, 32:64] = 1
    masks[1, :, :, :48] = 1
    answer = predictor.predict_masked(features, masks)
    assert answer.logits_b1hw.shape == (3, 1, 16, 24)
    torch.testing.assert_close(answer.logits_b1hw[0, 0, 8, 12], torch.tensor(10.0))
    torch.testing.assert_close(answer.logits_b1hw[0, 0, 0, 0], torch.tensor(-10.0))
    assert torch.equal(answer.logits_b1hw[1] > 0, masks[1, :, ::4, ::4] > 0)
    assert answer.presence_b.tolist() == [10, 10, -10]
    assert answer.quality_b.tolist() == [1, 1, 1]
    alone = predictor.predict_masked(features, masks[1:2])
    torch.testing.assert_close(answer.pointers_bc[1:2], alone.pointers_bc, atol=1e-5, rtol=0)
    torch.testing.assert_close(answer.pointers_bc[2:], predictor.model.no_obj_ptr)


def test_absent_objects_have_an_empty_mask_and_the_absent_pointer(features: ImageFeatures) -> None:
    with torch.device("meta"):
        shapes = {key: value.shape for key, value in Sam2(TINY).state_dict().items()}
    absent = build_model(TINY, {key: seeded_tensor(key, shape, 0, presence=-30.0) for key, shape in shapes.items()})
    answer = FramePredictor(absent).predict_prompted(features, said((10.0, 10.0, POSITIVE)))
    assert answer.presence_b < 0
    assert (answer.logits_b1hw == ABSENT_LOGIT).all()
    torch.testing.assert_close(answer.pointers_bc, absent.no_obj_ptr)


def test_prompted_memories_are_binarised(predictor: FramePredictor, features: ImageFeatures) -> None:
    answer = predictor.predict_prompted(features, said((10.0, 10.0, POSITIVE)))
    louder = replace(answer, logits_b1hw=answer.logits_b1hw * 3)
    seen, tracked = (predictor.remember(features, answer, prompted=p)[0] for p in (True, False))
    torch.testing.assert_close(seen.spatial_chw, predictor.remember(features, louder, prompted=True)[0].spatial_chw)
    assert (seen.spatial_chw - tracked.spatial_chw).abs().max() > 1e-3


def test_corrections_see_the_memories(predictor: FramePredictor, features: ImageFeatures) -> None:
    attended = predictor.attend(features, three_objects(predictor, features)[:1])
    click = said((40.0, 40.0, POSITIVE))
    with_memory = predictor.predict_prompted(features, click, attended)
    without = predictor.predict_prompted(features, click)
    assert (with_memory.logits_b1hw - without.logits_b1hw).abs().max() > 1e-3


def test_a_hint_from_elsewhere_is_a_mask_prompt(predictor: FramePredictor, features: ImageFeatures) -> None:
    attended = predictor.attend(features, three_objects(predictor, features))
    hint = torch.randn(3, 1, 16, 24) * 10
    plain = predictor.predict_tracked(features, attended)
    hinted = predictor.predict_tracked(features, attended, hint)
    assert (plain.logits_b1hw - hinted.logits_b1hw).abs().max() > 1e-3


def test_a_model_without_memory_still_answers_prompts(features: ImageFeatures) -> None:
    predictor = FramePredictor(tiny_model(config=replace(TINY, memory=None)).model)
    found = predictor.encode(picture(0))
    assert predictor.predict_prompted(found, said((3.0, 3.0, POSITIVE))).logits_b1hw.shape == (1, 1, 16, 24)
    assert predictor.predict_masked(found, torch.ones(1, 1, *SIZE)).pointers_bc.shape == (1, 32)
    assert predictor.predict_tracked(found, found.stride16, torch.ones(1, 1, 16, 24)).quality_b.shape == (1,)


def test_nothing_is_kept_between_calls(predictor: FramePredictor, features: ImageFeatures) -> None:
    click = said((10.0, 10.0, POSITIVE))
    first = predictor.predict_prompted(features, click)
    predictor.predict_prompted(features, said((70.0, 50.0, POSITIVE)))
    predictor.remember(features, first, prompted=True)
    assert torch.equal(predictor.predict_prompted(features, click).logits_b1hw, first.logits_b1hw)


def test_at_size_is_bilinear_between_cell_centres() -> None:
    wide = at_size(torch.tensor([[[[0.0, 4.0]]]]), 1, 4)
    torch.testing.assert_close(wide, torch.tensor([[[0.0, 1.0, 3.0, 4.0]]]))


def test_memories_may_be_kept_on_another_device_than_they_were_made(
    predictor: FramePredictor, features: ImageFeatures
) -> None:
    """Stacking moves them; here only the type differs, as after half-precision storage."""
    recalls = three_objects(predictor, features)
    halved = [
        replace(r, spatial=tuple((s, Memory(m.spatial_chw.half().float(), m.pointer_c)) for s, m in r.spatial))
        for r in recalls
    ]
    exact, rounded = predictor.attend(features, recalls), predictor.attend(features, halved)
    torch.testing.assert_close(exact, rounded, atol=1e-2, rtol=0)
