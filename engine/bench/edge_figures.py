"""How good edges are: against drawn truth, over time, and in their colours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.bench.alpha_truth import Truth, scenes, texture
from engine.project.model import RefineSettings
from engine.refine.fringe import foreground_colours
from engine.refine.pipeline import refine
from engine.refine.temporal import Steadied, deflicker
from engine.types import Alpha, Logits, Rgb8

Refiner = Callable[[Logits, Rgb8, RefineSettings], Alpha]

ERROR_METHODS = {"threshold": "", "soft alpha": "none", "guided": "guided", "matting": "matting"}
"""What the table compares, and the edge setting each stands for."""

STRANDS_PX = 80.0
"""How far strands are looked for where a figure is about long hair."""

SMALL = (216, 384)
"""Height and width of drawn truth where a ratio is wanted and not a table."""


def answer(truth: Truth, refiner: Refiner, edge: str) -> Alpha:
    """What a method makes of a scene; `edge` '': a threshold."""
    if edge:
        return refiner(truth.logits, truth.rgb, replace(RefineSettings(), edge=edge))
    height, width = truth.alpha.shape
    return (cv2.resize(truth.logits, (width, height), interpolation=cv2.INTER_LINEAR) > 0).astype(np.float32)


def with_strands(truth: Truth, refiner: Refiner = refine) -> Alpha:
    """Matting that looks for strands beyond the band."""
    return refiner(truth.logits, truth.rgb, replace(RefineSettings(), edge="matting", hair_px=STRANDS_PX))


def errors(alpha: Alpha, truth: Alpha) -> tuple[float, float, float]:
    """SAD (thousands of pixels), MSE (in 1e-3), gradient error (thousands) as alphamatting.com counts them.

    Rhemann et al., "A Perceptually Motivated Online Benchmark for Image Matting" (CVPR 2009); gradients by a Gaussian
    of sigma 1.4."""
    differ = alpha - truth
    slopes = [np.hypot(*(_slope(plane, axis) for axis in (0, 1))) for plane in (alpha, truth)]
    gradient = float(((slopes[0] - slopes[1]) ** 2).sum())
    return float(np.abs(differ).sum()) / 1000, float((differ**2).mean()) * 1000, gradient / 1000


def _slope(plane: Alpha, axis: int) -> NDArray[np.float32]:
    soft = cv2.GaussianBlur(plane, (0, 0), 1.4)
    return np.asarray(cv2.Sobel(soft, cv2.CV_32F, axis, 1 - axis, scale=0.125), np.float32)


def guided_gain(refiner: Refiner = refine) -> float:
    """Error (SAD) of the default edge as a share of the threshold's: the mean over scenes of drawn truth."""
    shares = []
    for truth in scenes(*SMALL):
        both = [errors(answer(truth, refiner, ERROR_METHODS[m]), truth.alpha)[0] for m in ("guided", "threshold")]
        shares.append(both[0] / both[1])
    return float(np.mean(shares))


def hair_gain(refiner: Refiner = refine, size: tuple[int, int] = (540, 960)) -> float:
    """Error (SAD) of matting with strands on hair and fur as a share of the guided edge's: the mean over scenes."""
    shares = []
    for truth in scenes(*size, kinds=("fur", "hair")):
        both = [
            errors(found, truth.alpha)[0] for found in (with_strands(truth, refiner), answer(truth, refiner, "guided"))
        ]
        shares.append(both[0] / both[1])
    return float(np.mean(shares))


def fringe_left(colours: Callable[[Rgb8, Alpha], Rgb8] = foreground_colours) -> float:
    """Colour error at soft edges after fringe removal, as a share of that before; on drawn truth with true alpha."""
    before, after = 0.0, 0.0
    for truth in scenes(*SMALL):
        edge = (truth.alpha > 0.05) & (truth.alpha < 0.95)
        wanted = truth.foreground.astype(np.float64)[edge]
        before += float(np.abs(truth.rgb[edge] - wanted).mean())
        after += float(np.abs(colours(truth.rgb, truth.alpha)[edge] - wanted).mean())
    return after / before


def flicker_left(strength: float = 1.0) -> float:
    """Spread of a still edge's place from frame to frame with de-flicker, as a share of that without."""
    still = [150.0] * 16
    return float(np.std(_edge_places(still, strength)[5:]) / np.std(_edge_places(still, 0.0)[5:]))


def panned_flicker_left(strength: float = 1.0, speed_px: int = 4) -> float:
    """The same under a camera that pans by `speed_px` a frame: only what is moved along with the picture can steady."""
    clip = list(panned_clip(20, speed_px))
    pan = speed_px * np.arange(20.0)
    with_it, without = (np.std((_right_edges(clip, s) + pan)[5:]) for s in (strength, 0.0))
    return float(with_it / without)


def lag_px(strength: float = 1.0) -> float:
    """How far an edge that moves by 6 px a frame falls behind with de-flicker, in source pixels."""
    moving = [90.0 + 6 * number for number in range(16)]
    return float(np.abs(np.mean(_edge_places(moving, strength)[2:] - _edge_places(moving, 0.0)[2:])))


def _edge_places(centres: Sequence[float], strength: float) -> NDArray[np.float64]:
    """The right edge of a textured disc that moves over a still ground, frame by frame."""
    return _right_edges(disc_clip(centres), strength)


def _right_edges(clip: Iterable[tuple[Rgb8, Logits]], strength: float) -> NDArray[np.float64]:
    """Where the object's right edge is on the middle rows, in source pixels."""
    state: Steadied | None = None
    places = []
    for rgb, logits in clip:
        state = deflicker(logits, rgb, state, strength)
        grid = logits.shape[0]
        row = state.logits[grid // 2 - 4 : grid // 2 + 4].mean(axis=0)
        last = int(np.flatnonzero(row > 0)[-1])
        places.append((last + row[last] / (row[last] - row[last + 1]) + 0.5) * rgb.shape[1] / grid)
    return np.array(places)


def disc_clip(centres: Sequence[float]) -> Iterator[tuple[Rgb8, Logits]]:
    """A textured disc over a textured ground, its middle at `centres` (x, in pixels), and logits that chatter."""
    height, width, grid = 240, 426, 128
    rng = np.random.default_rng(4)
    ground = texture(rng, (height, width), np.array([60.0, 65, 70]), 18, 3)
    skin = texture(rng, (height, 2 * width), np.array([180.0, 150, 120]), 30, 3)
    y, x = np.mgrid[:grid, :grid].astype(np.float32) + 0.5
    for number, centre in enumerate(centres):
        yy, xx = np.mgrid[:height, :width].astype(np.float32) + 0.5
        inside = np.hypot(xx - centre, yy - height / 2) < 60
        moved = np.roll(skin, round(centre), axis=1)[:, :width]
        distance = 60 - np.hypot(x * width / grid - centre, y * height / grid - height / 2)
        yield _noisy(np.where(inside[..., None], moved, ground), np.asarray(distance, np.float32), number)


def panned_clip(frames: int, speed_px: int) -> Iterator[tuple[Rgb8, Logits]]:
    """A textured disc that stands on a textured ground while the camera pans to the right."""
    height, width, grid = 240, 426, 128
    rng = np.random.default_rng(4)
    size = (height, width + speed_px * frames)
    ground = texture(rng, size, np.array([60.0, 65, 70]), 18, 3)
    skin = texture(rng, size, np.array([180.0, 150, 120]), 30, 3)
    yy, xx = np.mgrid[: size[0], : size[1]].astype(np.float32) + 0.5
    world = np.where((np.hypot(xx - 300, yy - height / 2) < 60)[..., None], skin, ground)
    y, x = np.mgrid[:grid, :grid].astype(np.float32) + 0.5
    for number in range(frames):
        left = speed_px * number
        distance = 60 - np.hypot(x * width / grid + left - 300, y * height / grid - height / 2)
        yield _noisy(world[:, left : left + width], np.asarray(distance, np.float32), number)


def _noisy(picture: NDArray[np.float32], distance: NDArray[np.float32], number: int) -> tuple[Rgb8, Logits]:
    """A frame with grain, and logits that chatter."""
    noise = np.random.default_rng(number)
    grainy = picture + noise.normal(0, 2, (*picture.shape[:2], 1))
    logits = np.clip(distance * 0.6 + noise.normal(0, 0.8, distance.shape), -8, 8).astype(np.float32)
    return np.clip(grainy, 0, 255).astype(np.uint8), logits
