"""The ball and the woolly creature: layers of premultiplied light with soft alpha."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_scene.room import block_shadow
from sample_scene.space import (
    BOUNCE_COLOUR,
    CAMERA,
    FULL_HEIGHT,
    FULL_WIDTH,
    SKY_COLOUR,
    SUN_COLOUR,
    SUN_DIRECTION,
    Floats,
    Sunlight,
    noise_tile,
    sample,
    smooth,
    srgb,
)
from sample_scene.story import BALL_RADIUS, BallPose

WOOL_SCALE = 3
BALL_SCALE = 2
"""Actors are drawn this many times larger and reduced, so that their edges are soft as a lens makes them."""

SHADE_STEP = 8
"""The blocks' shadow on the ball is found on every eighth pixel: it is soft."""


@dataclass
class Layer:
    """A part of the full picture: premultiplied linear light (h, w, 3), alpha (h, w), and how far away it is."""

    rows: slice
    columns: slice
    light: Floats
    alpha: Floats
    depth: float

    def over(self, picture: Floats) -> None:
        """Draw on the full picture in place."""
        part = picture[self.rows, self.columns]
        part *= (1 - self.alpha)[..., None]
        part += self.light


def window_around(centre: Floats, reach: float) -> tuple[slice, slice, float] | None:
    """Rows and columns around a projected point, clipped; None where nothing is in the picture."""
    at, depth = CAMERA.project(centre)
    half = int(np.ceil(reach * CAMERA.focal_px / float(depth))) + 4
    x, y = int(at[0]), int(at[1])
    rows = slice(max(y - half, 0), min(y + half, FULL_HEIGHT))
    columns = slice(max(x - half, 0), min(x + half, FULL_WIDTH))
    if rows.stop - rows.start < 4 or columns.stop - columns.start < 4:
        return None
    return rows, columns, float(depth)


def _grid(rows: slice, columns: slice) -> tuple[Floats, Floats]:
    scale = BALL_SCALE
    ys, xs = np.mgrid[rows.start * scale : rows.stop * scale, columns.start * scale : columns.stop * scale]
    return ((xs + 0.5) / scale).astype(np.float32), ((ys + 0.5) / scale).astype(np.float32)


def reduced(light: Floats, alpha: Floats, scale: int, blur: float) -> tuple[Floats, Floats]:
    """Brought to the picture's own size, with a lens's softness."""
    packed = np.dstack([light, alpha]).astype(np.float32)
    size = packed.shape[1] // scale, packed.shape[0] // scale
    small = cv2.GaussianBlur(cv2.resize(packed, size, interpolation=cv2.INTER_AREA), (0, 0), blur)
    return small[..., :3], small[..., 3]


class BeachBall:
    """Six coloured gores, white caps, stars, a glossy skin with some dust."""

    GORES = ((214, 56, 48), (244, 238, 224), (38, 104, 190), (244, 238, 224), (242, 178, 40), (244, 238, 224))

    def __init__(self, sunlight: Sunlight) -> None:
        self._sunlight = sunlight
        self._dust = noise_tile(31, octaves=6)

    def layer(self, poses: list[BallPose], seconds: float) -> Layer | None:
        """The mean over the poses the shutter saw."""
        window = window_around(np.mean([pose.centre for pose in poses], axis=0).astype(np.float32), BALL_RADIUS * 1.25)
        if window is None:
            return None
        rows, columns, depth = window
        shots = [self._shot(pose, rows, columns, seconds) for pose in poses]
        light = np.mean([shot[0] for shot in shots], axis=0)
        alpha = np.mean([shot[1] for shot in shots], axis=0)
        return Layer(rows, columns, *reduced(light, alpha, BALL_SCALE, 0.7), depth)

    def _shot(self, pose: BallPose, rows: slice, columns: slice, seconds: float) -> tuple[Floats, Floats]:
        xs, ys = _grid(rows, columns)
        squeeze = np.array([1 / pose.squash**0.5, pose.squash, 1 / pose.squash**0.5], np.float32) * BALL_RADIUS
        rays = CAMERA.rays(xs, ys)
        o = (np.asarray(CAMERA.position, np.float32) - pose.centre) / squeeze
        d = rays / squeeze
        a = np.einsum("...i,...i->...", d, d)
        b = d @ o
        inside = b * b - a * (o @ o - 1)
        hit = inside > 0
        distance = (-b - np.sqrt(np.maximum(inside, 0))) / a
        unit = o + d * distance[..., None]
        normal = unit / squeeze
        normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
        points = pose.centre + unit * squeeze
        albedo, rough = self._skin(_rolled(unit, pose.rolled))
        light = albedo * self._diffuse(normal, points, pose, seconds)
        light += self._mirror(normal, rays, rough, points, seconds)
        return light * hit[..., None], hit.astype(np.float32)

    def _skin(self, unit: Floats) -> tuple[Floats, Floats]:
        axis = np.array([0.42, 0.36, 0.83], np.float32)
        axis /= np.linalg.norm(axis)
        side = np.cross(axis, np.array([0, 1, 0], np.float32))
        side /= np.linalg.norm(side)
        up = np.cross(side, axis)
        x, y, height = unit @ side, unit @ up, unit @ axis
        turn = np.arctan2(y, x) / (2 * np.pi) + 0.5
        gore = np.floor(turn * 6).astype(int) % 6
        colours = np.array([srgb(*c) for c in self.GORES], np.float32)
        albedo = colours[gore]
        self._print_stars(albedo, turn, height, gore)
        albedo[np.abs(height) > 0.93] = srgb(244, 240, 232)
        seam = np.minimum(np.mod(turn * 6, 1), 1 - np.mod(turn * 6, 1)) * np.sqrt(np.maximum(1 - height**2, 0))
        dust = sample(self._dust, turn * 2, height * 0.8)
        albedo = albedo * (0.72 + 0.28 * smooth(0.0, 0.02, seam))[..., None] * (0.86 + 0.18 * dust)[..., None]
        return albedo, 0.55 + 0.45 * dust

    @staticmethod
    def _print_stars(albedo: Floats, turn: Floats, height: Floats, gore: NDArray[np.int_]) -> None:
        """A navy star on each cream gore, a cream dot row on each coloured one."""
        along = (np.mod(turn * 6, 1) - 0.5) * 1.05 * np.sqrt(np.maximum(1 - height**2, 0.01))
        for place in (-0.42, 0.36):
            dy = height - place
            radius, angle = np.hypot(along, dy), np.arctan2(dy, along)
            star = radius < 0.17 * (0.62 + 0.38 * np.cos(5 * angle)) ** 0.7
            albedo[star & (gore % 2 == 1)] = srgb(34, 44, 92)
        dots = np.hypot(along, np.mod(height * 4.2, 1) / 4.2 - 0.119) < 0.055
        albedo[dots & (gore % 2 == 0)] = srgb(246, 240, 226)

    def _diffuse(self, normal: Floats, points: Floats, pose: BallPose, seconds: float) -> Floats:
        facing = smooth(-0.12, 1.0, normal @ SUN_DIRECTION) * 1.02
        coarse = block_shadow(points[::SHADE_STEP, ::SHADE_STEP], 0.03, 6)
        shade = cv2.resize(coarse, facing.shape[::-1], interpolation=cv2.INTER_LINEAR)
        sun = facing * self._sunlight.reach(points, seconds) * shade
        low = np.clip(points[..., 1] / (2 * BALL_RADIUS), 0, 1)
        sky = (0.55 + 0.45 * normal[..., 1]) * (0.35 + 0.65 * low)
        floor = (0.5 - 0.5 * normal[..., 1]) * np.clip(0.25 + points[..., 1] * 1.6, 0, 1)
        return (
            sun[..., None] * SUN_COLOUR + sky[..., None] * SKY_COLOUR + floor[..., None] * BOUNCE_COLOUR * 1.2
        ).astype(np.float32)

    def _mirror(self, normal: Floats, rays: Floats, rough: Floats, points: Floats, seconds: float) -> Floats:
        facing = -np.einsum("...i,...i->...", normal, rays)
        fresnel = 0.035 + 0.965 * (1 - np.clip(facing, 0, 1)) ** 5
        mirrored = rays + 2 * facing[..., None] * normal
        spot = np.maximum(mirrored @ SUN_DIRECTION, 0) ** 90 * self._sunlight.reach(points, seconds)
        pane_y, pane_z = mirrored[..., 1] / -np.minimum(mirrored[..., 0], -0.05), mirrored[..., 2]
        pane = smooth(0.12, 0.2, pane_y) * (1 - smooth(1.0, 1.15, pane_y)) * (mirrored[..., 0] < -0.2)
        pane = (
            pane
            * (0.35 + 0.65 * smooth(0.02, 0.06, np.abs(pane_z + 0.25)))
            * (1 - smooth(0.35, 0.5, np.abs(pane_z + 0.25)))
        )
        sky = 0.5 + 0.5 * np.clip(mirrored[..., 1], -0.6, 1)
        glow = (fresnel * sky * 0.55)[..., None] * SKY_COLOUR + (fresnel * pane * 9 * rough)[..., None] * SKY_COLOUR
        return (glow + (spot * 1.6)[..., None] * SUN_COLOUR * 0.4).astype(np.float32)


def _rolled(unit: Floats, angle: float) -> Floats:
    """Into the ball's own axes: undo a turn about Z."""
    c, s = np.float32(np.cos(-angle)), np.float32(np.sin(-angle))
    x, y = unit[..., 0], unit[..., 1]
    return np.stack([x * c - y * s, x * s + y * c, unit[..., 2]], axis=-1)
