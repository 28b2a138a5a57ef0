"""Reading a far frame shows what is decoded on the way, and may be given up without harm."""

from __future__ import annotations

import numpy as np
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


def test_hurrying_leaves_out_pictures_and_is_exact(source):
    """The way is shorter, the frame is the same, and none is missing from there on."""
    passed = []
    frame = source.read_watched(FrameIndex(30), lambda on_the_way: passed.append(on_the_way.index), hurried=True)
    assert read_number(frame.rgb8()) == 30
    assert len(passed) < 25
    assert 30 in passed
    for index in (31, 32, 33, 29, 28, 49, 5):
        assert read_number(source.read(FrameIndex(index)).rgb8()) == index


def test_hurrying_gives_the_very_same_pixels(source):
    with source.reopen() as other:
        for index in (7, 45, 22, 23, 38):
            hurried = source.read_watched(FrameIndex(index), lambda _: None, hurried=True).rgb8()
            source._shared.landed.clear()
            assert np.array_equal(hurried, other.read(FrameIndex(index)).rgb8())
            source._shared.landed.clear()


def test_what_one_reader_has_just_read_another_need_not_decode(source):
    """The model is asked about the frame on the screen."""
    source.read(FrameIndex(40))
    with source.reopen() as other:
        seen = []
        assert read_number(other.read_watched(FrameIndex(40), seen.append).rgb8()) == 40
        assert seen == []


def test_key_frames_are_read_by_themselves(tmp_path):
    path = tmp_path / "short_groups.mp4"
    write_clip(
        path,
        (picture(i) for i in range(FRAMES)),
        Coding(options={"g": "12", "keyint_min": "12", "bf": "2", "sc_threshold": "0"}),
    )
    with open_source(path, ReadOptions()) as opened:
        assert isinstance(opened, PyavSource)
        opened.frame_count()
        nearest = {index: opened.nearest_key(FrameIndex(index)) for index in (0, 5, 7, 13, 35, 49)}
        assert nearest == {0: 0, 5: 0, 7: 12, 13: 12, 35: 36, 49: 48}
        for key in (36, 0, 48, 12):
            frame = opened.read_key(FrameIndex(key))
            assert frame is not None
            assert (frame.index, read_number(frame.rgb8())) == (key, key)
        assert opened.read_key(FrameIndex(37)) is None
