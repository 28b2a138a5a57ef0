"""What can be done to the picture under or around a matte. Pictures keep their size and depth."""

from __future__ import annotations

from functools import singledispatch

import cv2
import numpy as np

from engine.render import looks
from engine.render.pixels import Picture, filled_like, full_scale

LUMA_709 = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""Rec. ITU-R BT.709, item 3.2."""


@singledispatch
def apply_effect(effect: looks.Effect, picture: Picture) -> Picture:
    """The picture (h, w, 3) after `effect`. Raises TypeError for an effect nobody has written."""
    raise TypeError(f"no such effect: {effect!r}")


@apply_effect.register
def _(effect: looks.Blur, picture: Picture) -> Picture:
    return gaussian(picture, effect.sigma_px)


@apply_effect.register
def _(effect: looks.Pixelate, picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    block = max(1, effect.block_px)
    small = cv2.resize(picture, (-(-width // block), -(-height // block)), interpolation=cv2.INTER_AREA)
    big = np.repeat(np.repeat(small, block, axis=0), block, axis=1)
    return np.ascontiguousarray(big[:height, :width])


@apply_effect.register
def _(effect: looks.Desaturate, picture: Picture) -> Picture:
    grey = np.eye(3, dtype=np.float32) * (1.0 - effect.amount) + effect.amount * LUMA_709
    return np.asarray(cv2.transform(picture, grey.astype(np.float32)))


@apply_effect.register
def _(effect: looks.Brighten, picture: Picture) -> Picture:
    return np.asarray(cv2.transform(picture, np.eye(3, dtype=np.float32) * effect.gain))


@apply_effect.register
def _(effect: looks.Glow, picture: Picture) -> Picture:
    return np.asarray(cv2.addWeighted(picture, 1.0, gaussian(picture, effect.sigma_px), effect.amount, 0.0))


@apply_effect.register
def _(effect: looks.Fill, picture: Picture) -> Picture:
    return filled_like(picture, effect.colour)


def gaussian(picture: Picture, sigma_px: float) -> Picture:
    """A Gaussian blur; a wide one is done on a smaller picture, where nothing is lost by it."""
    if sigma_px <= 0:
        return picture
    factor = max(1, int(sigma_px // 4))
    height, width = picture.shape[:2]
    if factor == 1:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma_px, borderType=cv2.BORDER_REFLECT))
    small = cv2.resize(picture, (max(1, width // factor), max(1, height // factor)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), sigma_px / factor, borderType=cv2.BORDER_REFLECT)
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC))


def checkerboard(picture: Picture, board: looks.Checkerboard) -> Picture:
    """Grey squares of the picture's size and depth, (h, w, 3)."""
    height, width = picture.shape[:2]
    unit = full_scale(picture) // 255
    parity = (np.arange(height)[:, None] // board.square_px + np.arange(width)[None] // board.square_px) % 2
    grey = np.where(parity == 0, board.light * unit, board.dark * unit).astype(picture.dtype)
    return np.asarray(cv2.merge([grey, grey, grey]))
