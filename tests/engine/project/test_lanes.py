import numpy as np

from engine.masks.spans import FrameState, Span
from engine.project.edits import AddObject, LockSpan, SetPrompts
from engine.project.lanes import lane, stale_in
from engine.project.model import Click, FramePrompts

SAID = FramePrompts((Click(10, 10),))
CORRECTED = FramePrompts((Click(10, 10), Click(20, 20, False)))


def tracked(file, masks, frames, hidden=()):
    take = file.begin_take(1)
    for pts in frames:
        take.put(pts, masks(pts), 0.1 if pts in hidden else 0.9, 0.8)
    file.adopt("Track", [take])


def test_a_lane_shows_what_was_tracked_hidden_and_locked(file, masks):
    file.do(AddObject("dog", prompts={0: SAID}))
    tracked(file, masks, range(8), hidden=(3, 4))
    file.do(LockSpan(1, 6, 8))
    assert lane(file, 1, np.arange(10), 10, by_hand={5: True}) == (
        Span(0, 3, FrameState.VISIBLE),
        Span(3, 5, FrameState.HIDDEN),
        Span(5, 6, FrameState.EMPTY_BY_HAND),
        Span(6, 8, FrameState.VISIBLE, locked=True),
        Span(8, 10, FrameState.NO_MASK),
    )


def test_a_correction_makes_its_surroundings_stale_until_tracked_again_or_undone(file, masks):
    file.do(AddObject("dog", prompts={0: SAID, 8: SAID}))
    tracked(file, masks, range(10))
    assert stale_in(file, 1) == ()
    file.do(SetPrompts(1, 5, CORRECTED))
    assert stale_in(file, 1) == ((1, 8),)
    file.do(LockSpan(1, 2, 4))
    stale = [(span.start, span.stop) for span in lane(file, 1, np.arange(10), 10) if span.stale]
    assert stale == [(1, 2), (4, 8)]
    file.undo()
    file.undo()
    assert stale_in(file, 1) == ()
    file.redo()
    tracked(file, masks, range(1, 8))
    assert stale_in(file, 1) == ()
