"""Attention by plain products: the same numbers as torch's own, whatever the block."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from engine.sam2 import mixing
from engine.sam2.memory_attention import RotaryAttention
from engine.sam2.positions import turn_tables


@pytest.mark.parametrize("rows", [1, 64, 256])
def test_blocks_do_not_show(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    monkeypatch.setattr(mixing, "ROWS", rows)
    q, k, v = torch.randn(1, 150, 8), torch.randn(3, 70, 8), torch.randn(3, 70, 4)
    plain = F.scaled_dot_product_attention(q.expand(3, -1, -1), k, v)
    torch.testing.assert_close(mixing.mix(q, k, v), plain)


def test_it_is_for_bfloat16_on_a_cpu_without_gradients() -> None:
    half, full = torch.zeros(1, dtype=torch.bfloat16), torch.zeros(1)
    assert not mixing.pays(half)
    with torch.inference_mode():
        assert mixing.pays(half) and not mixing.pays(full) and not mixing.pays(half.to("meta"))


def test_values_mixed_before_their_projection_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A·(mW + b) = (A·m)W + b, with objects as a batch, one picture's queries for all, and pointers at the end."""
    torch.manual_seed(0)
    attention = RotaryAttention(16, 4).eval()
    queries, memory = torch.randn(1, 12, 16), torch.randn(2, 27, 4)
    tables = turn_tables(16, 3, 4, 10000.0, torch.device("cpu"))
    with torch.inference_mode():
        plain = attention.forward_turned(queries, memory + 0.1, memory, tables, 3)
        monkeypatch.setattr(mixing, "pays", lambda q: True)
        torch.testing.assert_close(attention.forward_turned(queries, memory + 0.1, memory, tables, 3), plain)


def test_bfloat16_stays_near_float32() -> None:
    torch.manual_seed(0)
    q, k, v = torch.randn(1, 64, 32), torch.randn(1, 500, 32), torch.randn(1, 500, 16)
    with torch.inference_mode():
        exact = mixing.mix(q, k, v)
        rough = mixing.mix(q.bfloat16(), k.bfloat16(), v.bfloat16()).float()
    assert (rough - exact).norm() < 0.02 * exact.norm()


def test_heads_by_products_are_those_of_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut out of one projection, as the trunk has them; few keys stay with torch's own."""
    monkeypatch.setattr(mixing, "pays", lambda q: True)
    q, k, v = (
        torch.unflatten(x, -1, (3, 8)).transpose(1, 2) for x in torch.randn(2, mixing.MANY_KEYS, 72).chunk(3, dim=-1)
    )
    torch.testing.assert_close(mixing.attention(q, k, v), F.scaled_dot_product_attention(q, k, v))
    monkeypatch.setattr(mixing, "mix", lambda *_: pytest.fail("few keys"))
    few = k[:, :, :-1], v[:, :, :-1]
    torch.testing.assert_close(mixing.attention(q, *few), F.scaled_dot_product_attention(q, *few))
