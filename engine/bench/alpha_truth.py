"""Pictures with known alpha: cut-outs with soft edges, hair and fur, drawn and composited here.

Logits are what a tracker would give for them: the alpha's solid part seen on a 256-cell grid, its outline a little
off the truth, clamped as when stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.types import Alpha, Logits, Rgb8

Plane = NDArray[np.float32]

GRID = 256
WOBBLE_PX = 2.0
"""How far the tracker's outline strays from the truth, one sigma."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One picture of which everything is known."""

    name: str
    rgb: Rgb8
    alpha: Alpha
    foreground: Rgb8
    logits: Logits


KINDS = ("sharp", "defocused", "fur", "hair")


def scenes(height: int = 540, width: int = 960, kinds: Sequence[str] = KINDS) -> Iterator[Truth]:
    """A sharp outline, a defocused one, fur and long hair, each over a busy and a calm background."""
    shapes = {"sharp": (0.7, 0, 0), "defocused": (5.0, 0, 0), "fur": (0.8, 2600, 16), "hair": (0.8, 260, 70)}
    for seed, (name, (blur_px, strands, length_px)) in enumerate(shapes.items()):
        if name not in kinds:
            continue
        for busy in (False, True):
            rng = np.random.default_rng(100 * seed + busy)
            yield _scene(
                f"{name}, {'busy' if busy else 'calm'}", rng, (height, width), blur_px, strands, length_px, busy
            )


def _scene(
    name: str,
    rng: np.random.Generator,
    size: tuple[int, int],
    blur_px: float,
    strands: int,
    length_px: float,
    busy: bool,
) -> Truth:
    outline = _outline(rng, size)
    solid = (outline > 0).astype(np.uint8)
    if strands:  # their roots lie under the skin, or a seam would run between both
        solid = cv2.dilate(solid, np.ones((5, 5), np.uint8))
    body = cv2.GaussianBlur(solid.astype(np.float32), (0, 0), blur_px)
    alpha = np.maximum(body, _strands(rng, outline, strands, length_px)) if strands else body
    front = texture(rng, size, np.array([150.0, 95, 60]), 26, 3)
    back = texture(rng, size, np.array([70.0, 110, 130]), 60 if busy else 10, 4 if busy else 60)
    picture = front * alpha[..., None] + back * (1 - alpha[..., None])
    noisy = picture + rng.normal(0, 1.5, picture.shape)
    rgb = np.clip(np.rint(noisy), 0, 255).astype(np.uint8)
    return Truth(name, rgb, alpha.astype(np.float32), np.rint(front).astype(np.uint8), _logits(rng, alpha, outline))


def _outline(rng: np.random.Generator, size: tuple[int, int]) -> Plane:
    """Signed distance, in pixels, of a rounded blob with a few lobes; > 0 inside."""
    height, width = size
    y, x = np.mgrid[:height, :width].astype(np.float32) + 0.5
    angle = np.arctan2(y - height / 2, x - width / 2)
    radius = np.full(size, height * 0.28, np.float32)
    for lobes in (2, 3, 5, 7):
        radius += height * rng.uniform(0.01, 0.04) * np.sin(lobes * angle + rng.uniform(0, 6.3))
    return (radius - np.hypot(x - width / 2, y - height / 2)).astype(np.float32)


def _strands(rng: np.random.Generator, outline: Plane, count: int, length_px: float) -> Plane:
    """Thin curved lines that grow out of the outline, drawn at four times the size."""
    scale = 4
    canvas = np.zeros((outline.shape[0] * scale, outline.shape[1] * scale), np.uint8)
    edge_y, edge_x = np.nonzero((outline > -1) & (outline < 1))
    gradient_y, gradient_x = np.asarray(np.gradient(outline))
    for _ in range(count):
        pick = int(rng.integers(len(edge_y)))
        y, x = float(edge_y[pick]), float(edge_x[pick])
        heading = np.arctan2(-gradient_y[edge_y[pick], edge_x[pick]], -gradient_x[edge_y[pick], edge_x[pick]])
        heading += rng.normal(0, 0.5)
        points = [(x, y)]
        for _step in range(12):
            heading += rng.normal(0, 0.12)
            x, y = x + np.cos(heading) * length_px / 12, y + np.sin(heading) * length_px / 12
            points.append((x, y))
        line = np.rint(np.array(points) * scale).astype(np.int32)
        cv2.polylines(canvas, [line], False, 255, int(rng.integers(2, 7)), cv2.LINE_AA)
    small = cv2.resize(canvas, (outline.shape[1], outline.shape[0]), interpolation=cv2.INTER_AREA)
    return (small / 255.0).astype(np.float32)


def texture(
    rng: np.random.Generator, size: tuple[int, int], base: NDArray[np.float64], contrast: float, grain_px: float
) -> Plane:
    """Smooth random colours around `base`: noise blurred at three sizes from `grain_px` up."""
    out = np.tile(base.astype(np.float32), (*size, 1))
    for octave in range(3):
        noise = rng.normal(size=(*size, 3)).astype(np.float32)
        soft = cv2.GaussianBlur(noise, (0, 0), grain_px * 2**octave)
        out += soft / max(float(soft.std()), 1e-6) * contrast / 2 ** (2 - octave) * 0.6
    return np.clip(out, 0, 255).astype(np.float32)


def seen_by_a_tracker(rng: np.random.Generator, alpha: Plane) -> Logits:
    """Logits as for the drawn scenes, for any alpha (h, w) 0..1."""
    inside = (alpha > 0.5).astype(np.uint8)
    outline = cv2.distanceTransform(inside, cv2.DIST_L2, 5) - cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5)
    return _logits(rng, alpha, np.asarray(outline, np.float32))


def _logits(rng: np.random.Generator, alpha: Plane, outline: Plane) -> Logits:
    """The tracker's view: alpha averaged over its cells and blurred, the outline pushed about a little."""
    wobble = cv2.GaussianBlur(rng.normal(size=alpha.shape).astype(np.float32), (0, 0), 18)
    wobble *= WOBBLE_PX / max(float(wobble.std()), 1e-6)
    solid = cv2.GaussianBlur(alpha, (0, 0), 2.5)
    share = np.clip(solid, 0.02, 0.98)
    # Near the edge the blurred alpha gives the distance; far from it the outline itself does.
    near = np.log(share / (1 - share)) * 1.6
    distance = np.where(np.abs(near) < 5, near, np.sign(near) * (np.abs(outline) * 0.3 + 4)) + wobble * 0.6
    cells = cv2.resize(distance.astype(np.float32), (GRID, GRID), interpolation=cv2.INTER_AREA)
    return np.clip(np.rint(cells * 16) / 16, -8, 7.9375).astype(np.float32)
