import os
import random
import shutil
from dataclasses import replace

import pytest

from engine.errors import MediaError, ProjectError
from engine.project.source_reference import BLOCK_BYTES, fingerprint, locate, relink, with_relative


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "footage" / "dog.mp4"
    path.parent.mkdir()
    path.write_bytes(random.Random(1).randbytes(5 * BLOCK_BYTES + 17))
    return path


@pytest.fixture
def linked(project, clip, tmp_path):
    """The project, saved beside the footage folder."""
    source = replace(project.source, path=clip, fingerprint=fingerprint(clip))
    return replace(project, source=with_relative(source, tmp_path / "p.clickmatte"))


@pytest.mark.parametrize("at", [0, 3 * BLOCK_BYTES, -1])
def test_another_byte_is_another_clip(clip, at):
    before = fingerprint(clip)
    content = bytearray(clip.read_bytes())
    content[at] ^= 1
    clip.write_bytes(content)
    assert fingerprint(clip) != before


def test_a_longer_clip_is_another_clip(clip):
    before = fingerprint(clip)
    clip.write_bytes(clip.read_bytes() + b"\0")
    assert fingerprint(clip) != before


def test_of_a_large_file_only_blocks_are_read(tmp_path):
    """A sparse file of 40 GB: reading it all would take minutes."""
    path = tmp_path / "long.mov"
    with path.open("wb") as file:
        file.truncate(40 << 30)
    before = fingerprint(path)
    with path.open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"x")
    assert fingerprint(path) != before


def test_a_folder_is_its_names_and_sizes(tmp_path):
    for number in range(1001, 1005):
        (tmp_path / f"still.{number}.png").write_bytes(b"x" * number)
    before = fingerprint(tmp_path)
    (tmp_path / ".DS_Store").write_bytes(b"hidden")
    assert fingerprint(tmp_path) == before
    (tmp_path / "still.1004.png").write_bytes(b"x")
    assert fingerprint(tmp_path) != before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(linked, clip, tmp_path):
    """A project file could name one: opening it would wait for ever."""
    clip.unlink()
    os.mkfifo(clip)
    with pytest.raises(MediaError):
        fingerprint(clip)
    with pytest.raises(ProjectError, match="not where it was"):
        locate(linked.source, tmp_path / "p.clickmatte")


def test_what_is_not_there_has_no_fingerprint(tmp_path):
    with pytest.raises(MediaError):
        fingerprint(tmp_path / "nothing.mp4")


def test_a_project_and_its_clip_move_together(linked, clip, tmp_path):
    new = tmp_path / "elsewhere"
    new.mkdir()
    shutil.move(clip.parent, new / "footage")
    assert linked.source.relative == "footage/dog.mp4"
    assert locate(linked.source, new / "p.clickmatte") == new / "footage" / "dog.mp4"


def test_a_project_that_moves_alone_finds_its_clip_where_it_was(linked, clip, tmp_path):
    assert locate(linked.source, tmp_path / "a" / "b" / "p.clickmatte") == clip


def test_a_namesake_beside_the_project_is_not_taken_for_the_clip(linked, clip, tmp_path):
    other = tmp_path / "other" / "footage"
    other.mkdir(parents=True)
    (other / "dog.mp4").write_bytes(b"another dog")
    assert locate(linked.source, other.parent / "p.clickmatte") == clip


def test_a_clip_that_is_gone_and_one_that_changed_are_said_apart(linked, clip, tmp_path):
    clip.write_bytes(b"changed")
    with pytest.raises(ProjectError, match="size or contents differ"):
        locate(linked.source, tmp_path / "p.clickmatte")
    clip.unlink()
    with pytest.raises(ProjectError, match="not where it was"):
        locate(linked.source, tmp_path / "p.clickmatte")


def test_relinking_checks_the_fingerprint(linked, clip, tmp_path):
    moved = shutil.move(clip, tmp_path / "renamed.mp4")
    project, opposite = relink(linked, moved, tmp_path / "p.clickmatte").apply(linked)
    assert locate(project.source, tmp_path / "p.clickmatte") == moved
    assert project.source.relative == "renamed.mp4"
    assert opposite.apply(project)[0] == linked


def test_relinking_to_another_clip_needs_the_person_s_word(linked, tmp_path):
    other = tmp_path / "cat.mp4"
    other.write_bytes(b"meow")
    with pytest.raises(ProjectError, match=r"cat\.mp4 is another clip than dog\.mp4"):
        relink(linked, other)
    project, _ = relink(linked, other, force=True).apply(linked)
    assert project.source.fingerprint == fingerprint(other)
    with pytest.raises(ProjectError):
        relink(linked, tmp_path / "nothing.mp4", force=True)
    other.write_bytes(b"")
    with pytest.raises(ProjectError, match="empty"):
        relink(linked, other)
