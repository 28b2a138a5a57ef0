"""One file, opened, edited, tracked into, closed and opened again."""

import numpy as np
import pytest

from engine.errors import ProjectError, UsageError
from engine.project.edits import AddObject, AssignSpans, Batch, LockSpan, RemoveObject, RenameObject, SetPrompts
from engine.project.model import Click, FramePrompts, TakeId
from engine.project.project_file import ProjectFile
from engine.project.takes import TakeMeta


def record(file, object_id, pts, masks, shift=0, **meta):
    take = file.begin_take(object_id, TakeMeta(**meta))
    for p in pts:
        take.put(p, masks(p + shift), 0.9, 0.8)
    return take


def test_what_is_done_is_there_after_reopening(path, file):
    file.do(AddObject("dog"))
    file.do(SetPrompts(1, 0, FramePrompts((Click(3, 4, False), Click(10.5, 20.25)))))
    expected = file.project
    file.close()
    with ProjectFile.open(path) as again:
        assert again.project == expected
        assert again.history().names == ("Add dog", "Click dog")
        assert again.history().position == 2


def test_undo_and_redo_survive_closing(path, file):
    file.do(AddObject("dog"))
    before = file.project
    file.do(RenameObject(1, "hound"))
    file.undo()
    file.close()
    with ProjectFile.open(path) as again:
        assert again.project == before
        assert again.redo().objects[0].name == "hound"
        with pytest.raises(UsageError):
            again.redo()


def test_a_new_edit_forgets_what_was_undone(file):
    file.do(AddObject("dog"))
    file.undo()
    file.do(AddObject("cat"))
    assert file.history().names == ("Add cat",)
    assert [spec.id for spec in file.project.objects] == [2], "an id is never given twice"


def test_a_batch_that_fails_changes_nothing(file):
    file.do(AddObject("dog"))
    before = file.project
    with pytest.raises(UsageError):
        file.do(Batch("Two", (RenameObject(1, "cat"), RenameObject(9, "cow"))))
    assert file.project == before
    assert file.history().names == ("Add dog",)


def test_an_edit_that_changes_nothing_is_no_step(file):
    file.do(AddObject("dog"))
    file.do(RenameObject(1, "dog"))
    assert len(file.history().names) == 1


def test_masks_come_back_exactly(path, file, masks):
    file.do(AddObject("dog"))
    file.adopt("Track dog", [record(file, 1, range(40), masks)])
    blobs = [file.mask(1, pts).blob for pts in range(40)]
    file.close()
    with ProjectFile.open(path) as again:
        assert [again.mask(1, pts).blob for pts in range(40)] == blobs
        assert np.array_equal(again.mask(1, 7).logits() > 0, masks(7) > 0)
        assert again.mask(1, 40) is None
        assert again.frames_with_masks(1).tolist() == list(range(40))
        scores = again.scores(1)
        assert scores.presence.tolist() == pytest.approx([0.9] * 40)
        assert np.isnan(scores.change[0])
        assert 0 < scores.change[1] < 0.3


def test_masks_show_while_they_are_recorded(file, masks):
    file.do(AddObject("dog"))
    take = record(file, 1, range(5), masks)
    file.flush()
    assert take.flushed_pts == set(range(5))
    assert file.mask(1, 3) is not None
    assert len(file.scores(1)) == 5
    take.abandon()
    assert file.mask(1, 3) is None
    assert len(file.scores(1)) == 0


def test_a_cancelled_retrack_keeps_what_it_did_and_the_rest_of_the_old(file, masks):
    file.do(AddObject("dog"))
    file.adopt("Track", [record(file, 1, range(30), masks)])
    file.adopt("Track again", [record(file, 1, [*range(5, 10), *range(20, 25)], masks, shift=40)])
    takes = [file.mask(1, pts).take for pts in range(30)]
    assert takes == [1] * 5 + [2] * 5 + [1] * 10 + [2] * 5 + [1] * 5


def test_locked_frames_keep_what_they_show(file, masks):
    file.do(AddObject("dog"))
    file.adopt("Track", [record(file, 1, range(10), masks)])
    file.do(LockSpan(1, 3, 6))
    file.adopt("Track again", [record(file, 1, range(10), masks, shift=40)])
    assert [file.mask(1, pts).take for pts in range(10)] == [2, 2, 2, 1, 1, 1, 2, 2, 2, 2]


def test_undo_of_tracking_swaps_pointers(file, masks):
    file.do(AddObject("dog"))
    file.adopt("Track", [record(file, 1, range(10), masks)])
    file.adopt("Track again", [record(file, 1, range(10), masks, shift=40)])
    new = file.mask(1, 4).blob
    file.undo()
    assert file.mask(1, 4).take == 1
    file.redo()
    assert file.mask(1, 4).blob == new


def test_results_of_an_object_that_is_gone_are_not_adopted(file, masks):
    file.do(AddObject("dog"))
    take = record(file, 1, range(3), masks)
    file.do(RemoveObject(1))
    file.adopt("Track", [take])
    assert file.project.takes == {}
    assert take.abandoned


def test_spans_cannot_point_to_takes_that_do_not_exist(file):
    file.do(AddObject("dog"))
    with pytest.raises(UsageError):
        file.do(AssignSpans(1, TakeId(7), ((0, 5),)))


def test_memories_belong_to_the_prompts_they_were_made_from(path, file):
    said = FramePrompts((Click(1, 2),))
    file.do(AddObject("dog", prompts={5: said}))
    file.put_memory(1, 5, "nano:abc", said, b"\x00\x01").result()
    assert file.memories(1, "nano:abc") == {5: b"\x00\x01"}
    assert file.memories(1, "tiny:def") == {}
    file.do(SetPrompts(1, 5, FramePrompts((Click(8, 8),))))
    assert file.memories(1, "nano:abc") == {}
    file.close()
    with ProjectFile.open(path) as again:
        again.undo()
        assert again.memories(1, "nano:abc") == {5: b"\x00\x01"}


def test_notes_are_kept_and_are_no_steps(path, file):
    file.put_note("playhead", {"pts": 1001, "zoom": 2.5}).result()
    file.close()
    with ProjectFile.open(path) as again:
        assert again.note("playhead") == {"pts": 1001, "zoom": 2.5}
        assert again.note("nothing") is None
        assert again.history().names == ()


def test_a_closed_file_says_so(file):
    file.close()
    file.close()
    with pytest.raises(ProjectError):
        file.do(AddObject("dog"))
    with pytest.raises(ProjectError):
        file.scores(1)


def test_creating_never_overwrites(path, file, project):
    file.do(AddObject("dog"))
    file.close()
    with pytest.raises(ProjectError):
        ProjectFile.create(path, project)
    with ProjectFile.open(path) as again:
        assert again.project.objects[0].name == "dog"


def test_only_one_file_is_left_when_closed(path, file):
    file.do(AddObject("dog"))
    file.close()
    assert [p.name for p in path.parent.iterdir()] == [path.name]
