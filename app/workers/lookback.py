"""De-flicker for a picture that stands still: what the export would have carried over from the frames before it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.media.source import Frame
from engine.project.model import Project
from engine.refine.temporal import small_grey
from engine.render.layers import LogitsOf, lead_past, lookback_frames
from engine.render.matte_history import MatteHistory
from engine.types import Pts

KEPT_PICTURES = 64
"""Small grey pictures that are kept, 60 kB each: stepping on by a frame then reads one, not two dozen."""


class Lookback:
    """Small pictures of the frames around the playhead, and what they say of it. For one thread."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[Pts, NDArray[np.uint8]]] = OrderedDict()

    def history(
        self, project: Project, frame: Frame, logits_of: LogitsOf, read: Callable[[int], Frame]
    ) -> MatteHistory | None:
        """A history that has come to `frame`, from as many frames before as count; None where nothing is de-flickered.

        `read` gives a frame by its index; what it raises to give up passes through."""
        count = lookback_frames(project)
        if count == 0:
            return None
        history = MatteHistory()
        for index in range(max(0, int(frame.index) - count), int(frame.index) + 1):
            pts, grey = self._picture(index, frame, read)
            lead_past(history, project, pts, grey, logits_of)
        return history

    def _picture(self, index: int, frame: Frame, read: Callable[[int], Frame]) -> tuple[Pts, NDArray[np.uint8]]:
        if index not in self._kept:
            found = frame if index == frame.index else read(index)
            # The clip's own colours, as the export looks at them, not the screen's.
            self._kept[index] = found.pts, small_grey(found.rgb8())
            while len(self._kept) > KEPT_PICTURES:
                self._kept.popitem(last=False)
        self._kept.move_to_end(index)
        return self._kept[index]
