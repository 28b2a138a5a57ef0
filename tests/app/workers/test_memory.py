"""What the program takes."""

from __future__ import annotations

from app.workers.memory import resident_bytes
from engine.child import Child

HELD_BYTES = 64 << 20


class Holder:
    def __init__(self) -> None:
        self.held = bytearray(b"\1") * HELD_BYTES

    def begin(self) -> None:
        """Be there."""

    def close(self) -> None:
        self.held.clear()


def test_processes_of_ours_count() -> None:
    before = resident_bytes()
    child = Child(Holder, "test")
    child.call("begin")
    during = resident_bytes()
    child.close()
    assert during > before + HELD_BYTES
    assert resident_bytes() < during - HELD_BYTES // 2
