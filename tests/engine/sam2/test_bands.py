"""Windows taken a few rows at a time give what they give together."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from engine.sam2 import bands
from engine.sam2.bands import in_bands, rows_of_band
from engine.sam2.hiera import HieraTrunk, PooledWindowedBlock, WindowedBlock
from tests.tiny_models import TINY, tiny_model


@pytest.mark.parametrize("size", [(16, 16), (18, 22), (15, 8)])
@pytest.mark.parametrize("batch", [1, 2])
def test_a_windowed_block(monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], batch: int) -> None:
    """Also where windows stick out of the grid at the bottom and on the right."""
    torch.manual_seed(0)
    block, grid = WindowedBlock(8, 8, 2, 4), torch.randn(batch, *size, 8)
    with torch.inference_mode():
        wanted = block.of_rows(grid)
        monkeypatch.setattr(bands, "BAND_BYTES", 1)
        torch.testing.assert_close(block(grid), wanted)


@pytest.mark.parametrize("size", [(16, 16), (20, 12)])
def test_a_pooled_block_gives_half_the_rows(monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    torch.manual_seed(0)
    block, grid = PooledWindowedBlock(8, 16, 2, 8), torch.randn(1, *size, 8)
    with torch.inference_mode():
        wanted = block.of_rows(grid)
        assert wanted.shape == (1, size[0] // 2, size[1] // 2, 16)
        monkeypatch.setattr(bands, "BAND_BYTES", 1)
        torch.testing.assert_close(block(grid), wanted)


def test_a_whole_trunk(monkeypatch: pytest.MonkeyPatch) -> None:
    trunk = tiny_model().model.image_encoder.trunk
    assert isinstance(trunk, HieraTrunk)
    picture = torch.randn(1, 3, *TINY.input_size)
    with torch.inference_mode():
        wanted = trunk(picture)
        monkeypatch.setattr(bands, "BAND_BYTES", 1)
        for found, level in zip(trunk(picture), wanted, strict=True):
            torch.testing.assert_close(found, level)


def test_bands_are_whole_windows_within_their_bytes() -> None:
    grid = torch.zeros(1, 256, 256, 96, dtype=torch.bfloat16)
    rows = rows_of_band(grid, 8, 384)
    assert rows % 8 == 0 and rows * 256 * 384 * 2 <= bands.BAND_BYTES < (rows + 8) * 256 * 384 * 2
    assert rows_of_band(grid, 8, 10**9) == 8


def test_only_where_nothing_is_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bands, "BAND_BYTES", 1)
    calls: list[int] = []

    def work(band: Tensor) -> Tensor:
        calls.append(band.shape[1])
        return band

    grid = torch.randn(1, 8, 4, 2)
    assert torch.equal(in_bands(work, grid, 4, 2), grid)
    with torch.inference_mode():
        assert torch.equal(in_bands(work, grid, 4, 2), grid)
    assert calls == [8, 4, 4]
