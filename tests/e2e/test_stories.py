"""One test a story: what people do from the first click to the file, and what must never be lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import pytest

from app.state.lanes import NOTHING
from app.views.models import ExportChoice, JobState
from engine.project.lanes import stale_in
from engine.types import ObjectId
from tests.e2e.conftest import FRAMES, Person
from tests.moving import place


def test_open_click_track_correct_undo_export_reopen(people: Callable[[], Person], clip: Path, tmp_path: Path) -> None:
    person = people()
    person.open(clip)
    person.click_and_see(*place(0))
    assert [spec.name for spec in person.session.document.project.objects] == ["Object 1"]
    assert person.session.document.history.names == ("Add Object 1",)

    person.track()
    assert person.tracked() == FRAMES
    assert person.session.document.history.names[-1].startswith("Track Object 1")

    person.go_to(12)
    before = person.session.document.history.names
    person.click_and_see(*place(12))
    person.wait(lambda: not person.app.prompts.is_waiting)
    assert person.session.document.history.names == (*before, "Click Object 1")
    person.track()
    steps = len(person.session.document.history.names)

    person.press("edit.undo")
    person.press("edit.undo")
    assert person.session.document.history.position == steps - 2
    assert person.tracked() == FRAMES
    person.press("edit.redo")
    person.press("edit.redo")
    assert person.session.document.history.position == steps

    target = tmp_path / "out.mov"
    person.app.export.enqueue(ExportChoice("prores4444", target, (), 0, FRAMES))
    person.wait(lambda: any(row.state is JobState.DONE and row.result for row in person.app.jobs.rows))
    with av.open(str(target)) as written:
        assert sum(1 for _ in written.decode(video=0)) == FRAMES

    person.leave()
    again = people()
    again.open(clip)
    assert again.session.view.frame == 12
    assert again.tracked() == FRAMES
    assert len(again.session.document.history.names) == steps
    again.press("edit.undo")
    assert again.session.document.history.position == steps - 1


def test_two_objects_and_one_added_after_tracking(person: Person, clip: Path) -> None:
    person.open(clip)
    person.click_and_see(*place(0))
    person.press("object.add")
    person.click_and_see(100, 80)
    assert [spec.id for spec in person.session.document.project.objects] == [1, 2]
    person.track()
    assert (person.tracked(1), person.tracked(2)) == (FRAMES, FRAMES)

    takes = person.session.document.project.takes[1]  # type: ignore[index]
    person.press("object.add")
    person.click_and_see(20, 20)
    person.track()
    assert person.tracked(3) == FRAMES
    assert person.session.document.project.takes[1] == takes, "what was fresh is not tracked again"  # type: ignore[index]


def test_a_correction_while_tracking_is_taken_in(person: Person, clip: Path) -> None:
    """The click is answered in the middle of the run, which goes on; what was made before the click is stale."""
    person.open(clip)
    person.click_and_see(*place(0))
    person.press("track.forward")
    person.press("track.pause")
    person.wait(lambda: person.app.tracking.is_paused)
    person.go_to(20)
    person.click(*place(20))
    person.wait(lambda: not person.app.prompts.is_waiting)
    assert len(person.session.document.project.objects[0].prompts) == 2
    with person.qtbot.waitSignal(person.app.tracking.run_ended, timeout=120_000):
        person.press("track.pause")
    assert person.tracked() == FRAMES


def test_undo_while_tracking_is_taken_in(person: Person, clip: Path) -> None:
    """The run went on with the click that had been taken back: all it made after the undo was stale."""
    person.open(clip)
    person.click_and_see(*place(0))
    person.go_to(20)
    person.click_and_see(*place(20))
    person.wait(lambda: not person.app.prompts.is_waiting)
    person.go_to(0)
    person.press("track.forward")
    person.wait(lambda: person.session.lanes[ObjectId(1)].kind_at(1) != NOTHING)
    person.press("track.pause")
    person.wait(lambda: person.app.tracking.is_paused)
    person.press("edit.undo")
    person.wait(lambda: not person.app.prompts.is_waiting)
    with person.qtbot.waitSignal(person.app.tracking.run_ended, timeout=120_000):
        person.press("track.pause")
    assert person.tracked() == FRAMES
    last = person.session.pts_of(FRAMES - 1)
    assert not [span for span in stale_in(person.session.document.file, ObjectId(1)) if span[0] <= last < span[1]]


def test_without_its_objects_a_run_ends(person: Person, clip: Path) -> None:
    """The run went through the whole clip for an object that was no longer there."""
    person.open(clip)
    person.click_and_see(*place(0))
    person.wait(lambda: not person.app.prompts.is_waiting)
    person.press("track.forward")
    person.press("track.pause")
    person.wait(lambda: person.app.tracking.is_paused)
    with person.qtbot.waitSignal(person.app.tracking.run_ended, timeout=120_000):
        person.press("edit.undo")
    assert person.session.document.project.objects == ()


def test_a_jump_to_nowhere_says_so(person: Person, clip: Path) -> None:
    """The key did nothing at all where nothing is hidden."""
    person.open(clip)
    person.click_and_see(*place(0))
    person.press("jump.next_hidden")
    assert person.app.window.status.text() == "Nothing is hidden after this frame."
    person.press("play.end")
    person.press("jump.previous_prompt")
    assert person.session.view.frame == 0


def test_unlocking_takes_the_refusal_away(person: Person, clip: Path) -> None:
    """ "Object 1 is locked" stood there until it was closed by hand."""
    person.open(clip)
    person.click_and_see(*place(0))
    person.press("object.toggle_lock")
    person.click(5, 5)
    assert person.app.window.problems.isVisible()
    person.press("object.toggle_lock")
    assert not person.app.window.problems.isVisible()


def test_the_tray_shows_each_clips_picture(person: Person, clip: Path, tmp_path: Path) -> None:
    """The clip on show had the sign of a film in its place until it was left for the first time."""
    from tests import moving

    person.open(clip)
    person.open(moving.write(tmp_path / "other.mp4", moving.pictures(10, seed=3)))
    assert all(row.thumbnail is not None for row in person.app.window.tray._clips)


def test_a_stopped_run_keeps_what_is_done(person: Person, clip: Path) -> None:
    person.open(clip)
    person.click_and_see(*place(0))
    ended: list[object] = []
    person.app.tracking.run_ended.connect(ended.append)
    person.press("track.forward")
    person.wait(lambda: person.tracked() >= 2)
    person.press("track.cancel")
    person.wait(lambda: bool(ended))
    done = person.tracked()
    assert done >= 2
    person.press("edit.undo")
    person.wait(lambda: person.tracked() == 1)
    person.press("edit.redo")
    person.wait(lambda: person.tracked() == done)


def test_leaving_in_the_middle_of_a_run_keeps_what_is_done(people: Callable[[], Person], clip: Path) -> None:
    person = people()
    person.open(clip)
    person.click_and_see(*place(0))
    person.press("track.forward")
    person.wait(lambda: person.tracked() >= 2)
    person.leave()
    again = people()
    again.open(clip)
    assert again.tracked() >= 2


def test_several_clips_side_by_side(person: Person, clip: Path, tmp_path: Path) -> None:
    from tests import moving

    other = moving.write(tmp_path / "other.mp4", moving.pictures(10, seed=3))
    person.open(clip)
    person.click_and_see(*place(0))
    first = person.session
    person.open(other)
    assert person.session is not first
    assert person.session.document.project.objects == ()
    person.press("clip.next")
    assert person.session is first
    person.wait_for_picture()
    assert person.has_mask_here()
    person.press("file.close")
    assert person.session.info.path == other
    person.press("file.close")
    assert person.app.stage.current is None
    person.open(clip)
    assert len(person.session.document.project.objects) == 1


@pytest.mark.parametrize("name", ["notes.txt", "missing.mp4"])
def test_what_is_no_clip_is_told_in_one_place(person: Person, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "notes.txt":
        path.write_text("no clip")
    person.app.window.paths_opened.emit([path])
    person.wait(lambda: person.app.window.problems.isVisibleTo(person.app.window))
    assert person.app.stage.current is None


def test_a_clip_that_was_moved_is_found_again(people: Callable[[], Person], clip: Path, tmp_path: Path) -> None:
    person = people()
    person.open(clip)
    person.click_and_see(*place(0))
    project = person.session.document.file.path
    person.leave()
    moved = tmp_path / "elsewhere" / "renamed.mp4"
    moved.parent.mkdir()
    clip.rename(moved)

    again = people()
    again.app.window.paths_opened.emit([project])
    problems = again.app.window.problems
    again.wait(lambda: problems.isVisibleTo(again.app.window))
    assert again.app.stage.current is None
    again.app.window.clip_relinked.emit(moved)
    again.wait(lambda: again.app.stage.current is not None)
    again.wait_for_picture()
    assert again.session.info.path == moved
    assert again.has_mask_here()


def test_an_export_is_cancelled_without_a_trace(person: Person, clip: Path, tmp_path: Path) -> None:
    person.open(clip)
    person.click_and_see(*place(0))
    person.track()
    folder = tmp_path / "exports"
    folder.mkdir()
    person.app.export.enqueue(ExportChoice("prores4444", folder / "a.mov", (), 0, FRAMES))
    person.app.export.enqueue(ExportChoice("png", folder / "b", (), 0, FRAMES))
    for row in person.app.jobs.rows:
        if row.title.startswith("Export"):
            person.app.window.jobs.cancel_requested.emit(row.id)
    person.wait(lambda: not person.app.export.is_busy)
    states = [row.state for row in person.app.jobs.rows if row.title.startswith("Export")]
    assert states == [JobState.CANCELLED, JobState.CANCELLED]
    assert list(folder.iterdir()) == []


def test_painting_by_hand_and_saying_not_here(person: Person, clip: Path) -> None:
    person.open(clip)
    person.press("tool.brush")
    person.app.window.canvas.stroke_painted.emit([(30.0, 30.0), (60.0, 50.0)], 8.0, False)
    person.wait(lambda: person.has_mask_here() and not person.app.prompts.is_waiting)
    person.go_to(5)
    person.press("edit.empty_here")
    person.wait(lambda: not person.app.prompts.is_waiting)
    person.track()
    spec = person.session.document.project.objects[0]
    assert len(spec.prompts) == 2
    assert person.tracked() == FRAMES


def test_a_copy_of_the_project_opens_by_itself(people: Callable[[], Person], clip: Path, tmp_path: Path) -> None:
    person = people()
    person.open(clip)
    person.click_and_see(*place(0))
    person.wait(lambda: not person.app.prompts.is_waiting)
    copy = tmp_path / "copy.clickmatte"
    person.app.window.project_saved_as.emit(copy)
    person.wait(copy.exists)
    person.leave()
    again = people()
    again.open(copy)
    assert again.session.document.file.path == copy
    assert again.has_mask_here()


def test_locked_spans_keep_what_they_show(person: Person, clip: Path) -> None:
    person.open(clip)
    person.click_and_see(*place(0))
    person.track()
    person.app.window.timeline.lock_requested.emit(1, 5, 10, True)
    file = person.session.document.file
    before = [file.mask(1, person.session.pts_of(f)).take for f in (7, 15)]  # type: ignore[union-attr, arg-type]
    person.go_to(12)
    person.click_and_see(*place(12))
    person.wait(lambda: not person.app.prompts.is_waiting)
    person.track()
    after = [file.mask(1, person.session.pts_of(f)).take for f in (7, 15)]  # type: ignore[union-attr, arg-type]
    assert after[0] == before[0]
    assert after[1] != before[1]
