"""Refine settings over time: numbers between two key frames are interpolated, switches hold."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import fields, replace

from engine.project.model import ObjectSpec, RefineSettings
from engine.types import Pts

SWITCHES = frozenset({"garbage", "core"})
"""Numbers that are names: there is nothing between two of them."""


def settings_at(spec: ObjectSpec, pts: Pts) -> RefineSettings:
    """The settings of an object at `pts`: its key frames where it has any, else its plain settings."""
    return interpolated(spec.refine_keys, pts) if spec.refine_keys else spec.refine


def interpolated(keys: Mapping[Pts, RefineSettings], pts: Pts) -> RefineSettings:
    """Settings between key frames; before the first and after the last one they stay. Raises ValueError for no keys."""
    if not keys:
        raise ValueError("there are no key frames")
    times = sorted(keys)
    after = bisect_right(times, pts)
    if after == 0 or after == len(times):
        return keys[times[max(0, after - 1)]]
    before, then = times[after - 1], times[after]
    return _mix(keys[before], keys[then], (pts - before) / (then - before))


def _mix(a: RefineSettings, b: RefineSettings, share: float) -> RefineSettings:
    changes: dict[str, float | int] = {}
    for field in fields(RefineSettings):
        first, second = getattr(a, field.name), getattr(b, field.name)
        numbers = all(isinstance(n, int | float) and not isinstance(n, bool) for n in (first, second))
        if not numbers or field.name in SWITCHES:
            continue
        value = first + (second - first) * share
        changes[field.name] = round(value) if isinstance(first, int) and isinstance(second, int) else value
    return replace(a, **changes)  # type: ignore[arg-type]
