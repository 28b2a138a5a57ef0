"""Label propagation on keys whose matches are known, and the carrier around it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from engine.errors import ModelError
from engine.masks.islands import Said
from engine.sam2.config import CompactConfig, DecoderConfig, Sam2Config
from engine.sam2.model import ImageFeatures, Sam2
from engine.sam2.packed_trunk import computes_bfloat16
from engine.tracking.memory_bank import Moment
from engine.tracking.predictor import ABSENT_LOGIT, FramePrediction, FramePredictor
from engine.tracking.readout import (
    Block,
    Readout,
    ReadoutBank,
    ReadoutConfig,
    Recollection,
    Remembered,
    blocks,
    largest,
)
from engine.tracking.readout_carrier import ReadoutCarrier, keys_of
from engine.types import FrameIndex, FrameRange, ObjectId

GRID = (12, 16)
READOUT = Readout(ReadoutConfig(top_k=4, temperature=0.05, radius=0.4))


def texture(seed: int = 0, channels: int = 24) -> Tensor:
    """(1, c, 12, 16) unit keys, every cell unlike every other."""
    generator = torch.Generator().manual_seed(seed)
    return F.normalize(torch.randn(1, channels, *GRID, generator=generator), dim=1)


def square(top: int, left: int, side: int = 4) -> Tensor:
    mask = torch.zeros(GRID)
    mask[top : top + side, left : left + side] = 1
    return mask


def memory(frame: int, keys: Tensor, mask: Tensor) -> Remembered:
    return READOUT.remembered(FrameIndex(frame), keys, 16 * mask - 8)


def recall_of(*memories: Remembered, frames_away: int = 1) -> Recollection:
    return Recollection(memories, frames_away)


def test_a_moved_texture_takes_its_mask_along() -> None:
    keys, mask = texture(), square(3, 4)
    moved = keys.roll((2, 3), (2, 3))
    read = READOUT.read(moved, [recall_of(memory(0, keys, mask))])[0]
    expected = mask.roll((2, 3), (0, 1))
    # The first rows and columns came in from the other side: there is nothing nearby to read from.
    torch.testing.assert_close((read > 0.5).float()[2:, 3:], expected[2:, 3:])


def test_nothing_is_found_farther_away_than_the_radius() -> None:
    near = Readout(replace(READOUT.config, radius=0.1))
    keys, mask = texture(), square(3, 2)
    moved = keys.roll(8, 3)
    read = near.read(moved, [recall_of(memory(0, keys, mask))])[0]
    assert ((read > 0.5) & (mask.roll(8, 1) > 0)).sum() < 4


def test_what_was_out_of_sight_is_found_farther_away() -> None:
    near = Readout(replace(READOUT.config, radius=0.1))
    keys, mask = texture(), square(3, 2)
    moved = keys.roll(8, 3)
    found = [
        int(
            (
                (near.read(moved, [recall_of(memory(0, keys, mask), frames_away=away)])[0] > 0.5)
                & (mask.roll(8, 1) > 0)
            ).sum()
        )
        for away in (1, 5, 50)
    ]
    assert found[0] < 4
    assert found[2] == 16
    assert found == sorted(found)


def test_objects_are_read_together_as_they_are_alone() -> None:
    keys, moved = texture(), texture().roll(1, 3)
    first, second = recall_of(memory(0, keys, square(1, 1))), recall_of(memory(0, keys, square(6, 8)))
    together = READOUT.read(moved, [first, second])
    torch.testing.assert_close(together[0], READOUT.read(moved, [first])[0])
    torch.testing.assert_close(together[1], READOUT.read(moved, [second])[0])
    assert not torch.allclose(together[0], together[1])


@pytest.mark.parametrize(("presence", "quality", "kept"), [(3.0, 0.9, True), (-3.0, 0.9, False), (3.0, 0.3, False)])
@torch.inference_mode()
def test_a_doubtful_frame_is_not_remembered(
    predictor: FramePredictor, presence: float, quality: float, kept: bool
) -> None:
    """Were what is left of a hidden thing read from, the thing could never come back."""
    carrier, bank, features = ReadoutCarrier(predictor, READOUT), ReadoutBank(3), with_keys(texture())
    good = FramePrediction(torch.full((1, 1, *GRID), 8.0), torch.tensor([0.9]), torch.tensor([3.0]), torch.zeros(1, 32))
    carrier.remember_prompted(bank, FrameIndex(0), features, good)
    carrier.remember_tracked([bank], FrameIndex(1), features, good)
    seen = replace(good, quality_b=torch.tensor([quality]), presence_b=torch.tensor([presence]))
    carrier.remember_tracked([bank], FrameIndex(2), features, seen)
    assert carrier.kept(bank) == ((1, 2) if kept else (1,))
    recall = carrier.recall(bank, Moment(FrameIndex(4), 1))
    assert recall is not None
    assert recall.frames_away == (2 if kept else 3)


def test_a_bank_is_bounded_and_keeps_what_was_prompted() -> None:
    bank, keys = ReadoutBank(3), texture()
    bank.remember_prompted(memory(0, keys, square(1, 1)))
    for frame in range(1, 50):
        bank.remember_tracked(memory(frame, keys, square(1, 1)))
    assert sorted(bank.tracked) == [47, 48, 49]
    assert list(bank.prompted) == [0]
    bank.remember_prompted(memory(48, keys, square(2, 2)))
    bank.remember_tracked(memory(48, keys, square(1, 1)))
    assert 48 not in bank.tracked
    bank.forget(FrameIndex(48))
    assert list(bank.prompted) == [0]


def test_recall_takes_the_nearest_prompts_and_only_the_past_of_this_shot() -> None:
    bank, keys = ReadoutBank(4), texture()
    for frame in (0, 10, 20, 30):
        bank.remember_prompted(memory(frame, keys, square(1, 1)))
    for frame in (17, 18, 19, 22):
        bank.remember_tracked(memory(frame, keys, square(1, 1)))

    def recalled(moment: Moment, prompted: int) -> tuple[FrameIndex, ...]:
        found = bank.recall(moment, prompted)
        return () if found is None else found.frames

    assert recalled(Moment(FrameIndex(21), 1), 2) in ((20, 30, 17, 18, 19), (10, 20, 17, 18, 19))
    assert recalled(Moment(FrameIndex(21), -1), 1) == (20, 22)
    shot = FrameRange(FrameIndex(18), FrameIndex(28))
    assert recalled(Moment(FrameIndex(21), 1, shot=shot), 2) == (20, 18, 19)
    assert recalled(Moment(FrameIndex(45), 1, shot=FrameRange(FrameIndex(40), FrameIndex(50))), 2) == ()


def test_an_unknown_entry_of_the_table_is_named() -> None:
    with pytest.raises(ModelError, match=r"readout\.topk"):
        ReadoutConfig.from_mapping({"topk": 3})
    assert ReadoutConfig.from_mapping({"top_k": 3}).top_k == 3


CONFIG = Sam2Config(
    trunk=CompactConfig(width=0.25, folded=True),
    d_model=32,
    input_size=(128, 160),
    decoder=DecoderConfig(depth=1, heads=2, mlp_dim=32, quality_dim=16),
    readout_dim=16,
)


@pytest.fixture(scope="module")
def predictor() -> FramePredictor:
    torch.manual_seed(3)
    model = Sam2(CONFIG).eval()
    torch.nn.init.constant_(model.sam_mask_decoder.pred_obj_score_head.layers[-1].bias, 5.0)  # present
    return FramePredictor(model)


def picture(shift: int = 0) -> Tensor:
    generator = torch.Generator().manual_seed(8)
    coarse = torch.randn(1, 3, 16, 20, generator=generator)
    return F.interpolate(coarse, (128, 160), mode="nearest").roll(shift, 3)


@torch.inference_mode()
def carried(predictor: FramePredictor, share: float, shift: int = 16) -> tuple[FramePrediction, ImageFeatures]:
    carrier = ReadoutCarrier(predictor, Readout(), share)
    start, later = predictor.encode(picture()), predictor.encode(picture(shift))
    bank = carrier.new_bank()
    mask = torch.zeros(1, 1, 128, 160)
    mask[..., 32:96, 32:96] = 1
    carrier.remember_prompted(bank, FrameIndex(0), start, predictor.predict_masked(start, mask))
    recall = carrier.recall(bank, Moment(FrameIndex(1), 1))
    assert recall is not None
    found = carrier.decode(later, carrier.attend(later, [recall]))
    return found, later


def with_keys(keys: Tensor) -> ImageFeatures:
    empty = torch.zeros(1, 1, 1, 1)
    return ImageFeatures(empty, empty, empty, empty, keys=keys)


def test_without_the_decoder_the_mask_moves_with_the_picture(predictor: FramePredictor) -> None:
    carrier = ReadoutCarrier(predictor, READOUT, decoder_share=0.0)
    bank, keys, mask = carrier.new_bank(), texture(), square(3, 4)
    one = torch.ones(1)
    given = FramePrediction((16 * mask - 8)[None, None], one, one, torch.zeros(1, 32))
    carrier.remember_prompted(bank, FrameIndex(0), with_keys(keys), given)
    later = with_keys(keys.roll((2, 3), (2, 3)))
    recall = carrier.recall(bank, Moment(FrameIndex(1), 1))
    assert recall is not None
    found = carrier.decode(later, carrier.attend(later, [recall]))
    moved = mask.roll((2, 3), (0, 1))[2:, 3:] > 0
    assert torch.equal(found.logits_b1hw[0, 0, 2:, 3:] > 0, moved)
    assert found.presence_b[0] > 0


def test_the_answer_is_the_mean_of_readout_and_decoder(predictor: FramePredictor) -> None:
    half, full, little = (carried(predictor, share)[0].logits_b1hw for share in (0.5, 1.0, 1e-6))
    torch.testing.assert_close(half, (full + little) / 2, atol=1e-3, rtol=0)
    assert not torch.allclose(full, little)


def test_an_absent_object_has_no_mask(predictor: FramePredictor) -> None:
    bias = predictor.model.sam_mask_decoder.pred_obj_score_head.layers[-1].bias
    with torch.no_grad():
        bias.fill_(-50.0)
        found, _ = carried(predictor, share=0.5)
        bias.fill_(5.0)
    assert (found.logits_b1hw == ABSENT_LOGIT).all()


def test_objects_with_the_same_frames_go_together(predictor: FramePredictor) -> None:
    carrier = ReadoutCarrier(predictor, READOUT)
    keys = texture()
    both = recall_of(memory(0, keys, square(1, 1)), memory(1, keys, square(1, 1)))
    other = recall_of(memory(0, keys, square(1, 1)))
    groups = carrier.grouped({ObjectId(1): both, ObjectId(2): other, ObjectId(3): both})
    assert groups == [[1, 3], [2]]


def test_a_model_without_keys_says_so(predictor: FramePredictor) -> None:
    with torch.inference_mode():
        features = Sam2(replace(CONFIG, readout_dim=0)).eval().encode_image(picture())
    with pytest.raises(ModelError, match="keys"):
        ReadoutCarrier(predictor, READOUT).attend(features, [recall_of(memory(0, texture(), square(1, 1)))])


@pytest.mark.parametrize("shape", [(5, 7), (9, 96), (16, 480), (3, 352)])
def test_two_rounds_find_the_largest_values_where_they_are(shape: tuple[int, int]) -> None:
    values = torch.randperm(shape[0] * shape[1], generator=torch.Generator().manual_seed(2)).view(shape).float()
    best, place = largest(values, 10)
    expected = values.topk(min(10, shape[1]), dim=1)
    torch.testing.assert_close(best, expected.values)
    torch.testing.assert_close(place, expected.indices)


def test_blocks_hold_every_cell_once_and_all_that_is_within_reach() -> None:
    size, reach = (24, 42), 10.5
    found = torch.zeros(size)
    for block in blocks(size, reach):
        found[block.rows, block.columns] += 1
        within = (block.far() == 0).any(0).sum()
        assert within > 0.8 * block.far().shape[1], "a block compares with hardly more than it may read from"
        assert block.near_rows.start == 0 or block.top - block.near_rows.start == int(reach)
        assert block.near_columns.stop == 42 or block.near_columns.stop - block.right == int(reach)
    assert len(blocks(size, reach)) > 1
    assert (found == 1).all()


def test_reading_in_blocks_is_reading_everything_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    keys, mask = texture(), square(3, 4)
    memories = [memory(0, keys, mask), memory(1, keys.roll(1, 3), mask.roll(1, 1))]
    wide = [Block(0, 12, 0, 16, GRID, 6.4)]
    assert len(blocks(GRID, 0.25 * 16)) > 1
    reading = Readout(replace(READOUT.config, radius=0.25))
    in_blocks = reading.read(keys.roll(2, 3), [recall_of(*memories)])
    monkeypatch.setattr("engine.tracking.readout.blocks", lambda size, reach: [replace(wide[0], reach=reach)])
    torch.testing.assert_close(in_blocks, reading.read(keys.roll(2, 3), [recall_of(*memories)]))


@torch.inference_mode()
def test_the_precision_that_was_asked_for_is_the_one_computed_in(
    predictor: FramePredictor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for float32, trunk and keys were rounded all the same on processors that multiply bfloat16."""
    for native in (True, False):
        monkeypatch.setattr("engine.sam2.packed_trunk.computes_bfloat16", lambda native=native: native)
        plain = predictor.model.encode_image(picture())
        exact = FramePredictor(predictor.model, torch.float32).encode(picture())
        torch.testing.assert_close(exact.stride16, plain.stride16, atol=1e-5, rtol=1e-4)
        kept = Readout(dtype=torch.float32).remembered(FrameIndex(0), keys_of(exact), torch.zeros(8, 10))
        assert kept.keys_hwc.dtype is torch.float32
        rough = Readout(dtype=torch.bfloat16).remembered(FrameIndex(0), keys_of(exact), torch.zeros(8, 10))
        assert rough.keys_hwc.dtype is (torch.bfloat16 if native else torch.float32)


@pytest.mark.skipif(not computes_bfloat16(), reason="this processor does not multiply bfloat16")
@torch.inference_mode()
def test_bfloat16_is_used_where_it_is_asked_for(predictor: FramePredictor) -> None:
    exact = FramePredictor(predictor.model).encode(picture())
    rough = FramePredictor(predictor.model, torch.bfloat16).encode(picture())
    error = float((rough.stride16 - exact.stride16).norm() / exact.stride16.norm())
    assert 1e-4 < error < 0.05


BIG = (24, 40)


def body_and_stray(side: int) -> Tensor:
    """(1, 1, 24, 40) logits: a body of 10 × 10 cells on the left, a square stray on the right, sure ground between."""
    logits = torch.full((1, 1, *BIG), -7.0)
    logits[..., 6:16, 4:14] = 7
    logits[..., 8 : 8 + side, 32 : 32 + side] = 7
    return logits


def kept_of(predictor: FramePredictor, said: Said, side: int = 4) -> tuple[float, float]:
    """What is remembered of body and stray: of a tracked frame after one on which `said` was said."""
    carrier, bank = ReadoutCarrier(predictor, READOUT), ReadoutBank(3)
    features = with_keys(F.normalize(torch.randn(1, 8, *BIG, generator=torch.Generator().manual_seed(1)), dim=1))
    seen = FramePrediction(body_and_stray(side), torch.tensor([0.9]), torch.tensor([3.0]), torch.zeros(1, 32))
    carrier.remember_prompted(bank, FrameIndex(0), features, seen, said)
    carrier.remember_tracked([bank], FrameIndex(1), features, seen)
    mask = bank.tracked[FrameIndex(1)].mask_hw
    assert torch.equal(bank.prompted[FrameIndex(0)].mask_hw > 0.5, mask > 0.5)
    return float(mask[6:16, 4:14].min()), float(mask[8 : 8 + side, 32 : 32 + side].max())


ON_BODY, ON_STRAY = (8 / 40, 10 / 24), (33 / 40, 9 / 24)


@torch.inference_mode()
def test_a_stray_is_not_looked_for_again(predictor: FramePredictor) -> None:
    """A shoe that was taken for a piece of the dog once was found again on all frames, because it was remembered."""
    body, stray = kept_of(predictor, Said(points=(ON_BODY,)))
    assert body > 0.99
    assert stray < 0.02


@pytest.mark.parametrize("said", [Said(points=(ON_BODY, ON_STRAY)), Said(everything=True)])
@torch.inference_mode()
def test_pieces_that_were_pointed_at_are_looked_for(predictor: FramePredictor, said: Said) -> None:
    assert min(kept_of(predictor, said)) > 0.99


@torch.inference_mode()
def test_what_was_said_goes_with_its_frame(predictor: FramePredictor) -> None:
    carrier, bank = ReadoutCarrier(predictor, READOUT), ReadoutBank(3)
    features = with_keys(F.normalize(torch.ones(1, 8, *BIG), dim=1))
    seen = FramePrediction(body_and_stray(4), torch.tensor([0.9]), torch.tensor([3.0]), torch.zeros(1, 32))
    carrier.remember_prompted(bank, FrameIndex(0), features, seen, Said(points=(ON_BODY, ON_STRAY)))
    assert bank.smallest_said == pytest.approx(0.16)
    carrier.forget(bank, FrameIndex(0))
    assert bank.smallest_said == float("inf")
