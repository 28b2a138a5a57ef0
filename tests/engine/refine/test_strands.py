"""Hair beyond the band: found where there is some, not invented where there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.bench.alpha_truth import Truth, scenes
from engine.project.model import RefineSettings
from engine.refine.pipeline import refine
from engine.refine.strands import find_strands
from tests.engine.refine.truth import disc_distance

MATTING = RefineSettings(edge="matting", hair_px=60)


@pytest.fixture(scope="module")
def truths() -> dict[str, Truth]:
    return {truth.name: truth for truth in scenes(270, 480)}


def error(truth: Truth, settings: RefineSettings) -> float:
    return float(np.abs(refine(truth.logits, truth.rgb, settings) - truth.alpha).sum())


def test_long_hair_is_followed_beyond_the_band(truths: dict[str, Truth]) -> None:
    hair = truths["hair, calm"]
    followed = error(hair, replace(MATTING, hair_px=60))
    assert followed < 0.87 * error(hair, replace(MATTING, hair_px=0))
    assert followed < 0.87 * error(hair, RefineSettings(edge="guided"))


def test_a_smooth_outline_keeps_its_narrow_band(truths: dict[str, Truth]) -> None:
    for name in ("sharp, calm", "defocused, calm", "defocused, busy"):
        truth = truths[name]
        assert error(truth, replace(MATTING, hair_px=60)) < 1.1 * error(truth, replace(MATTING, hair_px=0))


def test_the_same_frame_gives_the_same_matte(truths: dict[str, Truth]) -> None:
    """Colours are tried by chance, but always the same ones: a still picture must not shimmer."""
    hair = truths["hair, busy"]
    settings = replace(MATTING, hair_px=60)
    first, second = (refine(hair.logits, hair.rgb, settings) for _ in range(2))
    assert np.abs(first - second).max() < 1e-3


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (40, 7)])
def test_tiny_pictures_and_small_objects(size: tuple[int, int]) -> None:
    height, width = size
    rgb = np.random.default_rng(2).integers(0, 255, (height, width, 3)).astype(np.uint8)
    distance = disc_distance(height, width, height / 2, width / 2, 2.0)
    found = find_strands(rgb, distance, np.ones(size, np.bool_), 2.0, 30.0)
    assert found is None or (np.isfinite(found.alpha).all() and found.unknown.shape == size)


def test_nothing_to_look_for() -> None:
    rgb, anywhere = np.zeros((30, 30, 3), np.uint8), np.ones((30, 30), np.bool_)
    assert find_strands(rgb, np.full((30, 30), -200, np.float32), anywhere, 4.0, 20.0) is None
    assert find_strands(rgb, np.full((30, 30), 200, np.float32), anywhere, 4.0, 20.0) is None
    assert find_strands(rgb, disc_distance(30, 30, 15, 15, 8), anywhere, 10.0, 8.0) is None


def lines_from_a_disc() -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """A red disc on grey with red lines that run from it to the right, and its distance."""
    distance = disc_distance(200, 300, 100, 110, 50)
    rgb = np.where(distance[..., None] > 0, (200, 40, 40), (110, 112, 115)).astype(np.uint8)
    for y in range(72, 130, 5):
        rgb[y : y + 2, 150:220] = (200, 40, 40)
    return rgb, distance


def test_a_model_that_is_sure_is_not_contradicted() -> None:
    """On real clips things in the object's colours beside it, and dark windows in it, were taken for hair and gaps."""
    rgb, distance = lines_from_a_disc()
    found = find_strands(rgb, distance, np.ones(distance.shape, np.bool_), 6.0, 60.0)
    assert found is not None
    assert found.unknown[72:130:5, 185:200].mean() > 0.9
    assert find_strands(rgb, distance, np.abs(distance) < 5, 6.0, 60.0) is None


def test_what_is_wide_is_no_strand() -> None:
    rgb, distance = lines_from_a_disc()
    rgb[72:130, 150:220] = (200, 40, 40)
    found = find_strands(rgb, distance, np.ones(distance.shape, np.bool_), 6.0, 60.0)
    assert found is None or found.unknown[90:110, 185:200].mean() < 0.1
