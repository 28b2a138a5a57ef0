"""The trunk of SAM 2: Hiera (Ryali et al. 2023), with windows and a few global blocks (SAM 2 paper, appendix D.1).

Three kinds of block: windowed, pooled-windowed (halves the grid, doubles width and heads) and global. Inside the trunk
channels come last: `x_bhwc`.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.sam2 import bands, fused, mixing
from engine.sam2.config import HieraConfig
from engine.sam2.layers import Mlp, TableCache

_EPSILON = 1e-6


def to_windows(x_bhwc: Tensor, side: int) -> tuple[Tensor, tuple[int, int]]:
    """Cut into squares, (b * squares, side, side, c), and how many rows and columns of squares there are.

    Grids that do not divide are padded with zeros at the right and bottom, which take part in the attention: the
    published weights were trained so.
    """
    _, height, width, _ = x_bhwc.shape
    x = F.pad(x_bhwc, (0, 0, 0, -width % side, 0, -height % side)) if width % side or height % side else x_bhwc
    rows, columns = x.shape[1] // side, x.shape[2] // side
    squares = torch.unflatten(torch.unflatten(x, 2, (columns, side)), 1, (rows, side)).transpose(2, 3)
    return squares.flatten(0, 2), (rows, columns)


def from_windows(squares: Tensor, layout: tuple[int, int], size: tuple[int, int]) -> Tensor:
    """The grid (b, *size, c) that was cut; padding is dropped."""
    x = torch.unflatten(squares, 0, (-1, *layout)).transpose(2, 3).flatten(3, 4).flatten(1, 2)
    return x[:, : size[0], : size[1]]


def halved(x_bhwc: Tensor) -> Tensor:
    """The larger of every two by two cells."""
    return F.max_pool2d(x_bhwc.permute(0, 3, 1, 2), 2).permute(0, 2, 3, 1)


class GridAttention(nn.Module):
    """Self-attention among all cells of each grid; `pooled` asks with a halved grid."""

    def __init__(self, width: int, out: int, heads: int, pooled: bool = False) -> None:
        super().__init__()
        self.qkv = nn.Linear(width, 3 * out)
        self.proj = nn.Linear(out, out)
        self._heads, self._pooled = heads, pooled

    def forward(self, x_bhwc: Tensor) -> Tensor:
        q, k, v = fused.linear(self.qkv, x_bhwc).chunk(3, dim=-1)
        if self._pooled:
            q = halved(q)
        mixed = mixing.attention(self._split(q), self._split(k), self._split(v))
        return fused.linear(self.proj, mixed.transpose(1, 2).reshape(q.shape))

    def _split(self, x_bhwc: Tensor) -> Tensor:
        return torch.unflatten(x_bhwc.flatten(1, 2), -1, (self._heads, -1)).transpose(1, 2)


class GlobalBlock(nn.Module):
    """Every cell attends to every other one."""

    def __init__(self, width: int, out: int, heads: int, pooled: bool = False) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(width, eps=_EPSILON)
        self.attn = GridAttention(width, out, heads, pooled)
        self.norm2 = nn.LayerNorm(out, eps=_EPSILON)
        self.mlp = Mlp((out, 4 * out, out), "gelu")

    def forward(self, x_bhwc: Tensor) -> Tensor:
        x_bhwc = x_bhwc + self.attn(self.norm1(x_bhwc))
        return x_bhwc + self.mlp(self.norm2(x_bhwc))


class WindowedBlock(GlobalBlock):
    """Cells attend within their window."""

    def __init__(self, width: int, out: int, heads: int, window: int, pooled: bool = False) -> None:
        super().__init__(width, out, heads, pooled)
        self.window = window

    def forward(self, x_bhwc: Tensor) -> Tensor:
        return bands.in_bands(self.of_rows, x_bhwc, self.window, self._widest)

    @property
    def _widest(self) -> int:
        """Numbers for each cell in the largest tensor on the way."""
        return max(self.attn.qkv.out_features, self.mlp.widest)

    def of_rows(self, x_bhwc: Tensor) -> Tensor:
        """The block for a grid, or for any rows of one that begin and end with a window."""
        squares, layout = to_windows(self.norm1(x_bhwc), self.window)
        x_bhwc = x_bhwc + from_windows(self.attn(squares), layout, (x_bhwc.shape[1], x_bhwc.shape[2]))
        return x_bhwc + self.mlp(self.norm2(x_bhwc))


class PooledWindowedBlock(WindowedBlock):
    """The first block of a stage: cells of a halved grid attend within the windows of the stage before."""

    def __init__(self, width: int, out: int, heads: int, window: int) -> None:
        super().__init__(width, out, heads, window, pooled=True)
        self.proj = nn.Linear(width, out)

    def of_rows(self, x_bhwc: Tensor) -> Tensor:
        """See WindowedBlock; half as many rows come out."""
        normed = self.norm1(x_bhwc)
        squares, layout = to_windows(normed, self.window)
        shortcut = halved(fused.linear(self.proj, normed))
        x_bhwc = shortcut + from_windows(self.attn(squares), layout, (shortcut.shape[1], shortcut.shape[2]))
        return x_bhwc + self.mlp(self.norm2(x_bhwc))


class PatchEmbedding(nn.Module):
    """Overlapping patches of 7 × 7 pixels every 4."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.proj = nn.Conv2d(3, width, 7, 4, 3)

    def forward(self, image_b3hw: Tensor) -> Tensor:
        result: Tensor = self.proj(image_b3hw)
        return result.permute(0, 2, 3, 1)


class HieraTrunk(nn.Module):
    """(b, 3, H, W) to features at strides 4, 8, 16 and 32; H and W multiples of 32."""

    def __init__(self, config: HieraConfig) -> None:
        super().__init__()
        self.channels = config.channels
        self.patch_embed = PatchEmbedding(config.embed_dim)
        self.pos_embed = nn.Parameter(torch.zeros(1, config.embed_dim, *config.background_grid))
        self.pos_embed_window = nn.Parameter(torch.zeros(1, config.embed_dim, config.windows[0], config.windows[0]))
        self.blocks = nn.ModuleList(_blocks(config))
        self._ends = tuple(sum(config.stages[: i + 1]) - 1 for i in range(len(config.stages)))
        self._positions = TableCache()

    def forward(self, image_b3hw: Tensor) -> list[Tensor]:
        """Levels at strides 4, 8, 16, 32, each (b, channels[i], H / stride, W / stride)."""
        return self.levels_of(self.embedded(image_b3hw))

    def embedded(self, image_b3hw: Tensor) -> Tensor:
        """Patches with their places, (b, H / 4, W / 4, c): what the blocks begin with."""
        x_bhwc: Tensor = self.patch_embed(image_b3hw)
        return x_bhwc + self._placed(x_bhwc).to(x_bhwc.dtype)

    def levels_of(self, x_bhwc: Tensor) -> list[Tensor]:
        """`forward` from `embedded` on: a function of its input and the weights alone."""
        levels = []
        for i, block in enumerate(self.blocks):
            x_bhwc = block(x_bhwc)
            if i in self._ends:
                levels.append(x_bhwc.permute(0, 3, 1, 2))
        return levels

    def _placed(self, x_bhwc: Tensor) -> Tensor:
        """Learned positions, (1, height, width, c); kept from picture to picture where nothing is learned."""
        height, width = x_bhwc.shape[1:3]
        if torch.is_grad_enabled():
            return self._positions_of(height, width)
        learned = (self.pos_embed, self.pos_embed_window)
        key = (height, width, x_bhwc.device, *((id(p), p._version) for p in learned))
        return self._positions.get(key, lambda: self._positions_of(height, width))

    def _positions_of(self, height: int, width: int) -> Tensor:
        """A stretched background plus a pattern repeated in every window."""
        window = self.pos_embed_window.shape[-1]
        stretched = F.interpolate(self.pos_embed, (height, width), mode="bicubic")
        repeated = self.pos_embed_window.tile(height // window, width // window)
        return (stretched + repeated).permute(0, 2, 3, 1)


def _blocks(config: HieraConfig) -> list[nn.Module]:
    blocks: list[nn.Module] = []
    width, heads = config.embed_dim, config.heads
    for stage, count in enumerate(config.stages):
        for i in range(count):
            index = len(blocks)
            if stage and i == 0:
                blocks.append(PooledWindowedBlock(width, 2 * width, 2 * heads, config.windows[stage - 1]))
                width, heads = 2 * width, 2 * heads
            elif index in config.global_blocks:
                blocks.append(GlobalBlock(width, width, heads))
            else:
                blocks.append(WindowedBlock(width, width, heads, config.windows[stage]))
    return blocks
