"""Camera, noise and light: what every part of the scene shares.

World: X right, Y up, Z away from the camera, in units of about half a metre; the floor is Y = 0. Colours are linear
light until `film` turns them into sRGB codes.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

WIDTH, HEIGHT = 960, 540
MARGIN = 24
"""Pixels drawn beyond each edge, for the camera's sway."""
FULL_WIDTH, FULL_HEIGHT = WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN

SUN_DIRECTION = np.array([-0.62, 0.66, -0.42], np.float32) / np.float32(np.sqrt(0.62**2 + 0.66**2 + 0.42**2))
"""From a point towards the light."""
SUN_COLOUR = np.array([3.3, 2.75, 2.05], np.float32)
SKY_COLOUR = np.array([0.40, 0.47, 0.56], np.float32)
BOUNCE_COLOUR = np.array([0.30, 0.19, 0.11], np.float32)
WINDOW_X = -3.4


@dataclass(frozen=True)
class Camera:
    """A pinhole, looking slightly down."""

    position: tuple[float, float, float] = (0.0, 1.22, -4.2)
    pitch: float = np.deg2rad(9.5)
    focal_px: float = 1120.0

    def project(self, points: Floats) -> tuple[Floats, Floats]:
        """(..., 3) world → (..., 2) pixels of the full picture and (...) depth along the axis."""
        p = points - np.asarray(self.position, np.float32)
        c, s = np.cos(self.pitch), np.sin(self.pitch)
        up = p[..., 1] * c + p[..., 2] * s
        deep = p[..., 2] * c - p[..., 1] * s
        x = FULL_WIDTH / 2 + self.focal_px * p[..., 0] / deep
        y = FULL_HEIGHT / 2 - self.focal_px * up / deep
        return np.stack([x, y], axis=-1).astype(np.float32), deep.astype(np.float32)

    def rays(self, xs: Floats, ys: Floats) -> Floats:
        """Unit directions through pixel centres (xs, ys) of the full picture."""
        c, s = np.cos(self.pitch), np.sin(self.pitch)
        x = (xs - FULL_WIDTH / 2) / self.focal_px
        y = (FULL_HEIGHT / 2 - ys) / self.focal_px
        direction = np.stack([x, y * c - s, y * s + c], axis=-1)
        return (direction / np.linalg.norm(direction, axis=-1, keepdims=True)).astype(np.float32)


CAMERA = Camera()


def noise_tile(seed: int, size: int = 512, octaves: int = 5, start: int = 4) -> Floats:
    """(size, size) in 0..1, seamless: value noise summed over octaves."""
    rng = np.random.default_rng(seed)
    total = np.zeros((size, size), np.float32)
    weight = 1.0
    for octave in range(octaves):
        cells = start * 2**octave
        coarse = np.pad(rng.random((cells, cells)).astype(np.float32), 2, mode="wrap")
        fine = cv2.resize(coarse, None, fx=size / cells, fy=size / cells, interpolation=cv2.INTER_CUBIC)
        edge = 2 * size // cells
        total += weight * fine[edge : edge + size, edge : edge + size]
        weight *= 0.5
    low, high = np.percentile(total, (1, 99))
    return np.clip((total - low) / (high - low), 0, 1).astype(np.float32)


def sample(tile: Floats, u: Floats, v: Floats) -> Floats:
    """The seamless tile at (u, v); one tile is one unit."""
    size = tile.shape[0]
    x = np.mod(u, 1).astype(np.float32) * size
    y = np.mod(v, 1).astype(np.float32) * size
    flat = x.ndim == 1
    found = cv2.remap(
        tile, x[:, None] if flat else x, y[:, None] if flat else y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP
    )
    return found[:, 0] if flat else found


def smooth(low: float, high: float, value: Floats) -> Floats:
    """0 below `low`, 1 above `high`, an S between."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return (t * t * (3 - 2 * t)).astype(np.float32)


class Sunlight:
    """Sun through a barred window with leaves before it: how much reaches a point, 0..1."""

    WINDOW = (0.35, 4.6, -3.6, 2.4)
    """Bottom, top, near, far of the opening in the plane X = WINDOW_X."""

    def __init__(self) -> None:
        size = 512
        y, z = np.meshgrid(np.linspace(0, 1, size), np.linspace(0, 1, size), indexing="ij")
        opening = np.ones((size, size), np.float32)
        for bar in (0.36, 0.69):
            opening *= (np.abs(y - bar) > 0.018).astype(np.float32)
        for bar in (0.25, 0.5, 0.75):
            opening *= (np.abs(z - bar) > 0.013).astype(np.float32)
        self._opening = cv2.GaussianBlur(np.pad(opening, 24), (0, 0), 5)
        leaves = np.pad(smooth(0.50, 0.66, noise_tile(41, size, 3, 4)), 32, mode="wrap")
        self._leaves = cv2.GaussianBlur(leaves, (0, 0), 6)[32:-32, 32:-32]

    def reach(self, points: Floats, seconds: float) -> Floats:
        """(...,) for points (..., 3): traced back along the light to the window's plane."""
        steps = (points[..., 0] - WINDOW_X) / -SUN_DIRECTION[0]
        y = points[..., 1] + steps * SUN_DIRECTION[1]
        z = points[..., 2] + steps * SUN_DIRECTION[2]
        bottom, top, near, far = self.WINDOW
        row = ((y - bottom) / (top - bottom) * 512 + 24).astype(np.float32)
        column = ((z - near) / (far - near) * 512 + 24).astype(np.float32)
        shape = row.shape
        row, column = row.reshape(len(row), -1), column.reshape(len(row), -1)
        window = cv2.remap(self._opening, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
        sway = 0.006 * np.sin(seconds * 1.7) + 0.003 * np.sin(seconds * 4.1 + 1)
        leaves = sample(self._leaves, column / 620 + np.float32(sway), row / 620 + np.float32(0.5 * sway))
        return (window * (1 - 0.72 * leaves)).reshape(shape)


def film(linear: Floats) -> NDArray[np.uint8]:
    """Linear light → sRGB codes through a soft shoulder (the ACES fit of Narkowicz 2015)."""
    x = linear * 0.62
    toned = np.clip(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0, 1)
    coded = np.where(toned <= 0.0031308, 12.92 * toned, 1.055 * toned ** (1 / 2.4) - 0.055)
    return np.rint(coded * 255).astype(np.uint8)


def srgb(*codes: int) -> Floats:
    """sRGB codes 0..255 → linear light."""
    c = np.array(codes, np.float32) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4).astype(np.float32)
