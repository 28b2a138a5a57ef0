"""Cuts in made-up footage with known answers: cuts, fades, flashes, shaking and panning cameras, changing light."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import cv2
import numpy as np
import pytest

from engine.tracking.cuts import Signature, same_shot, signature, watch
from engine.types import Rgb8

HEIGHT, WIDTH = 180, 320


@lru_cache(maxsize=8)
def scene(seed: int) -> Rgb8:
    """A textured world larger than the picture, in its own palette."""
    rng = np.random.default_rng(seed)
    world = np.zeros((3 * HEIGHT, 3 * WIDTH, 3), np.float32)
    palette = rng.integers(20, 235, (6, 3))
    for cells in (6, 15, 40):
        colours = palette[rng.integers(0, 6, (cells, cells))].astype(np.float32)
        world += cv2.resize(colours, (3 * WIDTH, 3 * HEIGHT), interpolation=cv2.INTER_CUBIC) / 3
    return np.clip(world, 0, 255).astype(np.uint8)


def view(world: Rgb8, x: float = 0, y: float = 0, zoom: float = 1.0, light: float = 1.0) -> Rgb8:
    matrix = np.array([[zoom, 0, WIDTH + x], [0, zoom, HEIGHT + y]], np.float32)
    picture = cv2.warpAffine(world, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return np.clip(picture * light, 0, 255).astype(np.uint8)


def found(frames: Sequence[Rgb8], before: Signature | None = None) -> list[int]:
    return [i for i, seen in enumerate(watch(frames, signature, before)) if seen.new_shot]


def still(seed: int, count: int) -> list[Rgb8]:
    """A locked camera with a thing that moves through the picture."""
    frames = []
    for i in range(count):
        frame = view(scene(seed))
        cv2.circle(frame, (20 + 15 * i, 90), 30, (250, 40, 40), -1)
        frames.append(frame)
    return frames


@pytest.mark.parametrize("seed", range(6))
def test_cuts_are_found_on_their_frame(seed: int) -> None:
    frames = still(seed, 9) + still(seed + 100, 7) + still(seed + 200, 1) + still(seed + 300, 6)
    assert found(frames) == [9, 16, 17]


def test_cuts_are_found_backwards_on_the_mirrored_frame() -> None:
    frames = still(1, 9) + still(2, 7)
    assert found(frames[::-1]) == [7]


def shake(i: int) -> Rgb8:
    rng = np.random.default_rng(i)
    dx, dy = rng.normal(0, 12, 2)
    return view(scene(3), dx, dy, 1 + rng.normal(0, 0.02))


@pytest.mark.parametrize(
    "camera",
    [
        shake,
        lambda i: view(scene(4), 14 * i),
        lambda i: view(scene(5), 10 * i, 6 * i),
        lambda i: view(scene(6), zoom=1.05**i),
        lambda i: view(scene(7), light=0.4 + 0.08 * i),
        lambda i: cv2.GaussianBlur(view(scene(8), 9 * i), (0, 0), 0.5 + 0.7 * (i % 5)),
    ],
    ids=["shake", "pan", "diagonal", "zoom", "light", "focus"],
)
def test_moving_cameras_and_light_are_no_cuts(camera: Callable[[int], Rgb8]) -> None:
    assert found([camera(i) for i in range(16)]) == []


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_flash_is_no_cut(length: int) -> None:
    frames = still(9, 16)
    for i in range(6, 6 + length):
        frames[i] = np.full_like(frames[i], 250)
    assert found(frames) == []


def test_a_flash_on_a_cut_does_not_hide_it() -> None:
    frames = still(10, 8) + still(11, 8)
    frames[8] = np.full_like(frames[8], 250)
    assert found(frames)
    assert set(found(frames)) <= {8, 9}


def test_a_fade_through_black_starts_a_shot_there_and_nowhere_else() -> None:
    fade_out = [(f * (1 - i / 5)).astype(np.uint8) for i, f in enumerate(still(12, 6))]
    fade_in = [(f * (i / 5)).astype(np.uint8) for i, f in enumerate(still(13, 6))]
    cuts = found(still(12, 5) + fade_out + fade_in + still(13, 5))
    assert cuts
    assert all(8 <= cut <= 14 for cut in cuts)


def test_a_run_that_goes_on_needs_the_frame_before() -> None:
    frames = still(14, 4) + still(15, 4)
    assert found(frames[4:]) == []
    assert found(frames[4:], signature(frames[3])) == [0]
    assert found(frames[2:], signature(frames[1])) == [2]


def test_watching_passes_every_item_on_in_order() -> None:
    frames = still(16, 5)
    assert [id(seen.item) for seen in watch(frames, signature)] == [id(f) for f in frames]
    assert found([]) == []


def test_equal_frames_of_nothing_are_one_shot() -> None:
    black, grey = np.zeros((HEIGHT, WIDTH, 3), np.uint8), np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    assert same_shot(signature(black), signature(black))
    assert same_shot(signature(grey), signature(grey))
    assert not same_shot(signature(black), signature(grey))
