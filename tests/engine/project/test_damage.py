"""What is no project, or no longer a whole one, is refused with a sentence and left as it is."""

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import engine
from engine.errors import ClickMatteError, ProjectError
from engine.project.edits import AddObject, RenameObject, SetPrompts
from engine.project.model import Click, FramePrompts
from engine.project.project_file import ProjectFile


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A closed project with a bit of everything; copy it before touching it."""
    from fractions import Fraction

    import numpy as np

    from engine.project.model import Project, SourceReference

    path = tmp_path_factory.mktemp("whole") / "whole.clickmatte"
    source = SourceReference(Path("/clips/dog.mp4"), "f" * 64, 640, 360, Fraction(1, 1000), Fraction(30), 600)
    generator = np.random.default_rng(0)
    with ProjectFile.create(path, Project(source)) as file:
        for name in ("dog", "cat"):
            file.do(AddObject(name, prompts={0: FramePrompts((Click(3, 4),))}))
        for number in range(6):
            file.do(SetPrompts(1, number, FramePrompts((Click(number, number),))))
        takes = [file.begin_take(i) for i in (1, 2)]
        for pts in range(30):
            for take in takes:
                take.put(pts, generator.normal(size=(24, 24)).astype(np.float32), 0.75, 0.5)
        file.adopt("Track", takes)
        file.put_memory(1, 0, "nano", file.project.object(1).prompts[0], bytes(3000))
        file.undo()
    return path


def everything(path):
    """All that can be read from a file, as plain values."""
    with ProjectFile.open(path) as file:
        if file.history().can_redo:
            file.redo()
        blobs = [
            (r.blob, r.presence, r.quality, r.measure) if (r := file.mask(i, pts)) else None
            for i in (1, 2)
            for pts in range(30)
        ]
        return file.project, file.history(), blobs, [file.scores(i).area.tolist() for i in (1, 2)]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 something else", b"SQLite format 3\0", bytes(4096), b"\0" * 99])
def test_what_is_no_project_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "x.clickmatte"
    path.write_bytes(content)
    with pytest.raises(ProjectError):
        ProjectFile.open(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_another_program_s_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "x.clickmatte"
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE secrets (x)")
        other.commit()
    before = path.read_bytes()
    with pytest.raises(ProjectError, match="not made by ClickMatte"):
        ProjectFile.open(path)
    assert path.read_bytes() == before


def test_what_does_not_exist_is_not_made(tmp_path):
    with pytest.raises(ProjectError):
        ProjectFile.open(tmp_path / "nothing.clickmatte")
    with pytest.raises(ProjectError):
        ProjectFile.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def altered(path, *statements):
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_newer_schema_is_refused_and_left_alone(whole, tmp_path):
    path = shutil.copy(whole, tmp_path / "newer.clickmatte")
    altered(path, "PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(ProjectError, match="newer ClickMatte"):
        ProjectFile.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON steps BEGIN DELETE FROM masks; END",
        "CREATE VIEW v AS SELECT * FROM masks",
        "CREATE TABLE more (x)",
        "DROP TABLE notes",
        "ALTER TABLE notes ADD COLUMN x TEXT",
    ],
)
def test_a_file_that_is_built_otherwise_is_refused(whole, tmp_path, statement):
    path = shutil.copy(whole, tmp_path / "other.clickmatte")
    altered(path, statement)
    with pytest.raises(ProjectError):
        ProjectFile.open(path)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE parts SET json = replace(json, 'dog', 'dig')",
        "DELETE FROM parts WHERE key = 'prompts/1/3'",
        "INSERT INTO parts VALUES ('prompts/1/9', '{}')",
        "UPDATE head SET position = 2",
        "DELETE FROM head",
        "DELETE FROM steps WHERE number = 3",
        "DELETE FROM steps WHERE number = 1",
        "UPDATE steps SET name = 'other' WHERE number = 2",
        "DELETE FROM masks WHERE take = 1 AND pts = 5",
        "DELETE FROM takes WHERE id = 1",
        "UPDATE takes SET object = 2 WHERE id = 1",
    ],
)
def test_rows_that_do_not_add_up_are_refused(whole, tmp_path, statement):
    path = shutil.copy(whole, tmp_path / "odd.clickmatte")
    altered(path, statement)
    with pytest.raises(ProjectError):
        ProjectFile.open(path)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE masks SET quality = 0.75 WHERE pts = 5", "UPDATE blobs SET data = zeroblob(900)", "DELETE FROM blobs"],
)
def test_a_damaged_mask_is_refused_when_it_is_read_and_only_then(whole, tmp_path, statement):
    path = shutil.copy(whole, tmp_path / "odd.clickmatte")
    altered(path, statement)
    with ProjectFile.open(path) as file:
        file.redo()
        with pytest.raises(ProjectError, match="damaged"):
            file.mask(1, 5)
        file.do(RenameObject(1, "still editable"))


def test_damaged_bytes_anywhere_are_refused_or_harmless(whole, tmp_path):
    """120 files with one to four damaged places each: never a crash, never a wrong answer."""
    chance = random.Random(7)
    content, expected = whole.read_bytes(), everything(shutil.copy(whole, tmp_path / "whole.clickmatte"))
    sentences: list[str] = []
    for number in range(120):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            at, length = chance.randrange(len(damaged)), chance.choice([1, 1, 2, 16, 300])
            damaged[at : at + length] = chance.randbytes(len(damaged[at : at + length]))
        path = tmp_path / f"{number}.clickmatte"
        path.write_bytes(damaged)
        try:
            assert everything(path) == expected
        except ClickMatteError as error:
            sentences.append(error.sentence)
        path.unlink(missing_ok=True)
    assert len(sentences) > 60
    assert all(sentences)


def test_a_truncated_file_is_refused(whole, tmp_path):
    content = whole.read_bytes()
    for share in (0.1, 0.5, 0.9, 0.99):
        path = tmp_path / f"{share}.clickmatte"
        path.write_bytes(content[: int(len(content) * share)])
        before = path.read_bytes()
        with pytest.raises(ProjectError, match="incomplete"):
            ProjectFile.open(path)
        assert path.read_bytes() == before


def test_a_second_window_is_refused(path, file):
    with pytest.raises(ProjectError, match="another window"):
        ProjectFile.open(path)
    file.do(AddObject("dog"))


def test_a_second_process_is_refused_until_the_first_lets_go(path, file):
    script = f"""
import engine
from engine.errors import ProjectError
from engine.project.project_file import ProjectFile
from pathlib import Path
try:
    with ProjectFile.open(Path({str(path)!r})) as file:
        print(len(file.project.objects))
except ProjectError as error:
    print(error.sentence)
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(engine.__file__).parent.parent)}

    def run():
        command = [sys.executable, "-c", script]
        return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout

    assert "another window" in run()
    file.do(AddObject("dog"))
    file.close()
    assert run().strip() == "1"


def test_a_rival_that_knows_no_locks_is_noticed(path, file):
    """Where the file system has no locks, the revision tells: nothing of the rival's is overwritten."""
    file.do(AddObject("dog"))
    file._write_connection.execute("UPDATE head SET revision = revision + 1")
    with pytest.raises(ProjectError):
        file.do(AddObject("cat"))


def add_for_ever(file):
    while True:
        file.do(AddObject("x" * 200))


def test_a_full_disk_loses_nothing_that_was_saved(path, file, masks):
    file.do(AddObject("dog"))
    limit = file._write_connection.execute("PRAGMA page_count").fetchone()[0] + 2
    file._write_connection.execute(f"PRAGMA max_page_count = {limit}")
    with pytest.raises(ProjectError, match="no room"):
        add_for_ever(file)
    saved = file.project
    file._write_connection.execute("PRAGMA max_page_count = 100000")
    file.do(RenameObject(1, "cat"))
    expected = file.project
    assert len(expected.objects) == len(saved.objects)
    file.close()
    with ProjectFile.open(path) as again:
        assert again.project == expected
