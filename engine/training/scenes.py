"""Pictures and short clips put together from the pack: a photo as the ground, cut-outs and cut-out instances on it.

Each layer moves on its own path, so a clip of any length has exact masks for what is visible of every object.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.training.pack import Masks, Pack, Photo
from engine.training.photometric import Look
from engine.types import Rgb8

Rng = np.random.Generator
FloatPlane = NDArray[np.float32]

SMALLEST_OBJECT = 0.0015
"""Share of the picture that must be visible for a mask to be asked for."""
CANVASES = ((256, 448), (256, 448), (320, 352), (288, 384), (384, 288), (448, 256))
"""(height, width) of training pictures; one is drawn per batch. About the same cost each."""


ZOOM_SHARE, ZOOM = 0.3, 0.12
"""Of layers and grounds of clips: come nearer or go away, by this share of their size a frame (standard deviation)."""


@dataclass(frozen=True)
class Scene:
    """`frames` (t, h, w, 3) uint8; `masks` (t, n, h, w) uint8 0/1, only what is visible; n ≥ 1 on frame 0."""

    frames: NDArray[np.uint8]
    masks: Masks


@dataclass(frozen=True)
class Path2d:
    """Where a layer goes: canvas pixels = matrix(t) · layer pixels."""

    centre_layer: tuple[float, float]
    centre: NDArray[np.float64]
    """(t, 2) canvas pixels."""
    scale: NDArray[np.float64]
    angle: NDArray[np.float64]
    """Radians."""
    mirrored: bool

    def matrix(self, t: int) -> NDArray[np.float64]:
        """(2, 3) affine map of frame t."""
        c, s = np.cos(self.angle[t]) * self.scale[t], np.sin(self.angle[t]) * self.scale[t]
        linear = np.array([[c, -s], [s, c]]) @ np.diag([-1.0 if self.mirrored else 1.0, 1.0])
        offset = self.centre[t] - linear @ np.array(self.centre_layer)
        return np.concatenate([linear, offset[:, None]], 1)


def _wander(rng: Rng, count: int, strength: float) -> NDArray[np.float64]:
    """A smooth random path of `count` values from 0: steady velocity that changes a little, plus shake."""
    velocity = rng.normal(0, strength) + np.cumsum(rng.normal(0, 0.3 * strength, count))
    path = np.cumsum(velocity) + rng.normal(0, 0.15 * strength, count)
    return np.asarray(path - path[0])


def _elastic(rng: Rng, size: tuple[int, int], strength_px: float) -> NDArray[np.float32]:
    """A smooth displacement field (h, w, 2)."""
    coarse = rng.normal(0, strength_px, (4, 5, 2)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_CUBIC))


@dataclass(frozen=True)
class Layer:
    """A picture with alpha that moves over the ground. `rgba` (h, w, 4) uint8."""

    rgba: NDArray[np.uint8]
    path: Path2d
    wobble: tuple[NDArray[np.float32], ...] = ()
    """Per frame: displacement (h, w, 2) in layer pixels, or nothing."""

    def render(self, t: int, size: tuple[int, int]) -> tuple[Rgb8, FloatPlane]:
        """Colour (h, w, 3) and alpha 0..1 (h, w) on the canvas."""
        rgba = self.rgba
        if self.wobble:
            grid = np.stack(np.meshgrid(np.arange(rgba.shape[1]), np.arange(rgba.shape[0])), -1).astype(np.float32)
            rgba = cv2.remap(rgba, grid + self.wobble[t], None, cv2.INTER_LINEAR)
        out = cv2.warpAffine(rgba, self.path.matrix(t), (size[1], size[0]), flags=cv2.INTER_LINEAR)
        return np.asarray(out[..., :3]), np.asarray(out[..., 3], np.float32) / 255.0


def _path(
    rng: Rng, frames: int, layer_centre: tuple[float, float], centre: tuple[float, float], scale: float, motion: float
) -> Path2d:
    steps = np.stack([_wander(rng, frames, motion), _wander(rng, frames, motion)], 1)
    zoom = rng.normal(0, ZOOM) if frames > 1 and rng.random() < ZOOM_SHARE else 0.0
    return Path2d(
        layer_centre,
        np.array(centre) + steps,
        scale * np.exp(_wander(rng, frames, 0.0025 * motion) + zoom * np.arange(frames)),
        rng.uniform(-0.2, 0.2) + _wander(rng, frames, 0.004 * motion),
        bool(rng.random() < 0.5),
    )


def _cut(rng: Rng, pack: Pack) -> NDArray[np.uint8]:
    """A cut-out (h, w, 4): an emoji, or an instance lifted from a photo."""
    if rng.random() < 0.4 or not pack.coco:
        return pack.cutouts[int(rng.integers(len(pack.cutouts)))].decode()
    pool = pack.animals if rng.random() < 0.4 and pack.animals else pack.coco
    for _ in range(4):
        rgb, masks = pool[int(rng.integers(len(pool)))].decode()
        big = [m for m in masks if m.mean() > 0.02]
        if big:
            mask = big[int(rng.integers(len(big)))]
            x, y, w, h = cv2.boundingRect(mask)
            alpha = cv2.GaussianBlur(mask * np.uint8(255), (3, 3), 0)
            return np.dstack([rgb, alpha])[y : y + h, x : x + w]
    return pack.cutouts[int(rng.integers(len(pack.cutouts)))].decode()


def _layers(rng: Rng, pack: Pack, count: int, frames: int, size: tuple[int, int], motion: float) -> list[Layer]:
    """`count` moving cut-outs; some come twice, as look-alikes."""
    layers: list[Layer] = []
    for _ in range(count):
        twin = layers and rng.random() < 0.35
        rgba = layers[-1].rgba if twin else _cut(rng, pack)
        height, width = rgba.shape[:2]
        wanted = np.exp(rng.uniform(np.log(0.09), np.log(0.65))) * min(size)
        centre = (rng.uniform(0.1, 0.9) * size[1], rng.uniform(0.1, 0.9) * size[0])
        path = _path(rng, frames, (width / 2, height / 2), centre, wanted / max(height, width), 1.5 * motion)
        wobble: tuple[NDArray[np.float32], ...] = ()
        if frames > 1 and rng.random() < 0.5:
            wave = _elastic(rng, (height, width), 0.03 * max(height, width))
            wobble = tuple(wave * np.float32(a) for a in _wander(rng, frames, 0.5))
        layers.append(Layer(rgba, path, wobble))
    return layers


def _ground_path(rng: Rng, photo: Rgb8, masks: Masks, frames: int, size: tuple[int, int], motion: float) -> Path2d:
    """A crop that fills the canvas and, where the photo has instances, looks towards one of them."""
    height, width = photo.shape[:2]
    cover = max(size[0] / height, size[1] / width)
    fit = min(size[0] / height, size[1] / width)
    centre = np.array([width / 2, height / 2])
    scale = cover * np.exp(rng.uniform(0, 0.4))
    if len(masks) and rng.random() < 0.8:
        x, y, w, h = cv2.boundingRect(masks[int(rng.integers(len(masks)))])
        centre = np.array([x + w * rng.uniform(0.1, 0.9), y + h * rng.uniform(0.1, 0.9)])
        wanted = np.exp(rng.uniform(np.log(0.2), np.log(1.0))) * min(size)
        scale = np.clip(wanted / max(w, h), 0.85 * fit, 2.2 * cover)
    half = np.minimum(np.array([size[1], size[0]]) / scale / 2, np.array([width, height]) / 2)
    centre = np.clip(centre, half, np.array([width, height]) - half)
    return _path(rng, frames, (float(centre[0]), float(centre[1])), (size[1] / 2, size[0] / 2), float(scale), motion)


def _ground(rng: Rng, pack: Pack) -> Photo:
    """Draw the photo that fills the picture. The shares say how much each kind teaches."""
    kinds = [(pack.coco, 0.46), (pack.animals, 0.26), (pack.dense, 0.08), (pack.backgrounds, 0.2)]
    present = [(pool, share) for pool, share in kinds if pool]
    shares = np.array([share for _, share in present])
    pool = present[int(rng.choice(len(present), p=shares / shares.sum()))][0]
    return pool[int(rng.integers(len(pool)))]


def compose_scene(rng: Rng, pack: Pack, frames: int, size: tuple[int, int]) -> Scene:
    """A scene of `frames` frames of `size` (h, w); every object keeps its channel."""
    photo = _ground(rng, pack)
    rgb, instances = photo.decode()
    if len(instances) > 12:
        instances = instances[rng.permutation(len(instances))[:12]]
    motion = 0.0 if frames == 1 else float(np.exp(rng.uniform(np.log(1.2), np.log(14.0))))
    ground = _ground_path(rng, rgb, instances, frames, size, motion)
    n_layers = int(rng.integers(1, 4)) if not len(instances) or rng.random() < 0.35 else 0
    layers = _layers(rng, pack, n_layers, frames, size, motion)
    if frames > 1 and rng.random() < OCCLUDER_SHARE:
        layers.append(_occluder(rng, pack, instances, ground, layers, size))
    look = Look.draw(rng)
    pictures, masks = [], []
    for t in range(frames):
        picture, visible = _render(rgb, instances, ground, layers, t, size)
        pictures.append(look.apply(rng, picture))
        masks.append(visible)
    return _keep_visible(Scene(np.stack(pictures), np.stack(masks)))


OCCLUDER_SHARE = 0.35
"""Of clips: something slides over one of the objects and hides all or part of it by the last frame."""


def _occluder(
    rng: Rng, pack: Pack, instances: Masks, ground: Path2d, layers: list[Layer], size: tuple[int, int]
) -> Layer:
    """A cut-out that starts beside an object and lies over it on the last frame."""
    frames = len(ground.scale)
    if layers and (not len(instances) or rng.random() < 0.6):
        target = layers[int(rng.integers(len(layers)))]
        goal, extent = target.path.centre[-1], max(target.rgba.shape[:2]) * target.path.scale[-1]
    else:
        x, y, w, h = cv2.boundingRect(instances[int(rng.integers(len(instances)))])
        goal = ground.matrix(frames - 1) @ np.array([x + w / 2, y + h / 2, 1.0])
        extent = max(w, h) * ground.scale[-1]
    rgba = _cut(rng, pack)
    height, width = rgba.shape[:2]
    wanted = min(float(extent) * rng.uniform(0.5, 1.6), 1.2 * max(size))
    direction = rng.uniform(0, 2 * np.pi)
    away = np.array([np.cos(direction), np.sin(direction)]) * (0.5 * wanted + 0.5 * float(extent))
    miss = rng.normal(0, 0.12, 2) * float(extent)
    share = np.linspace(1.0, 0.0, frames)[:, None] ** float(rng.uniform(0.5, 2.0))
    still = np.full(frames, wanted / max(height, width))
    return Layer(rgba, Path2d((width / 2, height / 2), goal + miss + share * away, still, 0.0 * still, False))


def hiding_scene(rng: Rng, pack: Pack, frames: int, size: tuple[int, int]) -> Scene:
    """Cut-outs over a photo, one of which something larger slides over, wholly or in part, and off again.

    Half the time it has a twin that stays in sight; now and then it leaves the picture instead.
    """
    rgb, instances = _ground(rng, pack).decode()
    motion = float(np.exp(rng.uniform(np.log(1.2), np.log(8.0))))
    ground = _ground_path(rng, rgb, instances[:0], frames, size, motion)
    layers = _layers(rng, pack, int(rng.integers(1, 3)), frames, size, motion)
    hidden = layers[0]
    if rng.random() < TWIN_SHARE:
        layers.append(
            Layer(
                hidden.rgba,
                _path(rng, frames, hidden.path.centre_layer, _anywhere(rng, size), float(hidden.path.scale[0]), motion),
            )
        )
    if rng.random() < LEAVING_SHARE:
        layers[0] = replace(hidden, path=_leaving(rng, hidden, size))
    else:
        layers.append(_passing(rng, pack, hidden))
    look = Look.draw(rng)
    rendered = [_render(rgb, instances[:0], ground, layers, t, size) for t in range(frames)]
    return _keep_visible(
        Scene(
            np.stack([look.apply(rng, picture) for picture, _ in rendered]), np.stack([masks for _, masks in rendered])
        )
    )


TWIN_SHARE = 0.5
LEAVING_SHARE = 0.25


def _anywhere(rng: Rng, size: tuple[int, int]) -> tuple[float, float]:
    return rng.uniform(0.15, 0.85) * size[1], rng.uniform(0.15, 0.85) * size[0]


def _leaving(rng: Rng, layer: Layer, size: tuple[int, int]) -> Path2d:
    """Out of the picture by the middle of the scene, and back at its end."""
    path, frames = layer.path, len(layer.path.scale)
    extent = max(layer.rgba.shape[:2]) * float(path.scale.max())
    side = -1.0 if rng.random() < 0.5 else 1.0
    out = (size[1] if side > 0 else 0.0) + side * extent
    share = np.sin(np.linspace(0, np.pi, frames)) ** 0.5
    centre = path.centre.copy()
    centre[:, 0] += share * (out - centre[:, 0])
    return replace(path, centre=centre)


def _passing(rng: Rng, pack: Pack, hidden: Layer) -> Layer:
    """A cut-out that crosses `hidden`, over it in the middle of the scene and beside it at both ends."""
    frames = len(hidden.path.scale)
    extent = max(hidden.rgba.shape[:2]) * hidden.path.scale
    rgba = _cut(rng, pack)
    height, width = rgba.shape[:2]
    wanted = float(extent.mean() * rng.uniform(0.8, 2.2))
    direction = rng.uniform(0, 2 * np.pi)
    along = np.array([np.cos(direction), np.sin(direction)]) * (wanted + float(extent.mean())) * 0.6
    way = np.linspace(-1.0, 1.0, frames)[:, None] ** 3
    still = np.full(frames, wanted / min(height, width))
    return Layer(rgba, Path2d((width / 2, height / 2), hidden.path.centre + way * along, still, 0.0 * still, False))


def _render(
    rgb: Rgb8, instances: Masks, ground: Path2d, layers: list[Layer], t: int, size: tuple[int, int]
) -> tuple[Rgb8, Masks]:
    matrix, target = ground.matrix(t), (size[1], size[0])
    picture = cv2.warpAffine(rgb, matrix, target, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    masks = [cv2.warpAffine(m * np.uint8(255), matrix, target, flags=cv2.INTER_LINEAR) > 127 for m in instances]
    for layer in layers:
        colour, alpha = layer.render(t, size)
        blended = picture + (colour.astype(np.float32) - picture) * alpha[..., None]
        picture = np.asarray(blended, np.uint8)
        solid = alpha > 0.5
        masks = [m & ~solid for m in masks] + [solid]
    return np.asarray(picture), np.stack(masks).astype(np.uint8)


def _keep_visible(scene: Scene) -> Scene:
    """Drop objects too small on frame 0; keep the largest where none is left."""
    share = scene.masks[0].mean((1, 2))
    keep = share >= SMALLEST_OBJECT
    if not keep.any():
        keep[int(share.argmax())] = True
    return Scene(scene.frames, scene.masks[:, keep])


def clip_scene(rng: Rng, pack: Pack, frames: int, size: tuple[int, int]) -> Scene:
    """A stretch of a rendered or real clip, cropped to the canvas, sometimes backwards and with frames left out."""
    clip = pack.clips[int(rng.integers(len(pack.clips)))]
    stride = int(rng.integers(1, max(2, min(4, (len(clip) - 1) // max(1, frames - 1)) + 1)))
    start = int(rng.integers(0, max(1, len(clip) - stride * (frames - 1))))
    picked = [start + stride * i for i in range(frames)]
    if rng.random() < 0.5:
        picked.reverse()
    decoded = [clip.decode(min(i, len(clip) - 1)) for i in picked]
    first = decoded[0][1]
    numbers = [int(i) for i in np.unique(first) if i]
    if not numbers:
        return compose_scene(rng, pack, frames, size)
    stack = np.stack([(first == i).astype(np.uint8) for i in numbers])
    ground = _ground_path(rng, decoded[0][0], stack, frames, size, 0.0)
    look = Look.draw(rng)
    pictures, masks = [], []
    for t, (rgb, ids) in enumerate(decoded):
        own = np.stack([(ids == i).astype(np.uint8) for i in numbers])
        picture, visible = _render(rgb, own, ground, [], t, size)
        pictures.append(look.apply(rng, picture))
        masks.append(visible)
    return _keep_visible(Scene(np.stack(pictures), np.stack(masks)))


CLIP_SHARE = {True: 0.12, False: 0.25}
"""Of scenes drawn from recorded clips: for stills, and where there are several frames."""


def draw_scene(rng: Rng, pack: Pack, frames: int, size: tuple[int, int]) -> Scene:
    """One training scene. `size` is (h, w)."""
    make = clip_scene if pack.clips and rng.random() < CLIP_SHARE[frames == 1] else compose_scene
    return make(rng, pack, frames, size)
