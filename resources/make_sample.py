"""Draws resources/sample.mp4 and, beside it, sample.json: where each object is in each frame.

    python resources/make_sample.py [--out DIR] [--frames A:B] [--stills]

The same picture and sound every time. Needs numpy, OpenCV and PyAV.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray
from sample_scene.actors import BeachBall, Layer
from sample_scene.room import Ball, Room
from sample_scene.sound import SAMPLE_RATE_HZ, soundtrack
from sample_scene.space import FULL_HEIGHT, FULL_WIDTH, HEIGHT, MARGIN, WIDTH, Floats, Sunlight, film
from sample_scene.story import BALL_RADIUS, RATE, SECONDS, ball_at, camera_sway, creature_at
from sample_scene.wool import WoollyCreature

SHUTTER_SECONDS = 0.5 / RATE
SHUTTER_STEPS = 5
GRAIN = 0.007


@dataclass(frozen=True)
class Shot:
    """One finished frame: sRGB codes (HEIGHT, WIDTH, 3) and each object's visible alpha (HEIGHT, WIDTH)."""

    rgb: NDArray[np.uint8]
    visible: dict[str, Floats]
    whole: dict[str, float]
    """Pixels each object would cover were nothing before it and the picture endless."""


class Scene:
    """Everything in the room, ready to be drawn at any frame."""

    def __init__(self) -> None:
        sunlight = Sunlight()
        self._room = Room(sunlight)
        self._ball = BeachBall(sunlight)
        self._creature = WoollyCreature(sunlight)
        self._vignette = _vignette()

    def shot(self, frame: int) -> Shot:
        seconds = frame / RATE
        ball, creature = ball_at(seconds), creature_at(seconds)
        round_things = Ball(ball.centre, BALL_RADIUS), Ball(creature.centre, 0.42)
        picture = self._room.backdrop(round_things, seconds)
        times = seconds + (np.arange(SHUTTER_STEPS) / SHUTTER_STEPS - 0.4) * SHUTTER_SECONDS
        layers = {
            "ball": self._ball.layer([ball_at(float(t)) for t in times], seconds),
            "creature": self._creature.layer(creature, seconds),
        }
        visible = {name: np.zeros((FULL_HEIGHT, FULL_WIDTH), np.float32) for name in layers}
        present = {name: layer for name, layer in layers.items() if layer is not None}
        for name, layer in sorted(present.items(), key=lambda item: -item[1].depth):
            layer.over(picture)
            _hide(visible, layer.alpha, (layer.rows, layer.columns))
            visible[name][layer.rows, layer.columns] += layer.alpha
        self._blocks_over(picture, visible, seconds)
        rgb = self._developed(_swayed(picture, seconds), frame)
        whole = {name: float(layer.alpha.sum()) for name, layer in present.items()}
        return Shot(rgb, {name: _swayed(alpha, seconds) for name, alpha in visible.items()}, whole)

    def _blocks_over(self, picture: Floats, visible: dict[str, Floats], seconds: float) -> None:
        light, alpha = self._room.blocks(seconds)
        rows, columns = self._room.blocks_at
        Layer(rows, columns, light, alpha, 0).over(picture)
        _hide(visible, alpha, (rows, columns))

    def _developed(self, light: Floats, frame: int) -> NDArray[np.uint8]:
        """Glow, vignette, film curve, grain."""
        glow = cv2.GaussianBlur(np.minimum(np.maximum(light - 1.1, 0), 2), (0, 0), 9)
        codes = film((light + 0.25 * glow) * self._vignette).astype(np.float32) / 255
        rng = np.random.default_rng(1000 + frame)
        grain = cv2.GaussianBlur(rng.normal(0, 1, (HEIGHT, WIDTH)).astype(np.float32), (0, 0), 0.7) * 2
        strength = GRAIN * (0.5 + 1.2 * np.sqrt(np.clip(codes.mean(axis=2) * (1 - codes.mean(axis=2)), 0, 1)))
        return np.rint(np.clip(codes + (grain * strength)[..., None], 0, 1) * 255).astype(np.uint8)


def _hide(visible: dict[str, Floats], alpha: Floats, area: tuple[slice, slice]) -> None:
    for seen in visible.values():
        seen[area] *= 1 - alpha


def _swayed(picture: Floats, seconds: float) -> Floats:
    """The hand-held camera: shift and roll, cut to the final size."""
    x, y, roll = camera_sway(seconds)
    matrix = cv2.getRotationMatrix2D((FULL_WIDTH / 2, FULL_HEIGHT / 2), roll, 1.0)
    matrix[:, 2] += x - MARGIN, y - MARGIN
    return cv2.warpAffine(picture, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _vignette() -> Floats:
    ys, xs = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
    return (1 - 0.20 * (xs**2 + ys**2) ** 1.2)[..., None].astype(np.float32)


def where_things_are(shot: Shot) -> dict[str, object]:
    """For each object: centre and box of what is visible, and how much of it that is; null where nothing is."""
    found: dict[str, object] = {}
    for name, alpha in shot.visible.items():
        area = float(alpha.sum())
        if area < 30:
            found[name] = None
            continue
        ys, xs = np.nonzero(alpha > 0.5)
        if len(xs) == 0:
            found[name] = None
            continue
        x, y = _deepest(alpha > 0.5)
        found[name] = {
            "centre": [round(float(xs.mean()), 1), round(float(ys.mean()), 1)],
            "inside": [x, y],
            "box": [int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1],
            "visible": round(min(area / shot.whole[name], 1.0), 3),
        }
    return found


def _deepest(mask: NDArray[np.bool_]) -> tuple[int, int]:
    """The point farthest from the mask's border: the best place to click."""
    depth = cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    y, x = np.unravel_index(int(depth.argmax()), depth.shape)
    return int(x), int(y)


def write_film(path: Path, shots: Iterator[Shot], sound: Floats) -> list[dict[str, object]]:
    """H.264 + AAC, BT.709, tagged; returns where things are."""
    places = []
    beside = path.with_name(path.name + ".part")
    with av.open(str(beside), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        video = container.add_stream(
            "libx264", rate=RATE, options={"preset": "slow", "crf": "24", "x264-params": "threads=1:keyint=150"}
        )
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        context = video.codec_context
        context.colorspace = context.color_primaries = context.color_trc = context.color_range = 1
        audio = container.add_stream("aac", rate=SAMPLE_RATE_HZ, layout="stereo")
        audio.bit_rate = 112_000
        reformatter = VideoReformatter()
        for shot in shots:
            frame = reformatter.reformat(
                av.VideoFrame.from_ndarray(shot.rgb, format="rgb24"),
                format="yuv420p",
                dst_colorspace=Colorspace.ITU709,
                dst_color_range=ColorRange.MPEG,
                interpolation=Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INP,
            )
            frame.pts, frame.time_base = len(places), Fraction(1, RATE)
            container.mux(video.encode(frame))
            places.append(where_things_are(shot))
        container.mux(video.encode(None))
        for start in range(0, sound.shape[1], 1024):
            block = np.ascontiguousarray(sound[:, start : start + 1024], np.float32)
            samples = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
            samples.sample_rate, samples.pts, samples.time_base = SAMPLE_RATE_HZ, start, Fraction(1, SAMPLE_RATE_HZ)
            container.mux(audio.encode(samples))
        container.mux(audio.encode(None))
    os.replace(beside, path)
    return places


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    parser.add_argument("--frames", default=f"0:{round(SECONDS * RATE)}")
    parser.add_argument("--stills", action="store_true", help="write PNG files of the frames instead of the clip")
    chosen = parser.parse_args()
    first, stop = (int(part) for part in chosen.frames.split(":"))
    scene = Scene()
    if chosen.stills:
        for frame in range(first, stop, 15):
            cv2.imwrite(str(chosen.out / f"sample_{frame:04d}.png"), scene.shot(frame).rgb[:, :, ::-1])
        return
    places = write_film(chosen.out / "sample.mp4", (scene.shot(f) for f in range(first, stop)), soundtrack())
    description = {"width": WIDTH, "height": HEIGHT, "rate": [RATE, 1], "frames": places}
    text = json.dumps(description, separators=(",", ":")).replace('{"ball"', '\n{"ball"')
    part = chosen.out / "sample.json.part"
    part.write_text(text + "\n", encoding="utf-8")
    os.replace(part, chosen.out / "sample.json")


if __name__ == "__main__":
    main()
