import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.masks.spans import FIRST_PTS, LAST_PTS, stale_spans, within
from engine.types import Direction


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
