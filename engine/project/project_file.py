"""One project in one SQLite file: edits, undo, takes, masks. What is acknowledged is on disk and survives a kill.

Threads: every method may be called from any thread. Reading goes through one connection behind a lock, in short
queries (`reader`); writing goes through the one writer thread (`writer`). `do` waits for the disk; `submit` does not,
for callers that must never wait: the project in memory is new at once, the future resolves when the disk has it.

Only one process and one `ProjectFile` at a time has a file open (`process_lock`).
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from engine.errors import ProjectError, UsageError
from engine.masks.scores import ScoreTable
from engine.project import checks, database, mask_rows, memories, opening, state_rows, takes
from engine.project.edits import Batch, Edit
from engine.project.history import HistoryView
from engine.project.mask_rows import MaskRecord
from engine.project.memories import MemoryRecord
from engine.project.model import FramePrompts, ObjectSpec, Project, TakeId
from engine.project.opening import Opened
from engine.project.parts import prompts_digest
from engine.project.reader import Reader
from engine.project.shown_masks import ShownMasks
from engine.project.state_keeper import StateKeeper
from engine.project.take_shelf import TakeShelf
from engine.project.takes import TakeInfo, TakeMeta, TakeWriter
from engine.project.writer import Writer
from engine.types import ObjectId, Pts

__all__ = ["HistoryView", "ProjectFile"]


class ProjectFile:
    """An open project. Make one with `create` or `open`; close it, or use it as a context manager."""

    def __init__(self, opened: Opened) -> None:
        self.path = opened.path
        self._process_lock = opened.lock
        self._write_connection = opened.writing
        self._reader = Reader(opened.reading, opened.path)
        self._writer = Writer(opened.writing, opened.path, self._write_failed)
        self._shelf = TakeShelf(opened.takes, self._reader, self._writer)
        self._keeper = StateKeeper(opened.state, self._shelf, self._writer)
        self._close_lock = threading.Lock()
        self._closed = False

    @classmethod
    def create(cls, path: Path, project: Project) -> ProjectFile:
        """A new file at `path`. Raises ProjectError where something is there already, UsageError for a bad project."""
        checks.check_project(project)
        if project.takes:
            raise UsageError("A new project has no tracking results yet.")
        opening.write_new(Path(path), project)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> ProjectFile:
        """Open, check and, where needed, migrate. Raises ProjectError; then the file is as it was.

        Takes that were being recorded when the program was killed are brought back as a step of their own.
        """
        file = cls(opening.opened(Path(path)))
        try:
            if lost := file._shelf.lost(file.project):
                file.do(Batch("Recovered tracking", lost))
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
        with self._close_lock:
            if self._closed:
                return
            self._closed = True
        self._writer.close()
        with suppress(sqlite3.Error, ProjectError):
            self._tidy()
        self._reader.close()
        self._write_connection.close()
        self._process_lock.release()

    def copy_to(self, path: Path) -> None:
        """Write all that is on disk to a new file, and go on with this one. Raises ProjectError where one is there."""
        self.flush()
        opening.copy(self.path, Path(path))

    def flush(self) -> None:
        """Wait until everything given so far is on disk."""
        self._writer.flush()

    # The project and its history

    @property
    def project(self) -> Project:
        """As it is now, edits included that are still on their way to the disk."""
        return self._keeper.project

    def history(self) -> HistoryView:
        """The steps' names and where we are."""
        return self._keeper.history.view()

    @property
    def newest_step(self) -> int:
        """The number of the step done last; 0 where there is none."""
        return self._keeper.history.newest_done

    def do(self, edit: Edit) -> Project:
        """Apply an edit as one step; returns when it is on disk. Raises UsageError (nothing changed), ProjectError."""
        self.submit(edit).result()
        return self.project

    def submit(self, edit: Edit, into: int | None = None, renames: bool = False) -> Future[None]:
        """Apply an edit as one step, without waiting; the future resolves when it is on disk.

        `into`: the number of a step (`newest_step`) that this edit completes, such as the mask that answers a click.
        Where that is still the newest step the edit becomes part of it, else a step of its own. `renames`: the step
        is called by this edit from then on.
        Raises UsageError at once; then nothing has changed. Where the disk refuses, the future carries a ProjectError
        and the project is what the disk has.
        """
        self._check_open()
        return self._keeper.submit(edit, into, renames)

    def undo(self) -> Project:
        """One step back; returns when it is on disk. Raises UsageError where there is none."""
        self._check_open()
        self._keeper.step(-1).result()
        return self.project

    def redo(self) -> Project:
        """One step forward again; returns when it is on disk. Raises UsageError where there is none."""
        self._check_open()
        self._keeper.step(1).result()
        return self.project

    def go_to(self, position: int) -> Future[None]:
        """To where `position` steps are done, without waiting. Raises UsageError where the history ends before."""
        self._check_open()
        return self._keeper.move(position)

    # Takes and masks

    def begin_take(self, object_id: ObjectId, meta: TakeMeta | None = None) -> TakeWriter:
        """Start recording one object's results; waits for the disk once.

        `meta.prompts` and `meta.started_at` are filled in where left empty.
        """
        self._check_open()
        return self._shelf.begin(self._object(object_id), meta or TakeMeta(), lambda: self.project)

    def adopt(self, name: str, recorded: Iterable[TakeWriter]) -> Project:
        """Finish several takes and show them, as one step. Takes of objects that are gone by now are abandoned."""
        edits: list[Edit] = []
        for recorder in recorded:
            present = any(spec.id == recorder.info.object for spec in self.project.objects)
            if present and (edit := recorder.finish()).spans:
                edits.append(edit)
            elif not recorder.ended:
                recorder.abandon()
        return self.do(Batch(name, tuple(edits))) if edits else self.project

    def take(self, take: TakeId) -> TakeInfo:
        """What is known about a take. Raises UsageError."""
        return self._shelf.info(take)

    def mask(self, object_id: ObjectId, pts: Pts) -> MaskRecord | None:
        """What tracking gave for this frame, or None where nothing did. Takes being recorded show as they grow.

        A hint that is `final` is the person's word and stands above it; that is for the caller, who can read PNGs.
        Raises ProjectError where the mask is damaged.
        """
        take = self._shelf.take_for(self.project, object_id, pts)
        if take is None:
            return None
        return self._reader.read(lambda connection: mask_rows.find(connection, take, pts))

    def frames_with_masks(self, object_id: ObjectId) -> NDArray[np.int64]:
        """(n,) the pts of every frame that tracking gave something for, hidden ones included; in order."""
        return self.scores(object_id).pts

    def shown_masks(self) -> ShownMasks:
        """Which masks all objects show now, for a `MaskReader`; what was recorded so far is on disk then.

        Raises ProjectError where the disk refuses.
        """
        self.flush()
        project = self.project
        return ShownMasks(self.path, {spec.id: self._shelf.shown_spans(project, spec.id) for spec in project.objects})

    def scores(self, object_id: ObjectId) -> ScoreTable:
        """The curves of one object over all its tracked frames. Raises ProjectError where rows are damaged."""
        spans = self._shelf.shown_spans(self.project, object_id)

        def query(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
            return [row for s in spans for row in mask_rows.span_rows(connection, s.take, s.start, s.stop)]

        return mask_rows.score_table(self._reader.read(query))

    # Memories and notes

    def put_memory(self, object_id: ObjectId, pts: Pts, model: str, prompts: FramePrompts, data: bytes) -> Future[None]:
        """Keep what `model` (its fingerprint) remembers of a prompted frame; resolves when it is on disk."""
        record = MemoryRecord(object_id, pts, model, prompts_digest(prompts), data)
        return self._writer.submit(memories.insert(record))

    def memories(self, object_id: ObjectId, model: str) -> dict[Pts, bytes]:
        """The memories of this model that were made from the prompts as they are now, by pts."""
        now = {pts: prompts_digest(said) for pts, said in self._object(object_id).prompts.items()}
        found = self._reader.read(lambda connection: memories.read(connection, object_id, model))
        return {record.pts: record.data for record in found if now.get(record.pts) == record.prompts}

    def put_note(self, key: str, value: object) -> Future[None]:
        """Remember something that is no edit, such as the playhead: any JSON value."""
        text = json.dumps(value, allow_nan=False)
        return self._writer.submit(lambda connection: state_rows.write_note(connection, key, text))

    def note(self, key: str) -> Any:
        """What `put_note` was given, or None."""
        text = self._reader.read(lambda connection: state_rows.read_note(connection, key))
        with suppress(ValueError):
            return None if text is None else json.loads(text)
        return None

    # Inside

    def _object(self, object_id: ObjectId) -> ObjectSpec:
        try:
            return self.project.object(object_id)
        except KeyError:
            raise UsageError(f"There is no object {object_id}.") from None

    def _check_open(self) -> None:
        if self._closed:
            raise ProjectError(f"{self.path.name} is closed.")

    def _write_failed(self) -> None:
        self._keeper.reload(self._write_connection)

    def _tidy(self) -> None:
        """Collect takes, memories and attachments that neither the project nor a step can reach; shrink the file."""
        connection = self._write_connection
        connection.execute("BEGIN IMMEDIATE")
        takes.collect(frozenset(self._keeper.reachable() | self._shelf.unadopted()))(connection)
        memories.collect(self._keeper.prompts_ever())(connection)
        state_rows.collect_attachments(connection)
        connection.execute("COMMIT")
        database.compact(connection)
