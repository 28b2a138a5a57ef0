"""Bounded in bytes, least recently used out first."""

from __future__ import annotations

from engine.tracking.feature_cache import FeatureCache


def test_the_longest_unused_goes_first() -> None:
    cache: FeatureCache[int, str] = FeatureCache(limit_bytes=30)
    for key in range(3):
        cache.put(key, str(key), 10)
    assert cache.get(0) == "0"
    cache.put(3, "3", 10)
    assert cache.get(1) is None
    assert [key in cache for key in range(4)] == [True, False, True, True]
    assert cache.size_bytes == 30


def test_a_value_put_again_is_counted_once() -> None:
    cache: FeatureCache[str, int] = FeatureCache(limit_bytes=100)
    cache.put("a", 1, 40)
    cache.put("a", 2, 50)
    assert (cache.get("a"), cache.size_bytes, len(cache)) == (2, 50, 1)


def test_one_too_large_value_is_kept_alone() -> None:
    cache: FeatureCache[str, int] = FeatureCache(limit_bytes=10)
    cache.put("a", 1, 5)
    cache.put("b", 2, 50)
    assert ("a" in cache, cache.get("b"), cache.size_bytes) == (False, 2, 50)
    cache.clear()
    assert (len(cache), cache.size_bytes) == (0, 0)
