"""One object's lane on the timeline: what stands on each frame, from takes, prompts, locks and hands."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.masks.spans import Span, frame_states, spans_of, stale_spans, within
from engine.project.parts import prompts_digest
from engine.project.project_file import ProjectFile
from engine.project.take_spans import PtsSpan, united
from engine.types import ObjectId, Pts


def stale_in(file: ProjectFile, object_id: ObjectId) -> tuple[PtsSpan, ...]:
    """Where the object's results were made from prompts that have changed since. Locked frames are never stale."""
    spec = file.project.object(object_id)
    now = {pts: prompts_digest(said) for pts, said in spec.prompts.items()}
    found: list[PtsSpan] = []
    for span in file.project.takes.get(object_id, ()):
        meta = file.take(span.take).meta
        for start, stop in stale_spans(meta.prompts, now, meta.direction):
            clipped = (max(start, span.start), min(stop, span.stop))
            found.extend([clipped] if clipped[0] < clipped[1] else [])
    return united(found)


def lane(
    file: ProjectFile,
    object_id: ObjectId,
    pts: NDArray[np.int64],
    stop: Pts,
    by_hand: Mapping[Pts, bool] | None = None,
) -> tuple[Span, ...]:
    """The lane over the frames at `pts` (sorted), the last one ending at `stop`.

    `by_hand`: the frames with a `final` hint, and whether it is empty. Raises ProjectError where rows are damaged.
    """
    states = frame_states(pts, file.scores(object_id), by_hand)
    locked = within(pts, file.project.settings.locked_spans.get(object_id, ()))
    stale = within(pts, stale_in(file, object_id)) & ~locked
    return spans_of(pts, stop, states, locked, stale)
