"""Masks and their scores as rows, each with a checksum: a row that was damaged is refused, never shown."""

from __future__ import annotations

import hashlib
import sqlite3
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.errors import ProjectError
from engine.masks import codec
from engine.masks.scores import Curve, MaskMeasure, ScoreTable
from engine.project.model import TakeId
from engine.types import Logits, Pts

_COLUMNS = "take, pts, height, width, digest, presence, quality, area, centre_x, centre_y, change"
_PACKED = struct.Struct("<qqii16s6d")


@dataclass(frozen=True, slots=True)
class MaskRecord:
    """What one take holds for one frame."""

    take: TakeId
    pts: Pts
    height: int
    """Cells of the logit grid, not pixels."""
    width: int
    presence: float
    """Probability that the object is in the picture, 0..1."""
    quality: float
    """Predicted IoU, 0..1."""
    measure: MaskMeasure
    blob: bytes
    """As the codec wrote it."""

    def logits(self) -> Logits:
        """float32 (height, width), -8..7.9375; > 0 is inside. Raises ProjectError where the blob is damaged."""
        return codec.decode_logits(self.blob, self.height, self.width)

    def cells(self) -> codec.Quantised:
        """int8 (height, width), sixteenths of a logit. Raises ProjectError where the blob is damaged."""
        return codec.decode_cells(self.blob, self.height, self.width)


def insert(connection: sqlite3.Connection, record: MaskRecord) -> None:
    """Write one row, in place of one of the same take and pts. A mask that is stored already is not stored again."""
    digest = _digest(record.blob)
    m = record.measure
    values = (
        *(record.take, record.pts, record.height, record.width, digest, record.presence, record.quality),
        *(m.area, m.centre_x, m.centre_y, m.change),
    )
    where = (record.take, record.pts)
    replaced = connection.execute("SELECT digest FROM masks WHERE take = ? AND pts = ?", where).fetchone()
    connection.execute("INSERT OR IGNORE INTO blobs (digest, data) VALUES (?, ?)", (digest, record.blob))
    connection.execute(
        f"INSERT OR REPLACE INTO masks ({_COLUMNS}, crc) VALUES ({'?, ' * 11}?)", (*values, _crc(values))
    )
    if replaced is not None:
        connection.execute(
            "DELETE FROM blobs WHERE digest = ?1 AND NOT EXISTS (SELECT 1 FROM masks WHERE digest = ?1)", replaced
        )


def find(connection: sqlite3.Connection, take: TakeId, pts: Pts) -> MaskRecord | None:
    """The row of one frame, or None. Raises ProjectError where it is damaged."""
    row = connection.execute(f"SELECT {_COLUMNS}, crc FROM masks WHERE take = ? AND pts = ?", (take, pts)).fetchone()
    if row is None:
        return None
    _check(row)
    found = connection.execute("SELECT data FROM blobs WHERE digest = ?", (row[4],)).fetchone()
    if found is None or _digest(found[0]) != row[4]:
        raise damaged_row(pts)
    _, _, height, width, _, presence, quality, area, centre_x, centre_y, change, _ = row
    measure = MaskMeasure(area, centre_x, centre_y, change)
    return MaskRecord(take, pts, height, width, presence, quality, measure, found[0])


def pts_of(connection: sqlite3.Connection, take: TakeId) -> list[Pts]:
    """The frames a take holds, in order."""
    return [pts for (pts,) in connection.execute("SELECT pts FROM masks WHERE take = ? ORDER BY pts", (take,))]


def span_rows(connection: sqlite3.Connection, take: TakeId, start: Pts, stop: Pts) -> list[tuple[Any, ...]]:
    """A span's rows without their masks, in order of pts. Raises ProjectError where one is damaged."""
    rows = connection.execute(
        f"SELECT {_COLUMNS}, crc FROM masks WHERE take = ? AND pts >= ? AND pts < ? ORDER BY pts", (take, start, stop)
    ).fetchall()
    for row in rows:
        _check(row)
    return rows


def score_table(rows: Sequence[tuple[Any, ...]]) -> ScoreTable:
    """Rows of `span_rows`, in order of pts, as curves."""
    columns: Iterable[tuple[Any, ...]] = zip(*rows, strict=True) if rows else ((),) * 12
    take, pts, _, _, _, presence, quality, area, centre_x, centre_y, change, _ = columns
    return ScoreTable(
        pts=np.array(pts, np.int64),
        presence=_curve(presence),
        quality=_curve(quality),
        area=_curve(area),
        centre_x=_curve(centre_x),
        centre_y=_curve(centre_y),
        change=_curve(change),
        take=np.array(take, np.int64),
    )


def damaged_row(pts: Pts) -> ProjectError:
    """The sentence for a frame whose row cannot be trusted."""
    return ProjectError(f"The mask at time stamp {pts} is damaged.", "Track this part again.")


def _curve(column: tuple[float | None, ...]) -> Curve:
    return np.array(column, np.float64).astype(np.float32)


def _check(row: tuple[Any, ...]) -> None:
    if _crc(row[:-1]) != row[-1]:
        raise damaged_row(row[1])


def _crc(values: tuple[Any, ...]) -> int:
    # A null and a value that reads as null must not look alike: NaN stands for null, and values are never NaN.
    try:
        return zlib.crc32(_PACKED.pack(*values[:5], *(np.nan if v is None else v for v in values[5:])))
    except (struct.error, TypeError):
        return -1


def _digest(blob: bytes) -> bytes:
    return hashlib.blake2b(blob, digest_size=16).digest()
