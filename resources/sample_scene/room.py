"""Floor, wall and the wooden blocks in front: what stands still. Traced once; lit anew for every frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

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

WALL_Z = 2.3
SKIRTING = 0.34


@dataclass(frozen=True)
class Ball:
    """What casts a round shadow: centre and radius."""

    centre: Floats
    radius: float


@dataclass(frozen=True)
class Block:
    """A cube standing on its face, turned about the vertical."""

    centre: tuple[float, float, float]
    half: float
    turn: float
    colour: tuple[int, int, int]

    def to_local(self, points: Floats) -> Floats:
        return self._turned(points - np.asarray(self.centre, np.float32), -self.turn)

    @staticmethod
    def _turned(v: Floats, angle: float) -> Floats:
        c, s = np.float32(np.cos(angle)), np.float32(np.sin(angle))
        return np.stack([v[..., 0] * c + v[..., 2] * s, v[..., 1], -v[..., 0] * s + v[..., 2] * c], axis=-1)

    def hit(self, origin: Floats, direction: Floats) -> tuple[Floats, Floats]:
        """Entry distance (inf where missed) and the outward normal in world axes."""
        o, d = self.to_local(origin), self._turned(direction, -self.turn)
        d = np.where(np.abs(d) < 1e-6, np.float32(1e-6), d)
        a, b = (-self.half - o) / d, (self.half - o) / d
        enter, leave = np.minimum(a, b), np.maximum(a, b)
        first = enter.max(axis=-1)
        hits = (first <= leave.min(axis=-1)) & (first > 1e-3)
        axis = enter.argmax(axis=-1)
        normal = np.zeros(np.broadcast_shapes(o.shape, d.shape), np.float32)
        np.put_along_axis(normal, axis[..., None], -np.sign(np.take_along_axis(d, axis[..., None], -1)), -1)
        return np.where(hits, first, np.float32(np.inf)), self._turned(normal, self.turn)


BLOCKS = (
    Block((-0.13, 0.29, -0.95), 0.29, 0.42, (196, 62, 48)),
    Block((-0.10, 0.82, -0.93), 0.24, -0.22, (226, 172, 62)),
)


def block_shadow(points: Floats, spread: float = 0.05, rays: int = 12) -> Floats:
    """How much of the sun the blocks leave, 0..1: a few rays towards a sun of some width."""
    rng = np.random.default_rng(5)
    lit = np.zeros(points.shape[:-1], np.float32)
    for _ in range(rays):
        direction = SUN_DIRECTION + rng.normal(0, spread, 3).astype(np.float32)
        direction /= np.linalg.norm(direction)
        free = np.ones_like(lit)
        for block in BLOCKS:
            distance, _ = block.hit(points, np.broadcast_to(direction, points.shape))
            free *= np.isinf(distance)
        lit += free
    return lit / rays


def ball_shadow(points: Floats, balls: tuple[Ball, ...]) -> tuple[Floats, Floats]:
    """(sun left, sky left), 0..1, for points on the floor: soft shadow and contact shade of round things."""
    sun = np.ones(points.shape[:-1], np.float32)
    sky = np.ones_like(sun)
    for ball in balls:
        to = ball.centre - points
        along = to @ SUN_DIRECTION
        square = np.einsum("...i,...i->...", to, to)
        miss = np.sqrt(np.maximum(square - along**2, 0))
        width = 0.04 + 0.10 * np.maximum(along, 0)
        cover = 1 - smooth(-1, 1, (miss - ball.radius) / width)
        sun *= 1 - cover * (along > 0)
        near = np.clip(ball.radius**2 * np.maximum(to[..., 1], 0) / np.maximum(square, 0.01) ** 1.5, 0, 1)
        sky *= 1 - 0.85 * near
        sun *= 1 - 0.45 * near**1.5
    return sun, sky


class Room:
    """Floor and wall as one picture, the blocks as another with its own alpha."""

    def __init__(self, sunlight: Sunlight) -> None:
        self._sunlight = sunlight
        ys, xs = np.mgrid[0:FULL_HEIGHT, 0:FULL_WIDTH].astype(np.float32) + np.float32(0.5)
        rays = CAMERA.rays(xs, ys)
        origin = np.asarray(CAMERA.position, np.float32)
        to_floor = np.where(rays[..., 1] < -1e-4, -origin[1] / np.minimum(rays[..., 1], -1e-4), np.float32(1e6))
        to_wall = (WALL_Z - origin[2]) / rays[..., 2]
        self._is_floor = (to_floor < to_wall).astype(np.float32)
        self._points = origin + rays * np.minimum(to_floor, to_wall)[..., None]
        floor = self._is_floor[..., None]
        self._albedo = floor * _wood(self._points) + (1 - floor) * _wall(self._points)
        facing = np.array([0, 0, -1], np.float32)
        slope = floor * SUN_DIRECTION[1] + (1 - floor) * np.float32(facing @ SUN_DIRECTION)
        self._sun = slope[..., 0] * block_shadow(self._points, rays=24)
        self._sky = _corner_shade(self._points, self._is_floor) * _block_contact(self._points)
        self._gloss = self._is_floor * _gloss(self._points, rays)
        self._focus = np.clip((self._points[..., 2] - 0.9) / 1.3, 0, 1)[..., None]
        self._trace_blocks()

    def backdrop(self, balls: tuple[Ball, ...], seconds: float) -> Floats:
        """(FULL_HEIGHT, FULL_WIDTH, 3) linear light: floor and wall with the shadows of `balls`."""
        sun_left, sky_left = ball_shadow(self._points, balls)
        sun = self._sun * self._sunlight.reach(self._points, seconds) * sun_left
        sky = self._sky * (self._is_floor * sky_left + (1 - self._is_floor))
        light = sun[..., None] * SUN_COLOUR + sky[..., None] * SKY_COLOUR
        light += ((1 - self._is_floor) * self._sky)[..., None] * BOUNCE_COLOUR
        picture = self._albedo * light + (self._gloss * sky_left)[..., None] * SKY_COLOUR * 0.5
        soft = cv2.GaussianBlur(picture, (0, 0), 2.2)
        return picture * (1 - self._focus) + soft * self._focus

    def _trace_blocks(self) -> None:
        scale = 3
        corners = [
            np.array(b.centre) + np.array([i, j, k]) * b.half * 1.5
            for b in BLOCKS
            for i in (-1, 1)
            for j in (-1, 1)
            for k in (-1, 1)
        ]
        pixels, _ = CAMERA.project(np.array(corners, np.float32))
        (x0, y0), (x1, y1) = np.floor(pixels.min(0)).astype(int), np.ceil(pixels.max(0)).astype(int)
        self.blocks_at = slice(max(y0, 0), min(y1, FULL_HEIGHT)), slice(max(x0, 0), min(x1, FULL_WIDTH))
        rows, columns = self.blocks_at
        ys, xs = np.mgrid[rows.start * scale : rows.stop * scale, columns.start * scale : columns.stop * scale]
        rays = CAMERA.rays(((xs + 0.5) / scale).astype(np.float32), ((ys + 0.5) / scale).astype(np.float32))
        origin = np.broadcast_to(np.asarray(CAMERA.position, np.float32), rays.shape)
        nearest = np.full(rays.shape[:2], np.inf, np.float32)
        normal, albedo = np.zeros_like(rays), np.zeros_like(rays)
        for block in BLOCKS:
            distance, facing = block.hit(origin, rays)
            closer = distance < nearest
            points = origin + rays * np.where(closer, distance, 0)[..., None]
            colour = _painted(block, points)
            nearest = np.where(closer, distance, nearest)
            normal[closer], albedo[closer] = facing[closer], colour[closer]
        hit = np.isfinite(nearest)
        points = origin + rays * np.where(hit, nearest, 0)[..., None]
        lit = np.maximum(normal @ SUN_DIRECTION, 0) * block_shadow(points + normal * 0.01, rays=8)
        sky = 0.62 + 0.38 * normal[..., 1]
        ground = (0.5 - 0.5 * normal[..., 1]) * np.exp(-points[..., 1] * 1.5) + 0.18
        self._block_parts = (points, lit, albedo, hit, sky * smooth(-0.15, 0.35, points[..., 1]), ground, scale)

    def blocks(self, seconds: float) -> tuple[Floats, Floats]:
        """Premultiplied linear light and alpha of the region `blocks_at`."""
        points, lit, albedo, hit, sky, ground, scale = self._block_parts
        light = (lit * self._sunlight.reach(points, seconds))[..., None] * SUN_COLOUR
        light += sky[..., None] * SKY_COLOUR + ground[..., None] * BOUNCE_COLOUR
        shown = np.dstack([albedo * light * hit[..., None], hit.astype(np.float32)]).astype(np.float32)
        size = shown.shape[1] // scale, shown.shape[0] // scale
        small = cv2.GaussianBlur(cv2.resize(shown, size, interpolation=cv2.INTER_AREA), (0, 0), 0.75)
        return small[..., :3], small[..., 3]


def _wood(points: Floats) -> Floats:
    x, z = points[..., 0], points[..., 2]
    plank = np.floor(z / 0.42)
    inside = z / 0.42 - plank
    shift = np.mod(plank * 0.618, 1).astype(np.float32)
    board = np.floor(x / 2.3 + shift * 3)
    tone = np.mod(plank * 0.377 + board * 0.711, 1).astype(np.float32)
    waves = sample(noise_tile(7, octaves=4), x * 0.11 + shift + board * 0.3, z * 0.5 + tone)
    rings = 0.5 + 0.5 * np.sin((inside * 9 + waves * 7 + tone * 20) * np.float32(np.pi))
    fibres = sample(noise_tile(8, octaves=6, start=8), x * 0.16 + tone, z * 3.1 + shift)
    pores = smooth(0.62, 0.9, sample(noise_tile(9, octaves=3, start=64), x * 0.35 + tone * 3, z * 4.5))
    light, dark = srgb(206, 156, 104), srgb(139, 88, 50)
    mix = np.clip(0.26 * rings + 0.42 * fibres + 0.32 * tone, 0, 1)[..., None]
    wood = light * (1 - mix) + dark * mix
    wood = wood * (1 - 0.30 * pores[..., None])
    joint = np.abs(np.mod(x / 2.3 + shift * 3, 1) * 2.3)
    seam = np.minimum(np.minimum(inside, 1 - inside) * 0.42, joint)
    return wood * (0.22 + 0.78 * smooth(0.0, 0.012, seam))[..., None]


def _wall(points: Floats) -> Floats:
    x, y = points[..., 0], points[..., 1]
    plaster = sample(noise_tile(11, octaves=6), x * 0.22, y * 0.22)
    paint = srgb(126, 152, 146) * (0.88 + 0.18 * plaster[..., None])
    board = (y < SKIRTING).astype(np.float32)[..., None]
    groove = (0.55 + 0.45 * smooth(0.0, 0.014, np.abs(y - SKIRTING + 0.06)))[..., None]
    painted = paint * (1 - board) + srgb(222, 214, 200) * groove * board
    return _poster(painted, x, y)


def _poster(wall: Floats, x: Floats, y: Floats) -> Floats:
    """A framed print: hills and a sun."""
    u, v = (x - 0.25) / 0.62, (y - 1.42) / 0.5
    frame = (np.maximum(np.abs(u), np.abs(v)) < 1.12).astype(np.float32)[..., None]
    print_ = (np.maximum(np.abs(u), np.abs(v)) < 0.98).astype(np.float32)[..., None]
    picture = np.broadcast_to(srgb(240, 222, 184), wall.shape).copy()
    picture[(u - 0.35) ** 2 + (v - 0.35) ** 2 < 0.08] = srgb(222, 104, 60)
    for height, colour in ((0.05, (150, 170, 150)), (-0.28, (90, 128, 118)), (-0.58, (52, 84, 84))):
        picture[v < height + 0.18 * np.sin(u * 2.6 + height * 9)] = srgb(*colour)
    framed = wall * (1 - frame) + srgb(58, 40, 30) * frame
    return framed * (1 - print_) + picture * print_


def _painted(block: Block, points: Floats) -> Floats:
    """Worn paint with bare wooden edges."""
    local = block.to_local(points) / block.half
    grain = sample(noise_tile(21, octaves=5), local[..., 0] * 0.3 + local[..., 2] * 0.21, local[..., 1] * 0.37)
    ordered = np.sort(np.abs(local), axis=-1)
    edge = smooth(0.88, 1.0, ordered[..., 1] + 0.12 * (grain - 0.5))[..., None]
    disc = smooth(0.50, 0.53, np.sqrt(ordered[..., 0] ** 2 + ordered[..., 1] ** 2))[..., None]
    paint = srgb(*block.colour) * disc + srgb(242, 234, 216) * (1 - disc)
    return (paint * (1 - edge) + srgb(204, 158, 104) * edge) * (0.80 + 0.3 * grain[..., None])


def _corner_shade(points: Floats, is_floor: Floats) -> Floats:
    """Less sky where floor and wall meet, and towards the window less far away."""
    floor = 1 - 0.45 * np.exp(-(WALL_Z - points[..., 2]) * 1.6)
    wall = 1 - 0.40 * np.exp(-points[..., 1] * 1.8)
    fall = 1.12 - 0.09 * (points[..., 0] + 2)
    return (is_floor * floor + (1 - is_floor) * wall) * np.clip(fall, 0.4, 1.3)


def _block_contact(points: Floats) -> Floats:
    local = np.abs(BLOCKS[0].to_local(points))
    outside = np.sqrt(np.maximum(local[..., 0] - 0.29, 0) ** 2 + np.maximum(local[..., 2] - 0.29, 0) ** 2)
    return 1 - 0.75 * np.exp(-outside * 7) * np.exp(-points[..., 1] * 4)


def _gloss(points: Floats, rays: Floats) -> Floats:
    """A worn varnish: the bright window mirrored towards the left."""
    grazing = (1 + rays[..., 1]) ** 5
    worn = sample(noise_tile(13, octaves=5), points[..., 0] * 0.3, points[..., 2] * 0.3)
    return grazing * (0.35 + 0.65 * worn) * np.exp(-((points[..., 0] + 1.3) ** 2) / 2.2)
