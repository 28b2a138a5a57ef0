"""The start page's list of recent projects and their small pictures, kept in the cache folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Generator
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QObject, Signal

from app.state.settings import SettingsStore
from app.views.models import Bgra, RecentRow
from app.workers.job import Job

THUMBNAIL_WIDTH_PX = 320


class RecentRows(QObject):
    """Reads and writes the pictures on a thread of its own.

    Signals:
        rows_changed: tuple of RecentRow.
    """

    rows_changed = Signal(object)

    def __init__(self, store: SettingsStore, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._folder = folder
        self._kept: dict[Path, Bgra] = {}
        self._jobs: set[Job] = set()

    def read(self) -> None:
        """`rows_changed` follows."""
        paths = [Path(name) for name in self._store.settings.recent]

        def work() -> Generator[object, None, tuple[RecentRow, ...]]:
            yield None
            return tuple(self._row(path) for path in paths)

        job = Job("cm-recent", work)
        job.returned.connect(self.rows_changed)
        self._start(job)

    def keep(self, project: Path, picture: Bgra) -> None:
        """What a project looks like now."""
        height = max(1, round(picture.shape[0] * THUMBNAIL_WIDTH_PX / picture.shape[1]))
        small = np.ascontiguousarray(cv2.resize(picture, (THUMBNAIL_WIDTH_PX, height), interpolation=cv2.INTER_AREA))
        self._kept[project] = small

        def work() -> Generator[object, None, None]:
            yield None
            self._folder.mkdir(parents=True, exist_ok=True)
            target = self._file(project)
            beside = target.with_suffix(".part.png")
            if cv2.imwrite(str(beside), small[..., :3]):
                os.replace(beside, target)

        self._start(Job("cm-thumb", work))

    def thumbnail(self, project: Path) -> Bgra | None:
        """The picture kept in this session."""
        return self._kept.get(project)

    def wait(self, timeout_ms: int) -> bool:
        """Join what is under way, at the end of the program."""
        return all(job.wait(timeout_ms) for job in list(self._jobs))

    def _start(self, job: Job) -> None:
        self._jobs.add(job)
        job.ended.connect(lambda: self._jobs.discard(job))
        job.start()

    def _file(self, project: Path) -> Path:
        return self._folder / f"{hashlib.sha256(str(project).encode()).hexdigest()[:24]}.png"

    def _row(self, project: Path) -> RecentRow:
        title = project.stem.rsplit("-", 1)[0]
        try:
            changed = datetime.fromtimestamp(project.stat().st_mtime)
        except OSError:
            return RecentRow(project, title, "missing", None, True)
        return RecentRow(project, title, changed.strftime("%d %b %Y, %H:%M"), self._picture(project))

    def _picture(self, project: Path) -> Bgra | None:
        file = self._file(project)
        bgr = cv2.imread(str(file)) if file.is_file() else None
        return None if bgr is None else np.ascontiguousarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2BGRA))
