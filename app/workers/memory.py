"""What the program takes, and how what a closed clip took goes back to the system."""

from __future__ import annotations

import ctypes
import multiprocessing
import sys

import psutil


def resident_bytes() -> int:
    """The resident sets of this process and of those that models and exports run in."""
    total = int(psutil.Process().memory_info().rss)
    for child in multiprocessing.active_children():
        try:
            total += int(psutil.Process(child.pid).memory_info().rss)
        except psutil.Error:  # it has just ended
            continue
    return total


def give_back() -> None:
    """Ask the C library for the pages it keeps for later. Linux only: elsewhere they are given back unasked."""
    if sys.platform.startswith("linux"):
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's; others have none
        if trim is not None:
            trim(0)
