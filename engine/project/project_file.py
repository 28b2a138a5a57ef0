"""One project in one SQLite file: edits, undo, takes, masks. What is acknowledged is on disk and survives a kill.

Threads: every method may be called from any thread. Reading goes through one connection behind a lock, in short
queries; writing goes through the one writer thread (`writer`). `do` waits for the disk; `submit` does not, for callers
that must never wait: the project in memory is new at once, the future resolves when the disk has it.

Only one process and one `ProjectFile` at a time has a file open (`process_lock`).
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.errors import ProjectError, UsageError
from engine.masks.scores import ScoreTable
from engine.project import checks, database, mask_rows, memories, migrations, state_rows, takes, typed_json
from engine.project import parts as parts_module
from engine.project.clock import utc_now
from engine.project.edits import AssignSpans, Batch, Edit
from engine.project.history import History
from engine.project.mask_rows import MaskRecord
from engine.project.memories import MemoryRecord
from engine.project.model import FramePrompts, Project, TakeId, TakeSpan
from engine.project.process_lock import ProcessLock
from engine.project.state_rows import State
from engine.project.take_spans import PtsSpan, covered, overlaid, take_at
from engine.project.takes import TakeInfo, TakeMeta, TakeState, TakeWriter
from engine.project.writer import Writer
from engine.types import ObjectId, Pts

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class HistoryView:
    """For the history panel: every step's name, oldest first; the first `position` are done."""

    names: tuple[str, ...]
    position: int

    @property
    def can_undo(self) -> bool:
        return self.position > 0

    @property
    def can_redo(self) -> bool:
        return self.position < len(self.names)


class ProjectFile:
    """An open project. Make one with `create` or `open`; close it, or use it as a context manager."""

    def __init__(
        self,
        path: Path,
        lock: ProcessLock,
        connections: Sequence[sqlite3.Connection],
        state: State,
        known_takes: dict[TakeId, TakeInfo],
    ) -> None:
        self.path = path
        self._process_lock = lock
        self._write_connection, self._read_connection = connections
        self._read_lock = threading.Lock()
        self._state_lock = threading.RLock()
        self._state = state
        self._epoch = 0
        self._broken: ProjectError | None = None
        self._takes = known_takes
        self._recording: list[TakeWriter] = []
        self._closed = False
        self._check_reachable()
        self._writer = Writer(self._write_connection, path, self._reload)

    @classmethod
    def create(cls, path: Path, project: Project) -> ProjectFile:
        """A new file at `path`. Raises ProjectError where something is there already, UsageError for a bad project."""
        path = Path(path)
        checks.check_project(project)
        if project.takes:
            raise UsageError("A new project has no tracking results yet.")
        beside = path.with_name(f".{path.name}.{os.getpid()}.new")
        with database.translated(path):
            try:
                _write_new(beside, project)
                _place(beside, path)
            finally:
                with suppress(OSError):
                    beside.unlink()
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> ProjectFile:
        """Open, check and, where needed, migrate. Raises ProjectError; then the file is as it was.

        Takes that were being recorded when the program was killed are brought back as a step of their own.
        """
        path = Path(path).resolve()
        database.check_header(path)
        lock = ProcessLock(path)
        connections: list[sqlite3.Connection] = []
        try:
            with database.translated(path):
                file = cls(path, lock, connections, *_checked(path, connections))
        except BaseException:
            for connection in connections:
                connection.close()
            lock.release()
            raise
        try:
            file._recover()
        except BaseException:
            file.close()
            raise
        return file

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what waits, collect what nothing reaches, let the file go. Safe to call twice."""
        with self._state_lock:
            if self._closed:
                return
            self._closed = True
        self._writer.close()
        with suppress(sqlite3.Error, ProjectError):
            self._tidy()
        with self._read_lock:
            self._read_connection.close()
        self._write_connection.close()
        self._process_lock.release()

    # State ------------------------------------------------------------------------------------------------------

    @property
    def project(self) -> Project:
        """As it is now, edits included that are still on their way to the disk."""
        return self._state.project

    def history(self) -> HistoryView:
        """The steps' names and where we are."""
        history = self._state.history
        return HistoryView(tuple(step.name for step in history.steps), history.position)

    def do(self, edit: Edit) -> Project:
        """Apply an edit as one step; returns when it is on disk. Raises UsageError (nothing changed), ProjectError."""
        self.submit(edit).result()
        return self.project

    def submit(self, edit: Edit, into: int | None = None) -> Future[None]:
        """Apply an edit as one step, without waiting; the future resolves when it is on disk.

        `into`: the number of a step (`newest_step`) that this edit completes, such as the mask that answers a click.
        Where that is still the newest step the edit becomes part of it, else a step of its own.
        Raises UsageError at once; then nothing has changed. Where the disk refuses, the future carries a ProjectError
        and the project is what the disk has.
        """
        with self._state_lock:
            before = self._state
            label = edit.label(before.project)
            after, _ = edit.apply(before.project)
            joins = into is not None and into == self.newest_step and not self.history().can_redo
            return self._record(label, after, joins)

    @property
    def newest_step(self) -> int:
        """The number of the step done last; 0 where there is none."""
        return self._state.history.newest_done

    def undo(self) -> Project:
        """One step back; returns when it is on disk. Raises UsageError where there is none."""
        with self._state_lock:
            done = self._move(self._state.history.position - 1)
        done.result()
        return self.project

    def redo(self) -> Project:
        """One step forward again; returns when it is on disk. Raises UsageError where there is none."""
        with self._state_lock:
            done = self._move(self._state.history.position + 1)
        done.result()
        return self.project

    def go_to(self, position: int) -> Future[None]:
        """To where `position` steps are done, without waiting. Raises UsageError where the history ends before."""
        with self._state_lock:
            return self._move(position)

    # Takes and masks --------------------------------------------------------------------------------------------

    def begin_take(self, object_id: ObjectId, meta: TakeMeta | None = None) -> TakeWriter:
        """Start recording one object's results; waits for the disk once.

        `meta.prompts` and `meta.started_at` are filled in where left empty."""
        with self._state_lock:
            self._check_open()
            spec = _object(self.project, object_id)
            meta = meta or TakeMeta()
            said = meta.prompts or {pts: parts_module.prompts_digest(p) for pts, p in spec.prompts.items()}
            meta = replace(meta, prompts=said, started_at=meta.started_at or utc_now())
            take = TakeId(max(self._takes, default=TakeId(0)) + 1)
            info = TakeInfo(take, object_id, TakeState.RECORDING, 0, meta)
            self._takes[take] = info
        try:
            self._writer.submit(takes.insert(info)).result()
        except ProjectError:
            del self._takes[take]
            raise
        writer = TakeWriter(info, self._writer, self._covered)
        self._recording.append(writer)
        return writer

    def adopt(self, name: str, recorded: Iterable[TakeWriter]) -> Project:
        """Finish several takes and show them, as one step. Takes of objects that are gone by now are abandoned."""
        edits: list[Edit] = []
        for writer in recorded:
            present = any(spec.id == writer.info.object for spec in self.project.objects)
            if present and (edit := writer.finish()).spans:
                edits.append(edit)
            elif not writer.ended:
                writer.abandon()
        return self.do(Batch(name, tuple(edits))) if edits else self.project

    def take(self, take: TakeId) -> TakeInfo:
        """What is known about a take. Raises UsageError."""
        try:
            return self._takes[take]
        except KeyError:
            raise UsageError(f"There is no take {take}.") from None

    def mask(self, object_id: ObjectId, pts: Pts) -> MaskRecord | None:
        """What tracking gave for this frame, or None where nothing did. Takes being recorded show as they grow.

        A hint that is `final` is the person's word and stands above it; that is for the caller, who can read PNGs.
        Raises ProjectError where the mask is damaged.
        """
        take = self._take_for(object_id, pts)
        if take is None:
            return None
        return self._read(lambda connection: mask_rows.find(connection, take, pts))

    def frames_with_masks(self, object_id: ObjectId) -> NDArray[np.int64]:
        """(n,) the pts of every frame that tracking gave something for, hidden ones included; in order."""
        return self.scores(object_id).pts

    def scores(self, object_id: ObjectId) -> ScoreTable:
        """The curves of one object over all its tracked frames. Raises ProjectError where rows are damaged."""
        spans = self._shown_spans(object_id)

        def read(connection: sqlite3.Connection) -> ScoreTable:
            rows: list[tuple[Any, ...]] = []
            for span in spans:
                rows.extend(mask_rows.span_rows(connection, span.take, span.start, span.stop))
            return mask_rows.score_table(rows)

        return self._read(read)

    # Memories and notes -----------------------------------------------------------------------------------------

    def put_memory(self, object_id: ObjectId, pts: Pts, model: str, prompts: FramePrompts, data: bytes) -> Future[None]:
        """Keep what `model` (its fingerprint) remembers of a prompted frame; resolves when it is on disk."""
        digest = parts_module.prompts_digest(prompts)
        return self._writer.submit(memories.insert(MemoryRecord(object_id, pts, model, digest, data)))

    def memories(self, object_id: ObjectId, model: str) -> dict[Pts, bytes]:
        """The memories of this model that were made from the prompts as they are now, by pts."""
        spec = _object(self.project, object_id)
        now = {pts: parts_module.prompts_digest(said) for pts, said in spec.prompts.items()}
        found = self._read(lambda connection: memories.read(connection, object_id, model))
        return {record.pts: record.data for record in found if now.get(record.pts) == record.prompts}

    def put_note(self, key: str, value: object) -> Future[None]:
        """Remember something that is no edit, such as the playhead: any JSON value."""
        text = json.dumps(value, allow_nan=False)
        return self._writer.submit(
            lambda connection: _executed(connection, "INSERT OR REPLACE INTO notes VALUES (?, ?)", (key, text))
        )

    def note(self, key: str) -> Any:
        """What `put_note` was given, or None."""

        def read(connection: sqlite3.Connection) -> Any:
            row = connection.execute("SELECT json FROM notes WHERE key = ?", (key,)).fetchone()
            with suppress(ValueError):
                return None if row is None else json.loads(row[0])
            return None

        return self._read(read)

    def copy_to(self, path: Path) -> None:
        """Write all that is on disk to a new file, and go on with this one. Raises ProjectError where one is there."""
        beside = path.with_name(f".{path.name}.{os.getpid()}.new")
        self.flush()
        with database.translated(path):
            try:
                _copy(self.path, beside)
                _place(beside, path)
            finally:
                with suppress(OSError):
                    beside.unlink()

    def flush(self) -> None:
        """Wait until everything given so far is on disk."""
        self._writer.flush()

    # Inside -----------------------------------------------------------------------------------------------------

    def _record(self, name: str, project: Project, joins: bool = False) -> Future[None]:
        self._check_open()
        before = self._state
        after_parts = parts_module.split(project)
        changed = parts_module.changes(before.parts, after_parts)
        if not changed:
            return _resolved()
        self._check_known(parts_module.takes_in(changed), project)
        history = before.history.extended(changed) if joins else before.history.recorded(name, utc_now(), changed)
        return self._advance(project, after_parts, history)

    def _move(self, position: int) -> Future[None]:
        self._check_open()
        history, moved = self._state.history.moved(position, self._state.parts)
        project = parts_module.joined(moved, self._state.project.next_object_id)
        return self._advance(project, moved, history)

    def _advance(self, project: Project, parts: parts_module.Parts, history: History) -> Future[None]:
        before, epoch = self._state, self._epoch
        attachments: typed_json.Attachments = {}
        changed = {c.key: c.after for c in parts_module.changes(before.parts, parts)}
        texts = {key: text for key, text in before.texts.items() if key in parts}
        texts.update({k: parts_module.write_part(v, attachments) for k, v in changed.items() if v is not None})
        after = State(project, parts, texts, history, before.revision + 1)
        self._state = after
        adopted = self._adopt(after)  # after the state: until then readers take a finished take for a growing one

        def work(connection: sqlite3.Connection) -> None:
            if epoch != self._epoch:
                raise ProjectError("An earlier change could not be saved, so this one was not made.")
            state_rows.write(connection, before, after, attachments)
            for info in adopted:
                takes.set_state(info, TakeState.ADOPTED)(connection)

        return self._writer.submit(work)

    def _adopt(self, state: State) -> list[TakeInfo]:
        shown = {span.take for spans in state.project.takes.values() for span in spans}
        infos = [replace(self._takes[t], state=TakeState.ADOPTED) for t in sorted(shown)]
        new = [info for info in infos if self._takes[info.id].state is not TakeState.ADOPTED]
        self._takes.update({info.id: info for info in new})
        return new

    def _reload(self) -> None:
        """A write failed: go back to what the disk has, and refuse what was built on the failed one."""
        with self._state_lock:
            self._epoch += 1
            try:
                self._state = state_rows.read(self._write_connection)
                self._takes.update(takes.read_all(self._write_connection))
            except (sqlite3.Error, ProjectError):
                self._broken = database.damaged(self.path)

    def _recover(self) -> None:
        lost = [info for info in self._takes.values() if info.state in (TakeState.RECORDING, TakeState.FINISHED)]
        present = {spec.id for spec in self.project.objects}
        edits: list[Edit] = []
        for info in lost:
            take = info.id
            pts = self._read(lambda connection, take=take: mask_rows.pts_of(connection, take))  # type: ignore[misc]
            if pts and info.object in present:
                edits.append(AssignSpans(info.object, take, self._covered(info.object, pts)))
            else:
                self._takes[take] = replace(info, state=TakeState.ABANDONED)
        if edits:
            self.do(Batch("Recovered tracking", tuple(edits)))

    def _covered(self, object_id: ObjectId, pts: list[Pts]) -> tuple[PtsSpan, ...]:
        """The spans a take's frames stand for, leaving room for frames only older takes have."""
        spans = self.project.takes.get(object_id, ())
        others = self._read(
            lambda connection: [
                p for span in spans for p in mask_rows.pts_of(connection, span.take) if span.start <= p < span.stop
            ]
        )
        return covered(pts, others)

    def _shown_spans(self, object_id: ObjectId) -> tuple[TakeSpan, ...]:
        spans = self.project.takes.get(object_id, ())
        locked = self.project.settings.locked_spans.get(object_id, ())
        for writer in self._live(object_id):
            growing = self._covered(object_id, sorted(writer.flushed_pts))
            spans = overlaid(spans, writer.info.id, growing, locked)
        return spans

    def _take_for(self, object_id: ObjectId, pts: Pts) -> TakeId | None:
        locked = self.project.settings.locked_spans.get(object_id, ())
        if not any(start <= pts < stop for start, stop in locked):
            for writer in reversed(self._live(object_id)):
                if writer.holds(pts):
                    return writer.info.id
        return take_at(self.project.takes.get(object_id, ()), pts)

    def _live(self, object_id: ObjectId) -> list[TakeWriter]:
        """Takes that show although no span points to them yet: being recorded, or finished and about to be adopted."""
        waiting = (w for w in tuple(self._recording) if w.info.object == object_id and not w.abandoned)
        return [w for w in waiting if self._takes[w.info.id].state is not TakeState.ADOPTED]

    def _read(self, query: Callable[[sqlite3.Connection], _T]) -> _T:
        with self._read_lock, database.translated(self.path):
            if self._closed:
                raise ProjectError(f"{self.path.name} is closed.")
            return query(self._read_connection)

    def _check_open(self) -> None:
        if self._closed:
            raise ProjectError(f"{self.path.name} is closed.")
        if self._broken is not None:
            raise self._broken

    def _check_known(self, some: set[TakeId], project: Project) -> None:
        unknown = some - set(self._takes)
        if unknown:
            raise UsageError(f"There is no take {min(unknown)}.")
        for object_id, spans in project.takes.items():
            if any(self._takes[span.take].object != object_id for span in spans):
                raise UsageError("A result belongs to another object.")

    def _check_reachable(self) -> None:
        """Every take that a step could show is there."""
        if self._reachable() - set(self._takes):
            raise database.damaged(self.path)

    def _reachable(self) -> frozenset[TakeId]:
        shown = {span.take for spans in self._state.project.takes.values() for span in spans}
        for step in self._state.history.steps:
            shown |= parts_module.takes_in(step.changes)
        return frozenset(shown)

    def _tidy(self) -> None:
        """Collect takes, memories and attachments that neither the project nor a step can reach; shrink the file."""
        waiting = {info.id for info in self._takes.values() if info.state in (TakeState.RECORDING, TakeState.FINISHED)}
        waiting -= {writer.info.id for writer in self._recording if writer.abandoned}
        prompts = [
            (ObjectId(int(key.split("/")[1])), Pts(int(key.split("/")[2])), parts_module.prompts_digest(said))
            for key, said in self._prompts_ever()
        ]
        connection = self._write_connection
        connection.execute("BEGIN IMMEDIATE")
        takes.collect(frozenset(self._reachable() | waiting))(connection)
        memories.collect(prompts)(connection)
        state_rows.collect_attachments(connection)
        connection.execute("COMMIT")
        database.compact(connection)

    def _prompts_ever(self) -> list[tuple[str, FramePrompts]]:
        """Prompts of the project and of every step, so that an undone correction finds its memory."""
        values = list(self._state.parts.items())
        for step in self._state.history.steps:
            values.extend((c.key, value) for c in step.changes for value in (c.before, c.after))
        return [(key, value) for key, value in values if key.startswith("prompts/") and value is not None]


def _write_new(path: Path, project: Project) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        migrations.create_schema(connection)
        attachments: typed_json.Attachments = {}
        parts = parts_module.split(project)
        texts = {key: parts_module.write_part(value, attachments) for key, value in parts.items()}
        connection.execute("BEGIN IMMEDIATE")
        state_rows.write_first(connection, State(project, parts, texts, History(), 1), attachments)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _copy(path: Path, target: Path) -> None:
    with closing(database.connected(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def _place(beside: Path, path: Path) -> None:
    """Give a finished file its name, never over another."""
    taken = ProjectError(f"There is a file {path.name} already.", "Choose another name.")
    try:
        os.link(beside, path)
    except FileExistsError:
        raise taken from None
    except OSError:
        if path.exists():
            raise taken from None
        try:
            beside.rename(path)
        except OSError as error:
            raise ProjectError(f"{path.name} cannot be written ({error.strerror}).", "Choose another folder.") from None


def _checked(path: Path, connections: list[sqlite3.Connection]) -> tuple[State, dict[TakeId, TakeInfo]]:
    """Open both connections into `connections`, compare everything, and return what was read.

    The last thing is the journal mode: a file that is refused is not written to."""
    connections.append(database.connected(path))
    writing = connections[0]
    migrations.check_no_code(writing)
    database.check_pages(writing, path)
    migrations.migrate(writing)
    migrations.check_schema(writing)
    state, known_takes = state_rows.read(writing), takes.read_all(writing)
    database.choose_journal(writing, path)
    connections.append(database.connected(path))
    connections[1].execute("PRAGMA query_only = ON")
    return state, known_takes


def _executed(connection: sqlite3.Connection, statement: str, values: tuple[object, ...]) -> None:
    connection.execute(statement, values)


def _object(project: Project, object_id: ObjectId) -> Any:
    try:
        return project.object(object_id)
    except KeyError:
        raise UsageError(f"There is no object {object_id}.") from None


def _resolved() -> Future[None]:
    done: Future[None] = Future()
    done.set_result(None)
    return done
