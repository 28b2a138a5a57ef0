import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.masks.scores import ScoreTable
from engine.masks.spans import (
    FIRST_PTS,
    LAST_PTS,
    FrameState,
    Span,
    frame_states,
    next_span,
    spans_of,
    stale_spans,
    within,
)
from engine.types import Direction

NO_MASK, HIDDEN, EMPTY, VISIBLE = FrameState


def scores_at(pts, presence, area=None):
    ones = np.ones(len(pts), np.float32)
    area = ones if area is None else np.array(area, np.float32)
    return ScoreTable(
        np.array(pts, np.int64), np.array(presence, np.float32), ones, area, ones, ones, ones, ones.astype(np.int64)
    )


def test_the_four_states_are_told_apart():
    pts = np.array([0, 10, 20, 30, 40, 50])
    scores = scores_at([10, 20, 30, 50], [0.9, 0.1, 0.9, 0.9], [0.2, 0.2, 0.0, 0.2])
    states = frame_states(pts, scores, by_hand={40: False, 50: True, 55: True})
    assert states.tolist() == [NO_MASK, VISIBLE, HIDDEN, HIDDEN, VISIBLE, EMPTY]


@given(st.lists(st.tuples(st.sampled_from(FrameState), st.booleans(), st.booleans()), max_size=30))
def test_spans_tile_the_clip_and_say_what_the_frames_say(frames):
    pts = np.cumsum(np.arange(1, len(frames) + 1)).astype(np.int64)
    states = np.array([f[0] for f in frames], np.uint8)
    locked, stale = (np.array([f[i] for f in frames], np.bool_) for i in (1, 2))
    spans = spans_of(pts, 10_000, states, locked, stale)
    for p, (state, lock, old) in zip(pts, frames, strict=True):
        (span,) = [s for s in spans if s.start <= p < s.stop]
        assert (span.state, span.locked, span.stale) == (state, lock, old and state is not NO_MASK)
    assert [s.stop for s in spans[:-1]] == [s.start for s in spans[1:]]
    assert all((a.state, a.locked, a.stale) != (b.state, b.locked, b.stale) for a, b in zip(spans, spans[1:]))  # noqa: B905, RUF007
    if frames:
        assert (spans[0].start, spans[-1].stop) == (pts[0], 10_000)


def test_within():
    assert within(np.array([0, 5, 9, 10]), [(5, 10), (-3, 0)]).tolist() == [False, True, True, False]


def test_unchanged_prompts_leave_nothing_stale():
    assert stale_spans({0: "a", 50: "b"}, {50: "b", 0: "a"}) == ()


def test_a_changed_prompt_reaches_to_the_next_unchanged_one():
    made, now = {0: "a", 50: "b", 90: "c"}, {0: "a", 50: "x", 90: "c"}
    assert stale_spans(made, now) == ((1, 90),)
    assert stale_spans(made, now, Direction.FORWARD) == ((50, 90),)
    assert stale_spans(made, now, Direction.BACKWARD) == ((1, 51),)


def test_a_new_prompt_at_the_end_reaches_to_the_end():
    assert stale_spans({0: "a"}, {0: "a", 50: "b"}) == ((1, LAST_PTS),)


def test_when_no_prompt_is_left_everything_is_stale():
    assert stale_spans({7: "a"}, {}) == ((FIRST_PTS, LAST_PTS),)


digests = st.dictionaries(st.integers(0, 40), st.sampled_from("abc"), max_size=6)


@given(digests, digests, st.sampled_from(Direction))
def test_every_changed_frame_is_stale_and_no_unchanged_one(made, now, direction):
    spans = stale_spans(made, now, direction)
    for pts in {*made, *now}:
        stale = any(start <= pts < stop for start, stop in spans)
        assert stale == (made.get(pts) != now.get(pts))


def test_the_next_hidden_span():
    spans = (Span(0, 10, VISIBLE), Span(10, 20, HIDDEN), Span(20, 30, VISIBLE), Span(30, 40, HIDDEN))
    assert next_span(spans, 5, HIDDEN) == spans[1]
    assert next_span(spans, 10, HIDDEN) == spans[3]
    assert next_span(spans, 30, HIDDEN) is None
