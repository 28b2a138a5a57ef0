"""The one place where frame, mattes and a look become pixels, for the preview and for the export alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import NamedTuple

import cv2
import numpy as np

from engine.errors import UsageError
from engine.refine.combine import union
from engine.refine.fringe import MARGIN_PX
from engine.render import looks
from engine.render.effects import apply_effect, checkerboard, gaussian
from engine.render.pixels import (
    Picture,
    Plane,
    alpha_plane,
    blend,
    bounding_box,
    filled_like,
    full_scale,
    tinted,
    with_alpha,
)
from engine.types import Alpha


@dataclass(frozen=True, slots=True)
class Layer:
    """One object's matte on one frame."""

    alpha: Alpha
    """(height, width) float32, 0..1, at the frame's size."""
    colour: looks.Rgb = (255, 80, 0)
    """What overlay and outline draw it in."""
    foreground: Picture | None = None
    """The object's own colours (h, w, 3), free of the background's, where they were estimated; None: the frame's."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a look may ask for."""

    frame: Picture
    layers: tuple[Layer, ...]
    background: Picture | None

    def alpha(self, inverted: bool = False) -> Alpha:
        """All layers as one matte."""
        if not self.layers:
            return np.full(self.frame.shape[:2], float(inverted), np.float32)
        alpha = union([layer.alpha for layer in self.layers])
        return np.asarray(1.0 - alpha, np.float32) if inverted else alpha

    def foreground(self) -> Picture:
        """The colours of the objects: their own where known, mixed in drawing order, else the frame's."""
        own = [layer for layer in self.layers if layer.foreground is not None]
        if len(self.layers) == 1 and own:
            return self.layers[0].foreground  # type: ignore[return-value]
        out = self.frame
        for layer in own:
            out = blend(layer.foreground, out, np.asarray(layer.alpha > 0, np.float32))  # type: ignore[arg-type]
        return out


class NamedLayer(NamedTuple):
    """One object by itself, cut out with straight alpha."""

    name: str
    rgb: Picture
    """(h, w, 3)."""
    alpha: Plane
    """(h, w), of the same depth."""


class Painted(NamedTuple):
    """Colours (h, w, 3) and alpha (h, w) of one depth; alpha None: opaque everywhere."""

    rgb: Picture
    alpha: Plane | None = None
    mattes: tuple[tuple[str, Alpha], ...] = ()
    """Single objects by name, from back to front, for formats that keep them apart."""
    box: tuple[slice, slice] | None = None
    """Rows and columns outside of which everything is black and transparent; None: nothing is known."""
    layers: tuple[NamedLayer, ...] = ()
    """Single objects with their colours, from back to front, for formats that keep them apart."""


def compose(
    frame_rgb: Picture,
    layers: Sequence[Layer],
    look: looks.Look,
    background: Picture | None = None,
) -> Picture:
    """Paint one frame.

    `frame_rgb` (h, w, 3) uint8 or uint16, full range; `layers` from back to front; `background` (any size, any of the
    two depths) for a `Plate`. Returns (h, w, 4) of the frame's depth, straight alpha unless the look says
    premultiplied; a `SideBySide` is twice as wide. Raises UsageError where a matte has another size than the frame.
    """
    painted = paint(frame_rgb, layers, look, background)
    return with_alpha(painted.rgb, painted.alpha)


def paint(
    frame_rgb: Picture,
    layers: Sequence[Layer],
    look: looks.Look,
    background: Picture | None = None,
) -> Painted:
    """As `compose`, with colours and alpha apart, as encoders want them."""
    for layer in layers:
        if layer.alpha.shape != frame_rgb.shape[:2]:
            raise UsageError(
                f"A matte of {layer.alpha.shape[1]} × {layer.alpha.shape[0]} does not fit a frame of "
                f"{frame_rgb.shape[1]} × {frame_rgb.shape[0]}.",
                "Refine it at the frame's size first.",
            )
    return _paint(look, Scene(frame_rgb, tuple(layers), background))


@singledispatch
def _paint(look: looks.Look, scene: Scene) -> Painted:
    raise TypeError(f"no such look: {look!r}")


@_paint.register
def _(look: looks.Original, scene: Scene) -> Painted:
    return Painted(scene.frame)


@_paint.register
def _(look: looks.Overlay, scene: Scene) -> Painted:
    out = scene.frame
    for layer in scene.layers:
        out = tinted(out, layer.colour, layer.alpha, look.opacity)
    return Painted(out)


@_paint.register
def _(look: looks.Outline, scene: Scene) -> Painted:
    out = scene.frame
    for layer in scene.layers:
        out = tinted(out, layer.colour, _line(layer.alpha, look.width_px))
    return Painted(out)


@_paint.register
def _(look: looks.Matte, scene: Scene) -> Painted:
    grey = alpha_plane(scene.alpha(look.inverted), scene.frame.dtype)
    return Painted(np.asarray(cv2.merge([grey, grey, grey])))


@_paint.register
def _(look: looks.CutOut, scene: Scene) -> Painted:
    alpha = scene.alpha(look.inverted)
    colours = scene.frame if look.inverted else scene.foreground()
    if isinstance(look.backdrop, looks.Transparent):
        return _cut_out(colours, alpha, look.backdrop.premultiplied)
    return Painted(blend(colours, _backdrop(look.backdrop, scene), alpha))


@_paint.register
def _(look: looks.Treated, scene: Scene) -> Painted:
    treated = apply_effect(look.effect, scene.frame)
    return Painted(blend(treated, scene.frame, scene.alpha(inverted=not look.on_object)))


@_paint.register
def _(look: looks.Wipe, scene: Scene) -> Painted:
    column = round(min(max(look.position, 0.0), 1.0) * scene.frame.shape[1])
    return _joined(_paint(look.left, scene), _paint(look.right, scene), slice(0, column), slice(column, None))


@_paint.register
def _(look: looks.SideBySide, scene: Scene) -> Painted:
    return _joined(_paint(look.left, scene), _paint(look.right, scene), slice(None), slice(None))


def _joined(left: Painted, right: Painted, from_left: slice, from_right: slice) -> Painted:
    """Columns of two painted pictures beside each other."""
    rgb = np.concatenate([left.rgb[:, from_left], right.rgb[:, from_right]], axis=1)
    if left.alpha is None and right.alpha is None:
        return Painted(rgb)
    alphas = [
        np.full(side.rgb.shape[:2], full_scale(rgb), rgb.dtype) if side.alpha is None else side.alpha
        for side in (left, right)
    ]
    return Painted(rgb, np.concatenate([alphas[0][:, from_left], alphas[1][:, from_right]], axis=1))


@singledispatch
def _backdrop(backdrop: looks.Backdrop, scene: Scene) -> Picture:
    raise TypeError(f"no such backdrop: {backdrop!r}")


@_backdrop.register
def _(backdrop: looks.Checkerboard, scene: Scene) -> Picture:
    return checkerboard(scene.frame, backdrop)


@_backdrop.register
def _(backdrop: looks.Solid, scene: Scene) -> Picture:
    return filled_like(scene.frame, backdrop.colour)


@_backdrop.register
def _(backdrop: looks.BlurredOriginal, scene: Scene) -> Picture:
    return gaussian(scene.frame, backdrop.sigma_px)


@_backdrop.register
def _(backdrop: looks.Plate, scene: Scene) -> Picture:
    if scene.background is None:
        raise UsageError(f"The picture {backdrop.path} behind the cut-out was not read.", "Choose another one.")
    return fill_frame(scene.background, scene.frame)


def fill_frame(picture: Picture, frame: Picture) -> Picture:
    """`picture` scaled to cover `frame`, what sticks out cut off evenly, in the frame's depth."""
    height, width = frame.shape[:2]
    scale = max(height / picture.shape[0], width / picture.shape[1])
    size = (max(width, round(picture.shape[1] * scale)), max(height, round(picture.shape[0] * scale)))
    fitted = picture
    if size != (picture.shape[1], picture.shape[0]):
        shrink = scale < 1
        fitted = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if shrink else cv2.INTER_CUBIC)
    top, left = (fitted.shape[0] - height) // 2, (fitted.shape[1] - width) // 2
    fitted = np.ascontiguousarray(fitted[top : top + height, left : left + width, :3])
    if fitted.dtype == frame.dtype:
        return fitted
    return fitted.astype(np.uint16) * 257 if frame.dtype == np.uint16 else (fitted // 257).astype(np.uint8)


def _cut_out(colours: Picture, alpha: Alpha, premultiplied: bool) -> Painted:
    """Colours and alpha; black where no alpha is near: the cut-away background does not travel hidden in the file."""
    rgb, plane = np.zeros_like(colours), np.zeros(alpha.shape, colours.dtype)
    inner = bounding_box(alpha)
    if inner is None:
        return Painted(rgb, plane, box=(slice(0, 0), slice(0, 0)))
    box = (_widened(inner[0], alpha.shape[0]), _widened(inner[1], alpha.shape[1]))
    part, share = np.ascontiguousarray(colours[box]), np.ascontiguousarray(alpha[box])
    if premultiplied:
        rgb[box] = blend(part, np.zeros_like(part), share)
    else:
        near = cv2.dilate((share > 0).astype(np.uint8), np.ones((2 * MARGIN_PX + 1, 2 * MARGIN_PX + 1), np.uint8))
        rgb[box] = cv2.bitwise_and(part, part, mask=near)
    plane[box] = alpha_plane(share, colours.dtype)
    return Painted(rgb, plane, box=box)


def _widened(side: slice, limit: int) -> slice:
    """With the margin, from an even place to an even place, as halved chroma wants it."""
    return slice(max(0, side.start - MARGIN_PX) // 2 * 2, min(limit, (side.stop + MARGIN_PX + 1) // 2 * 2))


def _line(alpha: Alpha, width_px: float) -> Alpha:
    """Opacity of a line of `width_px` along the 0.5 contour of alpha."""
    line = np.zeros(alpha.shape, np.float32)
    inner = bounding_box(alpha)
    if inner is None:
        return line
    reach = max(1, round(width_px / 2 + 0.5))
    rows, columns = (
        slice(max(0, side.start - reach - 1), min(limit, side.stop + reach + 1))
        for side, limit in zip(inner, alpha.shape, strict=True)
    )
    inside = (alpha[rows, columns] >= 0.5).astype(np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    edge = cv2.morphologyEx(inside, cv2.MORPH_GRADIENT, kernel, borderType=cv2.BORDER_REPLICATE)
    soft = cv2.GaussianBlur(edge.astype(np.float32), (3, 3), 0.6)
    line[rows, columns] = np.clip(soft * (width_px / (2 * reach)) * 2, 0.0, 1.0)
    return line
