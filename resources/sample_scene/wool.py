"""The woolly creature: some thousand hairs on a round body, drawn one by one, back to front."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_scene.actors import WOOL_SCALE as SCALE
from sample_scene.actors import Layer, reduced, window_around
from sample_scene.space import (
    BOUNCE_COLOUR,
    CAMERA,
    SKY_COLOUR,
    SUN_COLOUR,
    SUN_DIRECTION,
    Floats,
    Sunlight,
    film,
    noise_tile,
    sample,
    smooth,
    srgb,
)
from sample_scene.story import CreaturePose

HAIRS = 9000
BODY = np.array([0.40, 0.40, 0.37], np.float32)
"""Half axes of the body under the wool."""
HAIR_LENGTH = 0.105
FIXED_POINT_BITS = 4


class WoollyCreature:
    """Two eyes, a felt beak, two feet, two ear tufts, and wool."""

    def __init__(self, sunlight: Sunlight) -> None:
        self._sunlight = sunlight
        rng = np.random.default_rng(77)
        roots, lengths = self._roots(rng)
        self._roots_at = roots
        self._lengths = lengths
        self._jitter = rng.normal(0, 0.30, (len(roots), 3)).astype(np.float32)
        self._phase = rng.random(len(roots)).astype(np.float32) * 6.28
        self._albedo = self._dyed(roots, rng)

    @staticmethod
    def _roots(rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Unit directions from the body's middle and a length for each hair; two tufts stand up as ears."""
        body = rng.normal(size=(HAIRS, 3)).astype(np.float32)
        body /= np.linalg.norm(body, axis=1, keepdims=True)
        tufts = [np.array([side * 0.52, 0.80, 0.0]) + rng.normal(0, 0.075, (260, 3)) for side in (-1, 1)]
        ears = np.concatenate(tufts).astype(np.float32)
        ears /= np.linalg.norm(ears, axis=1, keepdims=True)
        lengths = HAIR_LENGTH * rng.uniform(0.65, 1.25, HAIRS)
        return np.concatenate([body, ears]), np.concatenate([lengths, rng.uniform(0.16, 0.30, len(ears))]).astype(
            np.float32
        )

    @staticmethod
    def _dyed(roots: Floats, rng: np.random.Generator) -> Floats:
        teal, deep, belly = srgb(52, 166, 168), srgb(28, 104, 128), srgb(236, 226, 196)
        patches = sample(noise_tile(61, octaves=4), roots[:, 0] * 0.35 + 0.5, roots[:, 1] * 0.35 + roots[:, 2] * 0.2)
        mix = smooth(0.45, 0.6, patches)[:, None]
        wool = teal * (1 - mix) + deep * mix
        front = -roots[:, 2] * 1.0 - np.abs(roots[:, 0]) * 0.55 - np.abs(roots[:, 1] + 0.42) * 0.9
        pale = smooth(0.30, 0.50, front)[:, None]
        wool = wool * (1 - pale) + belly * pale
        wool[HAIRS:] = srgb(238, 140, 84)
        return (wool * rng.uniform(0.75, 1.2, (len(roots), 1))).astype(np.float32)

    def layer(self, pose: CreaturePose, seconds: float) -> Layer | None:
        """Drawn in codes at SCALE times the size, then brought back to light."""
        window = window_around(pose.centre, 0.80)
        if window is None:
            return None
        rows, columns, depth = window
        shape = (rows.stop - rows.start) * SCALE, (columns.stop - columns.start) * SCALE
        canvas = np.empty((*shape, 3), np.uint8)
        canvas[:] = film(srgb(46, 132, 138)[None, None] * 0.55)[0, 0]
        cover = np.zeros(shape, np.uint8)
        place = _Placer(pose, np.array([columns.start, rows.start], np.float32))
        self._core(canvas, cover, place)
        self._wool(canvas, cover, place, seconds)
        self._feet(canvas, cover, place, pose)
        self._face(canvas, cover, place, pose)
        alpha = cover.astype(np.float32) / 255
        light = _undeveloped(canvas) * alpha[..., None]
        return Layer(rows, columns, *reduced(light, alpha, SCALE, 0.62), depth)

    def _core(self, canvas: NDArray[np.uint8], cover: NDArray[np.uint8], place: _Placer) -> None:
        """What shows between the hairs."""
        middle, depth = place.pixels(np.zeros((1, 3), np.float32))
        radius = place.pose.stretch * float(BODY[1]) * CAMERA.focal_px * SCALE / float(depth[0])
        axes = round(radius * 0.99 / place.pose.stretch**1.5 * 16), round(radius * 0.98 * 16)
        centre = tuple(int(v) for v in np.rint(middle[0] * 16))
        for picture, colour in ((canvas, (26, 66, 74)), (cover, (255,))):
            cv2.ellipse(picture, centre, axes, 0, 0, 360, colour, -1, cv2.LINE_AA, FIXED_POINT_BITS)

    def _wool(self, canvas: NDArray[np.uint8], cover: NDArray[np.uint8], place: _Placer, seconds: float) -> None:
        directions = place.turned(self._roots_at)
        roots = self._roots_at * BODY
        sway = np.sin(seconds * 3 + self._phase)[:, None] * np.array([0.05, 0, 0.03], np.float32)
        bend = self._roots_at + self._jitter * 0.55 + sway
        droop = np.array([0, -0.42, 0], np.float32)
        middles = roots + (bend + droop * 0.25) * (self._lengths * 0.55)[:, None]
        tips = roots + (bend * 1.0 + droop + self._jitter * 0.35) * self._lengths[:, None]
        points = place.world(roots)
        to_eye = np.asarray(CAMERA.position, np.float32) - points
        to_eye /= np.linalg.norm(to_eye, axis=1, keepdims=True)
        facing = np.einsum("ij,ij->i", directions, to_eye)
        light = self._lit(directions, points, facing, seconds)
        first, depth = place.pixels(roots)
        second, third = place.pixels(middles)[0], place.pixels(tips)[0]
        shown = np.flatnonzero(facing > -0.45)
        order = shown[np.argsort(-depth[shown])]
        lines = np.rint(np.stack([first, second, third], axis=1) * 16).astype(np.int32)
        root_codes = film(self._albedo * light * 0.62).tolist()
        tip_codes = film(self._albedo * light * 1.18 + 0.012).tolist()
        for i in order.tolist():
            a, b, c = lines[i]
            cv2.line(canvas, a, b, root_codes[i], 3, cv2.LINE_AA, FIXED_POINT_BITS)
            cv2.line(canvas, b, c, tip_codes[i], 2, cv2.LINE_AA, FIXED_POINT_BITS)
            cv2.line(cover, a, b, 255, 3, cv2.LINE_AA, FIXED_POINT_BITS)
            cv2.line(cover, b, c, 235, 2, cv2.LINE_AA, FIXED_POINT_BITS)

    def _lit(self, directions: Floats, points: Floats, facing: Floats, seconds: float) -> Floats:
        """Soft light on wool: wrapped sun, shine through the rim, less sky near the floor."""
        sun_side = directions @ SUN_DIRECTION
        through = 0.35 * np.clip(1 - np.abs(facing), 0, 1) * smooth(-0.6, 0.4, sun_side)
        reach = self._sunlight.reach(points[None], seconds)[0]
        sun = (smooth(-0.35, 1.0, sun_side) + through) * reach
        sky = (0.58 + 0.42 * directions[:, 1]) * smooth(-0.15, 0.55, points[:, 1])
        floor = (0.5 - 0.5 * directions[:, 1]) * 0.9
        return sun[:, None] * SUN_COLOUR + sky[:, None] * SKY_COLOUR * 1.15 + floor[:, None] * BOUNCE_COLOUR

    def _feet(self, canvas: NDArray[np.uint8], cover: NDArray[np.uint8], place: _Placer, pose: CreaturePose) -> None:
        for side in (-1, 1):
            at, depth = place.pixels(np.array([[side * 0.16, -0.375 / max(pose.stretch, 0.8), -0.33]], np.float32))
            size = CAMERA.focal_px * SCALE / float(depth[0])
            centre = tuple(int(v) for v in np.rint(at[0] * 16))
            axes = round(size * 0.10 * 16), round(size * 0.05 * 16)
            for picture, colour in ((canvas, (196, 112, 52)), (cover, (255,))):
                cv2.ellipse(picture, centre, axes, 0, 0, 360, colour, -1, cv2.LINE_AA, FIXED_POINT_BITS)
            lit = centre[0] - axes[0] // 5, centre[1] - axes[1] // 3
            cv2.ellipse(canvas, lit, (axes[0] * 2 // 3, axes[1] // 2), 0, 0, 360, (226, 146, 78), -1, cv2.LINE_AA, 4)

    def _face(self, canvas: NDArray[np.uint8], cover: NDArray[np.uint8], place: _Placer, pose: CreaturePose) -> None:
        for side in (-1, 1):
            self._eye(canvas, cover, place, side, pose.eyes_shut)
        beak = np.array(
            [[-0.07, -0.02, -0.44], [0.07, -0.02, -0.44], [0.0, -0.12, -0.50], [0.0, 0.03, -0.47]], np.float32
        )
        pixels, _ = place.pixels(beak)
        corners = np.rint(pixels * 16).astype(np.int32)
        for part, colour in (((0, 2, 3), (240, 158, 60)), ((1, 2, 3), (206, 116, 40))):
            cv2.fillConvexPoly(canvas, corners[list(part)], colour, cv2.LINE_AA, FIXED_POINT_BITS)
            cv2.fillConvexPoly(cover, corners[list(part)], 255, cv2.LINE_AA, FIXED_POINT_BITS)

    @staticmethod
    def _eye(canvas: NDArray[np.uint8], cover: NDArray[np.uint8], place: _Placer, side: int, shut: float) -> None:
        at, depth = place.pixels(np.array([[side * 0.155, 0.12, -0.415]], np.float32))
        size = CAMERA.focal_px * SCALE / float(depth[0])
        centre = tuple(int(v) for v in np.rint(at[0] * 16))

        def disc(radius: float, colour: tuple[int, int, int], dx: float = 0, dy: float = 0, open_: float = 1) -> None:
            middle = centre[0] + round(dx * size * 16), centre[1] + round(dy * size * 16)
            axes = round(radius * size * 16), max(round(radius * size * open_ * 16), 8)
            cv2.ellipse(canvas, middle, axes, 0, 0, 360, colour, -1, cv2.LINE_AA, FIXED_POINT_BITS)
            cv2.ellipse(cover, middle, axes, 0, 0, 360, (255,), -1, cv2.LINE_AA, FIXED_POINT_BITS)

        lid = 1 - 0.94 * shut
        disc(0.098, (196, 190, 176), 0, 0.004, lid)
        disc(0.090, (240, 236, 226), 0, 0, lid)
        gaze = 0.030 * float(np.sin(place.pose.yaw))
        disc(0.055, (74, 44, 26), gaze, 0.006, lid)
        disc(0.036, (14, 10, 10), gaze, 0.006, lid)
        if shut < 0.5:
            disc(0.015, (255, 252, 244), gaze - 0.020, -0.020)
            disc(0.007, (214, 224, 236), gaze + 0.018, 0.022)


class _Placer:
    """From the creature's own axes to the world and to pixels of its enlarged window."""

    def __init__(self, pose: CreaturePose, corner: Floats) -> None:
        self.pose = pose
        self._corner = corner
        c, s = np.cos(pose.yaw), np.sin(pose.yaw)
        turn = np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]], np.float32)
        c, s = np.cos(pose.lean), np.sin(pose.lean)
        lean = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]], np.float32)
        self._matrix = (lean @ turn).astype(np.float32)
        self._stretch = np.array([pose.stretch**-0.5, pose.stretch, pose.stretch**-0.5], np.float32)

    def turned(self, directions: Floats) -> Floats:
        return directions @ self._matrix.T

    def world(self, points: Floats) -> Floats:
        return self.pose.centre + (points @ self._matrix.T) * self._stretch

    def pixels(self, points: Floats) -> tuple[Floats, Floats]:
        at, depth = CAMERA.project(self.world(points))
        return (at - self._corner) * SCALE, depth


def _undeveloped(codes: NDArray[np.uint8]) -> Floats:
    """sRGB codes back to the light that `film` would turn into them."""
    grid = np.linspace(0, 12, 4096, dtype=np.float32) ** 1.5
    developed = film(np.repeat(grid[:, None], 3, axis=1)[None])[0, :, 0]
    table = np.interp(np.arange(256), developed.astype(np.float64) + np.linspace(0, 1e-3, 4096), grid)
    return table.astype(np.float32)[codes]
