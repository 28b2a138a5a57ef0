"""The same promises with a rollback journal (network drives), and with several threads at once."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import engine
from engine.errors import ProjectError
from engine.project import database
from engine.project.edits import AddObject, RenameObject
from engine.project.process_lock import ProcessLock
from engine.project.project_file import ProjectFile


def journal_mode(file):
    return file._reader.read(lambda connection: connection.execute("PRAGMA journal_mode").fetchone()[0])


@pytest.fixture(params=["local disk", "network drive"])
def drive(request, monkeypatch):
    if request.param == "network drive":
        monkeypatch.setattr(database, "on_network_drive", lambda path: True)
    return request.param


def test_masks_are_written_and_read_at_once_in_both_modes(drive, path, project, masks):
    """One thread records, one edits, one reads; nobody is turned away and nothing is lost."""
    with ProjectFile.create(path, project) as file:
        assert journal_mode(file) == ("wal" if drive == "local disk" else "delete")
        file.do(AddObject("dog"))
        take = file.begin_take(1)
        stop = threading.Event()

        def read():
            seen = 0
            while not stop.is_set():
                seen = max(seen, len(file.scores(1)))
                for pts in take.flushed_pts:
                    assert file.mask(1, pts) is not None
            return seen

        def edit():
            for number in range(30):
                file.do(RenameObject(1, f"dog {number}"))

        with ThreadPoolExecutor(3) as pool:
            reading, editing = pool.submit(read), pool.submit(edit)
            for pts in range(150):
                take.put(pts, masks(pts), 0.9, 0.9)
            editing.result()
            file.adopt("Track", [take])
            stop.set()
            reading.result()
        assert len(file.scores(1)) == 150
        assert len(file.history().names) == 32
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_project_moved_to_a_network_drive_opens_there_and_back(path, project, monkeypatch):
    with ProjectFile.create(path, project) as file:
        assert journal_mode(file) == "wal"
    with monkeypatch.context() as away:
        away.setattr(database, "on_network_drive", lambda path: True)
        with ProjectFile.open(path) as file:
            assert journal_mode(file) == "delete"
            file.do(AddObject("dog"))
    with ProjectFile.open(path) as file:
        assert journal_mode(file) == "wal"
        assert file.project.objects[0].name == "dog"


def test_a_folder_of_this_machine_is_no_network_drive(tmp_path):
    assert not database.on_network_drive(tmp_path / "p.clickmatte")


def test_edits_submitted_in_a_row_are_in_memory_at_once_and_on_disk_in_order(path, file):
    file.do(AddObject("dog"))
    futures = [file.submit(RenameObject(1, f"dog {n}")) for n in range(50)]
    assert file.project.objects[0].name == "dog 49"
    for future in futures:
        future.result()
    file.close()
    with ProjectFile.open(path) as again:
        assert again.project.objects[0].name == "dog 49"
        assert len(again.history().names) == 51


def test_what_was_built_on_an_edit_the_disk_refused_is_refused_too(file):
    """The project in memory goes back to what the disk has, and can be edited again."""
    file.do(AddObject("dog"))
    gate = threading.Event()
    file._writer.submit(lambda connection: gate.wait(30) and None)
    file._write_connection.execute("SELECT 1")

    def fail(connection):
        raise ProjectError("the disk refuses")

    bad = file._writer.submit(fail)
    stranded = file.submit(RenameObject(1, "cat"))
    gate.set()
    assert bad.exception() is not None
    assert stranded.exception() is not None
    assert file.project.objects[0].name == "dog"
    assert file.do(RenameObject(1, "cow")).objects[0].name == "cow"


def test_a_copy_is_whole_and_goes_its_own_way(path, file, masks):
    file.do(AddObject("dog"))
    take = file.begin_take(1)
    take.put(0, masks(0), 0.9, 0.9)
    file.adopt("Track", [take])
    copy = path.with_name("copy.clickmatte")
    file.copy_to(copy)
    with pytest.raises(ProjectError):
        file.copy_to(copy)
    with ProjectFile.open(copy) as other:
        assert other.project == file.project
        assert other.mask(1, 0).blob == file.mask(1, 0).blob
        other.do(RenameObject(1, "cat"))
    assert file.project.objects[0].name == "dog"


def test_a_lock_is_taken_once_and_leaves_nothing_behind(path):
    first = ProcessLock(path)
    with pytest.raises(ProjectError):
        ProcessLock(path)
    first.release()
    first.release()
    ProcessLock(path).release()
    assert list(path.parent.iterdir()) == []


def test_a_lock_file_left_by_a_killed_process_is_no_lock(path, file):
    file.close()
    path.with_name(f".{path.name}.lock").touch()
    with ProjectFile.open(path):
        pass


def test_project_data_loads_neither_torch_nor_av_nor_the_window():
    script = """
import sys
import engine.project.edits, engine.project.project_file, engine.project.lanes
import engine.project.shown_masks, engine.project.source_reference
print([m for m in ("torch", "av", "cv2", "PySide6", "engine.media", "engine.sam2") if m in sys.modules])
"""
    root = Path(engine.__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"
