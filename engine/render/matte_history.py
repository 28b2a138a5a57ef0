"""What de-flicker carries from frame to frame, for every object of a project."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.refine.temporal import Motion, Steadied, motion_between, small_grey, steadied
from engine.types import Logits, ObjectId, Pts, Rgb8


class MatteHistory:
    """Frames go by in order: `enter` one, then `steady` its objects. One for each run; not thread-safe."""

    def __init__(self) -> None:
        self._now: tuple[Pts, NDArray[np.uint8]] | None = None
        self._last: dict[ObjectId, tuple[Pts, Steadied]] = {}
        self._motions: dict[Pts, Motion] = {}

    def enter(self, pts: Pts, frame8: Rgb8) -> None:
        """The frame whose objects come next, `frame8` (h, w, 3). The one that was entered last stays as it is."""
        if self._now is None or self._now[0] != pts:
            self.enter_small(pts, small_grey(frame8))

    def enter_small(self, pts: Pts, grey: NDArray[np.uint8]) -> None:
        """The same for a picture that `small_grey` has made small already."""
        self._now = pts, grey
        self._motions = {}

    def steady(self, object_id: ObjectId, logits: Logits, strength: float) -> Logits:
        """The de-flickered logits (gh, gw) on the entered frame; asking twice gives the same answer."""
        assert self._now is not None, "a frame is entered first"
        pts, grey = self._now
        before = self._last.get(object_id)
        if before is not None and before[0] == pts:
            return before[1].logits
        if before is None or before[1].logits.shape != logits.shape or before[1].grey.shape != grey.shape:
            found = np.asarray(logits, np.float32)
        else:
            found = steadied(logits, before[1].logits, self._motion_from(*before), strength)
        self._last[object_id] = pts, Steadied(found, grey)
        return found

    def forget(self, object_id: ObjectId) -> None:
        """The object was away, the shot changed, or it is not steadied here: nothing is carried over."""
        self._last.pop(object_id, None)

    def _motion_from(self, pts: Pts, before: Steadied) -> Motion:
        """Found once, however many objects move with it."""
        assert self._now is not None
        if pts not in self._motions:
            self._motions[pts] = motion_between(self._now[1], before.grey)
        return self._motions[pts]
