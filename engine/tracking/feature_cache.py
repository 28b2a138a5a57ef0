"""Encoded frames kept for another click: bounded in bytes, the longest unused go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

DEFAULT_BYTES = 256 << 20
"""Some twelve frames of SAM 2 at 1024 × 1024 in float32; well over a hundred of the shipped model."""


class FeatureCache(Generic[K, V]):
    """Values by key, at most `limit_bytes` together; the newest value is kept even where it alone is larger."""

    def __init__(self, limit_bytes: int = DEFAULT_BYTES) -> None:
        self._limit = limit_bytes
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._bytes = 0

    @property
    def size_bytes(self) -> int:
        """What the kept values weigh."""
        return self._bytes

    def __contains__(self, key: K) -> bool:
        return key in self._kept

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: K) -> V | None:
        """The value, which becomes the most recently used."""
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key][0]

    def put(self, key: K, value: V, size_bytes: int) -> None:
        """Keep a value; others go where room is short."""
        if key in self._kept:
            self._bytes -= self._kept.pop(key)[1]
        self._kept[key] = (value, size_bytes)
        self._bytes += size_bytes
        while self._bytes > self._limit and len(self._kept) > 1:
            _, (_, freed) = self._kept.popitem(last=False)
            self._bytes -= freed

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._bytes = 0
