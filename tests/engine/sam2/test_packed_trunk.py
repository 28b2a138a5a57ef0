"""The trunk laid out for the CPU gives the numbers of the plain one."""

from __future__ import annotations

import pytest
import torch

from engine.sam2.compact import CompactTrunk
from engine.sam2.config import CompactConfig
from engine.sam2.packed_trunk import PackedTrunk, can_pack

SMALL = CompactConfig(width=0.5, groups=((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 2, 2), (6, 64, 2, 2), (6, 160, 2, 2)))


@pytest.fixture
def trunk() -> CompactTrunk:
    torch.manual_seed(1)
    return CompactTrunk(CompactConfig(width=SMALL.width, groups=SMALL.groups, folded=True)).eval()


def relative_error(found: torch.Tensor, wanted: torch.Tensor) -> float:
    """Root mean square of the difference, as a share of what was wanted."""
    return float((found.float() - wanted).norm() / wanted.norm())


@pytest.mark.parametrize(("dtype", "bound"), [(torch.float32, 1e-5), (torch.bfloat16, 2e-2)])
def test_levels_and_expanded_features_are_those_of_the_plain_trunk(
    trunk: CompactTrunk, dtype: torch.dtype, bound: float
) -> None:
    packed = PackedTrunk(trunk, dtype)
    with torch.inference_mode():
        for shape in ((1, 3, 64, 96), (2, 3, 96, 64), (1, 3, 64, 96)):
            image = torch.randn(shape)
            wanted = trunk(image)
            levels, expanded = packed(image)
            for found, level in zip([*levels, expanded], [*wanted, trunk.expanded_stride16(wanted)], strict=True):
                assert found.shape == level.shape and found.dtype == dtype
                assert relative_error(found, level) < bound


def test_relu6_and_residuals_are_not_left_out(trunk: CompactTrunk) -> None:
    with torch.inference_mode():
        image = 40 * torch.randn(1, 3, 64, 64)  # far over 6 after the stem
        wanted = trunk(image)
        residuals = [block.residual for block in trunk.features[1:]]
        assert any(residuals) and not all(residuals)
        for found, level in zip(PackedTrunk(trunk, torch.float32)(image)[0], wanted, strict=True):
            assert relative_error(found, level) < 1e-5


def test_only_a_folded_trunk_can_be_packed(trunk: CompactTrunk) -> None:
    assert can_pack(trunk)
    assert not can_pack(CompactTrunk(SMALL))
    assert not can_pack(torch.nn.Identity())
