"""Reading: one connection behind a lock, for short queries from any thread."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from engine.errors import ProjectError
from engine.project import database

_T = TypeVar("_T")


class Reader:
    """Sees what is committed, and only that."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.Lock()
        self._closed = False

    def read(self, query: Callable[[sqlite3.Connection], _T]) -> _T:
        """What `query` finds. Raises ProjectError where the file is closed or cannot be read."""
        with self._lock, database.translated(self._path):
            if self._closed:
                raise ProjectError(f"{self._path.name} is closed.")
            return query(self._connection)

    def close(self) -> None:
        """Wait for the query under way and let go. Safe to call twice."""
        with self._lock:
            self._closed = True
            self._connection.close()
