"""Where the screen's masks come from: what was just computed, else what the project file holds."""

from __future__ import annotations

import threading
from collections import OrderedDict

from engine.project.project_file import ProjectFile
from engine.types import Logits, ObjectId, Pts

FRESH_MASKS = 512
"""Kept in memory until the disk surely has them (it does within half a second); 128 MB at 256 × 256 at the most."""


class FileMasks:
    """Masks of one open project, for any thread. Fresh ones stand above the file's until they are dropped."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._fresh: OrderedDict[tuple[ObjectId, Pts], Logits] = OrderedDict()

    def logits(self, object_id: ObjectId, pts: Pts) -> Logits | None:
        """float32 on the model's grid, > 0 inside. Raises ProjectError where the file is damaged."""
        with self._lock:
            fresh = self._fresh.get((object_id, pts))
        if fresh is not None:
            return fresh
        record = self._file.mask(object_id, pts)
        return None if record is None else record.logits()

    def put(self, object_id: ObjectId, pts: Pts, logits: Logits) -> None:
        """Show this one from now on."""
        with self._lock:
            self._fresh[object_id, pts] = logits
            self._fresh.move_to_end((object_id, pts))
            while len(self._fresh) > FRESH_MASKS:
                self._fresh.popitem(last=False)

    def drop(self) -> None:
        """The file is the truth again: after an edit, an undo, or the end of a run."""
        with self._lock:
            self._fresh.clear()
