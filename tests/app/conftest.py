"""Guards for everything under Qt: a leaked thread or window fails the test that caused it."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread
from PySide6.QtWidgets import QApplication


def running_threads() -> list[str]:
    """Names of the QThreads that are still running."""
    threads = [thing for thing in gc.get_objects() if issubclass(type(thing), QThread)]
    return [t.objectName() for t in threads if shiboken6.isValid(t) and t.isRunning() and t.objectName()]


@pytest.fixture(autouse=True)
def no_leaks(qapp: QApplication) -> Iterator[None]:
    """What a test starts or shows is gone when it ends."""
    python_threads = set(threading.enumerate())
    windows = set(map(id, qapp.topLevelWidgets()))
    yield
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    deadline = time.monotonic() + 2.0
    while running_threads() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not running_threads(), f"threads left running: {running_threads()}"
    left = [t for t in threading.enumerate() if t not in python_threads and not isinstance(t, threading._DummyThread)]
    assert not [t for t in left if not t.daemon], f"threads left running: {left}"
    shown = [w for w in qapp.topLevelWidgets() if id(w) not in windows and w.isVisible()]
    assert not shown, f"windows left open: {shown}"
