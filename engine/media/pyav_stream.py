"""Pictures one after the other, forward and backward, with a decoder of their own; kept only as long as needed."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from itertools import chain

from engine.media.deinterlace import deinterlaced
from engine.media.frame_cache import FrameCache
from engine.media.pyav_exact import LEAD_IN_FRAMES, ExactReader, SharedClip, forget
from engine.media.pyav_picture import Picture

Placed = tuple[int, Picture]
"""A frame's index and picture."""


def forward(shared: SharedClip, start: int, stop: int | None) -> Generator[Placed]:
    """Frames start … before `stop` (None: to the end). A frame that cannot be decoded is the one before it."""
    timeline = shared.timeline
    with closing(ExactReader(shared)) as reader:
        index = start
        last: Placed | None = None
        ahead: Placed | None = None
        while (stop is None or index < stop) and timeline.has(index):
            pts = timeline.pts_of(index)
            if last is None:
                last = reader.read(pts, forget)
            while last[0] < pts and (ahead is None or ahead[0] <= pts):
                if ahead is not None:
                    last, ahead = ahead, None
                    continue
                ahead = reader.next()
                if ahead is None:
                    break
            if last[0] != pts:
                shared.damage.missing_frame(pts)
            yield index, last[1]
            index += 1
            if ahead is None and reader.position != last[0]:
                last = None  # a damaged start: the decoder has gone past what stands in for it


def backward(shared: SharedClip, start: int, stop: int | None) -> Generator[Placed]:
    """Frames start … down to above `stop` (None: to the first). Group by group: decode from the key frame, hold what
    fits the cache's bound, give it out in reverse."""
    timeline = shared.timeline
    lowest = 0 if stop is None else stop + 1
    with closing(ExactReader(shared)) as reader:
        index = start
        while index >= lowest:
            held: FrameCache[Picture] = FrameCache(shared.options.cache_bytes)
            _, picture = reader.read(timeline.pts_of(index), held.keep, LEAD_IN_FRAMES)
            yield index, picture
            index -= 1
            while index >= lowest and (kept := held.get(timeline.pts_of(index))) is not None:
                yield index, kept
                index -= 1


def whole(shared: SharedClip, start: int, stop: int | None, step: int) -> Generator[Placed]:
    """Deinterlaced: each picture made with its neighbours, which may lie just outside what was asked for."""
    first = max(start - step, 0)
    beyond = None if stop is None else max(stop + step, -1)
    if step == 1:
        pictures = forward(shared, first, beyond)
    else:
        pictures = backward(shared, first if shared.timeline.has(first) else start, beyond)
    current: Placed | None = None
    earlier: Picture | None = None
    with closing(pictures):
        for following in chain(pictures, [None]):
            if current is not None and _is_asked_for(current[0], start, stop, step):
                later = following[1] if following else None
                before, after = (earlier, later) if step == 1 else (later, earlier)
                yield current[0], made_whole(shared, before, current[1], after)
            earlier = current[1] if current else None
            current = following


def made_whole(shared: SharedClip, before: Picture | None, picture: Picture, after: Picture | None) -> Picture:
    """One deinterlaced picture; a neighbour is None at the clip's ends."""
    made = deinterlaced(before.raw if before else None, picture.raw, after.raw if after else None)
    return Picture(made, shared.converter)


def _is_asked_for(index: int, start: int, stop: int | None, step: int) -> bool:
    if step == 1:
        return index >= start and (stop is None or index < stop)
    return index <= start and (stop is None or index > stop)
