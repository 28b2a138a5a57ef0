"""One process, one window, one writer: a lock beside the project file that the system lets go when its holder dies."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from engine.errors import ProjectError

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_HELD = (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK)


class ProcessLock:
    """Held from construction to `release`. Raises ProjectError where another process, or another window, holds it.

    File systems that know no locks are let through: there the revision number in the file catches a second writer.
    """

    def __init__(self, project_path: Path) -> None:
        self._path = project_path.with_name(f".{project_path.name}.lock")
        while True:
            self._descriptor = _opened(self._path, project_path)
            self._lock(project_path)
            if self._is_current():
                return
            os.close(self._descriptor)

    def release(self) -> None:
        """Let go and tidy up; safe to call twice."""
        if self._descriptor < 0:
            return
        if sys.platform != "win32":
            self._path.unlink(missing_ok=True)
        os.close(self._descriptor)
        self._descriptor = -1
        if sys.platform == "win32":
            _unlink_if_free(self._path)

    def _lock(self, project_path: Path) -> None:
        try:
            _take(self._descriptor)
        except OSError as error:
            if error.errno not in _HELD:
                return
            os.close(self._descriptor)
            raise ProjectError(
                f"{project_path.name} is open in another window.", "Close it there, or work on a copy."
            ) from None

    def _is_current(self) -> bool:
        """False where the holder before us removed the file while we waited for it: then we hold a lock on nothing."""
        try:
            here, there = os.fstat(self._descriptor), os.stat(self._path)
        except FileNotFoundError:
            return False
        return (here.st_ino, here.st_dev) == (there.st_ino, there.st_dev)


def _opened(path: Path, project_path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError:
        raise ProjectError(
            f"{project_path.name} cannot be written where it is.", "Copy it to a folder you may write to."
        ) from None


def _unlink_if_free(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
