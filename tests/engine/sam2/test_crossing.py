"""Every way to compute the cross-attention gives the plain way's numbers; the chooser takes the fastest sound one."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.sam2 import choosing, mixing
from engine.sam2.choosing import FastestHere, Timing, fastest
from engine.sam2.crossing import (
    IN_BLOCKS,
    MOST_PARTS,
    ON_CARDS,
    PLAIN,
    Blocks,
    Crossing,
    Project,
    ProjectFirst,
    ProjectLast,
    Split,
    Whole,
    merged,
)
from engine.sam2.kernels import Flash, Products
from engine.sam2.memory_attention import RotaryAttention
from engine.sam2.positions import turn_tables

EVERYWHERE: tuple[Crossing, ...] = (
    ProjectFirst(Whole(Flash())),
    ProjectFirst(Split(Flash(), 2)),
    ProjectFirst(Split(Flash(), MOST_PARTS)),
    ProjectFirst(Split(Products(), 3)),
    ProjectFirst(Whole(Products())),
    ProjectLast(Whole()),
    ProjectLast(Blocks()),
    ProjectLast(Split(Products(), 2)),
    ProjectLast(Split(Products(), MOST_PARTS)),
)
on_a_card = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs an NVIDIA GPU")
CASES = [
    *(pytest.param("cpu", way, id=f"cpu-{number}") for number, way in enumerate(EVERYWHERE)),
    *(
        pytest.param("cuda", way, id=f"cuda-{number}", marks=on_a_card)
        for number, way in enumerate((*EVERYWHERE, *ON_CARDS))
    ),
]


@dataclass
class Tensors:
    """Three objects' memories, one picture's queries; scores as far apart as a trained model's."""

    q: Tensor
    k: Tensor
    memory: Tensor
    values: nn.Linear

    @classmethod
    def drawn(cls, device: str = "cpu", dtype: torch.dtype = torch.float32, keys: int = 480) -> Tensors:
        torch.manual_seed(0)
        made = torch.randn(1, 96, 32) * 2, torch.randn(3, keys, 32), torch.randn(3, keys, 8) + 0.5
        values = nn.Linear(8, 32).to(device, dtype)
        q, k, memory = (x.to(device, dtype) for x in made)
        return cls(q, k, memory, values)

    def through(self, way: Crossing) -> Tensor:
        with torch.inference_mode():
            return way.cross(self.q, self.k, self.memory, self.values)

    def chosen_by(self, chooser: FastestHere) -> Crossing:
        return chooser.way_for(self.q, self.k, self.memory, self.values)


def off(found: Tensor, wanted: Tensor) -> float:
    return float((found.float() - wanted.float()).norm() / wanted.float().norm())


@pytest.mark.parametrize(("device", "way"), CASES)
def test_each_way_gives_the_plain_numbers(device: str, way: Crossing) -> None:
    exact = Tensors.drawn(device)
    wanted = exact.through(PLAIN)
    assert wanted.shape == (3, 96, 32)
    for dtype, most in ((torch.float32, 1e-5), (torch.bfloat16, 2e-2)):
        tensors = Tensors.drawn(device, dtype)
        try:
            found = tensors.through(way)
        except RuntimeError as refused:
            if device == "cpu":
                raise
            pytest.skip(f"this card does not take it: {refused}")
        assert found.dtype is dtype
        assert off(found, wanted) < most
        if dtype is torch.bfloat16:  # no worse than the plain way is for the same rounded numbers
            assert off(found, wanted) < 1.5 * off(tensors.through(PLAIN), wanted) + 2e-3


@pytest.mark.parametrize("way", ON_CARDS, ids=str)
def test_cards_kernels_are_called_as_torch_declares_them(way: Crossing) -> None:
    """On tensors without contents, which any machine has: shapes and types of what would come back."""
    drawn = Tensors.drawn("cpu", torch.bfloat16)
    values = nn.Linear(8, 32, device="meta", dtype=torch.bfloat16)
    tensors = Tensors(drawn.q.to("meta"), drawn.k.to("meta"), drawn.memory.to("meta"), values)
    found = tensors.through(way)
    assert (found.shape, found.dtype) == ((3, 96, 32), torch.bfloat16)


def test_parts_weigh_by_their_sums() -> None:
    """Keys of one part drown those of the others: a mean of the parts would be far off."""
    tensors = Tensors.drawn()
    tensors.k[:, :240] *= 4
    assert off(tensors.through(ProjectFirst(Split(Flash(), 2))), tensors.through(PLAIN)) < 1e-5
    equal = merged(torch.ones(1, 2, 3, 4) * torch.tensor([1.0, 3.0])[None, :, None, None], torch.zeros(1, 2, 3))
    torch.testing.assert_close(equal, torch.full((1, 3, 4), 2.0))


def test_keys_that_do_not_divide_are_refused() -> None:
    with pytest.raises(RuntimeError, match="481"):
        Tensors.drawn(keys=481).through(ProjectFirst(Split(Flash(), 2)))


def test_on_a_cpu_nothing_is_timed() -> None:
    chooser = FastestHere(stopwatch=lambda work: pytest.fail("was timed"))
    tensors = Tensors.drawn()
    with torch.inference_mode():
        assert tensors.chosen_by(chooser) is PLAIN
        assert Tensors.drawn(dtype=torch.bfloat16).chosen_by(chooser) is IN_BLOCKS
    assert chooser.found == {}


class Wrong:
    """Fast, and off by a hair."""

    def cross(self, q_bnc: Tensor, k_bmc: Tensor, memory_bmd: Tensor, project: Project) -> Tensor:
        return PLAIN.cross(q_bnc, k_bmc, memory_bmd, project) * 1.001


class Refused:
    def cross(self, q_bnc: Tensor, k_bmc: Tensor, memory_bmd: Tensor, project: Project) -> Tensor:
        raise RuntimeError("No available kernel.")


SLOW, QUICK = ProjectLast(Whole()), ProjectFirst(Split(Flash(), 2))
COSTS_MS: dict[object, float] = {PLAIN: 4.0, SLOW: 5.0, QUICK: 1.0}


class Watch:
    """Says what each way costs, and not what it takes here."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.turns: list[Crossing] = []
        for kind in (ProjectFirst, ProjectLast):
            monkeypatch.setattr(kind, "cross", self.noting(kind.cross))

    def noting(self, plain: Callable[..., Tensor]) -> Callable[..., Tensor]:
        def cross(way: Crossing, *tensors: Tensor) -> Tensor:
            self.turns.append(way)
            return plain(way, *tensors)

        return cross

    def __call__(self, work: Callable[[], object]) -> float:
        work()
        noise = 100.0 if len(self.turns) % 7 == 0 else 0.0
        return COSTS_MS[self.turns[-1]] + noise


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """As if this processor were a card."""
    monkeypatch.setattr(FastestHere, "_may_choose", lambda *_: True)
    monkeypatch.setattr(mixing, "pays", lambda _: False)
    return Watch(monkeypatch)


def test_the_fastest_sound_way_is_taken_and_timed_once(watch: Watch) -> None:
    chooser = FastestHere((Wrong(), SLOW, Refused(), QUICK), watch)
    tensors = Tensors.drawn()
    with torch.inference_mode():
        assert tensors.chosen_by(chooser) is QUICK
        timed = len(watch.turns)
        assert Tensors.drawn(keys=800).chosen_by(chooser) is QUICK
        assert len(watch.turns) == timed
        assert Tensors.drawn(keys=481).chosen_by(chooser) is PLAIN  # two parts are refused there
    (timings, _) = chooser.found.values()
    assert [timing.ms for timing in timings] == [4.0, None, 5.0, None, 1.0]
    assert [timing.way for timing in timings[:1]] == [PLAIN]


def test_a_hair_s_breadth_is_not_worth_leaving_the_plain_way() -> None:
    assert fastest([Timing(PLAIN, 1.0), Timing(QUICK, 0.99)]) is PLAIN
    assert fastest([Timing(PLAIN, 1.0), Timing(SLOW, 0.8), Timing(QUICK, 0.5)]) is QUICK
    assert fastest([Timing(PLAIN, 1.0), Timing(QUICK, None)]) is PLAIN


def test_only_where_much_is_remembered_and_nothing_is_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    """The device's name decides: `meta` stands in for a card."""
    chooser = FastestHere()
    few, many = (Tensors.drawn(keys=keys) for keys in (96 * choosing.ROUNDS - 1, 96 * choosing.ROUNDS))

    class OnCard:
        def __init__(self, like: Tensor) -> None:
            self.device, self.shape = torch.device("cuda"), like.shape

    with torch.inference_mode():
        assert not chooser._may_choose(OnCard(few.q), few.k)  # type: ignore[arg-type]
        assert chooser._may_choose(OnCard(many.q), many.k)  # type: ignore[arg-type]
        assert not chooser._may_choose(many.q, many.k)
    assert not chooser._may_choose(OnCard(many.q), many.k)  # type: ignore[arg-type]


def test_the_attention_takes_the_chosen_way() -> None:
    class Never:
        def way_for(self, *_: object) -> Crossing:
            return Wrong()

    torch.manual_seed(0)
    attention = RotaryAttention(16, 4).eval()
    other = copy.deepcopy(attention)
    other._chooser = Never()
    tables = turn_tables(16, 3, 4, 10000.0, torch.device("cpu"))
    queries, memory = torch.randn(1, 12, 16), torch.randn(2, 27, 4)
    with torch.inference_mode():
        plain = attention.forward_turned(queries, memory, memory, tables, 3)
        taken = other.forward_turned(queries, memory, memory, tables, 3)
    bias = attention.out_proj.bias
    torch.testing.assert_close(taken - bias, 1.001 * (plain - bias), rtol=1e-4, atol=1e-6)


def test_training_drops_out_as_before() -> None:
    torch.manual_seed(0)
    attention = RotaryAttention(16, 4, dropout=0.5).train()
    tables = turn_tables(16, 3, 4, 10000.0, torch.device("cpu"))
    queries, memory = torch.randn(1, 12, 16), torch.randn(1, 24, 4)
    one, two = (attention.forward_turned(queries, memory, memory, tables) for _ in range(2))
    assert not torch.allclose(one, two)
    F.mse_loss(one, torch.zeros_like(one)).backward()
    assert attention.v_proj.weight.grad is not None
