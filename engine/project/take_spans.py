"""Spans of pts and the takes they point to: laying new results over old ones without touching what is locked."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from engine.project.model import TakeId, TakeSpan
from engine.types import Pts

PtsSpan = tuple[Pts, Pts]
"""start <= pts < stop."""


def take_at(spans: Sequence[TakeSpan], pts: Pts) -> TakeId | None:
    """The take that answers for this pts."""
    position = bisect_right(spans, pts, key=lambda span: span.start) - 1
    if position >= 0 and pts < spans[position].stop:
        return spans[position].take
    return None


def without(spans: Iterable[PtsSpan], holes: Iterable[PtsSpan]) -> tuple[PtsSpan, ...]:
    """What is left of `spans` outside `holes`, in order."""
    left = list(spans)
    for low, high in holes:
        left = [piece for span in left for piece in _outside(span, low, high)]
    return tuple(sorted(left))


def united(spans: Iterable[PtsSpan]) -> tuple[PtsSpan, ...]:
    """The same pts in as few spans as possible, in order."""
    merged: list[PtsSpan] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], stop))
        else:
            merged.append((start, stop))
    return tuple(merged)


def overlaid(
    below: Sequence[TakeSpan], take: TakeId, above: Iterable[PtsSpan], locked: Iterable[PtsSpan] = ()
) -> tuple[TakeSpan, ...]:
    """`take` over `below` wherever `above` says, except where `locked`."""
    new = without(united(above), locked)
    kept = [TakeSpan(a, b, span.take) for span in below for a, b in without([(span.start, span.stop)], new)]
    everything = sorted([*kept, *(TakeSpan(a, b, take) for a, b in new)], key=lambda span: span.start)
    return _joined(everything)


def shown_without(spans: Iterable[TakeSpan], pts: Pts) -> tuple[TakeSpan, ...]:
    """The same, but nothing answers for this pts."""
    hole = [(pts, Pts(pts + 1))]
    return tuple(TakeSpan(a, b, span.take) for span in spans for a, b in without([(span.start, span.stop)], hole))


def covered(pts: Sequence[Pts], others: Iterable[Pts]) -> tuple[PtsSpan, ...]:
    """The spans that sorted `pts` stand for, broken wherever one of `others` lies between two of them.

    `others` are frames that have a mask already: a run that left them out must not hide them.
    """
    if not pts:
        return ()
    edges = sorted(set(others) - set(pts))
    spans: list[PtsSpan] = []
    start = pts[0]
    for here, following in itertools.pairwise(pts):
        between = bisect_right(edges, here)
        if between < len(edges) and edges[between] < following:
            spans.append((start, Pts(here + 1)))
            start = following
    return (*spans, (start, Pts(pts[-1] + 1)))


def _outside(span: PtsSpan, low: Pts, high: Pts) -> Iterable[PtsSpan]:
    start, stop = span
    pieces = ((start, min(stop, low)), (max(start, high), stop))
    return (piece for piece in pieces if piece[0] < piece[1])


def _joined(spans: Iterable[TakeSpan]) -> tuple[TakeSpan, ...]:
    joined: list[TakeSpan] = []
    for span in spans:
        if joined and joined[-1].stop == span.start and joined[-1].take == span.take:
            joined[-1] = TakeSpan(joined[-1].start, span.stop, span.take)
        else:
            joined.append(span)
    return tuple(joined)
