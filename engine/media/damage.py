"""What turned out to be damaged while a clip was read, said in sentences."""

from __future__ import annotations

import threading
from fractions import Fraction


class DamageReport:
    """Shared by all readers of one clip; each damaged place is counted once. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._packets: set[int] = set()
        self._missing: set[int] = set()
        self._ends_early = False

    def packet(self, pts: int | None) -> None:
        """A packet the file marks as corrupt or the decoder refuses."""
        with self._lock:
            self._packets.add(-(2**62) if pts is None else pts)

    def missing_frame(self, pts: int) -> None:
        """A frame the index promises and the decoder does not deliver."""
        with self._lock:
            self._missing.add(pts)

    def ends_early(self) -> None:
        """The data stops before the file said it would."""
        with self._lock:
            self._ends_early = True

    def sentences(self, time_base: Fraction) -> tuple[str, ...]:
        """What a person should know; empty where nothing is damaged."""
        with self._lock:
            found = []
            if self._packets:
                count, where = len(self._packets), _where(self._packets, time_base)
                found.append(
                    f"1 damaged packet{where}; the pictures there may show errors."
                    if count == 1
                    else f"{count} damaged packets{where}; the pictures there may show errors."
                )
            if self._missing:
                count, where = len(self._missing), _where(self._missing, time_base)
                found.append(
                    f"1 frame cannot be decoded{where}; the picture before is shown instead."
                    if count == 1
                    else f"{count} frames cannot be decoded{where}; the picture before is shown instead."
                )
            if self._ends_early:
                found.append("The file ends earlier than it says; its last part is missing.")
            return tuple(found)


def _where(stamps: set[int], time_base: Fraction) -> str:
    known = [stamp for stamp in stamps if stamp > -(2**62)]
    return f" (first at {float(min(known) * time_base):.2f} s)" if known else ""
