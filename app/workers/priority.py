"""Threads that may wait let others go first."""

from __future__ import annotations

import os
import sys
import threading

BEHIND = 5
"""Niceness: a third of the time where somebody else wants it, all of it where nobody does."""

A_STEP_BEHIND = 2
"""Two thirds."""


def give_way(niceness: int = BEHIND) -> None:
    """The calling thread, and those it begins, run behind those that a person waits for. Linux only; elsewhere nothing
    happens."""
    if sys.platform.startswith("linux"):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)
