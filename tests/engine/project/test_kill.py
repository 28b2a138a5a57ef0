"""A real process, really killed, at instants nobody chose: what was acknowledged is there."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import engine
from engine.project.edits import AddObject, RenameObject
from engine.project.history import MAX_STEPS
from engine.project.project_file import ProjectFile

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(engine.__file__).parent.parent)}
WORKER = Path(__file__).with_name("kill_me.py")
KILLS = 8


def killed_after(path, seed, seconds):
    """Run the worker, kill it (SIGKILL) some time after it is ready, and return the lines it finished."""
    with subprocess.Popen(
        [sys.executable, str(WORKER), str(path), str(seed)], stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(seconds)
        worker.kill()
        said = worker.stdout.read()
    assert worker.returncode == -signal.SIGKILL
    return said.splitlines() if said.endswith("\n") else said.splitlines()[:-1]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")
def test_kills_at_random_instants_lose_nothing_that_was_acknowledged(path, file):
    file.do(AddObject("dog"))
    file.close()
    chance = random.Random()
    masks, steps = set(), 1
    for seed in range(KILLS):
        lines = killed_after(path, seed, chance.uniform(0.0, 0.4))
        names = [line.removeprefix("name ") for line in lines if line.startswith("name ")]
        masks |= {int(line.removeprefix("mask ")) for line in lines if line.startswith("mask ")}
        with ProjectFile.open(path) as again:
            history = again.history()
            assert len(history.names) >= min(MAX_STEPS, steps + len(names))  # older steps are let go
            if names:
                renames = [step for step in history.names if step.endswith(f" to {names[-1]}")]
                assert renames, "the last acknowledged edit is in the history"
            held = set(again.frames_with_masks(1).tolist())
            assert masks <= held
            assert all(again.mask(1, pts).logits().shape == (32, 32) for pts in sorted(held)[::9])
            steps = len(history.names)
    assert masks, "no kill came after an acknowledgement: the test proved nothing"


def test_retracking_undone_killed_reopened_and_redone_is_byte_equal_and_not_doubled(path, file, masks):
    """500 frames tracked twice: each result is there once, whatever undo, a kill and redo do."""
    file.do(AddObject("dog"))
    for shift in (0, 37):
        take = file.begin_take(1)
        for pts in range(500):
            take.put(pts, masks(pts + shift, radius=12 + shift / 10), 0.9, 0.9)
        file.adopt("Track", [take])
    second = [file.mask(1, pts).blob for pts in range(500)]
    file.undo()
    first = [file.mask(1, pts).blob for pts in range(500)]
    assert first != second
    file.close()
    size = path.stat().st_size

    kill_right_after_opening(path)
    with ProjectFile.open(path) as again:
        assert [again.mask(1, pts).blob for pts in range(500)] == first
        again.redo()
        assert [again.mask(1, pts).blob for pts in range(500)] == second
    assert path.stat().st_size <= 1.02 * size


def kill_right_after_opening(path):
    script = f"""
import os, signal
from pathlib import Path
from engine.project.project_file import ProjectFile
file = ProjectFile.open(Path({str(path)!r}))
file.redo(); file.undo()
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", script], check=False, env=ENVIRONMENT).returncode == -signal.SIGKILL


def test_tracking_the_same_again_stores_no_mask_twice(path, file, masks):
    file.do(AddObject("dog"))
    sizes = []
    for _ in range(2):
        take = file.begin_take(1)
        for pts in range(100):
            take.put(pts, masks(pts), 0.9, 0.9)
        file.adopt("Track", [take])
        file.close()
        sizes.append(path.stat().st_size)
        file = ProjectFile.open(path)
    file.close()
    assert sizes[1] < 1.2 * sizes[0]


def test_takes_no_step_reaches_are_collected_and_the_file_shrinks(path, file, masks):
    file.do(AddObject("dog"))
    base = file.begin_take(1)
    base.put(0, masks(0), 0.9, 0.9)
    file.adopt("Track", [base])
    for shift in range(1, 6):
        take = file.begin_take(1)
        for pts in range(100):
            take.put(pts, masks(pts + 0.17 * shift), 0.9, 0.9)
        file.adopt("Track", [take])
        file.undo()
    file.do(RenameObject(1, "cat"))
    file.close()
    with ProjectFile.open(path) as again:
        assert again.frames_with_masks(1).tolist() == [0]
        assert [again.take(1).frames] == [1]
    assert path.stat().st_size < 150_000


def test_an_interrupted_take_comes_back_as_a_step_of_its_own(path, file, masks):
    """A kill in the middle of tracking: what was recorded is shown, and can be undone."""
    file.do(AddObject("dog"))
    take = file.begin_take(1)
    for pts in range(20):
        take.put(pts, masks(pts), 0.9, 0.9)
    file.close()
    with ProjectFile.open(path) as again:
        assert again.history().names[-1] == "Recovered tracking"
        assert again.frames_with_masks(1).tolist() == list(range(20))
        again.undo()
        assert len(again.frames_with_masks(1)) == 0
    with ProjectFile.open(path) as again:
        assert again.history().can_redo, "and it is not brought back a second time"


def test_an_abandoned_take_does_not_come_back(path, file, masks):
    file.do(AddObject("dog"))
    take = file.begin_take(1)
    take.put(0, masks(0), 0.9, 0.9)
    take.abandon()
    file.close()
    with ProjectFile.open(path) as again:
        assert again.history().names == ("Add dog",)
        assert len(again.frames_with_masks(1)) == 0
