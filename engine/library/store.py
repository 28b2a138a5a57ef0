"""Where a session keeps what was said and what came out: a project file, or memory."""

from __future__ import annotations

import base64
import binascii
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from engine.masks.codec import decode_logits, encode_logits
from engine.project.edits import Batch, Edit
from engine.project.model import FramePrompts, Project
from engine.project.project_file import ProjectFile
from engine.project.takes import TakeMeta, TakeWriter
from engine.types import Logits, ObjectId, Pts

MASKS_IN_MEMORY = 2000
"""Without a project file the newest masks are kept, compressed: some 12 MB. Corrections start from them."""


class Recorder(Protocol):
    """Takes the masks of one object's run."""

    def put(self, pts: Pts, logits: Logits, presence: float, quality: float) -> object: ...

    def new_pass(self) -> None: ...


class Store(Protocol):
    """What a session needs to keep."""

    @property
    def project(self) -> Project: ...

    def do(self, edit: Edit) -> None:
        """Apply an edit as one step. Raises UsageError, ProjectError."""
        ...

    def shown(self, object_id: ObjectId, pts: Pts) -> Logits | None:
        """The mask that is shown for a frame, at grid size."""
        ...

    def begin(self, object_id: ObjectId, meta: TakeMeta) -> Recorder: ...

    def adopt(self, name: str, recorders: Sequence[Recorder]) -> None:
        """Show what was recorded, as one step."""
        ...

    def answer(self, edit: Edit, recorder: Recorder | None) -> None:
        """Prompts and the mask that answers them, as one step."""
        ...

    def put_answer(self, object_id: ObjectId, pts: Pts, model: str, prompts: FramePrompts, record: bytes) -> None: ...

    def answers(self, object_id: ObjectId, model: str) -> Mapping[Pts, bytes]: ...

    def put_pass_end(self, object_id: ObjectId, model: str, record: bytes) -> None: ...

    def pass_end(self, object_id: ObjectId, model: str) -> bytes | None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class FileStore:
    """A project file: everything is on disk when a call returns."""

    file: ProjectFile

    @property
    def project(self) -> Project:
        """See Store."""
        return self.file.project

    def do(self, edit: Edit) -> None:
        """See Store."""
        self.file.do(edit)

    def shown(self, object_id: ObjectId, pts: Pts) -> Logits | None:
        """See Store."""
        record = self.file.mask(object_id, pts)
        return None if record is None else record.logits()

    def begin(self, object_id: ObjectId, meta: TakeMeta) -> TakeWriter:
        """See Store."""
        return self.file.begin_take(object_id, meta)

    def adopt(self, name: str, recorders: Sequence[Recorder]) -> None:
        """See Store."""
        self.file.adopt(name, [r for r in recorders if isinstance(r, TakeWriter)])

    def answer(self, edit: Edit, recorder: Recorder | None) -> None:
        """See Store."""
        if not isinstance(recorder, TakeWriter):
            self.do(edit)
            return
        self.do(Batch(edit.label(self.project), (edit, recorder.finish())))

    def put_answer(self, object_id: ObjectId, pts: Pts, model: str, prompts: FramePrompts, record: bytes) -> None:
        """See Store."""
        self.file.put_memory(object_id, pts, model, prompts, record).result()

    def answers(self, object_id: ObjectId, model: str) -> Mapping[Pts, bytes]:
        """See Store."""
        return self.file.memories(object_id, model)

    def put_pass_end(self, object_id: ObjectId, model: str, record: bytes) -> None:
        """See Store."""
        note = {"model": model, "record": base64.b64encode(record).decode("ascii")}
        self.file.put_note(_pass_key(object_id), note).result()

    def pass_end(self, object_id: ObjectId, model: str) -> bytes | None:
        """See Store."""
        note = self.file.note(_pass_key(object_id))
        if not isinstance(note, dict) or note.get("model") != model:
            return None
        try:
            return base64.b64decode(note.get("record", ""), validate=True)
        except (binascii.Error, TypeError, ValueError):
            return None

    def close(self) -> None:
        """See Store."""
        self.file.close()


def _pass_key(object_id: ObjectId) -> str:
    return f"pass_end/{object_id}"


@dataclass
class MemoryStore:
    """Nothing on disk; the newest masks in memory."""

    project: Project
    _masks: OrderedDict[tuple[ObjectId, Pts], tuple[bytes, int, int]] = field(default_factory=OrderedDict)

    def do(self, edit: Edit) -> None:
        """See Store."""
        self.project, _ = edit.apply(self.project)

    def shown(self, object_id: ObjectId, pts: Pts) -> Logits | None:
        """See Store."""
        kept = self._masks.get((object_id, pts))
        return None if kept is None else decode_logits(*kept)

    def keep(self, object_id: ObjectId, pts: Pts, logits: Logits) -> None:
        """Keep a mask; the oldest goes where there are too many."""
        self._masks.pop((object_id, pts), None)
        self._masks[object_id, pts] = (encode_logits(logits), *logits.shape)
        while len(self._masks) > MASKS_IN_MEMORY:
            self._masks.popitem(last=False)

    def begin(self, object_id: ObjectId, meta: TakeMeta) -> Recorder:
        """See Store."""
        return _MemoryRecorder(self, object_id)

    def adopt(self, name: str, recorders: Sequence[Recorder]) -> None:
        """See Store: masks are shown as they come."""

    def answer(self, edit: Edit, recorder: Recorder | None) -> None:
        """See Store."""
        self.do(edit)

    def put_answer(self, object_id: ObjectId, pts: Pts, model: str, prompts: FramePrompts, record: bytes) -> None:
        """See Store: nothing outlives the session."""

    def answers(self, object_id: ObjectId, model: str) -> Mapping[Pts, bytes]:
        """See Store."""
        return {}

    def put_pass_end(self, object_id: ObjectId, model: str, record: bytes) -> None:
        """See Store: nothing outlives the session."""

    def pass_end(self, object_id: ObjectId, model: str) -> bytes | None:
        """See Store."""
        return None

    def close(self) -> None:
        """See Store."""
        self._masks.clear()


@dataclass(frozen=True, slots=True)
class _MemoryRecorder:
    store: MemoryStore
    object_id: ObjectId

    def put(self, pts: Pts, logits: Logits, presence: float, quality: float) -> None:
        self.store.keep(self.object_id, pts, logits)

    def new_pass(self) -> None:
        pass
