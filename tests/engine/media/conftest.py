"""Clips for the media tests, each generated once a session when first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from tests.clips import RECIPES, STILL_RECIPES, Clip, Recipe


@pytest.fixture(scope="session")
def clip_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Recipe | str], Clip]:
    """By recipe or name → Clip."""
    folder = tmp_path_factory.mktemp("clips")
    made: dict[str, Clip] = {}
    named = {recipe.__name__: recipe for recipe in (*RECIPES, *STILL_RECIPES)}

    def get(which: Recipe | str) -> Clip:
        recipe = named[which] if isinstance(which, str) else which
        if recipe.__name__ not in made:
            made[recipe.__name__] = recipe(folder)
        return made[recipe.__name__]

    return get


@pytest.fixture(autouse=True, scope="module")
def no_thread_left() -> Iterator[None]:
    """A source that is closed leaves no index thread behind."""
    yield
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("index of")]
    assert not left, f"left running: {left}"
