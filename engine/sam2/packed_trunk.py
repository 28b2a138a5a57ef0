"""The compact trunk as the CPU's convolution library (oneDNN) likes it best.

Weights are laid out once instead of at every call, ReLU6 and the residual sums happen inside the convolutions, and
bfloat16 is used where the processor multiplies it. The numbers are those of `CompactTrunk`, up to rounding.

The operators are torch's own, which its compiler uses; they have no public name, so the exact version is pinned.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.sam2.compact import CompactTrunk, ConvNorm, InvertedResidual
from engine.sam2.layers import TableCache

_RELU6: tuple[str, list[float]] = ("hardtanh", [0.0, 6.0])
_PLAIN: tuple[str, list[float]] = ("none", [])


def computes_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 itself: twice as fast there, several times slower elsewhere."""
    return bool(torch.cpu._is_avx512_bf16_supported())


def packed_dtype(wanted: torch.dtype) -> torch.dtype:
    """What convolutions run in here: oneDNN refuses bfloat16 on processors that do not multiply it."""
    return torch.bfloat16 if wanted is torch.bfloat16 and computes_bfloat16() else torch.float32


def can_pack(trunk: nn.Module) -> bool:
    """Whether `PackedTrunk` runs this trunk here: its batch normalisations are folded, and torch has oneDNN."""
    if not isinstance(trunk, CompactTrunk) or not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return False
    return all(m.bias is not None for m in trunk.modules() if isinstance(m, nn.Conv2d))


class PackedConv:
    """One convolution with its bias, and ReLU6 or a sum behind it."""

    def __init__(self, conv: nn.Conv2d, relu6: bool, dtype: torch.dtype) -> None:
        assert conv.bias is not None
        self._weight, self._bias = conv.weight.detach().to(dtype), conv.bias.detach().to(dtype)
        padding, stride, dilation = ([int(n) for n in pair] for pair in (conv.padding, conv.stride, conv.dilation))
        self._places = (padding, stride, dilation, conv.groups)
        self._after = _RELU6 if relu6 else _PLAIN
        self._layouts = TableCache()

    def __call__(self, x_bchw: Tensor, residual: Tensor | None = None) -> Tensor:
        """(b, c, h, w) to (b, out, h', w'); `residual` is added to it."""
        weight = self._for_shape(x_bchw.shape)
        result: Tensor
        if residual is None:
            name, numbers = self._after
            result = torch.ops.mkldnn._convolution_pointwise(
                x_bchw, weight, self._bias, *self._places, name, numbers, ""
            )
        else:
            result = torch.ops.mkldnn._convolution_pointwise.binary(
                x_bchw, residual, weight, self._bias, *self._places, "add", 1.0, None, [], None
            )
        return result

    def _for_shape(self, shape: torch.Size) -> Tensor:
        """The weights as they suit pictures of this shape and this many threads: others take up to thrice the time."""

        def lay_out() -> Tensor:
            weight: Tensor = torch.ops.mkldnn._reorder_convolution_weight(self._weight, *self._places, list(shape))
            return weight

        return self._layouts.get((shape, torch.get_num_threads()), lay_out)


class PackedBlock:
    """An inverted residual, or the stem: convolutions one after another, the input added at the end where it fits."""

    def __init__(self, block: nn.Module, dtype: torch.dtype) -> None:
        parts = list(block.conv) if isinstance(block, InvertedResidual) else [block]
        self._residual = isinstance(block, InvertedResidual) and block.residual
        self.convs: list[PackedConv] = []
        for part in parts:
            conv = part[0] if isinstance(part, nn.Sequential) else part
            if isinstance(conv, nn.Conv2d):  # not the identities in place of folded normalisations
                self.convs.append(PackedConv(conv, isinstance(part, ConvNorm), dtype))

    def finish(self, x_bchw: Tensor, begun: Tensor, done: int) -> Tensor:
        """The block's output for its input `x_bchw`, of whose convolutions `done` have been done, giving `begun`."""
        y = begun
        for conv in self.convs[done:-1]:
            y = conv(y)
        return self.convs[-1](y, x_bchw if self._residual else None)


class PackedTrunk:
    """A copy of the trunk's weights, ready to run on a CPU without gradients."""

    def __init__(self, trunk: CompactTrunk, dtype: torch.dtype) -> None:
        self.dtype, self._ends = dtype, trunk.ends
        self._blocks = [PackedBlock(block, dtype) for block in trunk.features]

    def __call__(self, image_b3hw: Tensor) -> tuple[list[Tensor], Tensor]:
        """As `CompactTrunk`: levels at strides 4, 8, 16, 32, and the expanded stride-16 features. In the dtype."""
        x = image_b3hw.to(self.dtype).contiguous(memory_format=torch.channels_last)
        levels: list[Tensor] = []
        expanded: Tensor | None = None
        for i, block in enumerate(self._blocks):
            begun, done = x, 0
            if i == self._ends[2] + 1:  # what the keys read is a step of this block: never computed twice
                begun, done = block.convs[0](x), 1
                expanded = begun
            x = block.finish(x, begun, done)
            if i in self._ends:
                levels.append(x)
        assert expanded is not None
        return levels, expanded
