"""Looking at an object once more from nearby: what a first run found says where to look. Numbers in, windows out.

A model sees the whole frame at its own size, and what is small there loses its outline and sometimes itself. Where the
object was is known after a first run, so a second one can see a window that follows it, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.errors import UsageError
from engine.media.windowed import Window
from engine.project.model import FramePrompts
from engine.types import FrameIndex, FrameRange, Logits, ObjectId

MARGIN = 2.0
"""A window's sides, in the object's, where the frame has so much: what is around it tells the model what it is not."""

REACH_FRAMES = 8
"""A window holds what the object fills so many frames before and after, so that nothing grows out of it."""

SMOOTH_FRAMES = 4.0
"""Standard deviation of the windows' smoothing: a window that shakes looks like a thing that shakes."""

MAIN_PIECE = 0.1
"""Smaller pieces of a mask, counted in its largest, do not draw the window towards them."""

WORTH_IT = 1.25
"""Things have to be seen at so many times the size in the windows, or the model would see nothing it has not seen."""

ASPECTS = (9 / 16, 16 / 9)
"""How narrow and how wide a window may be."""

ASPECTS_TRIED = 8

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in frame pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """What is known of the object on one frame."""

    prompts: FramePrompts
    """In frame pixels; empty where nothing was said."""
    shown: Logits | None
    """The mask that the person saw there."""


@dataclass(frozen=True, slots=True, eq=False)
class CloserRun:
    """A wish: track one object again within `range`, in windows around where it was."""

    object_id: ObjectId
    range: FrameRange
    boxes: tuple[Box | None, ...]
    """Where it was, frame by frame of the range; None: not to be seen."""
    anchors: Mapping[FrameIndex, Anchor]
    """Frames to start from; at least one, all of them in the range."""


@dataclass(slots=True)
class CloserPlanner:
    """Looks at the masks of a first run, one after the other, and makes the plan of the second."""

    object_id: ObjectId
    name: str
    range: FrameRange
    said: Mapping[FrameIndex, FramePrompts]
    """All prompts of the object; those outside the range are left out."""
    frame_size: tuple[int, int]
    """(width, height)."""
    _boxes: list[Box | None] = field(default_factory=list)
    _anchors: dict[FrameIndex, Anchor] = field(default_factory=dict)
    _clearest: tuple[float, FrameIndex, Logits] | None = None

    def see(self, frame: FrameIndex, logits: Logits | None) -> None:
        """The mask of the range's next frame; None: there is none."""
        box = None if logits is None else box_of(logits, self.frame_size)
        self._boxes.append(box)
        if frame in self.said:
            self._anchors[frame] = Anchor(self.said[frame], logits if box is not None else None)
        if box is not None and logits is not None:
            clear = float(np.abs(logits).mean())
            if self._clearest is None or clear > self._clearest[0]:
                self._clearest = clear, frame, logits

    def run(self) -> CloserRun:
        """Raises UsageError where there is nothing to look at, or nothing to be gained."""
        if self._clearest is None:
            raise UsageError(f"There are no masks of {self.name} here to look at more closely.", "Track it first.")
        windows = windows_along(self._boxes, self.frame_size)
        frame_area = self.frame_size[0] * self.frame_size[1]
        if float(np.median([frame_area / (w.width * w.height) for w in windows])) < WORTH_IT**2:
            raise UsageError(
                f"{self.name} fills the picture already: looking closer would show nothing more.",
                "It helps with things that are less than about half as wide or high as the picture.",
            )
        _, frame, logits = self._clearest
        anchors = self._anchors or {frame: Anchor(FramePrompts(), logits)}
        return CloserRun(self.object_id, self.range, tuple(self._boxes), anchors)


def box_of(logits: Logits, frame_size: tuple[int, int]) -> Box | None:
    """The box of a mask's main pieces in pixels of a frame of `frame_size` (width, height); None: nothing is inside."""
    inside = np.asarray(logits > 0, np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    if count < 2:
        return None
    areas = stats[1:, cv2.CC_STAT_AREA]
    main = stats[1:][areas >= MAIN_PIECE * areas.max()]
    left, top = main[:, cv2.CC_STAT_LEFT], main[:, cv2.CC_STAT_TOP]
    right, bottom = left + main[:, cv2.CC_STAT_WIDTH], top + main[:, cv2.CC_STAT_HEIGHT]
    x, y = frame_size[0] / logits.shape[1], frame_size[1] / logits.shape[0]
    return float(left.min() * x), float(top.min() * y), float(right.max() * x), float(bottom.max() * y)


def windows_along(
    boxes: Sequence[Box | None],
    frame_size: tuple[int, int],
    smallest_width: float = 0.0,
    cuts: Sequence[int] = (),
) -> tuple[Window, ...]:
    """A window for each box, all of one aspect, that follows the object smoothly and stays inside the frame.

    `frame_size` (width, height); `smallest_width` in pixels; `cuts`: places in `boxes` where a shot begins, across
    which nothing is smoothed. Frames without a box are bridged; a shot without any is seen whole.
    """
    width, height = frame_size
    aspect = _aspect(boxes, frame_size)
    largest = min(float(width), height * aspect)
    ends = [0, *sorted({cut for cut in cuts if 0 < cut < len(boxes)}), len(boxes)]
    windows: list[Window] = []
    for start, stop in pairwise(ends):
        shot = boxes[start:stop]
        if all(box is None for box in shot):
            windows += [Window(0, 0, width, height)] * len(shot)
            continue
        centres_x, centres_y, wanted = _followed(shot, aspect, frame_size)
        wide = np.clip(wanted, min(smallest_width, largest), largest)
        high = wide / aspect
        lefts = np.clip(centres_x - wide / 2, 0, width - wide)
        tops = np.clip(centres_y - high / 2, 0, height - high)
        windows += [
            Window(round(x), round(y), max(1, round(w)), max(1, round(h)))
            for x, y, w, h in zip(lefts, tops, wide, high, strict=True)
        ]
    return tuple(window.inside(frame_size) for window in windows)


def _aspect(boxes: Sequence[Box | None], frame_size: tuple[int, int]) -> float:
    """Width by height of the windows: the object's, or the first towards the frame's own in which it always fits."""
    known = np.array([box for box in boxes if box is not None], np.float64).reshape(-1, 4)
    own = frame_size[0] / frame_size[1]
    if not len(known):
        return own
    wide = np.minimum(MARGIN * (known[:, 2] - known[:, 0]), frame_size[0])
    high = np.minimum(MARGIN * (known[:, 3] - known[:, 1]), frame_size[1])
    best = float(np.clip(np.median(wide / high), *ASPECTS))
    for aspect in np.geomspace(best, own, ASPECTS_TRIED):
        largest = min(frame_size[0], frame_size[1] * aspect)
        if float(np.maximum(wide, high * aspect).max()) <= largest * (1 + 1e-6):
            return float(aspect)
    return own


def _followed(
    boxes: Sequence[Box | None], aspect: float, frame_size: tuple[int, int]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Centres and widths, smooth in time."""
    known = [place for place, box in enumerate(boxes) if box is not None]
    sides = np.array([boxes[place] for place in known], np.float64)
    x0, y0, x1, y1 = (np.interp(np.arange(len(boxes)), known, sides[:, i]) for i in range(4))
    wide = np.maximum(
        np.minimum(MARGIN * (x1 - x0), frame_size[0]), np.minimum(MARGIN * (y1 - y0), frame_size[1]) * aspect
    )
    padded = np.pad(wide, REACH_FRAMES, mode="edge")
    widest = np.lib.stride_tricks.sliding_window_view(padded, 2 * REACH_FRAMES + 1).max(axis=1)
    return _smoothed((x0 + x1) / 2), _smoothed((y0 + y1) / 2), _smoothed(widest)


def _smoothed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    reach = int(3 * SMOOTH_FRAMES)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / SMOOTH_FRAMES) ** 2)
    padded = np.pad(values, reach, mode="edge")
    return np.convolve(padded, weights / weights.sum(), mode="valid")
