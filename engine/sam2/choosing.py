"""Which way the memory cross-attention is computed: as written, or as this very card was seen to be fastest.

On a card the ways of `engine.sam2.crossing` are timed with the tensors of a frame that is being tracked, once for each
number of objects, in the first frame that remembers enough. A way that the card refuses, or whose numbers are off, is
not taken. Nowhere else is anything timed.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from engine.sam2 import mixing
from engine.sam2.crossing import IN_BLOCKS, MOST_PARTS, ON_CARDS, PLAIN, Crossing, Project

ROUNDS = 4
"""Keys for each query from which on a choice is worth its while: four remembered frames."""

REPEATS = 5
"""Each way is timed so often, in turns with the others; the median counts."""

MARGIN = 0.97
"""A way has to take less than this share of the plain one's time: less is noise."""

OFF = {torch.float32: 1e-5, torch.bfloat16: 1e-2, torch.float16: 2e-3}
"""‖way - plain‖ / ‖plain‖ that is rounding and no more. bfloat16 keeps eight bits, and both are rounded."""

Shape = tuple[torch.device, torch.dtype, int, int, int]
"""Device, type, objects, queries, and into how many equal parts the keys can be cut."""

Stopwatch = Callable[[Callable[[], object]], float]
"""Milliseconds that a piece of work takes on the device."""


def card_ms(work: Callable[[], object]) -> float:
    """By the card's own clock, so that what the thread does meanwhile does not count."""
    start = torch.cuda.Event(enable_timing=True)  # type: ignore[no-untyped-call]
    end = torch.cuda.Event(enable_timing=True)  # type: ignore[no-untyped-call]
    start.record()
    work()
    end.record()
    end.synchronize()
    return float(start.elapsed_time(end))


class Chooser(Protocol):
    """Says which way one cross-attention takes."""

    def way_for(self, q_bnc: Tensor, k_bmc: Tensor, memory_bmd: Tensor, project: Project) -> Crossing: ...


@dataclass(frozen=True, slots=True)
class Timing:
    """One way on one card."""

    way: Crossing
    ms: float | None
    """None: refused, or its numbers are off."""


class FastestHere:
    """Times the ways on cards; elsewhere the plain one, or by blocks where that pays. Remembers what it found."""

    def __init__(self, candidates: Sequence[Crossing] = ON_CARDS, stopwatch: Stopwatch = card_ms) -> None:
        self._candidates, self._stopwatch = tuple(candidates), stopwatch
        self._found: dict[Shape, tuple[Timing, ...]] = {}

    @property
    def found(self) -> dict[Shape, tuple[Timing, ...]]:
        """What was timed: the plain way first, then the candidates in order."""
        return dict(self._found)

    def way_for(self, q_bnc: Tensor, k_bmc: Tensor, memory_bmd: Tensor, project: Project) -> Crossing:
        """See Chooser."""
        if mixing.pays(q_bnc):
            return IN_BLOCKS
        if not self._may_choose(q_bnc, k_bmc):
            return PLAIN
        key = (q_bnc.device, q_bnc.dtype, len(k_bmc), q_bnc.shape[1], math.gcd(k_bmc.shape[1], MOST_PARTS))
        timings = self._found.get(key)
        if timings is None:
            if torch.cuda.is_available() and torch.cuda.is_current_stream_capturing():
                return PLAIN  # nothing can be timed into a graph
            timings = self._found[key] = self.timed(q_bnc, k_bmc, memory_bmd, project)
        return fastest(timings)

    def _may_choose(self, q_bnc: Tensor, k_bmc: Tensor) -> bool:
        return (
            q_bnc.device.type == "cuda"
            and not torch.is_grad_enabled()
            and not torch.compiler.is_compiling()
            and k_bmc.shape[1] >= ROUNDS * q_bnc.shape[1]
        )

    def timed(self, q: Tensor, k: Tensor, memory: Tensor, project: Project) -> tuple[Timing, ...]:
        """Every way with these tensors, the plain one first."""
        wanted = PLAIN.cross(q, k, memory, project)
        open_here = [way for way in self._candidates if _agrees(way, wanted, q, k, memory, project)]
        seconds: dict[int, list[float]] = {}
        for _ in range(REPEATS):
            for number, way in enumerate([PLAIN, *open_here]):
                took = self._stopwatch(lambda way=way: way.cross(q, k, memory, project))  # type: ignore[misc]
                seconds.setdefault(number, []).append(took)
        medians = dict(zip([PLAIN, *open_here], map(statistics.median, seconds.values()), strict=True))
        return tuple(Timing(way, medians.get(way)) for way in (PLAIN, *self._candidates))


def fastest(timings: Sequence[Timing]) -> Crossing:
    """The plain way, which comes first, or one that is clearly faster."""
    plain, *others = timings
    assert plain.ms is not None
    usable = [timing for timing in others if timing.ms is not None and timing.ms < MARGIN * plain.ms]
    return min(usable, key=lambda timing: timing.ms or 0.0, default=plain).way


def _agrees(way: Crossing, wanted: Tensor, q: Tensor, k: Tensor, memory: Tensor, project: Project) -> bool:
    """Whether the device takes this way at all, and to the same result. Also its first, slow call."""
    try:
        found = way.cross(q, k, memory, project)
    except RuntimeError:  # lack of memory is one: then this way is not for this card
        return False
    if found.shape != wanted.shape:
        return False
    off = (found.float() - wanted.float()).norm() / wanted.float().norm().clamp_min(1e-12)
    return bool(off <= OFF.get(wanted.dtype, 0.0))
