"""Takes: the results of one tracking run of one object. Written once, pointed to by spans, collected when forgotten."""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import StrEnum

from engine.errors import ProjectError, UsageError
from engine.masks import codec
from engine.masks.scores import measure
from engine.project import mask_rows, typed_json
from engine.project.edits import AssignSpans
from engine.project.mask_rows import MaskRecord
from engine.project.model import TakeId
from engine.project.take_spans import PtsSpan
from engine.project.writer import Work, Writer
from engine.types import Direction, Logits, ObjectId, Pts


class TakeState(StrEnum):
    """Where a take stands. RECORDING and FINISHED takes that no step ever pointed to are brought back after a kill."""

    RECORDING = "recording"
    FINISHED = "finished"
    ADOPTED = "adopted"
    """Some step of the history points, or pointed, to it."""
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class TakeMeta:
    """What a take was made with."""

    model: str = ""
    model_fingerprint: str = ""
    policy: str = ""
    direction: Direction = Direction.BOTH
    prompts: Mapping[Pts, str] = field(default_factory=dict)
    """The prompted frames and their `parts.prompts_digest`: whether the take is stale shows by comparing."""
    started_at: str = ""


@dataclass(frozen=True, slots=True)
class TakeInfo:
    """One take, as stored."""

    id: TakeId
    object: ObjectId
    state: TakeState
    frames: int
    """How many it holds, once it is no longer being recorded; else 0."""
    meta: TakeMeta


class TakeWriter:
    """Records one take. One thread puts; `flushed_pts` may be read from any.

    `put` quantises and compresses on the caller's thread (under a millisecond) and leaves the disk to the writer
    thread. What a future or `flushed_pts` names is on disk and survives a kill.
    """

    def __init__(self, info: TakeInfo, writer: Writer, covered: Callable[[ObjectId, list[Pts]], tuple[PtsSpan, ...]]):
        self.info = info
        self._writer = writer
        self._covered = covered
        self._lock = threading.Lock()
        self._flushed: set[Pts] = set()
        self._failure: BaseException | None = None
        self._before: codec.Quantised | None = None
        self._ended: TakeState | None = None

    @property
    def flushed_pts(self) -> frozenset[Pts]:
        """The frames on disk."""
        with self._lock:
            return frozenset(self._flushed)

    def holds(self, pts: Pts) -> bool:
        """Whether this frame is on disk."""
        with self._lock:
            return pts in self._flushed

    def put(self, pts: Pts, logits: Logits, presence: float, quality: float) -> Future[None]:
        """Queue one frame: float32 (h, w) logits, probabilities 0..1. The future resolves when it is on disk.

        A frame put again replaces the one before. Raises UsageError for values that make no sense, ProjectError where
        an earlier frame could not be written.
        """
        self._check_recording()
        if not (0 <= presence <= 1 and 0 <= quality <= 1):
            raise UsageError("Presence and quality are probabilities from 0 to 1.")
        cells = codec.quantise(logits)
        numbers = measure(cells, self._before)
        self._before = cells
        height, width = cells.shape
        blob = codec.encode_cells(cells)
        record = MaskRecord(self.info.id, pts, height, width, float(presence), float(quality), numbers, blob)
        done = self._writer.put_row(lambda connection: mask_rows.insert(connection, record))
        done.add_done_callback(lambda future: self._note(pts, future))
        return done

    def new_pass(self) -> None:
        """What is put next does not follow what was put last: the other direction, or another part of the clip."""
        self._before = None

    def finish(self) -> AssignSpans:
        """Wait for the disk, close the take, and give the edit that shows it; `ProjectFile.do` it, or several at once.

        Until then the take is kept as if it were shown: a kill in between loses nothing.
        """
        self._end(TakeState.FINISHED)
        pts = sorted(self.flushed_pts)
        return AssignSpans(self.info.object, self.info.id, self._covered(self.info.object, pts))

    def abandon(self) -> None:
        """Throw the take away."""
        self._end(TakeState.ABANDONED)

    def _end(self, state: TakeState) -> None:
        self._check_recording()
        self._ended = state
        self._before = None
        self._writer.submit(set_state(self.info, state)).result()

    def _check_recording(self) -> None:
        if self._ended is not None:
            raise UsageError("This take is closed.")
        if self._failure is not None:
            raise ProjectError(
                "A frame could not be written.", "Check the drive and its free space."
            ) from self._failure

    def _note(self, pts: Pts, future: Future[None]) -> None:
        failure = future.exception()
        with self._lock:
            if failure is None:
                self._flushed.add(pts)
            else:
                self._failure = failure

    @property
    def ended(self) -> bool:
        """Whether the take was finished or abandoned."""
        return self._ended is not None

    @property
    def abandoned(self) -> bool:
        """Whether the take was thrown away."""
        return self._ended is TakeState.ABANDONED


def insert(info: TakeInfo) -> Work:
    """Work that writes a new take."""
    text = typed_json.to_text(info.meta, {})

    def work(connection: sqlite3.Connection) -> None:
        crc = _crc(info.id, info.object, info.state, info.frames, text)
        row = (info.id, info.object, info.state, info.frames, text, crc)
        connection.execute("INSERT INTO takes VALUES (?, ?, ?, ?, ?, ?)", row)

    return work


def set_state(info: TakeInfo, state: TakeState) -> Work:
    """Work that closes or adopts a take and notes how many frames it holds."""
    text = typed_json.to_text(info.meta, {})

    def work(connection: sqlite3.Connection) -> None:
        (frames,) = connection.execute("SELECT count(*) FROM masks WHERE take = ?", (info.id,)).fetchone()
        crc = _crc(info.id, info.object, state, frames, text)
        connection.execute(
            "UPDATE takes SET state = ?, frames = ?, crc = ? WHERE id = ?", (state, frames, crc, info.id)
        )

    return work


def read_all(connection: sqlite3.Connection) -> dict[TakeId, TakeInfo]:
    """Every take, by id. Raises ProjectError where one is damaged or has lost frames."""
    counts = dict(connection.execute("SELECT take, count(*) FROM masks GROUP BY take").fetchall())
    takes: dict[TakeId, TakeInfo] = {}
    for row in connection.execute("SELECT id, object, state, frames, json, crc FROM takes ORDER BY id").fetchall():
        info = _info(row)
        if info.state is not TakeState.RECORDING and info.frames != counts.get(info.id, 0):
            raise _damaged()
        takes[info.id] = info
    if set(counts) - set(takes):
        raise _damaged()
    return takes


def collect(keep: frozenset[TakeId]) -> Work:
    """Work that deletes every take but these, and the masks nothing points to any more."""

    def work(connection: sqlite3.Connection) -> None:
        found = {take for (take,) in connection.execute("SELECT id FROM takes")}
        doomed = [(take,) for take in sorted(found - keep)]
        if not doomed:
            return
        connection.execute("CREATE TEMP TABLE gone (take INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO gone VALUES (?)", doomed)
        connection.execute(
            """DELETE FROM blobs WHERE digest IN (
                SELECT digest FROM masks WHERE take IN (SELECT take FROM gone)
                EXCEPT SELECT digest FROM masks WHERE take NOT IN (SELECT take FROM gone))"""
        )
        connection.execute("DELETE FROM masks WHERE take IN (SELECT take FROM gone)")
        connection.execute("DELETE FROM takes WHERE id IN (SELECT take FROM gone)")
        connection.execute("DROP TABLE gone")

    return work


def _info(row: tuple[object, ...]) -> TakeInfo:
    take, object_id, state, frames, text, crc = row
    if crc != _crc(take, object_id, state, frames, text):
        raise _damaged()
    try:
        meta: TakeMeta = typed_json.from_text(str(text), TakeMeta, _no_attachment)
        return TakeInfo(take, object_id, TakeState(str(state)), frames, meta)  # type: ignore[arg-type]
    except (typed_json.NotThatType, ValueError):
        raise _damaged() from None


def _no_attachment(digest: str) -> bytes:
    raise ValueError(digest)


def _crc(*values: object) -> int:
    return zlib.crc32(repr([str(value) for value in values]).encode())


def _damaged() -> ProjectError:
    return ProjectError(
        "The project's tracking results are damaged.", "The file has been left as it is; go back to a copy."
    )
