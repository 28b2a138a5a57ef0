"""Sessions over real files: from clicks to masks, with and without a project file, closed and opened again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.errors import MediaError, ProjectError, UsageError
from engine.library import Session, open_session
from engine.library.store import FileStore, MemoryStore
from engine.media import open_source
from engine.project.model import Click, FramePrompts, Project
from engine.project.project_file import ProjectFile
from engine.project.source_reference import reference_to
from engine.types import ObjectId
from tests import moving
from tests.tiny_models import tiny_model

COUNT = 12
SIZE = (moving.HEIGHT, moving.WIDTH)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return moving.write(tmp_path_factory.mktemp("clip") / "disc.mp4", moving.pictures(COUNT))


def opened(clip: Path, project: Path | None = None) -> Session:
    """A session of the tiny model."""
    source = open_source(clip)
    reference = reference_to(source.info)
    if project is None:
        return Session(source, tiny_model(), MemoryStore(Project(reference)))
    file = ProjectFile.open(project) if project.exists() else ProjectFile.create(project, Project(reference))
    return Session(source, tiny_model(), FileStore(file))


@pytest.fixture
def session(clip: Path) -> Iterator[Session]:
    with opened(clip) as session:
        yield session


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return tmp_path / "shot.clickmatte"


def test_prompts_answer_at_source_size(session: Session) -> None:
    dog = session.add_object("dog")
    clicked = session.click(dog, frame=0, xy=(24, 40))
    assert (clicked.shape, clicked.dtype) == (SIZE, np.float32)
    excluded = session.click(dog, frame=0, xy=(100, 10), positive=False)
    boxed = session.box(dog, frame=0, xyxy=(8, 24, 40, 56))
    assert not np.array_equal(clicked, excluded)
    assert not np.array_equal(excluded, boxed)
    masked = session.mask(dog, frame=0, mask=moving.disc(0))
    assert (masked > 0)[moving.disc(0)].mean() > 0.85
    assert session.project.object(dog).name == "dog"


def test_clicks_one_by_one_are_as_good_as_all_at_once(session: Session) -> None:
    dog, cat = session.add_object(), session.add_object()
    session.click(dog, 0, (24, 40))
    one_by_one = session.click(dog, 0, (100, 10), positive=False)
    at_once = session.prompt(cat, 0, FramePrompts(clicks=(Click(24, 40), Click(100, 10, False))))
    assert at_once is not None
    np.testing.assert_array_equal(one_by_one, at_once)


def test_tracking_yields_every_frame_with_masks_at_source_size(session: Session) -> None:
    dog, cat = session.add_object("dog"), session.add_object("cat")
    session.click(dog, 0, (24, 40))
    session.click(cat, 3, (90, 20))
    steps = list(session.track(start=0, stop=None, direction="forward"))
    assert [s.frame for s in steps] == list(range(COUNT))
    for step in steps:
        assert set(step.logits) == {dog, cat}
        assert step.logits[dog].shape == SIZE
        assert 0 <= step.presence[dog] <= 1
        assert 0 <= step.quality[cat] <= 1


@pytest.mark.parametrize(
    ("start", "stop", "direction", "frames"),
    [
        (None, None, "forward", [4, 5, 6, 7, 8, 9, 10, 11]),
        (2, 5, "forward", [2, 3, 4]),
        (3, None, "backward", [3, 2, 1, 0]),
        (6, 3, "backward", [6, 5, 4]),
        (10, None, "both", [10, 11, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
    ],
)
def test_which_frames_a_call_means(
    session: Session, start: int | None, stop: int | None, direction: str, frames: list[int]
) -> None:
    session.click(session.add_object(), 4, (30, 40))
    assert [s.frame for s in session.track(start, stop, direction)] == frames


def test_requests_that_make_no_sense(session: Session) -> None:
    dog = session.add_object()
    with pytest.raises(UsageError, match="nothing to track"):
        list(session.track())
    for wrong in (
        lambda: session.click(ObjectId(99), 0, (1, 1)),
        lambda: session.click(dog, COUNT, (1, 1)),
        lambda: session.click(dog, -1, (1, 1)),
        lambda: session.click(dog, 0, (moving.WIDTH + 1, 1)),
        lambda: session.mask(dog, 0, np.ones((3, 3), bool)),
        lambda: session.remove_object(ObjectId(99)),
    ):
        with pytest.raises(UsageError):
            wrong()
    session.click(dog, 0, (24, 40))
    for start, stop, direction in ((COUNT, None, "forward"), (3, 3, "forward"), (0, None, "sideways")):
        with pytest.raises(UsageError):
            list(session.track(start, stop, direction))


def test_a_project_holds_what_was_said_and_tracked(clip: Path, project: Path) -> None:
    with opened(clip, project) as session:
        dog = session.add_object("dog")
        session.click(dog, 0, (24, 40))
        steps = list(session.track())
    with ProjectFile.open(project) as file:
        spec = file.project.object(dog)
        assert [said.clicks for said in spec.prompts.values()] == [(Click(24, 40),)]
        assert len(file.frames_with_masks(dog)) == COUNT
        for step in steps:
            record = file.mask(dog, step.pts)
            assert record is not None
            assert np.array_equal(record.logits() > 0, step.grids[dog] > 0)
            np.testing.assert_allclose(record.logits(), np.clip(step.grids[dog], -8, 7.9375), atol=1 / 16)
            assert (record.presence, record.quality) == (step.presence[dog], step.quality[dog])


def test_a_click_is_one_step_of_the_history_with_its_mask(clip: Path, project: Path) -> None:
    with opened(clip, project) as session:
        dog = session.add_object("dog")
        session.click(dog, 2, (24, 40))
        store = session._store
        assert isinstance(store, FileStore)
        file = store.file
        assert len(file.frames_with_masks(dog)) == 1
        file.undo()
        assert len(file.frames_with_masks(dog)) == 0
        assert not file.project.object(dog).prompts


def test_closing_a_run_keeps_what_was_yielded(clip: Path, project: Path) -> None:
    with opened(clip, project) as session:
        dog = session.add_object()
        session.click(dog, 0, (24, 40))
        steps = session.track()
        seen = [next(steps).frame for _ in range(5)]
        steps.close()
    with ProjectFile.open(project) as file:
        assert len(file.frames_with_masks(dog)) == len(seen) == 5


def test_a_session_opened_again_continues_exactly_as_one_never_closed(clip: Path, tmp_path: Path) -> None:
    def begin(session: Session) -> ObjectId:
        dog = session.add_object()
        session.click(dog, 0, (24, 40))
        list(session.track(stop=6))
        session.click(dog, 4, (60, 50))
        session.click(dog, 4, (100, 20), positive=False)
        list(session.track(start=4, stop=8))
        return dog

    def finish(session: Session, dog: ObjectId) -> list[np.ndarray]:
        found = [step.grids[dog] for step in session.track(start=8, resume=True)]
        found.append(session.click(dog, 4, (10, 10)))
        found += [step.grids[dog] for step in session.track(start=COUNT - 1, direction="backward")]
        return found

    with opened(clip, tmp_path / "one.clickmatte") as session:
        unbroken = finish(session, begin(session))
    with opened(clip, tmp_path / "two.clickmatte") as session:
        dog = begin(session)
    with opened(clip, tmp_path / "two.clickmatte") as session:
        broken = finish(session, dog)
    assert len(unbroken) == len(broken)
    for a, b in zip(unbroken, broken, strict=True):
        np.testing.assert_array_equal(a, b)


def test_objects_come_and_go_in_mid_run(session: Session) -> None:
    dog = session.add_object("dog")
    session.click(dog, 0, (24, 40))
    cat = session.add_object("cat")
    session.click(cat, 0, (90, 20))
    for step in session.track():
        if step.frame == 4:
            session.remove_object(cat)
            owl = session.add_object("owl")
            session.click(owl, 8, (50, 50))
        assert (cat in step.logits) == (step.frame <= 4)
    assert session.objects == (dog, owl)


def test_a_project_of_another_clip_is_refused(clip: Path, project: Path, tmp_path: Path) -> None:
    with opened(clip, project):
        pass
    other = moving.write(tmp_path / "other.mp4", moving.pictures(4, seed=5))
    with pytest.raises(ProjectError, match="another clip"):
        open_session(other, project=project)
    with ProjectFile.open(project) as file:  # and it is not left locked
        assert file.project.source.path.name == "disc.mp4"


def test_what_cannot_be_opened_is_said(clip: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Which clip"):
        open_session(None)
    with pytest.raises(MediaError):
        open_session(tmp_path / "none.mp4")
    with pytest.raises(UsageError, match="no model called"):
        open_session(clip, model="sam9")
    with pytest.raises(UsageError, match="no policy"):
        open_session(clip, policy="other")
