"""Reads lanes and outlines from the project file, away from the window's thread."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from app.workers.failure import Failure
from app.workers.service import Service
from engine.project.lanes import Lane, read_lane
from engine.project.model import Project
from engine.project.project_file import ProjectFile
from engine.types import ObjectId, Pts

OUTLINE_FINER = 4


@dataclass(frozen=True, slots=True, eq=False)
class LaneWish:
    """What to work out: `frame_pts` (frames,) ascending int64."""

    number: int
    project: Project
    frame_pts: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class OutlineWish:
    """The outline of an object's mask on the frame at `pts`, in frame pixels; `size` is (width, height)."""

    number: int
    object_id: ObjectId
    pts: Pts
    size: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class OutlineRead:
    """The answer: closed polygons, each (n, 2) float32."""

    number: int
    outlines: tuple[NDArray[np.float32], ...]


@dataclass(frozen=True, slots=True)
class LanesRead:
    """The answer to the wish with this number."""

    number: int
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class LanesFailed:
    number: int
    failure: Failure


class LaneWorker(Service):
    """The newest wish of each kind wins. `answered` gives LanesRead, LanesFailed and OutlineRead."""

    def __init__(self, file: ProjectFile, parent: QObject | None = None) -> None:
        super().__init__("cm-lanes", parent)
        self._file = file
        self._changed = threading.Condition()
        self._lanes: LaneWish | None = None
        self._outline: OutlineWish | None = None
        self._is_stopped = False

    def want(self, wish: LaneWish | OutlineWish) -> None:
        """Read this, in place of an older wish of its kind."""
        with self._changed:
            if isinstance(wish, LaneWish):
                self._lanes = wish
            else:
                self._outline = wish
            self._changed.notify()

    def _wake_to_stop(self) -> None:
        with self._changed:
            self._is_stopped = True
            self._changed.notify()

    def _next(self) -> LaneWish | OutlineWish | None:
        """Outlines first: they are quick, and the person looks at them."""
        with self._changed:
            self._changed.wait_for(lambda: self._outline or self._lanes or self._is_stopped)
            if self._is_stopped:
                return None
            if self._outline is not None:
                outline, self._outline = self._outline, None
                return outline
            lanes, self._lanes = self._lanes, None
            return lanes

    def _serve(self) -> None:
        while (wish := self._next()) is not None:
            try:
                if isinstance(wish, OutlineWish):
                    self._box.post(OutlineRead(wish.number, read_outline(self._file, wish)), key="outline")
                    continue
                lanes = tuple(
                    read_lane(self._file, wish.project, spec, wish.frame_pts) for spec in wish.project.objects
                )
                self._box.post(LanesRead(wish.number, lanes), key="lanes")
            except Exception as error:  # noqa: BLE001 - the job runner: the timeline goes on without this answer
                self._box.post(LanesFailed(wish.number, Failure.of(error)))


def read_outline(file: ProjectFile, wish: OutlineWish) -> tuple[NDArray[np.float32], ...]:
    """The zero contour of the stored logits, traced on the grid made four times finer."""
    record = file.mask(wish.object_id, wish.pts)
    if record is None:
        return ()
    fine = cv2.resize(record.logits(), None, fx=OUTLINE_FINER, fy=OUTLINE_FINER, interpolation=cv2.INTER_CUBIC)
    contours, _ = cv2.findContours((fine > 0).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    scale = np.array([wish.size[0] / fine.shape[1], wish.size[1] / fine.shape[0]], np.float32)
    return tuple(((c[:, 0, :].astype(np.float32) + 0.5) * scale) for c in contours if len(c) >= 3)
