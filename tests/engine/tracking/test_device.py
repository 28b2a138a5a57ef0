"""Choosing a device, with and without what the machine has."""

from __future__ import annotations

import pytest
import torch

from engine.errors import UsageError
from engine.tracking import device
from engine.tracking.device import available_devices, choose_device, fit_threads, this_machine, usable_cores


def pretend_card(monkeypatch: pytest.MonkeyPatch, capability: tuple[int, int]) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "Card 9000")
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda: capability)


def test_auto_takes_the_first_of_what_is_here() -> None:
    assert choose_device("auto").device == available_devices()[0]


@pytest.mark.parametrize(
    ("native", "exact", "dtype"),
    [(True, False, torch.bfloat16), (False, False, torch.float32), (True, True, torch.float32)],
)
def test_cpus_compute_in_bfloat16_where_they_can(
    monkeypatch: pytest.MonkeyPatch, native: bool, exact: bool, dtype: torch.dtype
) -> None:
    monkeypatch.setattr(device, "computes_bfloat16", lambda: native)
    assert choose_device("cpu", exact=exact).dtype is dtype


@pytest.mark.parametrize(
    ("capability", "exact", "dtype"),
    [((9, 0), False, torch.bfloat16), ((7, 5), False, torch.float32), ((9, 0), True, torch.float32)],
)
def test_cards_compute_in_bfloat16_where_they_can(
    monkeypatch: pytest.MonkeyPatch, capability: tuple[int, int], exact: bool, dtype: torch.dtype
) -> None:
    pretend_card(monkeypatch, capability)
    choice = choose_device("auto", exact=exact)
    assert (choice.device, choice.dtype) == ("cuda", dtype)
    assert "Card 9000" in choice.sentence


@pytest.mark.parametrize(("precision", "dtype"), [("float32", torch.float32), ("bfloat16", torch.bfloat16)])
def test_a_chosen_precision_is_taken_at_its_word(precision: str, dtype: torch.dtype) -> None:
    choice = choose_device("cpu", precision=precision)
    assert choice.dtype is dtype
    assert ("bfloat16" in choice.sentence) == (dtype is torch.bfloat16)
    assert choose_device("cpu", precision=precision, exact=True).dtype is torch.float32
    with pytest.raises(UsageError, match="is no precision"):
        choose_device("cpu", precision="float8")


def test_a_device_that_is_not_here_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "available_devices", lambda: ("cpu",))
    with pytest.raises(UsageError, match="no cuda device"):
        choose_device("cuda")
    with pytest.raises(UsageError, match="is no device"):
        choose_device("tpu")


def test_threads_do_not_exceed_the_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    before = torch.get_num_threads()
    try:
        monkeypatch.setattr(device, "usable_cores", lambda: 1)
        assert fit_threads() == 1
    finally:
        torch.set_num_threads(before)
    assert usable_cores() >= 1


def test_the_machine_has_memory() -> None:
    assert this_machine().memory_free_bytes > 0
