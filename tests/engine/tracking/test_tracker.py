"""The tracker over real files with a model of tiny numbers: what carries, what does not, what stays bounded."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.errors import OutOfMemoryError, UsageError
from engine.media import open_source
from engine.media.source import VideoSource
from engine.project.model import Box, Click, FramePrompts, MaskHint, PolicyName
from engine.sam2.model import Sam2
from engine.tracking.feed import input_size
from engine.tracking.plan import TrackRun
from engine.tracking.prompting import png_of_mask
from engine.tracking.steps import FrameTracked, MaskResult, Notice, Stage, StageDone, TrackEvent
from engine.tracking.tracker import Tracker, whole_clip
from engine.types import Direction, FrameIndex, FrameRange, ObjectId
from tests import moving
from tests.tiny_models import TINY, tiny_model

COUNT = 18
DOG, CAT = ObjectId(1), ObjectId(2)
ON_DISC = FramePrompts(clicks=(Click(24, 40),))
ELSEWHERE = FramePrompts(box=Box(60, 10, 110, 50))
Masks = dict[int, dict[ObjectId, MaskResult]]


def at(frame: int) -> FrameIndex:
    return FrameIndex(frame)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return moving.write(tmp_path_factory.mktemp("clip") / "disc.mp4", moving.pictures(COUNT))


@pytest.fixture
def source(clip: Path) -> Iterator[VideoSource]:
    source = open_source(clip)
    yield source
    source.close()


@pytest.fixture
def tracker(source: VideoSource) -> Iterator[Tracker]:
    with Tracker(tiny_model(), source) as tracker:
        yield tracker


def run(first: int = 0, stop: int = COUNT, direction: str = "forward", start: int | None = None) -> TrackRun:
    return TrackRun(FrameRange(at(first), at(stop)), Direction(direction), None if start is None else at(start))


def frames(events: Iterator[TrackEvent]) -> Masks:
    return {e.frame: dict(e.masks) for e in events if isinstance(e, FrameTracked)}


def same(a: MaskResult, b: MaskResult) -> bool:
    return np.array_equal(a.logits, b.logits) and (a.presence, a.quality) == (b.presence, b.quality)


def close(a: MaskResult, b: MaskResult) -> bool:
    """Equal but for a step or two of what masks are stored in: batches of another size round differently."""
    return bool(np.abs(a.logits - b.logits).max() <= 2 / 16)


# Prompts -------------------------------------------------------------------------------------------------------------


def test_a_prompt_answers_with_a_grid_of_logits(tracker: Tracker) -> None:
    result = tracker.prompt(DOG, at(0), ON_DISC)
    assert result is not None
    assert result.logits.shape == tracker.grid == (16, 24)
    assert result.logits.dtype == np.float32
    assert 0 <= result.presence <= 1
    assert 0 <= result.quality <= 1
    assert tracker.to_source_size(result.logits).shape == (moving.HEIGHT, moving.WIDTH)
    assert tracker.objects == (DOG,)


def test_an_answer_depends_on_what_was_said_and_not_on_how_it_came_about(source: VideoSource) -> None:
    one, two, three = Click(24, 40), Click(80, 60, False), Click(30, 45)
    with Tracker(tiny_model(), source) as wandering, Tracker(tiny_model(), source) as direct:
        for clicks in ((one,), (one, two), (one,), (), (one,), (one, three), (one, two)):
            wandered = wandering.prompt(DOG, at(0), FramePrompts(clicks=clicks))
        told = direct.prompt(DOG, at(0), FramePrompts(clicks=(one, two)))
    assert wandered is not None
    assert told is not None
    assert same(wandered, told)


def test_every_click_uses_the_answer_before_it(tracker: Tracker) -> None:
    clicks = (Click(24, 40), Click(80, 60, False))
    chained = tracker.prompt(DOG, at(0), FramePrompts(clicks=clicks))
    swapped = tracker.prompt(CAT, at(0), FramePrompts(clicks=clicks[::-1]))
    assert chained is not None
    assert swapped is not None
    assert not np.allclose(chained.logits, swapped.logits)


def test_a_mask_given_is_the_mask_shown(tracker: Tracker) -> None:
    truth = moving.disc(0)
    for final in (False, True):
        result = tracker.prompt(DOG, at(0), FramePrompts(mask=MaskHint(png_of_mask(truth), final)))
        assert result is not None
        shown = tracker.to_source_size(result.logits) > 0
        assert (shown & truth).sum() / (shown | truth).sum() > 0.85
        assert result.presence > 0.99


def test_an_empty_mask_says_that_the_object_is_not_there(tracker: Tracker) -> None:
    nothing = np.zeros((moving.HEIGHT, moving.WIDTH), bool)
    result = tracker.prompt(DOG, at(0), FramePrompts(mask=MaskHint(png_of_mask(nothing), final=True)))
    assert result is not None
    assert result.hidden
    assert (result.logits < 0).all()


def test_one_click_has_three_meanings_and_the_chosen_one_is_taken(tracker: Tracker) -> None:
    meanings = tracker.preview(at(0), ON_DISC)
    assert meanings.logits.shape == (3, *tracker.grid)
    assert sorted(meanings.numbers) == [0, 1, 2]
    assert list(meanings.quality) == sorted(meanings.quality, reverse=True)
    for logits, number in zip(meanings.logits, meanings.numbers, strict=True):
        chosen = tracker.prompt(DOG, at(0), replace(ON_DISC, hypothesis=number))
        assert chosen is not None
        np.testing.assert_allclose(chosen.logits, logits, atol=1e-5)
    best = tracker.prompt(DOG, at(0), ON_DISC)
    assert best is not None
    np.testing.assert_allclose(best.logits, meanings.logits[0], atol=1e-5)


def test_a_preview_keeps_nothing(tracker: Tracker) -> None:
    tracker.preview(at(0), ON_DISC)
    assert tracker.objects == ()
    assert tracker.is_encoded(at(0))
    with pytest.raises(UsageError, match="nothing to track"):
        list(tracker.track(run()))


@pytest.mark.parametrize(
    "prompts",
    [
        FramePrompts(clicks=(Click(-1, 5),)),
        FramePrompts(clicks=(Click(5, 97),)),
        FramePrompts(box=Box(30, 10, 20, 40)),
        FramePrompts(box=Box(200, 200, 300, 300)),
        FramePrompts(mask=MaskHint(b"no png")),
        FramePrompts(mask=MaskHint(png_of_mask(np.ones((4, 4), bool)))),
    ],
)
def test_prompts_that_make_no_sense_are_refused_and_change_nothing(tracker: Tracker, prompts: FramePrompts) -> None:
    with pytest.raises(UsageError):
        tracker.prompt(DOG, at(0), prompts)
    assert tracker.objects == ()


def test_frames_outside_the_clip_are_refused(tracker: Tracker) -> None:
    for frame in (-1, 10_000):
        with pytest.raises(UsageError):
            tracker.prompt(DOG, at(frame), ON_DISC)


def test_a_first_click_on_a_tracked_frame_corrects_what_is_shown(tracker: Tracker) -> None:
    shown = np.where(np.arange(24) < 12, 6.0, -6.0).astype(np.float32)[None].repeat(16, 0)
    plain = tracker.prompt(DOG, at(3), ON_DISC)
    tracker.prompt(DOG, at(3), FramePrompts())
    corrected = tracker.prompt(DOG, at(3), ON_DISC, shown)
    assert plain is not None
    assert corrected is not None
    assert not np.allclose(plain.logits, corrected.logits)


# Runs ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "visited"),
    [
        (run(), list(range(COUNT))),
        (run(3, 9), list(range(3, 9))),
        (run(direction="backward"), list(range(COUNT))[::-1]),
        (run(4, 12, "both", 7), [7, 8, 9, 10, 11, 6, 5, 4]),
        (run(0, 10_000), list(range(COUNT))),
    ],
)
def test_every_frame_of_the_run_is_yielded_once_in_order(tracker: Tracker, wish: TrackRun, visited: list[int]) -> None:
    tracker.prompt(DOG, at(5), ON_DISC)
    events = list(tracker.track(wish))
    tracked = [e for e in events if isinstance(e, FrameTracked)]
    assert [e.frame for e in tracked] == visited
    assert [e.pts for e in tracked] == [tracker._source.pts_of(e.frame) for e in tracked]
    stages = [e.stage for e in events if isinstance(e, StageDone) and e.frame == visited[0]]
    assert stages == [Stage.ENCODE, Stage.ATTEND, Stage.DECODE]


def test_a_prompted_frame_is_given_back_as_it_was_prompted(tracker: Tracker) -> None:
    said = tracker.prompt(DOG, at(4), ON_DISC)
    assert said is not None
    assert same(frames(tracker.track(run()))[4][DOG], said)


def test_memory_carries_from_frame_to_frame(tracker: Tracker) -> None:
    tracker.prompt(DOG, at(0), ON_DISC)
    tracker.prompt(CAT, at(0), ELSEWHERE)
    found = frames(tracker.track(run()))
    for frame in range(1, COUNT):
        assert not same(found[frame][DOG], found[frame][CAT])


def test_objects_do_not_disturb_one_another(source: VideoSource) -> None:
    with Tracker(tiny_model(), source) as alone, Tracker(tiny_model(), source) as together:
        alone.prompt(DOG, at(0), ON_DISC)
        together.prompt(CAT, at(0), ELSEWHERE)
        together.prompt(DOG, at(0), ON_DISC)
        together.prompt(ObjectId(9), at(3), ELSEWHERE)
        one, many = frames(alone.track(run())), frames(together.track(run()))
    assert all(close(one[f][DOG], many[f][DOG]) for f in range(COUNT))


def test_only_the_objects_asked_for_are_tracked(tracker: Tracker) -> None:
    tracker.prompt(DOG, at(0), ON_DISC)
    tracker.prompt(CAT, at(0), ELSEWHERE)
    found = frames(tracker.track(replace(run(0, 4), objects=(CAT,))))
    assert all(set(masks) == {CAT} for masks in found.values())
    with pytest.raises(UsageError, match="object 7"):
        list(tracker.track(replace(run(), objects=(ObjectId(7),))))


def test_a_correction_carries_into_later_frames(tracker: Tracker) -> None:
    tracker.prompt(DOG, at(0), ON_DISC)
    before = frames(tracker.track(run()))
    tracker.prompt(DOG, at(6), FramePrompts(clicks=(Click(100, 80),)), before[6][DOG].logits)
    after = frames(tracker.track(run(6, COUNT, start=6)))
    changes = [float(np.abs(after[f][DOG].logits - before[f][DOG].logits).mean()) for f in range(6, COUNT)]
    # Without the correction a run repeats itself exactly; how much weights drawn at random make of it says nothing.
    assert min(changes) > 1e-3


def test_a_pass_starts_from_prompts_alone(tracker: Tracker) -> None:
    """What an earlier, perhaps wrong, pass remembered has no say in the next one."""
    tracker.prompt(DOG, at(8), ON_DISC)
    first = frames(tracker.track(run(8, 14, start=8)))
    frames(tracker.track(run(0, 9, "backward", 8)))
    again = frames(tracker.track(run(8, 14, start=8)))
    assert all(same(first[f][DOG], again[f][DOG]) for f in first)


def test_resuming_is_as_if_the_run_had_not_ended(source: VideoSource) -> None:
    with Tracker(tiny_model(), source) as whole, Tracker(tiny_model(), source) as parts:
        for tracker in (whole, parts):
            tracker.prompt(DOG, at(0), ON_DISC)
        at_once = frames(whole.track(run()))
        frames(parts.track(run(0, 9)))
        resumed = frames(parts.track(replace(run(9, COUNT, start=9), resume=True)))
        fresh = frames(parts.track(run(9, COUNT, start=9)))
    assert all(same(at_once[f][DOG], resumed[f][DOG]) for f in resumed)
    assert not all(same(at_once[f][DOG], fresh[f][DOG]) for f in fresh)


def test_a_tracker_made_anew_from_its_records_goes_on_exactly(clip: Path) -> None:
    """Closing the program loses nothing: answers, the end of the pass, the shots."""
    first, second = open_source(clip), open_source(clip)
    correction = FramePrompts(clicks=(Click(50, 50), Click(90, 20, False)))
    with Tracker(tiny_model(), first) as live, Tracker(tiny_model(), second) as later:
        live.prompt(DOG, at(0), ON_DISC)
        tracked = frames(live.track(run(0, 5)))
        live.prompt(DOG, at(3), correction, tracked[3][DOG].logits)
        frames(live.track(run(3, 10, start=3)))
        answers = {0: live.answer_record(DOG, at(0)), 3: live.answer_record(DOG, at(3))}
        end = live.pass_record(DOG)
        assert answers[0] is not None
        assert answers[3] is not None
        assert end is not None
        later.restore_answer(DOG, at(0), ON_DISC, answers[0])
        later.restore_answer(DOG, at(3), correction, answers[3])
        later.restore_pass({DOG: end})
        wish = replace(run(10, COUNT, start=10), resume=True)
        on, after = frames(live.track(wish)), frames(later.track(wish))
        assert all(same(on[f][DOG], after[f][DOG]) for f in on)
        more = replace(correction, clicks=(*correction.clicks, Click(10, 10)))
        one, other = live.prompt(DOG, at(3), more), later.prompt(DOG, at(3), more)
        assert one is not None
        assert other is not None
        assert same(one, other)
        fewer = FramePrompts(clicks=correction.clicks[:1])
        one, other = live.prompt(DOG, at(3), fewer), later.prompt(DOG, at(3), fewer)
        assert one is not None
        assert other is not None
        assert same(one, other)
    first.close()
    second.close()


# Between the stages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", list(Stage))
def test_hovers_and_clicks_between_stages_leave_the_run_as_it_was(source: VideoSource, stage: Stage) -> None:
    with Tracker(tiny_model(), source) as quiet, Tracker(tiny_model(), source) as busy:
        quiet.prompt(DOG, at(0), ON_DISC)
        busy.prompt(DOG, at(0), ON_DISC)
        expected, found = frames(quiet.track(run())), {}
        for event in busy.track(run()):
            if isinstance(event, StageDone) and event.stage is stage:
                assert busy.preview(at(14), ELSEWHERE).logits.shape[1:] == busy.grid
                busy.preview(event.frame, ON_DISC)
                busy.prompt(CAT, at(2), ELSEWHERE)
            if isinstance(event, FrameTracked):
                found[int(event.frame)] = event.masks[DOG]
    assert all(same(expected[f][DOG], found[f]) for f in range(COUNT))


@pytest.mark.parametrize("stage", list(Stage))
def test_a_correction_of_the_frame_that_is_being_tracked_has_the_last_word(tracker: Tracker, stage: Stage) -> None:
    tracker.prompt(DOG, at(0), ON_DISC)
    said = None
    for event in tracker.track(run()):
        if isinstance(event, StageDone) and event.stage is stage and event.frame == 5:
            said = tracker.prompt(DOG, at(5), ELSEWHERE)
        if isinstance(event, FrameTracked) and event.frame == 5:
            assert said is not None
            assert same(event.masks[DOG], said)


def test_an_object_removed_in_mid_run_is_left_out_and_the_others_go_on(source: VideoSource) -> None:
    with Tracker(tiny_model(), source) as alone, Tracker(tiny_model(), source) as tracker:
        alone.prompt(DOG, at(0), ON_DISC)
        expected = frames(alone.track(run()))
        tracker.prompt(DOG, at(0), ON_DISC)
        tracker.prompt(CAT, at(0), ELSEWHERE)
        for event in tracker.track(run()):
            if isinstance(event, StageDone) and event.stage is Stage.ATTEND and event.frame == 6:
                tracker.remove_object(CAT)
            if isinstance(event, FrameTracked):
                assert set(event.masks) == ({DOG, CAT} if event.frame < 6 else {DOG})
                assert close(event.masks[DOG], expected[event.frame][DOG])


def test_closing_a_run_stops_its_thread_and_a_new_run_works(tracker: Tracker) -> None:
    tracker.prompt(DOG, at(0), ON_DISC)
    events = tracker.track(run())
    while not isinstance(next(events), FrameTracked):
        pass
    events.close()
    assert not [t for t in threading.enumerate() if t.name == "read-ahead"]
    assert len(frames(tracker.track(run()))) == COUNT


def test_prompts_taken_back_are_forgotten(tracker: Tracker) -> None:
    tracker.prompt(DOG, at(0), ON_DISC)
    expected = frames(tracker.track(run()))
    tracker.prompt(DOG, at(9), ELSEWHERE)
    assert not same(frames(tracker.track(run()))[12][DOG], expected[12][DOG])
    assert tracker.prompt(DOG, at(9), FramePrompts()) is None
    again = frames(tracker.track(run()))
    assert all(same(expected[f][DOG], again[f][DOG]) for f in expected)
    tracker.prompt(DOG, at(0), FramePrompts())
    assert tracker.objects == ()


# Shots ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cut_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def shots() -> Iterator[np.ndarray]:
        yield from moving.pictures(9, seed=1)
        yield from moving.pictures(9, seed=7, first=9)

    return moving.write(tmp_path_factory.mktemp("cut") / "cut.mp4", shots())


@pytest.mark.parametrize(("direction", "prompted", "other"), [("forward", 0, range(9, 18)), ("backward", 17, range(9))])
def test_memories_do_not_cross_a_cut(cut_clip: Path, direction: str, prompted: int, other: range) -> None:
    source = open_source(cut_clip)
    with Tracker(tiny_model(), source) as tracker:
        tracker.prompt(DOG, at(prompted), ON_DISC)
        events = list(tracker.track(run(0, 18, direction)))
        notices = [e for e in events if isinstance(e, Notice)]
        assert [n.frame for n in notices] == [9]
        found = frames(iter(events))
        for frame in range(18):
            assert found[frame][DOG].hidden == (frame in other)
            assert not (frame in other and (found[frame][DOG].logits > -4).any())
        tracker.prompt(DOG, at(other[4]), ELSEWHERE)
        again = frames(tracker.track(run(0, 18, direction)))
        assert not any(again[f][DOG].hidden for f in range(18))
        inside = [f for f in range(18) if f not in other]
        assert all(same(found[f][DOG], again[f][DOG]) for f in inside)
    source.close()


# Policy `published`, devices, memory ---------------------------------------------------------------------------------


def test_published_runs_see_what_earlier_passes_left(source: VideoSource) -> None:
    with Tracker(tiny_model(), source, policy=PolicyName.PUBLISHED) as tracker:
        tracker.prompt(DOG, at(0), ON_DISC)
        before = frames(tracker.track(run()))
        assert list(before) == list(range(COUNT))
        tracker.prompt(DOG, at(17), ELSEWHERE)
        after = frames(tracker.track(run(direction="backward")))
        assert list(after) == list(range(COUNT))[::-1]
        assert not same(before[12][DOG], after[12][DOG])
        tracker.remove_object(DOG)
        assert tracker.objects == ()


def test_published_needs_a_memory(source: VideoSource) -> None:
    with pytest.raises(UsageError, match="published"):
        Tracker(tiny_model(config=replace(TINY, memory=None)), source, policy=PolicyName.PUBLISHED)


def test_input_sizes() -> None:
    assert input_size(TINY, None) == (64, 96)
    assert input_size(TINY, 192) == (128, 192)
    assert input_size(TINY, 200) == (128, 192)
    with pytest.raises(UsageError):
        input_size(TINY, 8)


class Starved(Sam2):
    """Has no room for more than `room` objects at once; 0: not even for one."""

    room = 1

    def attend(self, features, memories):  # type: ignore[no-untyped-def]
        if len(memories.spatial_bkchw) > self.room:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return super().attend(features, memories)


def starved(room: int) -> Sam2:
    model = tiny_model().model
    model.__class__ = type("Starved", (Starved,), {"room": room})
    return model


def test_without_room_for_all_objects_fewer_go_at_a_time(source: VideoSource) -> None:
    things = [ObjectId(i) for i in range(1, 6)]
    roomy, tight = tiny_model(), replace(tiny_model(), model=starved(1))
    with Tracker(roomy, source) as one, Tracker(tight, source) as other:
        for tracker in (one, other):
            for thing in things:
                tracker.prompt(thing, at(0), ON_DISC)
        expected, events = frames(one.track(run())), list(other.track(run()))
    found = frames(iter(events))
    assert all(close(expected[f][t], found[f][t]) for f in range(COUNT) for t in things)
    assert [e.sentence for e in events if isinstance(e, Notice)][-1].endswith("one object at a time.")


def test_without_room_for_one_object_there_is_a_sentence(source: VideoSource) -> None:
    with Tracker(replace(tiny_model(), model=starved(0)), source) as tracker:
        tracker.prompt(DOG, at(0), ON_DISC)
        with pytest.raises(OutOfMemoryError, match="not enough memory"):
            list(tracker.track(run()))


def test_whole_clip(source: VideoSource) -> None:
    assert whole_clip(source) == FrameRange(at(0), at(COUNT))


def test_whoever_points_at_a_thing_says_that_it_is_there(source: VideoSource) -> None:
    blind = tiny_model()
    with torch.no_grad():
        blind.model.sam_mask_decoder.pred_obj_score_head.layers[2].bias.fill_(-50.0)  # type: ignore[union-attr]
    with Tracker(blind, source) as tracker:
        for prompts in (ON_DISC, ELSEWHERE, replace(ON_DISC, hypothesis=2)):
            pointed = tracker.prompt(DOG, at(0), prompts)
            assert pointed is not None
            assert not pointed.hidden
            assert (pointed.logits > -100).all()
        ruled_out = tracker.prompt(CAT, at(0), FramePrompts(clicks=(Click(24, 40, False),)))
        assert ruled_out is not None
        assert ruled_out.hidden
        found = frames(tracker.track(run()))
        assert all(found[f][DOG].hidden and (found[f][DOG].logits < 0).all() for f in range(1, COUNT))
