"""The second run of an object, in windows that follow it; its masks are laid back over the whole frame, more finely."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace

import cv2
import numpy as np

from engine.media.windowed import Window, WindowedSource, WindowOf, seen_through
from engine.project.model import Box, FramePrompts, MaskHint
from engine.tracking.closer_plan import Anchor, CloserRun, windows_along
from engine.tracking.plan import TrackRun
from engine.tracking.prompting import mask_of_hint, png_of_mask
from engine.tracking.steps import FrameTracked, MaskResult, TrackEvent
from engine.tracking.tracker import NOWHERE_LOGIT, Tracker
from engine.types import BoolMask, Direction, FrameIndex, Logits

MAGNIFIED = 2.0
"""No window is smaller than the model's input by more: there is nothing to see in enlarged pixels."""

FINEST = 4.0
"""The grid of the whole frame is at most so many times as fine as the model's own."""


def look_closer(tracker: Tracker, run: CloserRun) -> Generator[TrackEvent, None, None]:
    """Track an object again from nearby; the tracker's own memories are not touched. Events as of `Tracker.track`.

    Where the first run saw nothing, nothing is seen: a window says little about what is away.
    Masks cover the whole frame, on a grid up to FINEST times as fine as the model's.
    """
    info = tracker.source.info
    size = tracker.source_size
    cuts = [start - run.range.start for start in tracker.shot_starts]
    first = windows_along(run.boxes, size, cuts=cuts)[0]
    height, width = tracker.input_size_for((first.height, first.width))
    windows = windows_along(run.boxes, size, width / MAGNIFIED, cuts)

    def window_of(frame: FrameIndex) -> Window:
        return windows[min(max(frame - run.range.start, 0), len(windows) - 1)]

    grid = _whole_grid(windows, (height, width), (info.width, info.height))
    view = WindowedSource(tracker.source.reopen(), window_of, (width, height))
    with closing(view), tracker.beside(view) as near:
        near.learn_shots(tracker.shot_starts)
        for frame, anchor in run.anchors.items():
            said, shown = _through(window_of(frame), anchor, size, (width, height))
            near.prompt(run.object_id, frame, said, shown)
        start = min(run.anchors)
        with closing(near.track(TrackRun(run.range, Direction.BOTH, start, (run.object_id,)))) as events:
            for event in events:
                if not isinstance(event, FrameTracked):
                    yield event
                elif run.boxes[event.frame - run.range.start] is None:
                    yield replace(event, masks={run.object_id: _away(grid)})
                else:
                    yield _laid_back(event, window_of, size, grid)


def _away(grid: tuple[int, int]) -> MaskResult:
    return MaskResult(np.full(grid, NOWHERE_LOGIT, np.float32), 0.0, 0.0)


def _whole_grid(windows: Sequence[Window], input_hw: tuple[int, int], frame_size: tuple[int, int]) -> tuple[int, int]:
    """(height, width) of a grid over the whole frame whose cells are about those in the windows."""
    shares = (
        float(np.median([window.height for window in windows])) / frame_size[1],
        float(np.median([window.width for window in windows])) / frame_size[0],
    )
    sides = (min(side / 4 / share, FINEST * side / 4) for side, share in zip(input_hw, shares, strict=True))
    rows, columns = (min(round(side), limit) for side, limit in zip(sides, frame_size[::-1], strict=True))
    return rows, columns


# --- Into the window ---------------------------------------------------------------------------------------------


def _through(
    window: Window, anchor: Anchor, frame_size: tuple[int, int], view_size: tuple[int, int]
) -> tuple[FramePrompts, Logits | None]:
    """What was said and shown, as it looks in the window. With nothing said in there, what was shown is said."""
    shown = None if anchor.shown is None else _shown_through(window, anchor.shown, frame_size, view_size)
    said = _said_through(window, anchor.prompts, frame_size, view_size)
    if said.clicks or said.box is not None or said.mask is not None:
        return said, None if said.mask is not None else shown
    inside = np.zeros((view_size[1], view_size[0]), np.bool_)
    if shown is not None:
        inside = cv2.resize(shown, view_size, interpolation=cv2.INTER_LINEAR) > 0
    return FramePrompts(mask=MaskHint(png_of_mask(inside))), None


def _said_through(
    window: Window, prompts: FramePrompts, frame_size: tuple[int, int], view_size: tuple[int, int]
) -> FramePrompts:
    x_scale, y_scale = view_size[0] / window.width, view_size[1] / window.height
    clicks = (replace(c, x=(c.x - window.x) * x_scale, y=(c.y - window.y) * y_scale) for c in prompts.clicks)
    near = tuple(c for c in clicks if 0 <= c.x <= view_size[0] and 0 <= c.y <= view_size[1])
    if not any(click.positive for click in near):
        near = ()
    box, mask = prompts.box, prompts.mask
    if box is not None:
        box = _box_through(window, box, (x_scale, y_scale), view_size)
    if mask is not None:
        seen: BoolMask = mask_of_hint(mask, (frame_size[1], frame_size[0]))
        part = seen_through(window, seen.astype(np.uint8) * 255, view_size)
        mask = MaskHint(png_of_mask(part > 127), mask.final)
    return replace(prompts, clicks=near, box=box, mask=mask)


def _box_through(window: Window, box: Box, scales: tuple[float, float], view_size: tuple[int, int]) -> Box | None:
    """The part of the box in the window, or None."""
    x0, x1 = (min(max((x - window.x) * scales[0], 0.0), view_size[0]) for x in (box.x0, box.x1))
    y0, y1 = (min(max((y - window.y) * scales[1], 0.0), view_size[1]) for y in (box.y0, box.y1))
    return Box(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _shown_through(window: Window, logits: Logits, frame_size: tuple[int, int], view_size: tuple[int, int]) -> Logits:
    """Logits of the whole frame on the grid of the window's view."""
    columns, rows = view_size[0] // 4, view_size[1] // 4
    x = _axis(window.x, window.width / columns, frame_size[0] / logits.shape[1])
    y = _axis(window.y, window.height / rows, frame_size[1] / logits.shape[0])
    return _resampled(logits, x, y, (columns, rows), cv2.BORDER_REPLICATE)


# --- And back ----------------------------------------------------------------------------------------------------


def _laid_back(
    event: FrameTracked, window_of: WindowOf, frame_size: tuple[int, int], grid: tuple[int, int]
) -> FrameTracked:
    window = window_of(event.frame)
    masks = {
        thing: MaskResult(_over_the_frame(mask.logits, window, frame_size, grid), mask.presence, mask.quality)
        for thing, mask in event.masks.items()
    }
    return replace(event, masks=masks)


def _over_the_frame(logits: Logits, window: Window, frame_size: tuple[int, int], grid: tuple[int, int]) -> Logits:
    """The window's logits on a grid of the whole frame; nothing outside the window."""
    x = _axis(-window.x, frame_size[0] / grid[1], window.width / logits.shape[1])
    y = _axis(-window.y, frame_size[1] / grid[0], window.height / logits.shape[0])
    return _resampled(logits, x, y, (grid[1], grid[0]), cv2.BORDER_CONSTANT)


def _axis(offset_px: float, to_px: float, from_px: float) -> tuple[float, float]:
    """Scale and shift from a cell's number there to one here; cells are counted at their middles."""
    return to_px / from_px, (0.5 * to_px + offset_px) / from_px - 0.5


def _resampled(
    logits: Logits, x: tuple[float, float], y: tuple[float, float], size: tuple[int, int], border: int
) -> Logits:
    matrix = np.array([[x[0], 0, x[1]], [0, y[0], y[1]]], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(logits, matrix, size, flags=flags, borderMode=border, borderValue=NOWHERE_LOGIT), np.float32
    )
