"""Guards for everything under Qt: a leaked thread or window fails the test that caused it."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication


def native_threads() -> list[str]:
    """Names of this process's threads that the application named (Linux; elsewhere none are seen)."""
    if not sys.platform.startswith("linux"):
        return []
    names = []
    for task in Path("/proc/self/task").iterdir():
        try:
            names.append((task / "comm").read_text().strip())
        except OSError:
            continue
    return [name for name in names if name.startswith("cm-")]


@pytest.fixture(autouse=True)
def no_leaks(qapp: QApplication) -> Iterator[None]:
    """What a test starts or shows is gone when it ends."""
    python_threads = set(threading.enumerate())
    windows = set(map(id, qapp.topLevelWidgets()))
    yield
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    deadline = time.monotonic() + 2.0
    while native_threads() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not native_threads(), f"threads left running: {native_threads()}"
    left = [t for t in threading.enumerate() if t not in python_threads and not isinstance(t, threading._DummyThread)]
    assert not [t for t in left if not t.daemon], f"threads left running: {left}"
    shown = [w for w in qapp.topLevelWidgets() if id(w) not in windows and w.isVisible()]
    assert not shown, f"windows left open: {shown}"
