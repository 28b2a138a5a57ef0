"""Reading a far frame shows what is decoded on the way, and may be given up without harm."""

from __future__ import annotations

import pytest

from engine.errors import Cancelled
from engine.media import ReadOptions, open_source
from engine.media.pyav_source import PyavSource
from engine.types import FrameIndex
from tests.clips import Coding, picture, read_number, write_clip

FRAMES = 50


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "long_group.mp4"
    write_clip(path, (picture(i) for i in range(FRAMES)), Coding(options={"g": "600", "bf": "2", "sc_threshold": "0"}))
    with open_source(path, ReadOptions()) as opened:
        assert isinstance(opened, PyavSource)
        yield opened


def test_every_frame_on_the_way_is_shown_in_order(source):
    seen = []
    frame = source.read_watched(FrameIndex(40), lambda passed: seen.append((passed.index, read_number(passed.rgb8()))))
    assert read_number(frame.rgb8()) == 40
    assert [index for index, _ in seen] == sorted(index for index, _ in seen)
    assert all(index == number for index, number in seen)
    assert seen[-1][0] == 40
    assert len(seen) > 20


def test_what_is_kept_needs_no_way(source):
    source.read(FrameIndex(30))
    seen = []
    source.read_watched(FrameIndex(30), seen.append)
    assert seen == []


def test_giving_up_leaves_the_source_as_good_as_new(source):
    def give_up(passed):
        if passed.index >= 10:
            raise Cancelled

    with pytest.raises(Cancelled):
        source.read_watched(FrameIndex(45), give_up)
    for index in (12, 3, 49, 44):
        assert read_number(source.read(FrameIndex(index)).rgb8()) == index
