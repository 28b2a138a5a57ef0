"""What the figures were taken on, and whether it was idle."""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version

import psutil

BUSY_SHARE = 0.15
"""Share of the processor in use by others above which figures are not to be trusted."""
SAMPLING_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Machine:
    """Processor, memory, accelerator and the versions that matter."""

    system: str
    processor: str
    cores: int
    memory_gib: float
    accelerator: str
    python: str
    torch: str
    av: str

    def as_mapping(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)

    def __str__(self) -> str:
        return (
            f"{self.system}, {self.processor}, {self.cores} cores, {self.memory_gib:.0f} GiB, {self.accelerator}; "
            f"Python {self.python}, torch {self.torch}, PyAV {self.av}"
        )


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def this_machine() -> Machine:
    """Look at this machine."""
    import torch

    if torch.cuda.is_available():
        accelerator = torch.cuda.get_device_name()
    elif torch.backends.mps.is_available():
        accelerator = "Apple GPU"
    else:
        accelerator = "no GPU"
    return Machine(
        platform.system(),
        _processor(),
        psutil.cpu_count(logical=True) or 1,
        psutil.virtual_memory().total / 2**30,
        accelerator,
        platform.python_version(),
        version("torch"),
        version("av"),
    )


def share_in_use(seconds: float = SAMPLING_SECONDS) -> float:
    """Share 0..1 of all cores that other work uses, sampled while this process sleeps."""
    return psutil.cpu_percent(interval=seconds) / 100
