"""Where a model runs and in which precision."""

from __future__ import annotations

import os
from dataclasses import dataclass

import psutil
import torch

from engine.errors import UsageError
from engine.models.advice import Machine
from engine.sam2.packed_trunk import computes_bfloat16

DEVICE_NAMES = ("auto", "cpu", "cuda", "mps")


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """A device that exists here, what to compute in, and a sentence that says so."""

    device: str
    dtype: torch.dtype
    sentence: str


def available_devices() -> tuple[str, ...]:
    """The devices of this machine, the fastest first."""
    found = []
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return (*found, "cpu")


PRECISIONS = {"float32": torch.float32, "bfloat16": torch.bfloat16}


def choose_device(name: str = "auto", *, precision: str = "auto", exact: bool = False) -> DeviceChoice:
    """The device called `name`; "auto" is the fastest. `exact` asks for float32 wherever it runs.

    `precision` "auto": bfloat16 where the device multiplies it natively (CUDA from compute capability 8.0 on, CPUs with
    AVX512-BF16 or AMX), else float32; MPS in float32. "float32" and "bfloat16" are taken at their word.
    Raises UsageError where the device is not here, or for another precision.
    """
    here = available_devices()
    wanted = here[0] if name == "auto" else name
    if wanted not in DEVICE_NAMES:
        raise UsageError(f"'{name}' is no device.", f"Choose one of {', '.join(DEVICE_NAMES)}.")
    if wanted not in here:
        raise UsageError(f"This machine has no {wanted} device.", f"Choose one of {', '.join(here)}, or auto.")
    if precision != "auto" and precision not in PRECISIONS:
        raise UsageError(f"'{precision}' is no precision.", f"Choose auto or one of {', '.join(PRECISIONS)}.")
    dtype = torch.float32 if exact else PRECISIONS.get(precision, natural_dtype(wanted))
    return DeviceChoice(wanted, dtype, _sentence(wanted, dtype))


def natural_dtype(device: str) -> torch.dtype:
    """What a device computes in fastest without results worth noticing."""
    fast = {"cuda": _card_has_bfloat16, "cpu": computes_bfloat16}.get(device)
    return torch.bfloat16 if fast is not None and fast() else torch.float32


def _card_has_bfloat16() -> bool:
    return torch.cuda.get_device_capability() >= (8, 0)


def _sentence(device: str, dtype: torch.dtype) -> str:
    name = str(dtype).removeprefix("torch.")
    if device == "cuda":
        return f"on {torch.cuda.get_device_name()} in {name}"
    suffix = "" if dtype is torch.float32 else f" in {name}"
    if device == "mps":
        return f"on Apple's graphics processor (MPS){suffix}"
    threads = torch.get_num_threads()
    return f"on the CPU with 1 thread{suffix}" if threads == 1 else f"on the CPU with {threads} threads{suffix}"


def usable_cores() -> int:
    """CPU cores this process may run on (which a container or `taskset` may have narrowed)."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def fit_threads() -> int:
    """Let torch use no more threads than there are usable cores; more only wait for one another. Returns the count."""
    if torch.get_num_threads() > usable_cores():
        torch.set_num_threads(usable_cores())
    return torch.get_num_threads()


def this_machine() -> Machine:
    """Free memory, for `engine.models.advice`."""
    card = torch.cuda.mem_get_info()[0] if torch.cuda.is_available() else None
    return Machine(psutil.virtual_memory().available, card)
