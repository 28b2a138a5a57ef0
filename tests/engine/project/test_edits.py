"""Every edit returns its opposite, refuses nonsense, and leaves the project it was given alone."""

import copy
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.errors import UsageError
from engine.project import checks, edits
from engine.project.edits import Batch
from engine.project.model import (
    Box,
    Click,
    FramePrompts,
    LookSettings,
    MaskHint,
    ProjectSettings,
    RefineSettings,
    TakeSpan,
)


def grey_png(width=640, height=360, mode="L"):
    file = io.BytesIO()
    Image.new(mode, (width, height)).save(file, "PNG")
    return file.getvalue()


PNG = grey_png()

ids = st.integers(1, 4)
some_pts = st.integers(-5, 40)
some_spans = st.tuples(some_pts, st.integers(1, 15)).map(lambda pair: (pair[0], pair[0] + pair[1]))
prompts = st.builds(
    FramePrompts,
    clicks=st.lists(st.builds(Click, st.floats(0, 640), st.floats(0, 360), st.booleans()), max_size=3).map(tuple),
    box=st.none() | st.just(Box(1, 2, 30.5, 40)),
    mask=st.none() | st.builds(MaskHint, st.just(PNG), st.booleans()),
    hypothesis=st.none() | st.integers(0, 2),
)
refines = st.builds(RefineSettings, soft_edge_px=st.floats(0, 9), edge=st.sampled_from(checks.EDGES))
settings_ = st.builds(
    ProjectSettings,
    model=st.sampled_from(["nano", "tiny"]),
    in_pts=st.none() | st.integers(0, 9),
    look=st.text(max_size=5),
)
looks_ = st.builds(LookSettings, effect=st.text(max_size=3), opacity=st.floats(-1, 2), colour=st.just((1, 2, 300)))
single = st.one_of(
    st.builds(edits.AddObject, st.none() | st.just("dog"), st.none(), st.dictionaries(some_pts, prompts, max_size=2)),
    st.builds(edits.RemoveObject, ids),
    st.builds(edits.ReorderObjects, st.permutations([1, 2, 3]).map(tuple)),
    st.builds(edits.RenameObject, ids, st.text(max_size=8)),
    st.builds(edits.SetColour, ids, st.tuples(*[st.integers(0, 256)] * 3)),
    st.builds(edits.SetVisible, ids, st.booleans()),
    st.builds(edits.SetLocked, ids, st.booleans()),
    st.builds(edits.SetSolo, ids, st.booleans()),
    st.builds(edits.SetPrompts, ids, some_pts, prompts),
    st.builds(edits.SetRefine, ids, refines),
    st.builds(edits.SetRefineKey, ids, some_pts, st.none() | refines),
    st.builds(edits.SetHoldouts, ids, st.lists(ids, max_size=2, unique=True).map(tuple)),
    st.builds(edits.SetSettings, settings_),
    st.builds(edits.SetLook, st.text(max_size=5), looks_),
    st.builds(edits.LockSpan, ids, some_pts, some_pts, st.booleans()),
    st.builds(edits.AssignSpans, ids, st.integers(1, 5), st.lists(some_spans, max_size=3).map(tuple)),
    st.builds(edits.ReplaceTakes, ids, st.just(()) | st.just((TakeSpan(0, 5, 1), TakeSpan(7, 9, 2)))),
)
any_edit = single | st.builds(Batch, st.just("Gesture"), st.lists(single, max_size=3).map(tuple))


def same_but_for_the_next_id(one, other):
    return replace(one, next_object_id=0) == replace(other, next_object_id=0)


@given(st.lists(any_edit, max_size=25))
def test_opposites_take_back_every_edit_in_turn(base, changes):
    project, done = base, []
    for edit in changes:
        untouched = copy.deepcopy(project)
        try:
            label = edit.label(project)
            after, opposite = edit.apply(project)
        except UsageError:
            assert project == untouched
            continue
        assert project == untouched
        assert label
        checks.check_project(after)
        assert after.next_object_id >= project.next_object_id
        done.append((project, opposite, after))
        project = after
    for before, opposite, after in reversed(done):
        restored, again = opposite.apply(project)
        assert same_but_for_the_next_id(restored, before)
        assert same_but_for_the_next_id(again.apply(restored)[0], after)
        project = restored


@pytest.fixture(scope="module")
def base():
    from fractions import Fraction
    from pathlib import Path

    from engine.project.model import Project, SourceReference

    project = Project(SourceReference(Path("/clips/dog.mp4"), "f" * 64, 640, 360, Fraction(1, 1000), Fraction(30)))
    for name in ("dog", "cat", "bird"):
        project, _ = edits.AddObject(name).apply(project)
    return edits.SetHoldouts(3, (1, 2)).apply(project)[0]


@pytest.mark.parametrize(
    "edit",
    [
        edits.RenameObject(1, "  "),
        edits.RenameObject(1, "x" * 201),
        edits.RenameObject(99, "x"),
        edits.SetColour(1, (0, 0, 300)),
        edits.SetPrompts(1, 0, FramePrompts((Click(641, 3),))),
        edits.SetPrompts(1, 0, FramePrompts((Click(float("nan"), 3),))),
        edits.SetPrompts(1, 0, FramePrompts(box=Box(5, 5, 5, 9))),
        edits.SetPrompts(1, 0, FramePrompts(mask=MaskHint(b"not a picture"))),
        edits.SetPrompts(1, 0, FramePrompts(mask=MaskHint(grey_png(width=10)))),
        edits.SetPrompts(1, 0, FramePrompts(mask=MaskHint(grey_png(mode="RGB")))),
        edits.SetPrompts(1, 0, FramePrompts((Click(1, 1),), hypothesis=3)),
        edits.SetRefine(1, RefineSettings(soft_edge_px=-1)),
        edits.SetRefine(1, RefineSettings(feather_px=float("inf"))),
        edits.SetRefine(1, RefineSettings(edge="magic")),
        edits.SetHoldouts(1, (1,)),
        edits.SetHoldouts(1, (9,)),
        edits.ReorderObjects((1, 2)),
        edits.LockSpan(1, 5, 5),
        edits.AssignSpans(1, 1, ((5, 5),)),
        edits.ReplaceTakes(1, (TakeSpan(0, 5, 1), TakeSpan(4, 9, 2))),
        edits.SetSettings(ProjectSettings(in_pts=9, out_pts=3)),
        edits.SetSettings(ProjectSettings(image_size=0)),
    ],
)
def test_nonsense_is_refused(base, edit):
    with pytest.raises(UsageError):
        edit.apply(base)


def test_a_locked_object_is_left_alone(base):
    locked, _ = edits.SetLocked(1, True).apply(base)
    for edit in (
        edits.SetPrompts(1, 0, FramePrompts((Click(1, 1),))),
        edits.SetRefine(1, RefineSettings()),
        edits.RemoveObject(1),
    ):
        with pytest.raises(UsageError, match="locked"):
            edit.apply(locked)


def test_removing_an_object_takes_its_hold_outs_along_and_restoring_brings_them_back(base):
    removed, opposite = edits.RemoveObject(1).apply(base)
    assert removed.object(3).in_front_of == (2,)
    restored, _ = opposite.apply(removed)
    assert restored.object(3).in_front_of == (1, 2)
    assert [spec.name for spec in restored.objects] == ["dog", "cat", "bird"]


def test_settings_leave_locked_spans_alone(base):
    locked, _ = edits.LockSpan(1, 0, 5).apply(base)
    changed, _ = edits.SetSettings(ProjectSettings(model="tiny")).apply(locked)
    assert changed.settings.locked_spans == {1: ((0, 5),)}


@pytest.mark.parametrize(
    ("edit", "label"),
    [
        (edits.AddObject("ball"), "Add ball"),
        (edits.AddObject(), "Add Object 4"),
        (edits.SetPrompts(1, 0, FramePrompts((Click(1, 1),))), "Click dog"),
        (edits.SetPrompts(1, 0, FramePrompts((Click(1, 1, False),))), "Exclude from dog"),
        (edits.SetPrompts(1, 0, FramePrompts(box=Box(0, 0, 1, 1))), "Box dog"),
        (edits.SetPrompts(1, 0, FramePrompts(mask=MaskHint(PNG))), "Paint dog"),
        (edits.SetVisible(2, False), "Hide cat"),
        (edits.SetSettings(ProjectSettings(in_pts=3, model="tiny")), "Model: Tiny · Set in point"),
        (edits.AssignSpans(1, 1, ((0, 5),)), "Mask of dog"),
    ],
)
def test_the_history_speaks_plainly(base, edit, label):
    assert edit.label(base) == label
