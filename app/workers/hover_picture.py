"""A mask as a transparent picture: what the pointer would select, and two models side by side."""

from __future__ import annotations

import cv2
import numpy as np

from app.workers.composer import Bgra
from engine.project.model import Rgb
from engine.types import Logits, Rgb8

HOVER_WIDTH_PX = 640
"""The mask under the pointer is drawn at this width and stretched: fine enough, and made in two milliseconds."""

HOVER_OPACITY = 0.45

GONE: Rgb = (229, 96, 86)
"""What a click would take away."""


def tinted(logits: Logits, frame_size: tuple[int, int], colour: Rgb) -> Bgra:
    """The mask in its colour with a bright edge, premultiplied; `frame_size` is (width, height)."""
    width = min(HOVER_WIDTH_PX, frame_size[0])
    size = (width, max(1, round(width * frame_size[1] / frame_size[0])))
    fine = cv2.resize(logits, size, interpolation=cv2.INTER_LINEAR)
    inside = (fine > 0).astype(np.uint8)
    edge = cv2.morphologyEx(inside, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    alpha = np.where(edge > 0, np.float32(0.95), inside * np.float32(HOVER_OPACITY))
    bgra = np.empty((size[1], size[0], 4), np.uint8)
    for channel, value in enumerate((colour[2], colour[1], colour[0], 255)):
        bgra[..., channel] = (alpha * value).astype(np.uint8)
    return bgra


def taken_away(before: Logits | None, after: Logits, frame_size: tuple[int, int], colour: Rgb) -> Bgra:
    """What a click that excludes would leave, in its colour, and what it would take from the mask there is, in red."""
    left = tinted(after, frame_size, colour)
    if before is None or before.shape != after.shape:
        return left
    gone = tinted(np.minimum(before, -after), frame_size, GONE)
    return np.where(gone[..., 3:] > left[..., 3:], gone, left)


def over(rgb8: Rgb8, layer: Bgra) -> Bgra:
    """A premultiplied layer over a frame reduced to its size, opaque."""
    small = cv2.resize(rgb8, (layer.shape[1], layer.shape[0]), interpolation=cv2.INTER_AREA)
    back = cv2.cvtColor(small, cv2.COLOR_RGB2BGRA).astype(np.uint16)
    share = 255 - layer[..., 3:].astype(np.uint16)
    return np.minimum(layer + back * share // 255, 255).astype(np.uint8)
