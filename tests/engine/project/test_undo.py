"""Undo and redo over random edits, on disk: what the file holds is what a list of snapshots would hold."""

import random
import shutil
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import UsageError
from engine.project import edits
from engine.project.history import MAX_STEPS, History
from engine.project.model import Click, FramePrompts, MaskHint, ProjectSettings, RefineSettings
from engine.project.parts import changes, joined, split
from engine.project.project_file import ProjectFile

names = st.text(min_size=1, max_size=12).filter(str.strip)
ids = st.integers(1, 3)
edits_ = st.one_of(
    st.builds(edits.AddObject, names),
    st.builds(edits.RemoveObject, ids),
    st.builds(edits.RenameObject, ids, names),
    st.builds(
        edits.SetPrompts,
        ids,
        st.integers(0, 3),
        st.builds(
            FramePrompts, st.lists(st.builds(Click, st.floats(0, 640), st.floats(0, 360)), max_size=2).map(tuple)
        ),
    ),
    st.builds(edits.SetRefineKey, ids, st.integers(0, 3), st.none() | st.builds(RefineSettings, st.floats(0, 5))),
    st.builds(edits.SetSettings, st.builds(ProjectSettings, model=names)),
    st.builds(edits.LockSpan, ids, st.just(0), st.integers(1, 9), st.booleans()),
)
actions = st.one_of(edits_, edits_, st.sampled_from(["undo", "redo", "reopen"]))


class Snapshots:
    """The plainest undo there is: every project kept whole."""

    def __init__(self, project):
        self.projects, self.position = [project], 0

    def do(self, edit):
        after, _ = edit.apply(self.projects[self.position])
        if after != self.projects[self.position]:
            self.projects = [*self.projects[: self.position + 1], after]
            self.position += 1

    def step(self, by):
        if not 0 <= self.position + by < len(self.projects):
            raise UsageError("the end")
        next_id = self.project.next_object_id
        self.position += by
        self.projects[self.position] = replace(self.project, next_object_id=next_id)

    @property
    def project(self):
        return self.projects[self.position]


def perform(action, file, path):
    """Returns the file, open, and whether the action was refused."""
    try:
        if action == "reopen":
            file.close()
            return ProjectFile.open(path), False
        {"undo": file.undo, "redo": file.redo}[action]() if isinstance(action, str) else file.do(action)
    except UsageError:
        return file, True
    return file, False


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(actions, max_size=14))
def test_the_file_does_what_snapshots_do(project, tmp_path, steps):
    folder = tmp_path / f"{random.randrange(1 << 60)}"
    folder.mkdir()
    path = folder / "p.clickmatte"
    file, model = ProjectFile.create(path, project), Snapshots(project)
    try:
        for action in steps:
            refused = False
            try:
                if action in ("undo", "redo"):
                    model.step(-1 if action == "undo" else 1)
                elif action != "reopen":
                    model.do(action)
            except UsageError:
                refused = True
            file, file_refused = perform(action, file, path)
            assert file_refused == refused
            assert file.project == model.project
            assert file.history().position == model.position
            assert len(file.history().names) == len(model.projects) - 1
    finally:
        file.close()
        shutil.rmtree(folder)


def test_parts_make_the_project_again(project):
    project, _ = edits.AddObject("dog", prompts={7: FramePrompts((Click(1, 2),))}).apply(project)
    project, _ = edits.LockSpan(1, 0, 4).apply(project)
    project, _ = edits.SetRefineKey(1, 3, RefineSettings(feather_px=2)).apply(project)
    assert joined(split(project), project.next_object_id) == project


def test_only_what_changed_is_a_change(project):
    before, _ = edits.AddObject("dog", prompts={i: FramePrompts((Click(i, 2),)) for i in range(50)}).apply(project)
    after, _ = edits.SetPrompts(1, 7, FramePrompts((Click(9, 9),))).apply(before)
    assert [change.key for change in changes(split(before), split(after))] == ["prompts/1/7"]


def test_the_history_is_bounded(project):
    history, parts = History(), split(project)
    for number in range(MAX_STEPS + 30):
        after = {**parts, "settings": ProjectSettings(model=f"m{number}")}
        history, parts = history.recorded(f"step {number}", "", changes(parts, after)), after
    assert len(history.steps) == MAX_STEPS
    assert history.steps[0].name == "step 30"
    _, oldest = history.moved(0, parts)
    assert oldest["settings"].model == "m29"


def test_a_file_keeps_no_more_steps_than_the_history(path, file, monkeypatch):
    monkeypatch.setattr("engine.project.history.MAX_STEPS", 5)
    for number in range(12):
        file.do(edits.AddObject(f"object {number}"))
    file.close()
    with ProjectFile.open(path) as again:
        assert again.history().names == tuple(f"Add object {n}" for n in range(7, 12))
        again.go_to(0).result()
        assert len(again.project.objects) == 7


def test_going_far_in_the_history_is_one_move(file):
    for name in ("a", "b", "c", "d"):
        file.do(edits.AddObject(name))
    file.go_to(1).result()
    assert [spec.name for spec in file.project.objects] == ["a"]
    assert file.history().can_redo
    with pytest.raises(UsageError):
        file.go_to(5)


def test_hints_are_kept_once_and_collected_when_forgotten(path, file, grey_png):
    file.do(edits.AddObject("dog"))
    hint = MaskHint(grey_png(255), final=True)
    for pts in range(3):
        file.do(edits.SetPrompts(1, pts, FramePrompts(mask=hint)))
    assert count(file, "attachments") == 1
    file.go_to(1).result()
    file.do(edits.RenameObject(1, "cat"))
    file.close()
    with ProjectFile.open(path) as again:
        assert count(again, "attachments") == 0


def count(file, table):
    return file._reader.read(lambda connection: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
