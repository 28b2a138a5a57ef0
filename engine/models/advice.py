"""Which model suits this machine: a sentence a person can act on. Pure: the caller measures the memory."""

from __future__ import annotations

from dataclasses import dataclass

from engine.models.locations import find_weights
from engine.models.registry import MODELS, ModelSpec

_COMFORTABLE_SHARE = 0.7
"""Of the free memory; the rest is for frames, the window and other programs."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What a model would find: free bytes of main memory and of the graphics card (None: no usable card)."""

    memory_free_bytes: int
    card_free_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What is known about one model here."""

    spec: ModelSpec
    present: bool
    fits_memory: bool
    fits_card: bool
    sentence: str


def needed_bytes(spec: ModelSpec) -> int:
    """Weights in float32 and the working memory for one object: an estimate, stated as such wherever it is shown."""
    return 4 * spec.parameters + spec.working_bytes


def advise(spec: ModelSpec, machine: Machine) -> Advice:
    """Whether `spec` is here, whether it fits, and what to expect of it."""
    need = needed_bytes(spec)
    memory = need <= _COMFORTABLE_SHARE * machine.memory_free_bytes
    card = machine.card_free_bytes is not None and need <= _COMFORTABLE_SHARE * machine.card_free_bytes
    return Advice(spec, find_weights(spec) is not None, memory, card, _sentence(spec, memory, card))


def advise_all(machine: Machine) -> tuple[Advice, ...]:
    """Advice on every model, in the order of the registry."""
    return tuple(advise(spec, machine) for spec in MODELS)


def _sentence(spec: ModelSpec, memory: bool, card: bool) -> str:
    if spec.readout_only:
        return "a baseline for comparison"
    if spec.shipped:
        return "runs on any machine"
    if card:
        return "fits the graphics card"
    if memory:
        return "fits the memory, but takes seconds a frame without a graphics card"
    return f"needs about {needed_bytes(spec) / 1e9:.1f} GB, more than is free here"
