"""The model's parts at tiny sizes: shapes, batches, training, precision. Values are compared in tests/reference."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from engine.errors import ModelError
from engine.sam2.compact import CompactTrunk, rounded_channels
from engine.sam2.config import CompactConfig, Sam2Config
from engine.sam2.hiera import from_windows, halved, to_windows
from engine.sam2.layers import TABLES_KEPT, ChannelNorm, TableCache
from engine.sam2.memory_attention import RotaryAttention
from engine.sam2.model import ImageFeatures, MemoryBatch, Sam2
from engine.sam2.positions import quarter_turned, sine_grid, sine_times, turn_tables
from engine.sam2.prompt_encoder import BOX_FIRST, BOX_SECOND, PADDING, POSITIVE, Prompts
from engine.sam2.selection import BestOfThree, Hypothesis, SingleIfStable
from tests.tiny_models import TINY, tiny_model

SIZE = (64, 96)


@pytest.fixture(scope="module")
def model() -> Sam2:
    return tiny_model().model


@pytest.fixture(scope="module")
def features(model: Sam2) -> ImageFeatures:
    with torch.no_grad():
        return model.encode_image(picture())


def picture(batch: int = 1, size: tuple[int, int] = SIZE, seed: int = 0) -> Tensor:
    return torch.randn(batch, 3, *size, generator=torch.Generator().manual_seed(seed))


def clicks(*xy: tuple[float, float], label: int = POSITIVE) -> Prompts:
    """One click for each of b objects."""
    return Prompts(torch.tensor(xy)[:, None], torch.full((len(xy), 1), label))


def memories(batch: int, kept: int = 2, pointers: int = 2) -> MemoryBatch:
    noise = torch.Generator().manual_seed(1)
    return MemoryBatch(
        torch.randn(batch, kept, 16, 4, 6, generator=noise),
        torch.arange(kept).expand(batch, -1),
        torch.randn(batch, pointers, 32, generator=noise),
        torch.arange(pointers).expand(batch, -1).float(),
        span=15,
    )


@pytest.mark.parametrize("size", [(64, 96), (96, 64), (32, 32), (160, 64)])
def test_any_multiple_of_32_goes_in(model: Sam2, size: tuple[int, int]) -> None:
    with torch.no_grad():
        found = model.encode_image(picture(2, size))
        predictions = model.decode(found, model.encode_prompts(clicks((5, 5), (9, 3)), size))
    height, width = size
    assert found.input_size == size
    assert found.stride16.shape == (2, 32, height // 16, width // 16)
    assert predictions.masks_bmhw.shape == (2, 4, height // 4, width // 4)


def test_other_sizes_are_refused(model: Sam2) -> None:
    with pytest.raises(ModelError, match="multiple of 32"):
        model.encode_image(picture(size=(64, 100)))


def test_objects_in_a_batch_do_not_touch_each_other(model: Sam2, features: ImageFeatures) -> None:
    with torch.no_grad():
        together = model.decode(features, model.encode_prompts(clicks((10, 10), (80, 50), (40, 30)), SIZE))
        alone = model.decode(features, model.encode_prompts(clicks((80, 50)), SIZE))
    torch.testing.assert_close(together.masks_bmhw[1:2], alone.masks_bmhw, atol=1e-5, rtol=0)
    torch.testing.assert_close(together.pointers_bmc[1:2], alone.pointers_bmc, atol=1e-5, rtol=0)
    assert (together.masks_bmhw[0] - together.masks_bmhw[1]).abs().max() > 1e-2


def test_memories_in_a_batch_do_not_touch_each_other(model: Sam2, features: ImageFeatures) -> None:
    batch = memories(3)
    one = MemoryBatch(
        batch.spatial_bkchw[1:2], batch.slots_bk[1:2], batch.pointers_bpc[1:2], batch.offsets_bp[1:2], batch.span
    )
    with torch.no_grad():
        together, alone = model.attend(features, batch), model.attend(features, one)
    torch.testing.assert_close(together[1:2], alone, atol=1e-5, rtol=0)
    assert (together[0] - together[1]).abs().max() > 1e-3


def test_memory_without_pointers(model: Sam2, features: ImageFeatures) -> None:
    with torch.no_grad():
        assert model.attend(features, memories(2, kept=1, pointers=0)).shape == (2, 32, 4, 6)


def test_which_slot_and_how_long_ago_matter(model: Sam2, features: ImageFeatures) -> None:
    batch = memories(1)
    with torch.no_grad():
        plain = model.attend(features, batch)
        slots = model.attend(features, replace(batch, slots_bk=batch.slots_bk + 1))
        offsets = model.attend(features, replace(batch, offsets_bp=batch.offsets_bp + 1))
    assert (plain - slots).abs().max() > 1e-4
    assert (plain - offsets).abs().max() > 1e-5


def test_points_are_placed_by_the_pictures_own_size(model: Sam2) -> None:
    """The same relative place gives the same token, whatever the size; width and height are not mixed up."""
    with torch.no_grad():
        here = model.encode_prompts(clicks((47.5, 15.5)), (64, 96)).sparse_bnc
        there = model.encode_prompts(clicks((95.5, 7.5)), (32, 192)).sparse_bnc
    torch.testing.assert_close(here, there)


def test_a_box_is_two_corners_and_padding_has_no_place(model: Sam2) -> None:
    corners = Prompts(torch.tensor([[[3.0, 4.0], [60.0, 40.0]]]), torch.tensor([[BOX_FIRST, BOX_SECOND]]))
    padded = Prompts(torch.tensor([[[7.0, 1.0]]]), torch.tensor([[PADDING]]))
    with torch.no_grad():
        assert model.encode_prompts(corners, SIZE).sparse_bnc.shape == (1, 3, 32)
        tokens = model.encode_prompts(padded, SIZE).sparse_bnc
        nothing = model.encode_prompts(Prompts.none(1, torch.device("cpu")), SIZE).sparse_bnc
    torch.testing.assert_close(tokens, nothing)
    torch.testing.assert_close(tokens[:, 0], model.sam_prompt_encoder.not_a_point_embed.weight)


def test_mask_hints_of_other_sizes_are_resampled(model: Sam2) -> None:
    none = Prompts.none(1, torch.device("cpu"), torch.zeros(1, 1, 64, 96))
    with torch.no_grad():
        assert model.encode_prompts(none, SIZE).dense_bchw.shape == (1, 32, 4, 6)


def test_absent_objects_mark_their_memories(model: Sam2, features: ImageFeatures) -> None:
    mask = torch.randn(2, 1, 16, 24)
    with torch.no_grad():
        found = model.encode_memory(features, mask[:1].expand(2, -1, -1, -1), torch.tensor([[1.0], [-1.0]]), False)
    offset = model.no_obj_embed_spatial[0][:, None, None].expand(-1, 4, 6)
    torch.testing.assert_close(found[1] - found[0], offset, atol=1e-5, rtol=1e-5)


def test_a_binarised_memory_forgets_how_sure_the_mask_was(model: Sam2, features: ImageFeatures) -> None:
    mask, present = torch.full((1, 1, 16, 24), 0.1), torch.ones(1, 1)
    with torch.no_grad():
        faint = model.encode_memory(features, mask, present, binarise=True)
        sure = model.encode_memory(features, mask * 90, present, binarise=True)
        soft = model.encode_memory(features, mask, present, binarise=False)
    torch.testing.assert_close(faint, sure)
    assert (faint - soft).abs().max() > 1e-4


def test_every_parameter_learns() -> None:
    """After inference has filled the tables, too: they must not be inference tensors."""
    model = Sam2(TINY)
    with torch.inference_mode():
        model.attend(model.encode_image(picture()), memories(1))
    found = model.encode_image(picture())
    prompts = Prompts(torch.tensor([[[5.0, 5.0], [9.0, 9.0], [2.0, 2.0], [40.0, 40.0]]]), torch.tensor([[0, 1, 2, 3]]))
    hint = replace(prompts, mask_b1hw=torch.randn(1, 1, 16, 24))
    attended = model.attend(found, memories(1))
    outs = [
        model.decode(found, model.encode_prompts(prompts, SIZE), model.without_memory(found)),
        model.decode(found, model.encode_prompts(hint, SIZE), attended),
    ]
    memory = model.encode_memory(found, outs[0].masks_bmhw[:, :1], -torch.ones(1, 1), binarise=False)
    loss = memory.sum() + model.pointer_of_mask(found, torch.zeros(1, 1, *SIZE)).sum()
    for out in outs:
        loss = loss + out.masks_bmhw.sum() + out.qualities_bm.sum() + out.presence_b1.sum()
    pointers = (
        outs[0].pointers_bmc.sum()
        + model.blend_pointers(model.obj_ptr_proj(torch.ones(1, 4, 32)), torch.ones(1, 1) > 0).sum()
    )
    (loss + pointers).backward()
    unused = {name for name, p in model.named_parameters() if p.grad is None}
    assert unused == {"no_mem_pos_enc"}


def test_bfloat16_autocast_stays_close(model: Sam2) -> None:
    with torch.no_grad():
        exact = model.decode(model.encode_image(picture()), model.encode_prompts(clicks((20, 20)), SIZE))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = model.encode_image(picture())
            attended = model.attend(found, memories(1))
            prompts = model.encode_prompts(clicks((20, 20)), SIZE)
            half = model.decode(found, prompts)
            memory = model.encode_memory(found, half.masks_bmhw[:, :1], half.presence_b1, binarise=False)
    assert attended.isfinite().all()
    assert memory.isfinite().all()
    assert half.qualities_bm.dtype == torch.float32
    scale = exact.masks_bmhw.abs().max()
    assert (half.masks_bmhw.float() - exact.masks_bmhw).abs().max() < 0.1 * scale


def test_a_model_without_memory_says_so() -> None:
    model = tiny_model(config=replace(TINY, memory=None)).model
    with torch.no_grad():
        found = model.encode_image(picture())
        assert model.without_memory(found) is found.stride16
        assert model.decode(found, model.encode_prompts(clicks((3, 3)), SIZE)).pointers_bmc.shape == (1, 4, 32)
    with pytest.raises(ModelError, match="no memory"):
        model.attend(found, memories(1))


def test_the_compact_trunk_hands_its_levels_out() -> None:
    config = Sam2Config(trunk=CompactConfig(width=0.25), d_model=32, input_size=SIZE, keep_trunk_levels=True)
    with torch.no_grad():
        levels = Sam2(config).eval().encode_image(picture()).trunk_levels
    assert [tuple(level.shape[-2:]) for level in levels] == [(16, 24), (8, 12), (4, 6), (2, 3), (4, 6)]
    assert levels[4].shape[1] == 6 * levels[2].shape[1]


def test_compact_trunk_has_mobilenets_names_and_widths() -> None:
    trunk = CompactTrunk(CompactConfig())
    keys = dict(trunk.named_parameters())
    assert trunk.channels == (24, 32, 96, 320)
    assert keys["features.0.0.weight"].shape == (32, 3, 3, 3)
    assert keys["features.1.conv.0.0.weight"].shape == (32, 1, 3, 3)
    assert keys["features.14.conv.0.0.weight"].shape == (576, 96, 1, 1)
    assert keys["features.17.conv.2.weight"].shape == (320, 960, 1, 1)
    assert "features.18.0.weight" not in keys
    assert rounded_channels(32 * 0.35) == 16


def test_windows_fit_together_again() -> None:
    grid = torch.arange(2 * 10 * 7 * 3).reshape(2, 10, 7, 3).float()
    squares, layout = to_windows(grid, 4)
    assert squares.shape == (2 * 3 * 2, 4, 4, 3)
    assert torch.equal(squares[0], grid[0, :4, :4])
    assert squares[5, 2:, 3:].abs().max() == 0  # padding
    assert torch.equal(from_windows(squares, layout, (10, 7)), grid)
    assert torch.equal(halved(grid[:, :, :6])[0, 0, 0], grid[0, 1, 1])


def test_channel_norm_is_the_formula() -> None:
    x, norm = torch.randn(2, 5, 3, 4) * 3 + 1, ChannelNorm(5)
    mean = x.mean(1, keepdim=True)
    expected = (x - mean) / ((x - mean).pow(2).mean(1, keepdim=True) + 1e-6).sqrt()
    torch.testing.assert_close(norm(x), expected)


def turned(x: Tensor, tables: Tensor) -> Tensor:
    """(n, channels) turned by the places of the n."""
    return x * tables[0] + quarter_turned(x.T).T * tables[1]


def test_turns_depend_on_distance_only() -> None:
    """RoPE's defining property: the dot product of two turned tokens follows from how far apart they are."""
    tables = turn_tables(8, 3, 5, 10000.0, torch.device("cpu"))
    a, b = torch.randn(8), torch.randn(8)
    turned_a, turned_b = turned(a.expand(15, 8), tables), turned(b.expand(15, 8), tables)
    torch.testing.assert_close(turned_a[0] @ turned_b[6], turned_a[7] @ turned_b[13])  # one row, one column apart
    assert (turned_a[0] @ turned_b[1] - turned_a[0] @ turned_b[5]).abs() > 1e-4


def test_keys_of_every_memory_turn_alike_and_pointers_stay() -> None:
    tables = turn_tables(8, 2, 3, 10000.0, torch.device("cpu"))
    attention = RotaryAttention(8)
    keys, pointers = torch.randn(1, 6, 8), torch.randn(1, 2, 8)
    with torch.no_grad():
        found = attention.projected_and_turned(attention.k_proj, torch.cat([keys, keys, pointers], dim=1), tables, 2)
        assert torch.equal(found[:, :6], found[:, 6:12])
        torch.testing.assert_close(found[0, :6], turned(attention.k_proj(keys)[0], tables))
        torch.testing.assert_close(found[:, 12:], attention.k_proj(pointers))


def test_turning_in_place_leaves_gradients_right() -> None:
    tables = turn_tables(8, 2, 3, 10000.0, torch.device("cpu"))
    attention, keys = RotaryAttention(8), torch.randn(1, 6, 8, requires_grad=True)
    (ours,) = torch.autograd.grad(
        attention.projected_and_turned(attention.k_proj, keys, tables, 0).square().sum(), keys
    )
    (plain,) = torch.autograd.grad(turned(attention.k_proj(keys)[0], tables).square().sum(), keys)
    torch.testing.assert_close(ours, plain)


def test_turned_weights_are_made_once_and_again_when_weights_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """They were made for every frame: a sixth of all that a card is asked to do for one."""
    attention, tables = RotaryAttention(8), turn_tables(8, 2, 3, 10000.0, torch.device("cpu"))
    made: list[int] = []
    monkeypatch.setattr(
        "engine.sam2.memory_attention.quarter_turned", lambda weight: made.append(1) or quarter_turned(weight)
    )
    keys = torch.randn(1, 6, 8)
    with torch.no_grad():
        for _ in range(3):
            attention.projected_and_turned(attention.k_proj, keys, tables, 0)
        assert len(made) == 2  # weight and bias
        attention.k_proj.weight.mul_(2)
        attention.k_proj.load_state_dict({"weight": torch.randn(8, 8), "bias": torch.randn(8)})
        found = attention.projected_and_turned(attention.k_proj, keys, tables, 0)
        torch.testing.assert_close(found[0], turned(attention.k_proj(keys)[0], tables))


def test_sine_positions_tell_rows_from_columns() -> None:
    places = sine_grid(16, 3, 4, torch.device("cpu"))[0]
    assert torch.equal(places[:8, 1, 0], places[:8, 1, 3])
    assert torch.equal(places[8:, 0, 2], places[8:, 2, 2])
    assert (places[:8, 0, 0] - places[:8, 1, 0]).abs().max() > 0.1


def test_sine_times_are_signed() -> None:
    times = sine_times(torch.tensor([-0.5, 0.5]), 8)
    torch.testing.assert_close(times[0, :4], -times[1, :4])
    torch.testing.assert_close(times[0, 4:], times[1, 4:])


def test_tables_are_kept_and_bounded() -> None:
    built: list[int] = []

    def build(i: int) -> Tensor:
        built.append(i)
        return torch.zeros(i)

    tables = TableCache()
    for i in (1, 2, 1, 3, 4, 5, 1):
        tables.get(i, lambda i=i: build(i))  # type: ignore[misc]
    assert built == [1, 2, 3, 4, 5]
    tables.get(2, lambda: build(2))
    assert built[-1] == 2
    assert len(tables._tables) == TABLES_KEPT


def test_tables_are_no_state(model: Sam2) -> None:
    assert not [key for key in model.state_dict() if "places" in key or "turns" in key]


def masks_with(single: Tensor) -> Tensor:
    return torch.stack([single, *(torch.full_like(single, i) for i in (1.0, 2.0, 3.0))])[None]


def test_a_stable_single_mask_answers() -> None:
    stable = torch.full((8, 8), -1.0)
    stable[2:6, 2:6] = 1.0
    qualities = torch.tensor([[0.1, 0.3, 0.9, 0.5]])
    chosen = SingleIfStable().select(masks_with(stable), qualities)
    assert (int(chosen.mask_b), int(chosen.token_b)) == (0, 0)


def test_an_unstable_single_mask_gives_way_but_keeps_its_token() -> None:
    faint = torch.full((8, 8), -1.0)
    faint[2:6, 2:6] = 0.01
    chosen = SingleIfStable().select(masks_with(faint), torch.tensor([[0.95, 0.3, 0.9, 0.5]]))
    assert (int(chosen.mask_b), int(chosen.token_b)) == (2, 0)


def test_an_empty_single_mask_is_stable() -> None:
    chosen = SingleIfStable().select(masks_with(torch.full((8, 8), -5.0)), torch.tensor([[0.1, 0.2, 0.9, 0.3]]))
    assert int(chosen.mask_b) == 0


def test_best_of_three_ignores_the_single_mask() -> None:
    chosen = BestOfThree().select(torch.zeros(1, 4, 2, 2), torch.tensor([[0.99, 0.3, 0.2, 0.5]]))
    assert (int(chosen.mask_b), int(chosen.token_b)) == (3, 3)


def test_a_chosen_hypothesis_is_taken() -> None:
    chosen = Hypothesis(1).select(torch.zeros(2, 4, 2, 2), torch.tensor([[0.9, 0.3, 0.2, 0.5]] * 2))
    assert chosen.mask_b.tolist() == [1, 1]


def test_dropout_only_while_training(features: ImageFeatures) -> None:
    model = Sam2(TINY)
    with torch.no_grad():
        model.train()
        assert not torch.equal(model.attend(features, memories(1)), model.attend(features, memories(1)))
        model.eval()
        assert torch.equal(model.attend(features, memories(1)), model.attend(features, memories(1)))


def test_half_of_the_compact_trunks_blocks_are_residual() -> None:
    """A block with stride 1 and equal widths adds its input: with zero weights it hands it through."""
    trunk = CompactTrunk(CompactConfig(width=0.25)).eval()
    block = trunk.features[3]
    for parameter in block.parameters():
        torch.nn.init.zeros_(parameter)
    x = F.relu(torch.randn(1, trunk.channels[0], 8, 8))
    with torch.no_grad():
        assert torch.equal(block(x), x)
