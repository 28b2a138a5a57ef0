"""Prompted memories: what the model remembered of prompted frames, kept so that a memory bank can be built again."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from engine.project.writer import Work
from engine.types import ObjectId, Pts


@dataclass(frozen=True, slots=True)
class MemoryRecord:
    """One prompted frame's memory. What the bytes mean is the model's business; they are never unpickled here."""

    object: ObjectId
    pts: Pts
    model: str
    """Fingerprint of the weights and of everything else that would make another memory."""
    prompts: str
    """`parts.prompts_digest` of the prompts it was made from: another digest, and it is out of date."""
    data: bytes


def insert(record: MemoryRecord) -> Work:
    """Work that writes one memory over the one of the same frame, model and prompts."""
    key = (record.object, record.pts, record.model, record.prompts)

    def work(connection: sqlite3.Connection) -> None:
        connection.execute(
            "INSERT OR REPLACE INTO memories VALUES (?, ?, ?, ?, ?, ?)", (*key, record.data, _crc(*key, record.data))
        )

    return work


def read(connection: sqlite3.Connection, object_id: ObjectId, model: str) -> list[MemoryRecord]:
    """One object's memories made by one model, in order of pts. Damaged ones are left out: they can be made again."""
    rows = connection.execute(
        "SELECT object, pts, model, prompts, data, crc FROM memories WHERE object = ? AND model = ? ORDER BY pts",
        (object_id, model),
    ).fetchall()
    return [MemoryRecord(*row[:5]) for row in rows if isinstance(row[4], bytes) and row[5] == _crc(*row[:5])]


def collect(keep: Iterable[tuple[ObjectId, Pts, str]]) -> Work:
    """Work that deletes every memory but those of these (object, pts, prompts digest)."""
    kept = set(keep)

    def work(connection: sqlite3.Connection) -> None:
        found = connection.execute("SELECT rowid, object, pts, prompts FROM memories").fetchall()
        doomed = [(row,) for row, object_id, pts, prompts in found if (object_id, pts, prompts) not in kept]
        connection.executemany("DELETE FROM memories WHERE rowid = ?", doomed)

    return work


def _crc(object_id: int, pts: int, model: str, prompts: str, data: bytes) -> int:
    return zlib.crc32(data, zlib.crc32(f"{object_id}/{pts}/{model}/{prompts}".encode()))
