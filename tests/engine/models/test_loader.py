"""From a name and a file to a model: what loads, and what is refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import torch
from torch import Tensor

from engine.errors import CheckpointError, ModelError, UsageError
from engine.models import verify as verification
from engine.models.loader import load_model, read_config
from engine.models.registry import MODELS, model_spec
from engine.models.verify import verify
from engine.sam2.model import Sam2

NAME = "sam2.1_hiera_tiny"


@pytest.fixture(scope="module")
def weights() -> dict[str, Tensor]:
    config, _ = read_config(model_spec(NAME))
    with torch.device("meta"):
        shapes = {key: value.shape for key, value in Sam2(config).state_dict().items()}
    generator = torch.Generator().manual_seed(0)
    return {key: 0.02 * torch.randn(shape, generator=generator) for key, shape in shapes.items()}


def saved(folder: Path, weights: Mapping[str, Tensor]) -> Path:
    path = folder / f"{NAME}.pt"
    torch.save({"model": dict(weights)}, path)
    return path


def test_an_official_file_loads(tmp_path: Path, weights: dict[str, Tensor]) -> None:
    loaded = load_model(NAME, saved(tmp_path, weights))
    assert loaded.name == NAME
    assert loaded.parameters == pytest.approx(model_spec(NAME).parameters, rel=0.01)
    assert not loaded.model.training
    for key, value in loaded.model.state_dict().items():
        assert torch.equal(value, weights[key]), key


def test_equal_files_have_equal_fingerprints(tmp_path: Path, weights: dict[str, Tensor]) -> None:
    first = load_model(NAME, saved(tmp_path, weights)).fingerprint
    other = dict(weights, no_mem_embed=weights["no_mem_embed"] + 1)
    assert load_model(NAME, saved(tmp_path, other)).fingerprint != first
    assert load_model(NAME, saved(tmp_path, weights)).fingerprint == first


def test_missing_extra_and_misshapen_keys_are_named(tmp_path: Path, weights: dict[str, Tensor]) -> None:
    lacking = {key: value for key, value in weights.items() if key != "no_mem_embed"}
    with pytest.raises(CheckpointError, match="no_mem_embed"):
        load_model(NAME, saved(tmp_path, lacking))
    with pytest.raises(CheckpointError, match="not_of_this_model"):
        load_model(NAME, saved(tmp_path, dict(weights, not_of_this_model=torch.zeros(1))))
    with pytest.raises(CheckpointError, match="no_obj_ptr"):
        load_model(NAME, saved(tmp_path, dict(weights, no_obj_ptr=torch.zeros(1, 3))))
    with pytest.raises(CheckpointError, match="does not fit sam2_hiera_large"):
        load_model("sam2_hiera_large", saved(tmp_path, weights))


def test_unknown_names_and_missing_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLICKMATTE_MODELS", str(tmp_path))
    with pytest.raises(UsageError):
        load_model("sam9")
    with pytest.raises(CheckpointError, match="not on this machine"):
        load_model(NAME)
    with pytest.raises(CheckpointError, match="cannot be read"):
        load_model(NAME, tmp_path / "none.pt")


def test_every_model_has_a_configuration() -> None:
    for spec in MODELS:
        config, _ = read_config(spec)
        assert config.d_model > 0


def test_a_damaged_configuration_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.models.loader.configs_dir", lambda: tmp_path)
    with pytest.raises(ModelError, match=r"configuration of .* is missing"):
        read_config(model_spec(NAME))
    (tmp_path / "sam2").mkdir()
    for text in ("[model", "d_model = 3", "[model]\nunknown = 1"):
        (tmp_path / "sam2" / f"{NAME}.toml").write_text(text)
        with pytest.raises(ModelError):
            read_config(model_spec(NAME))


def test_verify_tells_present_absent_and_altered_files(
    tmp_path: Path, weights: dict[str, Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    import dataclasses

    monkeypatch.setenv("CLICKMATTE_MODELS", str(tmp_path))
    spec = model_spec(NAME)
    assert verify(spec).ok is None
    path = saved(tmp_path, weights)
    assert verify(spec).ok is False
    assert "bytes" in verify(spec).sentence
    sized = dataclasses.replace(spec, size_bytes=path.stat().st_size)
    assert "SHA-256" in verify(sized).sentence
    assert verify(dataclasses.replace(sized, sha256=verification.file_sha256(path))).ok is True
