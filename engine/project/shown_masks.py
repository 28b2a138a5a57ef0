"""The masks a project shows at one moment, as a value that anyone can read beside the one that writes: a thread, or
another process. What exports and data sets are made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.project import database, mask_rows
from engine.project.mask_rows import MaskRecord
from engine.project.model import TakeSpan
from engine.project.reader import Reader
from engine.project.take_spans import take_at
from engine.types import Logits, ObjectId, Pts


@dataclass(frozen=True, slots=True)
class ShownMasks:
    """Which take answers for which frame. Takes never change, so this stays true while tracking goes on; they are
    collected when the project is closed, so it has to stay open meanwhile."""

    path: Path
    spans: Mapping[ObjectId, tuple[TakeSpan, ...]] = field(default_factory=dict)


class MaskReader:
    """Reads a `ShownMasks` through a connection of its own. Takes no lock and writes nothing.

    Closing is required: use it as a context manager.
    """

    def __init__(self, shown: ShownMasks) -> None:
        """Raises ProjectError where the file cannot be read."""
        self._shown = shown
        with database.translated(shown.path):
            connection = database.connected(shown.path)
            connection.execute("PRAGMA query_only = ON")
        self._reader = Reader(connection, shown.path)

    def __enter__(self) -> MaskReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Safe to call twice."""
        self._reader.close()

    def alpha_logits(self, object_id: ObjectId, pts: Pts) -> Logits | None:
        """float32 on the model's grid, > 0 inside; None where tracking gave nothing. Raises ProjectError for damage."""
        take = take_at(self._shown.spans.get(object_id, ()), pts)
        if take is None:
            return None

        def query(connection: sqlite3.Connection) -> MaskRecord | None:
            return mask_rows.find(connection, take, pts)

        record = self._reader.read(query)
        return None if record is None else record.logits()

    def mask_pts(self, object_id: ObjectId) -> list[Pts]:
        """The frames that have a mask, in order. Raises ProjectError for damage."""

        def query(connection: sqlite3.Connection) -> list[Pts]:
            spans = self._shown.spans.get(object_id, ())
            return [
                row[1] for span in spans for row in mask_rows.span_rows(connection, span.take, span.start, span.stop)
            ]

        return self._reader.read(query)
