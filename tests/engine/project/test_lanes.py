import numpy as np

from engine.project.edits import AddObject, LockSpan, SetPrompts
from engine.project.lanes import HIDDEN, NOTHING, STALE, VISIBLE, read_lane, stale_in
from engine.project.model import Click, FramePrompts

SAID = FramePrompts((Click(10, 10),))
CORRECTED = FramePrompts((Click(10, 10), Click(20, 20, False)))


def lane_of(file):
    return read_lane(file, file.project, file.project.objects[0], np.arange(10))


def tracked(file, masks, frames, hidden=()):
    take = file.begin_take(1)
    for pts in frames:
        take.put(pts, masks(pts), 0.1 if pts in hidden else 0.9, 0.8)
    file.adopt("Track", [take])


def test_a_lane_shows_what_was_tracked_hidden_and_locked(file, masks):
    file.do(AddObject("dog", prompts={0: SAID}))
    tracked(file, masks, range(8), hidden=(3, 4))
    file.do(LockSpan(1, 6, 8))
    lane = lane_of(file)
    assert lane.kinds.tolist() == [VISIBLE] * 3 + [HIDDEN] * 2 + [VISIBLE] * 3 + [NOTHING] * 2
    assert (lane.prompted, lane.locked, lane.returns) == ((0,), ((6, 8),), (5,))
    assert np.isnan(lane.presence).tolist() == [False] * 8 + [True] * 2
    assert lane.kind_at(9) == lane.kind_at(10) == NOTHING


def test_an_object_the_file_does_not_know_has_an_empty_lane(file):
    file.do(AddObject("dog", prompts={0: SAID}))
    project = file.project
    file.undo()
    lane = read_lane(file, project, project.objects[0], np.arange(10))
    assert lane.kinds.tolist() == [NOTHING] * 10
    assert lane.prompted == (0,)


def test_a_correction_makes_its_surroundings_stale_until_tracked_again_or_undone(file, masks):
    file.do(AddObject("dog", prompts={0: SAID, 8: SAID}))
    tracked(file, masks, range(10))
    assert stale_in(file, 1) == ()
    file.do(SetPrompts(1, 5, CORRECTED))
    assert stale_in(file, 1) == ((1, 8),)
    assert np.flatnonzero(lane_of(file).kinds == STALE).tolist() == [*range(1, 8)]
    file.do(LockSpan(1, 2, 4))
    assert stale_in(file, 1) == ((1, 2), (4, 8)), "a batch tracked what is locked again and again"
    assert np.flatnonzero(lane_of(file).kinds == STALE).tolist() == [1, 4, 5, 6, 7]
    file.undo()
    file.undo()
    assert stale_in(file, 1) == ()
    file.redo()
    tracked(file, masks, range(1, 8))
    assert stale_in(file, 1) == ()
