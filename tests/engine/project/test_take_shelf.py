"""Which of several takes answers for a frame, while tracking, clicking and after a kill."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.project.edits import AddObject, SetPrompts
from engine.project.model import Click, FramePrompts
from engine.project.parts import prompts_digest
from engine.project.project_file import ProjectFile
from engine.project.takes import TakeMeta

SAID = FramePrompts((Click(10, 10),))
SAID_LATER = FramePrompts((Click(20, 20),))


@pytest.fixture
def dog(file):
    file.do(AddObject("dog", prompts={5: SAID}))
    return file


def answer(file, masks, said, shift):
    """The mask that answers a click on frame 5, recorded but not shown yet."""
    take = file.begin_take(1, TakeMeta(prompts={5: prompts_digest(said)}))
    take.put(5, masks(shift), 0.9, 0.9).result()
    return take


def test_a_newer_answer_is_not_hidden_by_an_older_run_that_still_records(dog, masks):
    run = dog.begin_take(1)
    run.put(5, masks(5), 0.9, 0.9).result()
    assert dog.mask(1, 5).take == run.info.id
    click = answer(dog, masks, SAID, 40)
    dog.adopt("Answer", [click])
    assert dog.mask(1, 5).take == click.info.id
    assert dog.scores(1).take.tolist() == [click.info.id]
    assert run.flushed_pts == {5}


def test_an_answer_to_prompts_that_have_changed_shows_nowhere_and_never_comes_back(path, dog, masks):
    """The window drops such an answer: it must not stay on the canvas, nor return when the project is opened again."""
    dropped = answer(dog, masks, SAID, 10)
    dropped.finish()
    dog.do(SetPrompts(1, 5, SAID_LATER))
    shown = answer(dog, masks, SAID_LATER, 60)
    dog.adopt("Answer", [shown])
    assert dog.mask(1, 5).take == shown.info.id
    names = dog.history().names
    dog.close()
    with ProjectFile.open(path) as again:
        assert again.history().names == names
        assert again.mask(1, 5).take == shown.info.id
    with ProjectFile.open(path) as again, pytest.raises(Exception, match="no take"):
        again.take(dropped.info.id)


def test_a_run_killed_after_a_correction_comes_back_but_for_the_corrected_frame(path, dog, masks):
    run = dog.begin_take(1)
    for pts in range(3, 9):
        run.put(pts, masks(pts), 0.9, 0.9)
    dog.do(SetPrompts(1, 5, SAID_LATER))
    dog.adopt("Answer", [click := answer(dog, masks, SAID_LATER, 60)])
    dog.close()
    with ProjectFile.open(path) as again:
        shown = [again.mask(1, pts).take for pts in range(3, 9)]
    assert shown == [run.info.id] * 2 + [click.info.id] + [run.info.id] * 3


def test_takes_begun_at_once_have_their_own_numbers(dog):
    with ThreadPoolExecutor(8) as pool:
        takes = list(pool.map(lambda _: dog.begin_take(1), range(16)))
    assert len({take.info.id for take in takes}) == 16


def test_a_finished_take_shows_without_a_gap_until_it_is_adopted(dog, masks):
    take = dog.begin_take(1)
    take.put(7, masks(7), 0.9, 0.9)
    edit = take.finish()
    assert dog.mask(1, 7) is not None
    dog.do(edit)
    assert dog.mask(1, 7) is not None
    dog.undo()
    assert dog.mask(1, 7) is None
