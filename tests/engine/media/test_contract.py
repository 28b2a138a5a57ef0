"""One contract for every source over every generated clip, with known answers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import pairwise

import cv2
import numpy as np
import pytest

from engine.errors import UsageError
from engine.media import VideoSource, open_source
from engine.types import FrameIndex, Pts
from tests.clips import PATCHES, RECIPES, STILL_RECIPES, Clip, Recipe, read_number, read_patches

ALL = (*RECIPES, *STILL_RECIPES)


@pytest.fixture(scope="module", params=ALL, ids=lambda recipe: recipe.__name__)
def opened(request: pytest.FixtureRequest, clip_of: Callable[[Recipe], Clip]) -> Iterator[tuple[Clip, VideoSource]]:
    clip = clip_of(request.param)
    source = open_source(clip.path)
    source.frame_count()
    yield clip, source
    source.close()


def test_streaming_gives_every_frame_once_in_order(opened: tuple[Clip, VideoSource]) -> None:
    clip, source = opened
    frames = list(source.stream(FrameIndex(0), None))
    assert tuple(read_number(frame.rgb8()) for frame in frames) == clip.numbers
    assert [frame.index for frame in frames] == list(range(len(clip.numbers)))
    assert source.frame_count() == source.info.frame_count == len(clip.numbers)


def test_frames_are_shown_when_they_should_be(opened: tuple[Clip, VideoSource]) -> None:
    clip, source = opened
    info = source.info
    stamps = [source.pts_of(FrameIndex(i)) for i in range(len(clip.numbers))]
    tick = info.time_base
    for stamp, seconds in zip(stamps, clip.seconds, strict=True):
        assert abs((stamp - stamps[0]) * tick - seconds) <= tick
    for i, (stamp, after) in enumerate(pairwise(stamps)):
        assert source.read(FrameIndex(i)).duration_pts == after - stamp
    assert all(frame.duration_pts > 0 for frame in source.stream(FrameIndex(0), None))
    if clip.start_seconds is not None:
        assert stamps[0] * tick == clip.start_seconds


def test_index_and_pts_are_inverse(opened: tuple[Clip, VideoSource]) -> None:
    clip, source = opened
    for i in range(len(clip.numbers)):
        pts = source.pts_of(FrameIndex(i))
        assert source.index_of(pts) == i
        if source.read(FrameIndex(i)).duration_pts > 1:
            assert source.index_of(Pts(pts + 1)) == i
    assert source.index_of(Pts(source.pts_of(FrameIndex(0)) - 1000)) == 0
    assert source.index_of(Pts(2**40)) == len(clip.numbers) - 1


def test_random_access_is_exact(opened: tuple[Clip, VideoSource]) -> None:
    _, source = opened
    expected = [frame.rgb8() for frame in source.stream(FrameIndex(0), None)]
    fresh = source.reopen()
    order = list(range(len(expected))) * 2
    random.Random(7).shuffle(order)
    for i in order:
        frame = fresh.read(FrameIndex(i))
        assert frame.index == i
        assert frame.pts == source.pts_of(FrameIndex(i))
        np.testing.assert_array_equal(frame.rgb8(), expected[i])
    fresh.close()


def test_backward_is_forward_reversed(opened: tuple[Clip, VideoSource]) -> None:
    clip, source = opened
    last = FrameIndex(len(clip.numbers) - 1)
    backward = [read_number(frame.rgb8()) for frame in source.stream(last, None, -1)]
    assert tuple(backward[::-1]) == clip.numbers


def test_ranges_are_half_open_both_ways(opened: tuple[Clip, VideoSource]) -> None:
    clip, source = opened
    count = len(clip.numbers)
    first, stop = FrameIndex(count // 3), FrameIndex(max(count - 1, 1))
    assert [f.index for f in source.stream(first, stop)] == list(range(first, stop))
    assert [f.index for f in source.stream(stop, first, -1) if f.index < count] == list(
        range(min(stop, count - 1), first, -1)
    )
    assert [f.index for f in source.stream(first, FrameIndex(count + 5))] == list(range(first, count))


def test_outside_the_clip_is_refused(opened: tuple[Clip, VideoSource]) -> None:
    clip, source = opened
    for index in (-1, len(clip.numbers)):
        with pytest.raises(UsageError, match="outside the clip"):
            source.read(FrameIndex(index))


def test_pictures_are_upright_and_whole(opened: tuple[Clip, VideoSource]) -> None:
    clip, source = opened
    info = source.info
    assert (info.width, info.height) == (clip.width, clip.height)
    assert (info.rotation, info.pixel_aspect, info.interlaced) == (clip.rotation, clip.pixel_aspect, clip.interlaced)
    frame = source.read(FrameIndex(0))
    for pixels, dtype in ((frame.rgb8(), np.uint8), (frame.rgb16(), np.uint16), (frame.preview8(), np.uint8)):
        assert pixels.shape == (clip.height, clip.width, 3)
        assert pixels.dtype == dtype
        assert pixels.flags.c_contiguous
    assert info.bit_depth == clip.bit_depth


def test_a_reduced_preview_is_the_preview_made_smaller(opened: tuple[Clip, VideoSource]) -> None:
    """Upright and undistorted, whatever way the picture is stored."""
    clip, source = opened
    frame = source.read(FrameIndex(0))
    size = (clip.width * 2 // 3, clip.height * 2 // 3)
    small = frame.preview8(size)
    assert small.shape == (size[1], size[0], 3)
    assert small.flags.c_contiguous
    expected = cv2.resize(frame.display8(), size, interpolation=cv2.INTER_AREA)
    assert float(np.abs(small.astype(int) - expected).mean()) < 3.0
    assert np.array_equal(frame.preview8((clip.width, clip.height)), frame.preview8())


def test_colours_are_right_in_8_and_16_bits(opened: tuple[Clip, VideoSource]) -> None:
    clip, source = opened
    frame = source.read(FrameIndex(len(clip.numbers) - 1))
    shown = frame.display8()
    mapped = clip.tags is not None and clip.tags.primaries == 9
    for name, pixels in (
        ("rgb8", frame.rgb8()),
        ("rgb16", (frame.rgb16() / 257).round().astype(np.uint8)),
        ("display8", frame.rgb8() if mapped else shown),
        ("preview8", frame.rgb8() if mapped else frame.preview8()),
    ):
        found = np.array(read_patches(pixels))
        assert np.abs(found - np.array(PATCHES)).max() <= clip.colour_tolerance, name


def test_tags_are_read_and_guesses_said(opened: tuple[Clip, VideoSource]) -> None:
    clip, source = opened
    colour = source.info.colour
    assert colour.guessed == clip.guessed
    assert any("does not say its colours" in sentence for sentence in source.info.warnings) == bool(clip.guessed)
    assert colour.full_range == clip.full_range or clip.tags is None
    if clip.tags is not None and clip.guessed is None:
        assert (colour.primaries, colour.transfer, colour.matrix) == (
            clip.tags.primaries,
            clip.tags.transfer,
            clip.tags.matrix,
        )


def test_rate_is_exact_where_it_is_constant(opened: tuple[Clip, VideoSource]) -> None:
    clip, source = opened
    assert source.info.variable_rate == clip.variable_rate
    if clip.rate is not None and len(clip.numbers) > 1:
        assert source.info.rate == clip.rate


def test_alpha_is_kept(opened: tuple[Clip, VideoSource]) -> None:
    clip, source = opened
    assert source.info.has_alpha == clip.alpha
    frame = source.read(FrameIndex(len(clip.numbers) - 1))
    alpha = frame.alpha16()
    if not clip.alpha:
        assert alpha is None
        return
    assert alpha is not None
    assert alpha.shape == (clip.height, clip.width)
    middle = 5000 + clip.numbers[-1] * 1000
    assert alpha[10, 5] <= 300
    assert abs(int(alpha[10, clip.width // 2]) - middle) <= 300
    assert alpha[10, -5] >= 65535 - 300


def test_readers_share_the_index(opened: tuple[Clip, VideoSource]) -> None:
    clip, source = opened
    other = source.reopen()
    assert other.info.frame_count == len(clip.numbers)
    assert read_number(other.read(FrameIndex(0)).rgb8()) == clip.numbers[0]
    other.close()
    assert read_number(source.read(FrameIndex(0)).rgb8()) == clip.numbers[0]
