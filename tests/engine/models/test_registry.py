"""Names, places and advice."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import CheckpointError, UsageError
from engine.models.advice import Machine, advise, advise_all
from engine.models.locations import models_dir, require_weights, weights_path
from engine.models.registry import MODELS, model_names, model_spec

GIB = 1 << 30


def test_every_promised_name_is_known() -> None:
    sizes = ("tiny", "small", "base_plus", "large")
    promised = {"nano", "propagation", *(f"{v}_hiera_{s}" for v in ("sam2", "sam2.1") for s in sizes)}
    assert set(model_names()) == promised


def test_published_models_say_where_they_come_from() -> None:
    for spec in MODELS:
        if not spec.shipped:
            assert spec.url.endswith(spec.file_name)
            assert spec.size_bytes > 100e6
            assert spec.sha256 == "" or (len(bytes.fromhex(spec.sha256)) == 32 and spec.hash_source)
    hashes = [spec.sha256 for spec in MODELS if spec.sha256]
    assert len(set(hashes)) == len(hashes)


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        model_spec("sam3")
    assert "sam2.1_hiera_tiny" in caught.value.remedy


def test_downloads_live_where_the_person_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLICKMATTE_MODELS", str(tmp_path))
    assert models_dir() == tmp_path
    with pytest.raises(CheckpointError) as caught:
        require_weights(model_spec("sam2_hiera_large"))
    assert "models get sam2_hiera_large" in caught.value.remedy
    monkeypatch.delenv("CLICKMATTE_MODELS")
    assert "ClickMatte" in str(models_dir())


def test_the_shipped_model_is_beside_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = weights_path(model_spec("nano"))
    assert path.is_absolute()
    assert path.parts[-3:] == ("resources", "models", "nano.safetensors")


def test_advice_follows_the_memory() -> None:
    large = model_spec("sam2.1_hiera_large")
    small_machine = advise(large, Machine(2 * GIB))
    assert not small_machine.fits_memory
    assert not small_machine.fits_card
    assert "more than is free" in small_machine.sentence
    laptop = advise(large, Machine(16 * GIB))
    assert laptop.fits_memory
    assert "seconds a frame" in laptop.sentence
    assert "graphics card" in advise(large, Machine(16 * GIB, 24 * GIB)).sentence
    assert [a.spec.name for a in advise_all(Machine(GIB))] == list(model_names())
