"""The whole of refine: alpha at source size from logits on a coarse grid."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.project.model import ObjectSpec, RefineSettings
from engine.refine.band import near_tiles, solid_alpha, strips
from engine.refine.combine import core, garbage, hold_out, union
from engine.refine.despill import despill
from engine.refine.fringe import foreground_colours
from engine.refine.keyframes import settings_at
from engine.refine.pipeline import OFF, refine, shaped_field
from engine.refine.soft_edge import soft_edge
from engine.types import ObjectId, Pts
from tests.engine.refine.truth import disc_distance, disc_logits, flat

PLAIN = RefineSettings(edge="none")


@pytest.mark.parametrize("size", [(270, 480), (271, 479), (720, 1280), (64, 50)])
def test_alpha_is_the_ramp_of_the_true_distance(size: tuple[int, int]) -> None:
    height, width = size
    radius = height * 0.3
    logits = disc_logits(height, width, height / 2, width / 2, radius, slope=400 / np.hypot(height, width))
    alpha = refine(logits, flat(height, width), replace(PLAIN, soft_edge_px=2.0))
    truth = soft_edge(disc_distance(height, width, height / 2, width / 2, radius), 2.0)
    assert alpha.shape == size
    assert alpha.dtype == np.float32
    assert np.abs(alpha - truth).max() < 0.25
    assert np.abs(alpha - truth).sum() < 0.06 * 2 * np.pi * radius


def test_a_threshold_is_worse() -> None:
    """The reason for soft alpha."""
    logits = disc_logits(720, 1280, 360, 640, 200, grid=64)
    truth = soft_edge(disc_distance(720, 1280, 360, 640, 200), 1.0)
    soft = refine(logits, flat(720, 1280), OFF)
    hard = np.kron(logits > 0, np.ones((12, 20)))[:720, :1280]
    assert np.abs(soft - truth).sum() < 0.2 * np.abs(hard - truth).sum()


def test_only_tiles_at_the_edge_are_worked_on() -> None:
    """Tiles must cover every pixel that is neither 0 nor 1, and not much more."""
    field = shaped_field(disc_logits(720, 1280, 360, 640, 200), (720, 1280), PLAIN)
    near = near_tiles(field, 2.0)
    covered = np.zeros((720, 1280), bool)
    for strip in strips(field, near):
        covered[strip.source(field)] = True
    truth = disc_distance(720, 1280, 360, 640, 200)
    assert covered[np.abs(truth) <= 2].all()
    assert covered.mean() < 0.25
    assert np.array_equal(solid_alpha(field)[~covered], (truth > 0)[~covered])


def test_the_edge_snaps_to_the_picture() -> None:
    """Logits that are 3 px off a sharp edge in the picture: the guided filter pulls alpha onto it."""
    height, width = 240, 320
    truth = disc_distance(height, width, 120, 160, 70)
    rgb = np.where(truth[..., None] > 0, (200, 180, 60), (30, 60, 120)).astype(np.uint8)
    logits = disc_logits(height, width, 120, 160, 73)
    target = soft_edge(truth, 1.0)
    plain = refine(logits, rgb, PLAIN)
    guided = refine(logits, rgb, RefineSettings(edge="guided"))
    assert np.abs(guided - target).sum() < 0.4 * np.abs(plain - target).sum()


def test_nothing_and_everything() -> None:
    rgb = flat(90, 160)
    for edge in ("none", "guided"):
        settings = RefineSettings(edge=edge)
        assert refine(np.full((64, 64), -8, np.float32), rgb, settings).max() == 0
        assert refine(np.full((64, 64), 8, np.float32), rgb, settings).min() == 1


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (7, 5), (33, 1)])
def test_tiny_pictures(size: tuple[int, int]) -> None:
    logits = np.random.default_rng(1).normal(size=(16, 16)).astype(np.float32)
    settings = RefineSettings(grow_px=1, smooth_px=2, feather_px=2, choke=0.2)
    alpha = refine(logits, flat(*size), settings)
    assert alpha.shape == size
    assert np.isfinite(alpha).all()
    assert alpha.min() >= 0
    assert alpha.max() <= 1


def test_settings_between_key_frames() -> None:
    spec = ObjectSpec(ObjectId(1), "dog", (0, 0, 0))
    keys = {
        Pts(100): RefineSettings(grow_px=0.0, border_fix_px=0, edge="none", decontaminate=False),
        Pts(200): RefineSettings(grow_px=4.0, border_fix_px=4, edge="guided"),
    }
    keyed = replace(spec, refine_keys=keys)
    middle = settings_at(keyed, Pts(150))
    assert (middle.grow_px, middle.border_fix_px) == (2.0, 2)
    assert (middle.edge, middle.decontaminate) == ("none", False)
    assert settings_at(keyed, Pts(50)) == keys[Pts(100)]
    assert settings_at(keyed, Pts(200)) == settings_at(keyed, Pts(900)) == keys[Pts(200)]
    assert settings_at(spec, Pts(150)) == spec.refine


def test_mattes_with_mattes() -> None:
    a = np.array([[0.0, 0.5, 1.0]], np.float32)
    b = np.array([[1.0, 0.5, 0.5]], np.float32)
    assert np.allclose(hold_out(a, [b]), [[0, 0.25, 0.5]])
    assert np.allclose(garbage(a, b), [[0, 0.5, 0.5]])
    assert np.allclose(core(a, b), [[1, 0.5, 1]])
    assert np.allclose(union([a, b]), [[1, 0.75, 1]])


def mixed(height: int = 200, width: int = 300):  # type: ignore[no-untyped-def]
    """An orange disc with a 14 px soft edge over a blue ground: colours and alpha known."""
    alpha = soft_edge(disc_distance(height, width, 100, 150, 60), 14.0)
    front, back = np.array([220.0, 120, 40]), np.array([20.0, 40, 160])
    picture = front * alpha[..., None] + back * (1 - alpha[..., None])
    return np.rint(picture).astype(np.uint8), alpha, front


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_the_background_goes_out_of_the_edge(depth: type) -> None:
    picture, alpha, front = mixed()
    scale = np.iinfo(depth).max // 255
    colours = foreground_colours(picture.astype(depth) * depth(scale), alpha).astype(float) / scale
    edge = (alpha > 0.05) & (alpha < 0.95)
    before = np.abs(picture - front)[edge].mean()
    after = np.abs(colours - front)[edge].mean()
    assert after < before / 5
    assert np.array_equal(colours[alpha == 1], picture[alpha == 1])


def test_colours_go_on_past_the_edge() -> None:
    picture, alpha, front = mixed()
    colours = foreground_colours(picture, alpha)
    just_outside = (alpha == 0) & (disc_distance(200, 300, 100, 150, 60) > -12)
    assert np.abs(colours[just_outside] - front).mean() < 25


def test_despill_takes_green_away_and_nothing_else() -> None:
    picture = np.array([[[90, 200, 100], [120, 80, 60], [50, 50, 50]]], np.uint8)
    clean = despill(picture, "green")
    assert clean[0, 0, 1] <= (int(clean[0, 0, 0]) + int(clean[0, 0, 2])) / 2 + 1
    assert np.array_equal(clean[0, 1:], picture[0, 1:])
    assert despill(picture, "none") is picture


@pytest.mark.parametrize("noise", [0.0, 3.0])
def test_small_things_stay_where_the_picture_shows_nothing(noise: float) -> None:
    """The guided filter took three quarters of a disc of 20 px on a plain picture: there it is only a blur."""
    height, width = 240, 480
    grain = np.random.default_rng(0).normal(0, noise, (height, width, 1))
    rgb = np.clip(flat(height, width) + grain, 0, 255).astype(np.uint8)
    alpha = refine(disc_logits(height, width, 120, 240, 10), rgb, RefineSettings())
    assert alpha.sum() == pytest.approx(np.pi * 100, rel=0.05)
