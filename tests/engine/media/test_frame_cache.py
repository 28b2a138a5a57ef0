"""Decoded frames, bounded in bytes."""

from __future__ import annotations

from dataclasses import dataclass

from engine.media.frame_cache import PLAYING_BYTES, FrameCache


@dataclass
class Weight:
    size_bytes: int


def test_the_least_recently_used_goes_first() -> None:
    cache: FrameCache[Weight] = FrameCache(30)
    for pts in (1, 2, 3):
        cache.keep(pts, Weight(10))
    cache.get(1)
    cache.keep(4, Weight(10))
    assert [pts for pts in (1, 2, 3, 4) if pts in cache] == [1, 3, 4]
    assert cache.size_bytes == 30


def test_the_newest_stays_even_where_it_is_too_large() -> None:
    cache: FrameCache[Weight] = FrameCache(30)
    cache.keep(1, Weight(10))
    cache.keep(2, Weight(500))
    assert 2 in cache
    assert len(cache) == 1


def test_a_frame_put_twice_is_counted_once() -> None:
    cache: FrameCache[Weight] = FrameCache(100)
    cache.keep(1, Weight(10))
    cache.keep(1, Weight(20))
    assert cache.size_bytes == 20


def test_playing_forward_does_not_grow_with_the_clip() -> None:
    cache: FrameCache[Weight] = FrameCache(100 * PLAYING_BYTES)
    for pts in range(10_000):
        cache.pass_by(pts, Weight(PLAYING_BYTES // 10))
    assert cache.size_bytes <= PLAYING_BYTES


def test_playing_forward_spends_what_a_jump_had_kept() -> None:
    cache: FrameCache[Weight] = FrameCache(10 * PLAYING_BYTES)
    for pts in range(50):
        cache.keep(pts, Weight(PLAYING_BYTES // 10))
    before = cache.size_bytes
    for pts in range(50, 80):
        cache.pass_by(pts, Weight(PLAYING_BYTES // 10))
    assert cache.size_bytes <= before
    assert 79 in cache
    assert 49 in cache


def test_clear_forgets_all() -> None:
    cache: FrameCache[Weight] = FrameCache(100)
    cache.keep(1, Weight(10))
    cache.clear()
    assert (len(cache), cache.size_bytes, cache.get(1)) == (0, 0, None)
