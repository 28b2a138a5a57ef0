"""Pieces of work recorded once and replayed: hundreds of kernels queued as one (CUDA graphs).

A frame of SAM 2 tiny is hundreds of small kernels, and a large card computes them faster than a thread can queue them.
Work whose shapes come again and again is first done as ever, then recorded, and from then on replayed with new inputs.
What comes out is copied before the next replay overwrites it. A recording is replayed on one queue ("stream") only, and
the first failure to record ends it for good: everything then goes on as before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import torch
from torch import Tensor, nn

from engine.sam2.layers import TableCache

Work = Callable[[Sequence[Tensor]], Sequence[Tensor]]
"""A function of its tensors and of weights alone, which waits for nothing and draws nothing at random."""

EAGER_FIRST = 2
"""Times that work of the same shapes is done as ever. Shapes change while a bank fills up; these are not recorded, and
by then tables are made and ways are chosen, none of which may happen inside a recording."""

MOST = 12
"""Recordings at most: each keeps the memory that its work takes."""


class Recorder(Protocol):
    """What records. Raises RuntimeError where work cannot be recorded."""

    def suits(self, tensor: Tensor) -> bool:
        """Whether there is something to win for work on this tensor's device."""
        ...

    def place(self, tensor: Tensor) -> Hashable:
        """Where a recording may be replayed: device and queue of the calling thread."""
        ...

    def record(self, work: Work, inputs: Sequence[Tensor]) -> Callable[[], Sequence[Tensor]]:
        """What does `work` over again on the memory that `inputs` and its answer lie in."""
        ...


@dataclass(frozen=True, slots=True)
class CudaRecorder:
    """torch's CUDA graphs."""

    warm: int = 2
    """Times the work is done on the recording's own queue beforehand, for libraries to make their working memory."""

    def suits(self, tensor: Tensor) -> bool:
        """See Recorder."""
        return tensor.device.type == "cuda"

    def place(self, tensor: Tensor) -> Hashable:
        """See Recorder."""
        return tensor.device, torch.cuda.current_stream(tensor.device).cuda_stream

    def record(self, work: Work, inputs: Sequence[Tensor]) -> Callable[[], Sequence[Tensor]]:
        """See Recorder. Other threads go on with what they do on the card meanwhile."""
        device = inputs[0].device
        here = torch.cuda.current_stream(device)
        aside: torch.cuda.Stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
        graph = torch.cuda.CUDAGraph()
        aside.wait_stream(here)
        with torch.cuda.stream(aside), _casting_anew(device):
            for _ in range(self.warm):
                work(inputs)
            graph.capture_begin(capture_error_mode="thread_local")
            try:
                outputs = work(inputs)
            finally:
                graph.capture_end()
        here.wait_stream(aside)

        def replay() -> Sequence[Tensor]:
            graph.replay()
            return outputs

        return replay


def _casting_anew(device: torch.device) -> torch.autocast:
    """As outside, but without kept casts: those made inside a recording are gone when autocast ends."""
    kind = device.type
    enabled = torch.is_autocast_enabled(kind)
    return torch.autocast(kind, torch.get_autocast_dtype(kind), enabled=enabled, cache_enabled=False)


@dataclass(eq=False, slots=True)
class _Recording:
    buffers: list[Tensor]
    replay: Callable[[], Sequence[Tensor]]
    held: list[Tensor]
    """Tables that were read: a cache may let go of them, the recording goes on reading where they were."""

    def __call__(self, inputs: Sequence[Tensor]) -> list[Tensor]:
        for buffer, tensor in zip(self.buffers, inputs, strict=True):
            buffer.copy_(tensor)
        return [output.clone() for output in self.replay()]


@dataclass(eq=False)
class Graphs:
    """The recordings of one model. `tell` hears one sentence where recording fails."""

    model: nn.Module
    tell: Callable[[str], None]
    recorder: Recorder = field(default_factory=CudaRecorder)
    _seen: dict[Hashable, int] = field(default_factory=dict)
    _recorded: dict[Hashable, _Recording] = field(default_factory=dict)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)
    _ended: bool = False

    @property
    def count(self) -> int:
        """How many recordings there are."""
        return len(self._recorded)

    def run(self, name: Hashable, work: Work, inputs: Sequence[Tensor]) -> list[Tensor]:
        """What `work(inputs)` gives. `name`: equal for equal work but for shapes; everything that `work` reads besides
        its inputs and the model's weights has to be in it."""
        if self._ended or not self.recorder.suits(inputs[0]):
            return list(work(inputs))
        key = (name, self.recorder.place(inputs[0]), tuple((t.shape, t.dtype, t.device) for t in inputs))
        recording = self._recorded.get(key)
        if recording is None:
            seen = self._seen[key] = self._seen.get(key, 0) + 1
            if seen <= EAGER_FIRST or self.count >= MOST:
                return list(work(inputs))
            recording = self._record(key, work, inputs)
        return list(work(inputs)) if recording is None else recording(inputs)

    def close(self) -> None:
        """Give the memory back and record nothing more."""
        self._ended = True
        self._recorded.clear()

    def _record(self, key: Hashable, work: Work, inputs: Sequence[Tensor]) -> _Recording | None:
        with self._one_at_a_time:
            try:
                buffers = [tensor.clone() for tensor in inputs]
                replay = self.recorder.record(work, buffers)
            except RuntimeError as error:
                self.close()
                reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
                self.tell(f"The work of a frame could not be recorded on this card and goes on as it is ({reason}).")
                return None
            self._recorded[key] = found = _Recording(buffers, replay, tables_of(self.model))
        return found


def tables_of(model: nn.Module) -> list[Tensor]:
    """All that the modules keep besides their weights."""
    caches = (value for module in model.modules() for value in vars(module).values() if isinstance(value, TableCache))
    return [table for cache in caches for table in cache.tables]
