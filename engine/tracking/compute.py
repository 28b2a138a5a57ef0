"""Where the arithmetic happens: device, precision, how many objects at once, and what gives when memory runs out."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import torch

from engine.errors import OutOfMemoryError
from engine.models.loader import LoadedModel
from engine.tracking.device import natural_dtype
from engine.tracking.transfer import Transfer, transfer_for

T = TypeVar("T")

NO_ROOM = (torch.OutOfMemoryError, MemoryError)
"""What devices and the operating system raise when memory runs out."""

_CPU_ALLOCATOR = "DefaultCPUAllocator"
"""Named in the plain RuntimeError that torch raises, having no class for it, where the CPU's memory runs out."""

_MANY = 64
"""Objects that go through the model together at most, to begin with."""


class Compute:
    """Runs one model. Falls back when memory runs out: fewer objects at a time, then the CPU."""

    def __init__(self, loaded: LoadedModel) -> None:
        self._loaded = loaded
        self._device = loaded.device
        self._dtype = _working_dtype(loaded)
        self._at_once = _MANY
        self._ways: tuple[torch.device, Transfer] | None = None
        self._in_place = threading.Lock()

    @property
    def transfer(self) -> Transfer:
        """How pictures and masks get to and from the device."""
        ways, device = self._ways, self.device
        if ways is None or ways[0] != device:
            ways = self._ways = (device, transfer_for(device))
        return ways[1]

    @property
    def dtype(self) -> torch.dtype:
        """What is computed in."""
        return self._dtype

    @contextmanager
    def staying(self) -> Iterator[torch.device]:
        """Inside, the model does not leave its device, which is given; for threads that compute beside the tracking."""
        with self._in_place:
            yield self.device

    @property
    def device(self) -> torch.device:
        """Where the model is now."""
        return torch.device(self._device)

    @property
    def at_once(self) -> int:
        """Objects that go through the model together at most."""
        return self._at_once

    @contextmanager
    def arithmetic(self) -> Iterator[None]:
        """Run the model inside this: no gradients, and the precision that was chosen. Never across a `yield`.

        Lack of memory leaves it as one of NO_ROOM.
        """
        mixed = self._dtype is not torch.float32
        try:
            with torch.inference_mode(), torch.autocast(self.device.type, dtype=self._dtype, enabled=mixed):
                yield
        except torch.OutOfMemoryError:
            raise
        except RuntimeError as error:
            if _CPU_ALLOCATOR in str(error):
                raise MemoryError(str(error)) from None
            raise

    def chunks(self, group: Sequence[T]) -> Iterator[Sequence[T]]:
        """`group` in parts that go through the model together."""
        for start in range(0, len(group), self._at_once):
            yield group[start : start + self._at_once]

    def fall_back(self, objects: int) -> str:
        """Make do with less after memory ran out while `objects` were worked on; says what changed.

        Raises OutOfMemoryError where nothing is left to give up.
        """
        if self.device.type == "cuda":
            torch.cuda.empty_cache()
        together = min(self._at_once, objects)
        if together > 1:
            self._at_once = together // 2
            count = "one object" if self._at_once == 1 else f"{self._at_once} objects"
            return f"The {self._device} memory is full: tracking goes on with {count} at a time."
        if self._device == "cpu":
            raise OutOfMemoryError(
                "There is not enough memory for this model.", "Choose a smaller model or a smaller image size."
            )
        lost = self._device
        with self._in_place:
            self._move_to_cpu()
        return f"The {lost} memory is full: tracking goes on, more slowly, on the CPU."

    def _move_to_cpu(self) -> None:
        self._device, self._at_once = "cpu", _MANY
        if self._dtype is not torch.float32:
            self._dtype = natural_dtype("cpu")
        self._loaded.model.to("cpu", torch.float32)  # weights were perhaps rounded for the card; autocast rounds now


def _working_dtype(loaded: LoadedModel) -> torch.dtype:
    """On a CPU models without memory attention gain from bfloat16 in their encoder alone, which sees to it itself."""
    return torch.float32 if loaded.device == "cpu" and loaded.config.memory is None else loaded.dtype
