"""De-flicker: less chatter of a still edge, no lag of a moving one."""

from __future__ import annotations

import numpy as np

from engine.refine.temporal import Steadied, deflicker
from tests.engine.refine.truth import disc_distance, disc_logits

H, W, GRID = 180, 320, 64


def scene(cx: float, seed: int = 0) -> np.ndarray:  # type: ignore[type-arg]
    """A bright textured disc over a textured ground; the disc's texture travels with it."""
    rng = np.random.default_rng(3)
    ground = np.kron(rng.integers(40, 90, (H // 4, W // 4)), np.ones((4, 4)))
    fleck = np.kron(rng.integers(120, 220, (H // 4, W)), np.ones((4, 2)))
    shift = round(cx) - 60
    moved = np.roll(fleck, shift, axis=1)[:, :W]
    inside = disc_distance(H, W, 90, cx, 50) > 0
    picture = np.where(inside, moved, ground) + np.random.default_rng(seed).normal(0, 2, (H, W))
    return np.repeat(np.clip(picture, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def noisy_logits(cx: float, seed: int, flicker: float = 0.7) -> np.ndarray:  # type: ignore[type-arg]
    """The disc's logits with chatter of `flicker` logits, a third of a grid cell here."""
    noise = np.random.default_rng(seed).normal(0, flicker, (GRID, GRID))
    return (disc_logits(H, W, 90, cx, 50, grid=GRID) + noise).astype(np.float32)


def run(centres: list[float], strength: float) -> list[np.ndarray]:  # type: ignore[type-arg]
    state: Steadied | None = None
    out = []
    for number, cx in enumerate(centres):
        state = deflicker(noisy_logits(cx, 10 + number), scene(cx, number), state, strength)
        out.append(state.logits)
    return out


def edge_x(logits: np.ndarray) -> float:  # type: ignore[type-arg]
    """Where the middle row's right edge is, in source pixels."""
    row = logits[GRID // 2 - 3 : GRID // 2 + 3].mean(axis=0)
    last = int(np.flatnonzero(row > 0)[-1])
    return (last + row[last] / (row[last] - row[last + 1]) + 0.5) * W / GRID


def test_a_still_edge_flickers_less() -> None:
    centres = [120.0] * 14
    plain, steady = (np.array([edge_x(x) for x in run(centres, s)])[4:] for s in (0.0, 1.0))
    assert steady.std() < 0.6 * plain.std()
    assert abs(steady.mean() - plain.mean()) < 0.5


def test_a_moving_edge_does_not_lag() -> None:
    centres = [80.0 + 5 * i for i in range(14)]
    steady = np.array([edge_x(x) for x in run(centres, 1.0)])
    plain = np.array([edge_x(x) for x in run(centres, 0.0)])
    assert np.abs((steady - plain)[1:]).mean() < 0.6
    assert abs(float((steady - plain)[1:].mean())) < 0.4


def test_off_is_off_and_a_first_frame_is_itself() -> None:
    logits, picture = noisy_logits(120, 1), scene(120)
    first = deflicker(logits, picture, None, 1.0)
    assert np.array_equal(first.logits, logits)
    assert np.array_equal(deflicker(noisy_logits(120, 2), picture, first, 0.0).logits, noisy_logits(120, 2))


def test_a_cut_takes_nothing_along() -> None:
    before = deflicker(np.full((GRID, GRID), 1.0, np.float32), np.full((H, W, 3), 250, np.uint8), None, 1.0)
    logits = np.full((GRID, GRID), -1.0, np.float32)
    after = deflicker(logits, scene(120), before, 1.0)
    assert np.abs(after.logits - logits).mean() < 0.05
