"""How pictures come to the device and masks come back, without the one waiting for the other.

A card works through queues ("streams"). What concerns frames to come is put into a queue of its own, what goes back
into another, and an event tells the queue or the thread that needs a thing when it is there. On other devices all of
this does nothing, so that whoever tracks reads the same for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

import torch
from torch import Tensor


class Arrival(Protocol):
    """Tensors on their way; see `Transfer.arrival` and `Transfer.fetch`."""

    def wait(self) -> list[Tensor]:
        """The tensors, from now on ready for the caller."""
        ...


class Transfer(Protocol):
    """Ways to and from one device."""

    def aside(self) -> AbstractContextManager[object]:
        """What is computed inside goes on beside what this thread computes outside. Never across a `yield`."""
        ...

    def arrival(self, tensors: Sequence[Tensor]) -> Arrival:
        """Of tensors computed `aside`, called inside it. `wait` makes the caller's queue wait, not the caller."""
        ...

    def fetch(self, tensors: Sequence[Tensor]) -> Arrival:
        """Start copying to the machine's own memory; `wait` returns when the copies are there."""
        ...


class Here:
    """Tensors that are where they are wanted."""

    def __init__(self, tensors: Sequence[Tensor]) -> None:
        self._tensors = list(tensors)

    def wait(self) -> list[Tensor]:
        """See Arrival."""
        return self._tensors


class DirectTransfer:
    """For processors, which have no way to go, and devices whose queues are left alone (MPS)."""

    def aside(self) -> AbstractContextManager[object]:
        """See Transfer."""
        return nullcontext()

    def arrival(self, tensors: Sequence[Tensor]) -> Arrival:
        """See Transfer."""
        return Here(tensors)

    def fetch(self, tensors: Sequence[Tensor]) -> Arrival:
        """See Transfer."""
        return Here([tensor.cpu() for tensor in tensors])


class CudaTransfer:
    """One queue for frames to come, one for the way back. Copies start from and end in memory that cannot be moved."""

    def __init__(self, device: torch.device) -> None:
        """`device`: a CUDA device. What was queued before is waited for, once: the weights are then there."""
        self._device = device
        self._coming: torch.cuda.Stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
        self._back: torch.cuda.Stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
        self._coming.wait_stream(torch.cuda.current_stream(device))

    def aside(self) -> AbstractContextManager[object]:
        """See Transfer."""
        return torch.cuda.stream(self._coming)

    def arrival(self, tensors: Sequence[Tensor]) -> Arrival:
        """See Transfer."""
        return _Queued(list(tensors), self._coming.record_event(), self._device)

    def fetch(self, tensors: Sequence[Tensor]) -> Arrival:
        """See Transfer."""
        self._back.wait_stream(torch.cuda.current_stream(self._device))
        copies = []
        with torch.cuda.stream(self._back):
            for tensor in tensors:
                copy = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True)
                copies.append(copy.copy_(tensor, non_blocking=True))
                tensor.record_stream(self._back)
        return _Copied(copies, self._back.record_event())


class _Queued:
    def __init__(self, tensors: list[Tensor], event: torch.cuda.Event, device: torch.device) -> None:
        self._tensors, self._event, self._device = tensors, event, device

    def wait(self) -> list[Tensor]:
        """See Arrival."""
        here = torch.cuda.current_stream(self._device)
        here.wait_event(self._event)
        for tensor in self._tensors:  # else its memory were given away as soon as the queue that made it is done
            tensor.record_stream(here)
        return self._tensors


class _Copied:
    def __init__(self, copies: list[Tensor], event: torch.cuda.Event) -> None:
        self._copies, self._event = copies, event

    def wait(self) -> list[Tensor]:
        """See Arrival."""
        self._event.synchronize()
        return [copy.clone() for copy in self._copies]  # memory that cannot be moved is scarce, and these are kept


def transfer_for(device: torch.device) -> Transfer:
    """The ways to and from `device`."""
    return CudaTransfer(device) if device.type == "cuda" else DirectTransfer()


def onto(tensor: Tensor, device: torch.device) -> Tensor:
    """A tensor of the machine's own memory on `device`; the caller does not wait for the copy."""
    if device.type != "cuda":
        return tensor.to(device)
    return tensor.pin_memory().to(device, non_blocking=True)
