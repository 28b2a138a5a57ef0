"""An edit that completes the newest step is undone with it."""

from __future__ import annotations

from engine.project.edits import AddObject, RenameObject, SetPrompts
from engine.project.model import Click, FramePrompts
from engine.project.project_file import ProjectFile
from engine.types import ObjectId, Pts

DOG = ObjectId(1)
CLICK = FramePrompts((Click(10, 10),))


def test_a_click_and_the_mask_that_answers_it_are_one_step(path, file, masks):
    file.do(AddObject("Dog", prompts={Pts(0): CLICK}))
    step = file.newest_step
    take = file.begin_take(DOG)
    take.put(Pts(0), masks(0), 0.9, 0.8)
    file.submit(take.finish(), into=step).result()
    assert file.history().names == ("Add Dog",)
    assert file.mask(DOG, Pts(0)) is not None
    file.undo()
    assert file.project.objects == ()
    file.redo()
    assert file.mask(DOG, Pts(0)) is not None
    file.close()
    with ProjectFile.open(path) as again:
        assert again.history().names == ("Add Dog",)
        assert again.mask(DOG, Pts(0)) is not None
        again.undo()
        assert again.project.objects == ()


def test_an_answer_that_comes_after_another_edit_is_a_step_of_its_own(file):
    file.do(AddObject("Dog"))
    step = file.newest_step
    file.do(RenameObject(DOG, "Wolf"))
    file.submit(SetPrompts(DOG, Pts(0), CLICK), into=step).result()
    assert file.history().names == ("Add Dog", "Rename Dog to Wolf", "Click Wolf")


def test_an_answer_that_comes_after_undo_forgets_what_was_undone(file):
    file.do(AddObject("Dog"))
    file.do(RenameObject(DOG, "Wolf"))
    step = file.newest_step
    file.undo()
    file.submit(SetPrompts(DOG, Pts(0), CLICK), into=step).result()
    assert file.history().names == ("Add Dog", "Click Dog")


def test_the_same_part_changed_twice_within_a_step_goes_back_to_the_beginning(file):
    file.do(AddObject("Dog"))
    file.do(RenameObject(DOG, "Wolf"))
    file.submit(RenameObject(DOG, "Fox"), into=file.newest_step).result()
    assert file.project.object(DOG).name == "Fox"
    file.undo()
    assert file.project.object(DOG).name == "Dog"
